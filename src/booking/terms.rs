use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::bank_holidays::is_bank_holiday;

/// A school's year: its terms, half terms and days on which it is closed to pupils.
///
/// Where no terms are known, every weekday that is no bank holiday counts, so that booking works before they are typed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// The terms, in order.
    pub terms: Vec<Term>,
    /// Inset days and other days without pupils. Bank holidays need not be listed.
    pub closed: Vec<NaiveDate>,
    /// Weeks that the school calls A or B itself, by their Monday: the count goes on from the latest of them.
    pub weeks: BTreeMap<NaiveDate, Week>,
}

/// One term, or half of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The first day with pupils.
    pub first: NaiveDate,
    /// The last day with pupils.
    pub last: NaiveDate,
    /// The half term in it: first and last day off.
    #[serde(default)]
    pub half_term: Option<(NaiveDate, NaiveDate)>,
}

/// Which of two weeks, in a school with a timetable of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Week {
    /// The first.
    A,
    /// The second.
    B,
}

impl Week {
    fn other(self) -> Self {
        if self == Week::A { Week::B } else { Week::A }
    }
}

/// The longest that is looked ahead for a school day; more than any holiday.
const LONGEST_SEARCH_DAYS: usize = 400;

impl Terms {
    /// True on a day with pupils.
    pub fn is_school_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let in_term = self.terms.is_empty() || self.terms.iter().any(|term| term.holds(day));
        !weekend && in_term && !self.closed.contains(&day) && !is_bank_holiday(day)
    }

    /// The first school day after a day, if one is known.
    pub fn next_school_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        day.iter_days().skip(1).take(LONGEST_SEARCH_DAYS).find(|day| self.is_school_day(*day))
    }

    /// This day if it is a school day, else the next.
    pub fn school_day_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.is_school_day(day) { Some(day) } else { self.next_school_day(day) }
    }

    /// The school day so many school days after a day. After a Friday, one is Monday; so it is after a Saturday.
    pub fn after(&self, day: NaiveDate, school_days: u16) -> Option<NaiveDate> {
        (0..school_days).try_fold(day, |day, _| self.next_school_day(day))
    }

    /// How many school days there are from one day to another, the last not counted.
    pub fn school_days_between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days().take_while(|day| *day < to).filter(|day| self.is_school_day(*day)).count()
    }

    /// Which week a day is in: weeks with a school day in them take turns, beginning with A, and a holiday is not counted.
    /// None where no terms are known or the day is before the first.
    pub fn week(&self, day: NaiveDate) -> Option<Week> {
        let wanted = monday(day);
        let set = self.weeks.range(..=wanted).next_back().map(|(monday, week)| (*monday, *week));
        let first = self.terms.iter().map(|term| monday(term.first)).min().map(|monday| (monday, Week::A));
        let (mut at, mut week) = set.or(first)?;
        while at < wanted {
            if self.is_school_week(at) {
                week = week.other();
            }
            at = at + Days::new(7);
        }
        (at == wanted).then_some(week)
    }

    fn is_school_week(&self, monday: NaiveDate) -> bool {
        monday.iter_days().take(5).any(|day| self.is_school_day(day))
    }
}

impl Term {
    fn holds(&self, day: NaiveDate) -> bool {
        let off = self.half_term.is_some_and(|(first, last)| (first..=last).contains(&day));
        (self.first..=self.last).contains(&day) && !off
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn autumn() -> Terms {
        toml::from_str(
            r#"
            closed = ["2026-09-03", "2026-11-27"]
            terms = [
                { first = "2026-09-03", last = "2026-12-18", half_term = ["2026-10-26", "2026-10-30"] },
                { first = "2027-01-04", last = "2027-03-25", half_term = ["2027-02-15", "2027-02-19"] },
            ]"#,
        )
        .expect("terms")
    }

    #[test]
    fn school_days_leave_out_weekends_half_terms_and_inset_days() {
        let terms = autumn();
        assert!(terms.is_school_day(day("2026-11-23")));
        for off in ["2026-11-22", "2026-10-28", "2026-11-27", "2026-12-21", "2026-09-03"] {
            assert!(!terms.is_school_day(day(off)), "{off}");
        }
        assert_eq!(terms.next_school_day(day("2026-11-26")), Some(day("2026-11-30")));
        assert_eq!(terms.after(day("2026-12-18"), 1), Some(day("2027-01-04")));
        assert_eq!(terms.after(day("2026-11-21"), 1), terms.after(day("2026-11-20"), 1));
        assert_eq!(terms.next_school_day(day("2027-03-25")), None, "no later term is known");
        assert_eq!(terms.school_days_between(day("2026-11-23"), day("2026-11-30")), 4);
    }

    #[test]
    fn weeks_take_turns_and_a_half_term_is_not_counted() {
        let mut terms = autumn();
        assert_eq!(terms.week(day("2026-09-04")), Some(Week::A));
        assert_eq!(terms.week(day("2026-09-07")), Some(Week::B));
        assert_eq!(terms.week(day("2026-10-23")), terms.week(day("2026-11-02")).map(Week::other));
        assert_eq!(terms.week(day("2026-08-31")), Some(Week::A), "the week in which the term begins");
        assert_eq!(terms.week(day("2026-08-28")), None);
        terms.weeks.insert(day("2026-11-02"), Week::A);
        assert_eq!(terms.week(day("2026-11-13")), Some(Week::B));
    }

    #[test]
    fn without_terms_every_weekday_counts() {
        assert!(Terms::default().is_school_day(day("2026-08-03")));
        assert!(!Terms::default().is_school_day(day("2026-05-04")), "May Day");
        assert_eq!(Terms::default().week(day("2026-08-03")), None);
    }
}
