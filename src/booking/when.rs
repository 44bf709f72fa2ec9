//! When it would suit, as people put it: "thursday p4", "next tuesday after school", "4/12", "any".

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::language::{clean, words};

/// A wish for a day and a time, read against a calendar. Only our own words of it are ever kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// No preference.
    Any,
    /// A day, a part of the day, or both, in our words.
    At(String),
    /// Saturday or Sunday, in our words.
    NotSchoolDay(String),
    /// A day that is over, in our words.
    Past(String),
    /// A date that no calendar has.
    Impossible,
    /// No time in it.
    Nothing,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl When {
    /// Reads a wish, `today` being the day it is said.
    pub fn read(text: &str, today: NaiveDate) -> Self {
        let cleaned = clean(text);
        let words: Vec<String> = words(&cleaned.replace(['/', ':'], "/")).into_iter().map(Cow::into_owned).collect();
        let part = part_of_day(&words, &cleaned);
        match day(&words, &cleaned, today) {
            Day::None => match part {
                Some(part) => When::At(part),
                None if is_any(&words) => When::Any,
                None => When::Nothing,
            },
            Day::Impossible => When::Impossible,
            Day::On(day) => {
                let said = format!("{} {} {}", weekday_name(day), day.day(), capital(MONTHS[day.month0() as usize]));
                if day < today {
                    When::Past(said)
                } else if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                    When::NotSchoolDay(said)
                } else {
                    When::At(part.map_or(said.clone(), |part| format!("{said}, {part}")))
                }
            }
        }
    }
}

enum Day {
    None,
    Impossible,
    On(NaiveDate),
}

fn day(words: &[String], cleaned: &str, today: NaiveDate) -> Day {
    if let Some(found) = numeric_date(cleaned, today).or_else(|| written_date(words, today)) {
        return found.map_or(Day::Impossible, Day::On);
    }
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "today" => return Day::On(today),
            "tomorrow" | "tomorow" | "tmrw" | "tmr" | "2moro" | "tomoz" => return Day::On(today + Days::new(1)),
            _ => {}
        }
        if let Some(weekday) = weekday(word) {
            let next_week = at > 0 && words[at - 1] == "next";
            return Day::On(coming(weekday, today, next_week));
        }
    }
    Day::None
}

/// The next such day; with "next" said, the one of the week after this.
fn coming(weekday: Weekday, today: NaiveDate, next_week: bool) -> NaiveDate {
    let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    let ahead = if ahead == 0 { 7 } else { ahead };
    let soonest = today + Days::new(ahead.into());
    let monday_after = today + Days::new(u64::from(7 - today.weekday().num_days_from_monday()));
    if next_week && soonest < monday_after { soonest + Days::new(7) } else { soonest }
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix('s').filter(|rest| rest.ends_with("day")).unwrap_or(word);
    WEEKDAYS
        .iter()
        .find(|(name, _)| {
            *name == word
                || word.len() >= 3 && word.len() <= 5 && name.starts_with(word) && !matches!(word, "sun" | "sat")
                || word.len() >= 6 && strsim::osa_distance(name, word) == 1
        })
        .map(|(_, day)| *day)
}

/// "4/12" or "4/12/2026": day, then month.
fn numeric_date(cleaned: &str, today: NaiveDate) -> Option<Option<NaiveDate>> {
    cleaned.split(|c: char| c.is_whitespace() || c == ',').find_map(|word| {
        let mut numbers = word.split(['/', '.']).map(|piece| piece.parse::<u32>().ok());
        let (day, month) = (numbers.next()??, numbers.next()??);
        let year = numbers.next().flatten();
        let pounds_or_hours = word.contains('.') && year.is_none();
        (!pounds_or_hours).then(|| resolve(day, month, year, today))
    })
}

/// "18 November", "18th of Nov 2026", "November 18".
fn written_date(words: &[String], today: NaiveDate) -> Option<Option<NaiveDate>> {
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| Some((at, month(word)?)))?;
    let day_in = |word: Option<&String>| {
        word.and_then(|word| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u32>().ok())
            .filter(|day| *day < 100)
    };
    let before = if at > 1 && words[at - 1] == "of" {
        words.get(at - 2)
    } else {
        at.checked_sub(1).and_then(|at| words.get(at))
    };
    let day = day_in(before).or_else(|| day_in(words.get(at + 1)))?;
    let year = words.iter().skip(at + 1).find_map(|word| word.parse::<u32>().ok().filter(|year| *year > 2000));
    Some(resolve(day, month, year, today))
}

fn month(word: &str) -> Option<u32> {
    MONTHS
        .iter()
        .position(|name| {
            *name == word || word.len() >= 3 && *name != "may" && name.starts_with(word) && word.len() <= 4
        })
        .map(|index| index as u32 + 1)
}

/// A day and month without a year is the nearest one ahead, unless it is less than half a year gone.
fn resolve(day: u32, month: u32, year: Option<u32>, today: NaiveDate) -> Option<NaiveDate> {
    let this = year.map_or(today.year(), |year| if year < 100 { 2000 + year as i32 } else { year as i32 });
    let found = NaiveDate::from_ymd_opt(this, month, day)?;
    if year.is_none() && (today - found).num_days() > 182 {
        NaiveDate::from_ymd_opt(this + 1, month, day)
    } else {
        Some(found)
    }
}

fn part_of_day(words: &[String], cleaned: &str) -> Option<String> {
    for (at, word) in words.iter().enumerate() {
        let number = |text: &str| text.parse::<u8>().ok().filter(|number| (1..=9).contains(number));
        if matches!(word.as_str(), "period" | "p" | "lesson")
            && let Some(period) = words.get(at + 1).and_then(|next| number(next))
        {
            return Some(format!("period {period}"));
        }
        if let Some(period) = word.strip_prefix('p').and_then(number) {
            return Some(format!("period {period}"));
        }
        if let Some(time) = clock(word) {
            return Some(time);
        }
    }
    let spoken = [
        ("after school", "after school"),
        ("afterschool", "after school"),
        ("before school", "before school"),
        ("morning", "in the morning"),
        ("lunch", "at lunchtime"),
        ("break", "at break"),
        ("afternoon", "in the afternoon"),
        ("tutor time", "in tutor time"),
    ];
    spoken.iter().find(|(said, _)| cleaned.contains(said)).map(|(_, ours)| (*ours).to_owned())
}

/// "3pm", "10am", "330pm".
fn clock(word: &str) -> Option<String> {
    let (digits, half) =
        word.strip_suffix("pm").map(|d| (d, "pm")).or_else(|| word.strip_suffix("am").map(|d| (d, "am")))?;
    let hour: u32 =
        digits.get(..digits.len().checked_sub(2).filter(|at| *at > 0).unwrap_or(digits.len()))?.parse().ok()?;
    let minutes = if digits.len() > 2 { digits.get(digits.len() - 2..)?.parse::<u32>().ok()? } else { 0 };
    ((1..=12).contains(&hour) && minutes < 60)
        .then(|| if minutes == 0 { format!("at {hour}{half}") } else { format!("at {hour}:{minutes:02}{half}") })
}

fn is_any(words: &[String]) -> bool {
    const ANY: [&str; 12] = [
        "any", "anytime", "whenever", "first", "soonest", "asap", "anyday", "earliest", "mind", "idc", "free",
        "flexible",
    ];
    words.iter().any(|word| ANY.contains(&word.as_str()))
}

fn weekday_name(day: NaiveDate) -> String {
    capital(WEEKDAYS[day.weekday().num_days_from_monday() as usize].0)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Saturday.
    fn read(text: &str) -> When {
        When::read(text, NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date"))
    }

    #[test]
    fn days_and_times_as_people_put_them() {
        let at = |text: &str| When::At(text.to_owned());
        assert_eq!(read("can i see the careers person on thursday p4"), at("Thursday 26 November, period 4"));
        assert_eq!(read("next tuesday after school"), at("Tuesday 24 November, after school"));
        assert_eq!(read("4/12"), at("Friday 4 December"));
        assert_eq!(read("1st of dec at 3pm"), at("Tuesday 1 December, at 3pm"));
        assert_eq!(read("in the morning"), at("in the morning"));
        assert_eq!(read("any time"), When::Any);
        assert_eq!(read("the first one you have"), When::Any);
    }

    #[test]
    fn days_that_cannot_be_are_told_apart() {
        assert_eq!(read("tomorrow"), When::NotSchoolDay("Sunday 22 November".into()));
        assert_eq!(read("18 November 2026"), When::Past("Wednesday 18 November".into()));
        assert_eq!(read("31 february"), When::Impossible);
        assert_eq!(read("😂😂🔥"), When::Nothing);
    }
}
