use chrono::{Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::Reason;

/// How booking works in a house. Every time has its unit in its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How meetings are laid out in a day, where an adviser has no lay-out of their own.
    pub meeting: Meeting,
    /// How long a time is kept for somebody who is still answering questions.
    pub hold_minutes: u16,
    /// How many school days a person has to answer an offer from the waiting list, after the day it was made.
    pub offer_school_days: u16,
    /// How many offers somebody may let lapse; with the last of them their place on the waiting list goes too.
    pub offers: u16,
    /// For how many months after leaving somebody may still ask for a meeting.
    pub leaver_months: u16,
    /// When a school day ends for the careers team; what comes later counts as come on the next school day.
    pub day_ends_at: NaiveTime,
    /// What one week of waiting weighs in the order of the waiting list, so that nobody waits for ever.
    pub weight_of_a_week: u16,
    /// What it weighs in that order that the team could not keep a meeting of theirs; enough to be first.
    pub weight_of_put_back: u16,
    /// What else weighs in the order of the waiting list. Staff set it; pupils never see it.
    pub reasons: Vec<Reason>,
    /// Why a request may be referred on to somebody else of the staff.
    pub refer_reasons: Vec<String>,
}

/// How meetings are laid out in an adviser's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meeting {
    /// How long a meeting lasts.
    pub length_minutes: u16,
    /// How long there is between two meetings, for notes and the way.
    pub buffer_minutes: u16,
    /// How many school days ahead a meeting has to be asked for.
    pub notice_school_days: u16,
    /// How many days ahead a meeting can be asked for.
    pub horizon_days: u16,
    /// How many meetings a day at most.
    pub daily_limit: u16,
}

impl Default for Meeting {
    fn default() -> Self {
        Self { length_minutes: 30, buffer_minutes: 5, notice_school_days: 1, horizon_days: 30, daily_limit: 8 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            meeting: Meeting::default(),
            hold_minutes: 10,
            offer_school_days: 2,
            offers: 2,
            leaver_months: 12,
            day_ends_at: NaiveTime::from_hms_opt(16, 0, 0).expect("a time of day"),
            weight_of_a_week: 1,
            weight_of_put_back: 100,
            reasons: Reason::usual(),
            refer_reasons: [
                "Has met them before",
                "Has a time sooner",
                "Knows this subject or route best",
                "Support for the meeting has to be arranged",
                "Should be at the meeting too",
            ]
            .map(str::to_owned)
            .to_vec(),
        }
    }
}

impl Settings {
    /// True where somebody who left on a day may still ask for a meeting.
    pub fn serves_leaver(&self, left_on: NaiveDate, today: NaiveDate) -> bool {
        left_on.checked_add_months(Months::new(self.leaver_months.into())).is_none_or(|end| today <= end)
    }

    /// What cannot work, in words for who sets it.
    pub fn problems(&self) -> Vec<&'static str> {
        let meeting = &self.meeting;
        [
            (!(5..=240).contains(&meeting.length_minutes), "length_minutes must be from 5 to 240"),
            (meeting.buffer_minutes > 120, "buffer_minutes must be 120 at most"),
            (meeting.notice_school_days > 60, "notice_school_days must be 60 at most"),
            (!(1..=365).contains(&meeting.horizon_days), "horizon_days must be from 1 to 365"),
            (meeting.daily_limit == 0, "daily_limit must be 1 at least"),
            (!(1..=120).contains(&self.hold_minutes), "hold_minutes must be from 1 to 120"),
            (!(1..=20).contains(&self.offer_school_days), "offer_school_days must be from 1 to 20"),
            (self.offers == 0, "offers must be 1 at least"),
        ]
        .into_iter()
        .filter_map(|(wrong, says)| wrong.then_some(says))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_set_is_as_documented_and_an_unknown_key_is_refused() {
        let settings: Settings = toml::from_str("").expect("settings");
        assert_eq!(settings, Settings::default());
        assert!(settings.problems().is_empty());
        assert!(toml::from_str::<Settings>("hold_minuts = 5").is_err());
        let own: Settings = toml::from_str("hold_minutes = 0\n[meeting]\nlength_minutes = 25").expect("settings");
        assert_eq!((own.meeting.length_minutes, own.meeting.buffer_minutes), (25, 5));
        assert_eq!(own.problems(), ["hold_minutes must be from 1 to 120"]);
    }

    #[test]
    fn leavers_are_served_for_a_year() {
        let day = |text: &str| text.parse().expect("a date");
        let settings = Settings::default();
        assert!(settings.serves_leaver(day("2026-07-17"), day("2027-07-17")));
        assert!(!settings.serves_leaver(day("2026-07-17"), day("2027-07-18")));
    }
}
