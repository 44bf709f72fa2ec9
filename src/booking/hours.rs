use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::{Periods, SchoolId, Span, Terms, Week};

/// When an adviser can be met: a weekly pattern, less days off, and single days more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hours {
    /// The weekly pattern.
    pub weekly: Vec<Window>,
    /// Stretches of days off, both ends included.
    pub days_off: Vec<RangeInclusive<NaiveDate>>,
    /// Single days on which more is offered, such as results day: as a window, whose weekday and week do not count.
    pub extra: Vec<(NaiveDate, Window)>,
}

/// A stretch of a weekday in which meetings are offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The weekday.
    pub day: Weekday,
    /// In which week, in a school with two; none is every week.
    #[serde(default)]
    pub week: Option<Week>,
    /// From when to when.
    pub time: Times,
    /// Where.
    pub place: Place,
    /// The schools whose pupils it is for. It follows the terms and periods of the first.
    pub schools: Vec<SchoolId>,
    /// True where it is offered in holidays too.
    #[serde(default)]
    pub in_holidays: bool,
}

/// From when to when, by the clock or by the bell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    /// By the clock, London time.
    Clock(NaiveTime, NaiveTime),
    /// In a period of the first school, by its name.
    Period(String),
}

/// Where a meeting is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A room, in the school's words: `careers office, library corridor`.
    Room(String),
    /// A video call; the link comes with the invitation.
    Online,
    /// By telephone.
    Telephone,
}

impl Place {
    /// The place in our words.
    pub fn words(&self) -> &str {
        match self {
            Place::Room(room) => room,
            Place::Online => "online",
            Place::Telephone => "by telephone",
        }
    }
}

/// What a school's day is made of, as far as booking needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// Its year.
    pub terms: Terms,
    /// Its day.
    pub periods: Periods,
}

/// A stretch of a certain day in which meetings are offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'a> {
    /// From when to when.
    pub span: Span,
    /// The window it comes from.
    pub window: &'a Window,
}

impl Hours {
    /// When the adviser can be met on a day. `calendar_of` knows the schools.
    pub fn on<'a>(
        &'a self,
        day: NaiveDate,
        calendar_of: impl Fn(&SchoolId) -> Option<&'a Calendar>,
    ) -> Vec<Opening<'a>> {
        if self.days_off.iter().any(|off| off.contains(&day)) {
            return Vec::new();
        }
        let weekly = self.weekly.iter().filter(|window| window.day == day.weekday());
        let extra = self.extra.iter().filter(|(on, _)| *on == day).map(|(_, window)| window);
        let mut openings: Vec<Opening<'a>> = weekly
            .filter(|window| window.is_on(day, window.calendar(&calendar_of)))
            .chain(extra)
            .filter_map(|window| window.opening(day, window.calendar(&calendar_of)))
            .collect();
        openings.sort_by_key(|opening| opening.span);
        openings
    }
}

impl Window {
    /// What cannot work, in words for who wrote it.
    pub(super) fn problems(&self, schools: &BTreeMap<SchoolId, Calendar>) -> Vec<String> {
        let day = self.day;
        let mut wrong: Vec<String> = self
            .schools
            .iter()
            .filter(|school| !schools.contains_key(*school))
            .map(|school| format!("there is no school `{school}`; the files of config/schools name them"))
            .collect();
        if self.schools.is_empty() {
            wrong.push(format!("the window on {day} is for no school; name some in `schools`"));
        }
        match (&self.time, self.schools.first().and_then(|school| schools.get(school))) {
            (Times::Clock(from, to), _) if from >= to => {
                wrong.push(format!("the window on {day} ends at {to} and begins at {from}; it has to end later"));
            }
            (Times::Period(name), Some(calendar)) if calendar.periods.find(name, day).is_none() => {
                wrong.push(format!("the school has no period `{name}` on {day}; its `periods` name them"));
            }
            _ => {}
        }
        wrong
    }

    fn calendar<'a>(&self, calendar_of: impl Fn(&SchoolId) -> Option<&'a Calendar>) -> Option<&'a Calendar> {
        self.schools.first().and_then(calendar_of)
    }

    fn is_on(&self, day: NaiveDate, calendar: Option<&Calendar>) -> bool {
        let Some(calendar) = calendar else {
            return false;
        };
        let right_week = self.week.is_none_or(|week| calendar.terms.week(day) == Some(week));
        right_week && (self.in_holidays || calendar.terms.is_school_day(day))
    }

    fn opening(&self, day: NaiveDate, calendar: Option<&Calendar>) -> Option<Opening<'_>> {
        let (from, to) = match &self.time {
            Times::Clock(from, to) => (*from, *to),
            Times::Period(name) => {
                calendar?.periods.find(name, day.weekday()).map(|period| (period.from, period.to))?
            }
        };
        (from < to).then(|| Opening { span: Span { from: day.and_time(from), to: day.and_time(to) }, window: self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn calendar() -> Calendar {
        toml::from_str(
            r#"
            terms.terms = [{ first = "2026-09-03", last = "2026-12-18", half_term = ["2026-10-26", "2026-10-30"] }]
            periods = [{ name = "P5", from = "13:50:00", to = "14:50:00" }]"#,
        )
        .expect("a calendar")
    }

    fn spans(hours: &Hours, on: &str) -> Vec<String> {
        let calendar = calendar();
        let openings = hours.on(day(on), |_| Some(&calendar));
        openings.iter().map(|opening| format!("{}-{}", opening.span.from.time(), opening.span.to.time())).collect()
    }

    fn hours() -> Hours {
        toml::from_str(
            r#"
            days_off = [{ start = "2026-11-30", end = "2026-12-04" }]
            extra = [["2026-10-27", { day = "Mon", time = { clock = ["10:00:00", "12:00:00"] }, place = "online", schools = ["x"] }]]
            [[weekly]]
            day = "Tue"
            time = { clock = ["09:00:00", "12:00:00"] }
            place = { room = "careers office" }
            schools = ["x"]
            [[weekly]]
            day = "Tue"
            week = "B"
            time = { period = "period 5" }
            place = "online"
            schools = ["x"]"#,
        )
        .expect("hours")
    }

    #[test]
    fn a_week_b_has_its_own_period() {
        assert_eq!(spans(&hours(), "2026-09-08"), ["09:00:00-12:00:00", "13:50:00-14:50:00"]);
        assert_eq!(spans(&hours(), "2026-09-15"), ["09:00:00-12:00:00"]);
    }

    #[test]
    fn days_off_and_holidays_are_empty_and_an_extra_day_is_not() {
        assert!(spans(&hours(), "2026-12-01").is_empty(), "a day off");
        assert!(spans(&hours(), "2026-12-22").is_empty(), "a holiday");
        assert_eq!(spans(&hours(), "2026-10-27"), ["10:00:00-12:00:00"]);
    }

    #[test]
    fn a_school_that_nobody_knows_has_no_hours() {
        assert!(hours().on(day("2026-09-08"), |_| None).is_empty());
    }
}
