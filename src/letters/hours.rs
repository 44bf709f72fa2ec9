//! When somebody reads alerts at a school. Read off the hours in its own file; where they cannot be read, nobody is said to be there
//! (D12).

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use regex::Regex;

use crate::booking::is_bank_holiday;
use crate::school::School;

/// Days looked back at most for minutes that have gone by; whatever is older has waited long enough by any measure.
const DAYS_BACK: u64 = 40;

static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    let time = r"(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm)?";
    Regex::new(&format!(r"(?i){time}\s*(?:to|until|till|-|–|—)\s*{time}")).expect("a fixed pattern is valid")
});

/// Whether somebody at the school reads alerts at this moment, London time.
pub fn reads_alerts(school: &School, now: NaiveDateTime) -> bool {
    hours(school).is_some_and(|(from, to)| is_school_day(school, now.date()) && (from..to).contains(&now.time()))
}

/// For how many minutes somebody at the school was reading alerts between two moments.
pub fn minutes_read(school: &School, from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    let Some((opens, closes)) = hours(school) else { return 0 };
    let first = from.date().max(to.date() - Days::new(DAYS_BACK));
    let days = first.iter_days().take_while(|day| *day <= to.date());
    days.filter(|day| is_school_day(school, *day))
        .map(|day| (to.min(day.and_time(closes)) - from.max(day.and_time(opens))).num_minutes().max(0))
        .sum()
}

/// From when to when, as the school's file has it in words: "8.30 to 16.00 on school days".
fn hours(school: &School) -> Option<(NaiveTime, NaiveTime)> {
    let found = HOURS.captures(school.safeguarding.hours.as_deref()?)?;
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let from = time(part(1)?, part(2), part(3))?;
    let to = time(part(4)?, part(5), part(6))?;
    (from < to).then_some((from, to))
}

fn time(hour: &str, minute: Option<&str>, half: Option<&str>) -> Option<NaiveTime> {
    let hour: u32 = hour.parse().ok()?;
    let minute = minute.map_or(Some(0), |minute| minute.parse().ok())?;
    let hour = match half.map(str::to_ascii_lowercase).as_deref() {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// A weekday in term that is no bank holiday; a school that has not filled in its terms has one long one.
fn is_school_day(school: &School, day: NaiveDate) -> bool {
    let in_term = |term: &crate::school::profile::Term| (term.from.first..=term.to.last).contains(&day);
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        && !is_bank_holiday(day)
        && (school.terms.is_empty() || school.terms.iter().any(in_term))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(hours: &str) -> School {
        let text = format!(
            "name = 'Elm'\n[safeguarding]\nhours = '{hours}'\n[[terms]]\nname = 'autumn'\nfrom = 2026-09-03\nto = 2026-12-18"
        );
        School::of_text("elm", &text, &toml::Table::new()).expect("a school file")
    }

    fn at(text: &str) -> NaiveDateTime {
        format!("{text}:00").parse().expect("a moment")
    }

    #[test]
    fn hours_are_read_as_schools_write_them() {
        for words in
            ["8.30 to 16.00 on school days", "8:30am - 4pm, Monday to Friday", "08:30–16:00", "from 8.30 until 4.00 pm"]
        {
            let school = school(words);
            assert!(reads_alerts(&school, at("2026-11-20T08:30")), "{words}");
            assert!(reads_alerts(&school, at("2026-11-20T15:59")), "{words}");
            assert!(!reads_alerts(&school, at("2026-11-20T16:00")), "{words}");
            assert!(!reads_alerts(&school, at("2026-11-20T22:00")), "{words}");
        }
    }

    #[test]
    fn nobody_is_there_on_days_off_or_where_the_hours_cannot_be_read() {
        let usual = school("8.30 to 16.00");
        for (day, why) in [("2026-11-21", "Saturday"), ("2026-12-21", "holiday"), ("2026-08-31", "bank holiday")] {
            assert!(!reads_alerts(&usual, at(&format!("{day}T12:00"))), "{why}");
        }
        for words in ["", "school hours", "16.00 to 8.30", "99.99 to 100.00"] {
            assert!(!reads_alerts(&school(words), at("2026-11-20T12:00")), "{words}");
        }
        assert!(!reads_alerts(&School::default(), at("2026-11-20T12:00")));
    }

    #[test]
    fn only_minutes_in_hours_count_as_waiting() {
        let school = school("8.30 to 16.00");
        assert_eq!(minutes_read(&school, at("2026-11-20T15:50"), at("2026-11-20T15:59")), 9);
        assert_eq!(minutes_read(&school, at("2026-11-20T15:50"), at("2026-11-23T08:40")), 20);
        assert_eq!(minutes_read(&school, at("2026-11-20T22:00"), at("2026-11-21T12:00")), 0);
    }
}
