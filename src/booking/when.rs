//! When it would suit, as people put it: "thursday p4", "next tuesday after school", "4/12", "any".

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate, Weekday};

use super::day::{Day, day_words, weekday_words};
use super::part::Part;
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

/// What a text says about when: a day, a part of it, both, or that it does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which days.
    pub day: Day,
    /// Which part of them.
    pub part: Option<Part>,
    /// True where any time will do.
    pub any: bool,
}

impl When {
    /// Reads a wish, `today` being the day it is said.
    pub fn read(text: &str, today: NaiveDate) -> Self {
        let wish = Wish::read(text, today);
        match &wish.day {
            Day::Impossible => When::Impossible,
            Day::None if wish.part.is_none() => {
                if wish.any {
                    When::Any
                } else {
                    When::Nothing
                }
            }
            Day::OneOf(days) => match days.first() {
                Some(day) if *day < today => When::Past(day_words(*day)),
                Some(day) if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) => {
                    When::NotSchoolDay(day_words(*day))
                }
                _ => When::At(wish.words()),
            },
            _ => When::At(wish.words()),
        }
    }
}

impl Wish {
    /// Reads a wish, `today` being the day it is said.
    pub fn read(text: &str, today: NaiveDate) -> Self {
        let cleaned = clean(text);
        let words: Vec<String> = words(&cleaned).into_iter().map(Cow::into_owned).collect();
        Self { day: Day::find(&words, &cleaned, today), part: Part::find(&cleaned), any: is_any(&words) }
    }

    /// The wish in our words: "Tuesday 24 November, after school".
    pub fn words(&self) -> String {
        let joined = |words: Vec<String>| words.join(" or ");
        let day = match &self.day {
            Day::None | Day::Impossible => None,
            Day::OneOf(days) => Some(joined(days.iter().map(|day| day_words(*day)).collect())),
            Day::Week(monday) => Some(format!("in the week of {}", day_words(*monday))),
            Day::Not(days) => Some(format!("not on {}", joined(days.iter().map(|day| weekday_words(*day)).collect()))),
        };
        day.into_iter().chain(self.part.map(Part::words)).collect::<Vec<_>>().join(", ")
    }
}

fn is_any(words: &[String]) -> bool {
    const ANY: [&str; 12] = [
        "any", "anytime", "whenever", "first", "soonest", "asap", "anyday", "earliest", "mind", "idc", "free",
        "flexible",
    ];
    words.iter().any(|word| ANY.contains(&word.as_str()))
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

    #[test]
    fn more_than_one_day_is_kept_in_our_words() {
        let at = |text: &str| When::At(text.to_owned());
        assert_eq!(read("mon or weds after 2pm"), at("Monday 23 November or Wednesday 25 November, after 2pm"));
        assert_eq!(read("any day except friday"), at("not on Friday"));
        assert_eq!(read("next week p3"), at("in the week of Monday 23 November, period 3"));
    }
}
