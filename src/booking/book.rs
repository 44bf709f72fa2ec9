use chrono::{DateTime, Utc};

use super::{AdviserId, Calendar, Code, Diaries, Entry, Record, Request, SchoolId, Settings, Slot, Slots, Team};

/// Everything that booking knows at one moment: the team, the rules, and what was asked and booked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// The advisers and the schools' years.
    pub team: Team,
    /// The rules.
    pub settings: Settings,
    /// What was asked and booked.
    pub diaries: Diaries,
}

/// A request with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Where it stands.
    pub entry: Entry,
    /// What was told; none while a time is only held.
    pub request: Option<Request>,
    /// What was written after the meeting.
    pub record: Option<Record>,
}

impl Book {
    /// What can be had, at this time.
    pub fn slots(&self, now: DateTime<Utc>) -> Slots<'_> {
        Slots { team: &self.team, settings: &self.settings, diaries: &self.diaries, now }
    }

    /// Whether any adviser has hours for a school; without, requests are taken and staff answer them.
    pub fn serves(&self, school: &SchoolId) -> bool {
        let windows = |hours: &super::Hours| {
            let extra = hours.extra.iter().map(|(_, window)| window.schools.contains(school));
            hours.weekly.iter().map(|window| window.schools.contains(school)).chain(extra).any(|serves| serves)
        };
        self.team.advisers.iter().any(|adviser| windows(&adviser.hours))
    }

    /// Whether a request has a time to come that the adviser's hours or calendar do not allow.
    pub fn is_clash(&self, entry: &Entry, now: DateTime<Utc>) -> bool {
        let to_come = entry.is_open(super::london::on_the_wall(now)) && entry.blocked().is_some();
        to_come && super::diaries::clashes(entry, &self.team)
    }

    /// The year and day of a school.
    pub fn calendar(&self, school: &SchoolId) -> &Calendar {
        self.team.calendar(school)
    }

    /// The name of an adviser, where pupils are told one.
    pub fn adviser_name(&self, id: &AdviserId) -> Option<&str> {
        self.team.adviser(id).map(|adviser| adviser.name.as_str()).filter(|name| !name.is_empty())
    }

    /// The request of a code, as the diaries have it.
    pub fn entry(&self, code: &Code) -> Option<&Entry> {
        self.diaries.entry(code)
    }

    /// A time as a person reads it: `Tuesday 24 November at 10:05am (careers office, with Mr T. Okoro-Lane)`. Where one adviser is all there
    /// is, nobody needs the name.
    pub fn slot_words(&self, slot: &Slot) -> String {
        let with = self.adviser_name(&slot.adviser).filter(|_| self.team.advisers.len() > 1);
        let with = with.map_or_else(String::new, |name| format!(", with {name}"));
        format!("{} ({}{with})", slot.words(), slot.place.words())
    }
}
