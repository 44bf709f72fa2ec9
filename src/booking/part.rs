//! The part of a day that somebody means: "p5", "after school", "half 3", "before 11".

use chrono::{NaiveTime, Timelike, Weekday};

use super::Periods;

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A numbered period of the school's day.
    Period(u8),
    /// A time on the clock.
    At(NaiveTime),
    /// From a time on.
    From(NaiveTime),
    /// Up to a time.
    Until(NaiveTime),
    /// A part with a name of its own.
    Named(Named),
}

/// A part of a day with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Before lessons.
    BeforeSchool,
    /// Registration, form time.
    TutorTime,
    /// Before noon.
    Morning,
    /// The short break.
    Break,
    /// Lunchtime.
    Lunch,
    /// From noon on.
    Afternoon,
    /// After lessons.
    AfterSchool,
}

/// What people say, and what it means. What holds another is first: "after lunch" is not at lunch.
const SPOKEN: [(&str, Named); 21] = [
    ("after school", Named::AfterSchool),
    ("afterschool", Named::AfterSchool),
    ("after lessons", Named::AfterSchool),
    ("end of the day", Named::AfterSchool),
    ("end of day", Named::AfterSchool),
    ("before school", Named::BeforeSchool),
    ("before lessons", Named::BeforeSchool),
    ("after lunch", Named::Afternoon),
    ("before lunch", Named::Morning),
    ("morning", Named::Morning),
    ("lunch", Named::Lunch),
    ("dinner time", Named::Lunch),
    ("breaktime", Named::Break),
    ("break time", Named::Break),
    ("at break", Named::Break),
    ("in break", Named::Break),
    ("afternoon", Named::Afternoon),
    ("tutor time", Named::TutorTime),
    ("form time", Named::TutorTime),
    ("registration", Named::TutorTime),
    ("break", Named::Break),
];

impl Part {
    /// The part of a day in a cleaned text.
    pub(super) fn find(cleaned: &str) -> Option<Self> {
        let words: Vec<&str> = cleaned
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '!' | '?'))
            .filter(|word| !word.starts_with('£'))
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .collect();
        (0..words.len())
            .find_map(|at| period(&words[at..]).or_else(|| clock(&words, at)))
            .or_else(|| SPOKEN.iter().find(|(said, _)| cleaned.contains(said)).map(|(_, named)| Part::Named(*named)))
    }

    /// The part in our words.
    pub fn words(self) -> String {
        match self {
            Part::Period(number) => format!("period {number}"),
            Part::At(time) => format!("at {}", spoken(time)),
            Part::From(time) => format!("after {}", spoken(time)),
            Part::Until(time) => format!("before {}", spoken(time)),
            Part::Named(Named::BeforeSchool) => "before school".to_owned(),
            Part::Named(Named::TutorTime) => "in tutor time".to_owned(),
            Part::Named(Named::Morning) => "in the morning".to_owned(),
            Part::Named(Named::Break) => "at break".to_owned(),
            Part::Named(Named::Lunch) => "at lunchtime".to_owned(),
            Part::Named(Named::Afternoon) => "in the afternoon".to_owned(),
            Part::Named(Named::AfterSchool) => "after school".to_owned(),
        }
    }

    /// From when to when it is on a weekday; what the school's bells do not say is taken as usual in schools.
    pub(super) fn bounds(self, day: Weekday, periods: &Periods) -> (NaiveTime, NaiveTime) {
        let hour = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let end = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
        let bell = |names: &[&str]| {
            names.iter().find_map(|name| periods.find(name, day)).map(|period| (period.from, period.to))
        };
        match self {
            Part::Period(number) => bell(&[&format!("p{number}")]).unwrap_or((end, end)),
            Part::At(time) => (time, time + chrono::Duration::minutes(1)),
            Part::From(time) => (time, end),
            Part::Until(time) => (NaiveTime::MIN, time),
            Part::Named(Named::BeforeSchool) => (NaiveTime::MIN, bell(&["p1"]).map_or(hour(9), |(from, _)| from)),
            Part::Named(Named::TutorTime) => {
                bell(&["tutor time", "tutor", "form time", "form", "registration"]).unwrap_or((end, end))
            }
            Part::Named(Named::Morning) => (NaiveTime::MIN, hour(12)),
            Part::Named(Named::Break) => bell(&["break"]).unwrap_or((end, end)),
            Part::Named(Named::Lunch) => bell(&["lunch", "lunchtime"]).unwrap_or((hour(12), hour(14))),
            Part::Named(Named::Afternoon) => (hour(12), end),
            Part::Named(Named::AfterSchool) => (bell(&["after school"]).map_or(hour(15), |(from, _)| from), end),
        }
    }
}

/// "p5", "p 5", "period 5", "lesson five", "5th period".
fn period(words: &[&str]) -> Option<Part> {
    let next = words.get(1).copied().unwrap_or_default();
    let named = |word: &str| matches!(word, "period" | "p" | "lesson" | "per");
    let counted = if named(words[0]) {
        number(next)
    } else if matches!(next, "period" | "lesson") {
        words[0]
            .strip_suffix("st")
            .or(words[0].strip_suffix("nd"))
            .or(words[0].strip_suffix("rd"))
            .or(words[0].strip_suffix("th"))
            .and_then(number)
    } else {
        ["period", "p"].iter().find_map(|name| words[0].strip_prefix(name)).and_then(number)
    };
    counted.map(Part::Period)
}

fn number(word: &str) -> Option<u8> {
    const SPELT: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let spelt = SPELT.iter().position(|spelt| *spelt == word).map(|at| at as u8 + 1);
    spelt.or_else(|| word.parse().ok()).filter(|number| (1..=9).contains(number))
}

/// A time on the clock at a word, and whether from then on or up to then is meant.
fn clock(words: &[&str], at: usize) -> Option<Part> {
    let before = at.checked_sub(1).map_or("", |at| words[at]);
    let after = words.get(at + 1).copied().unwrap_or_default();
    let (time, sure) = match words[at] {
        "noon" | "midday" => (NaiveTime::from_hms_opt(12, 0, 0)?, true),
        "half" | "quarter" => (shared_hour(&words[at..])?, true),
        word => time(word, after)?,
    };
    match before {
        "after" | "from" | "past" | "since" if sure || time.hour() >= 13 => Some(Part::From(time)),
        "before" | "until" | "till" | "by" if sure || time.hour() < 12 => Some(Part::Until(time)),
        "at" | "about" | "around" | "for" if sure || before != "for" => Some(Part::At(time)),
        _ => sure.then_some(Part::At(time)),
    }
}

/// "half 3", "half past 2", "quarter to 3".
fn shared_hour(words: &[&str]) -> Option<NaiveTime> {
    let (to, hour) = match (words[0], words.get(1).copied()?, words.get(2).copied()) {
        (_, "past", Some(hour)) => (false, hour),
        ("quarter", "to", Some(hour)) => (true, hour),
        ("half", hour, _) => (false, hour),
        _ => return None,
    };
    let hour = school_hour(hour.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?)?;
    let minutes = if words[0] == "half" { 30 } else { 15 };
    let (hour, minutes) = if to { (hour.checked_sub(1)?, 60 - minutes) } else { (hour, minutes) };
    NaiveTime::from_hms_opt(hour, minutes, 0)
}

/// "3pm", "330pm", "3.30 pm", "15:30", "3 oclock" are surely times; "10" is one if something before it says so.
fn time(word: &str, after: &str) -> Option<(NaiveTime, bool)> {
    let (digits, half) = match (word.strip_suffix("pm"), word.strip_suffix("am")) {
        (Some(digits), _) => (digits, "pm"),
        (_, Some(digits)) => (digits, "am"),
        _ if matches!(after, "pm" | "am" | "oclock") => (word, after),
        _ => (word, ""),
    };
    let parted = digits.split_once([':', '.', 'h']);
    let (hour, minutes) = match parted {
        Some((hour, minutes)) if minutes.len() == 2 => (hour, minutes),
        None if digits.len() >= 3 && !half.is_empty() => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
        Some(_) => return None,
    };
    let (said, minutes): (u32, u32) = (hour.parse().ok()?, minutes.parse().ok()?);
    let hour = match half {
        "pm" if (1..=12).contains(&said) => said % 12 + 12,
        "am" if (1..=12).contains(&said) => said % 12,
        "" if parted.is_some() && said > 12 => said,
        "" | "oclock" => school_hour(said)?,
        _ => return None,
    };
    // "4.50" may be money: with a point alone, only what is a time at school counts.
    let sure = !half.is_empty() || parted.is_some() && (digits.contains([':', 'h']) || (8..18).contains(&said));
    Some((NaiveTime::from_hms_opt(hour, minutes, 0)?, sure))
}

/// Of the two hours that a number may mean, the one at which schools are open.
fn school_hour(hour: u32) -> Option<u32> {
    match hour {
        1..=6 => Some(hour + 12),
        7..=12 => Some(hour),
        _ => None,
    }
}

/// "3pm", "3:30pm", as before in our words.
fn spoken(time: NaiveTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = if afternoon { "pm" } else { "am" };
    if time.minute() == 0 { format!("{hour}{half}") } else { format!("{hour}:{:02}{half}", time.minute()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::clean;

    #[test]
    fn parts_of_the_day_as_people_put_them() {
        for (said, meant) in [
            ("p5 thursday", "period 5"),
            ("period 4 thursday", "period 4"),
            ("3rd period", "period 3"),
            ("lesson two", "period 2"),
            ("3pm", "at 3pm"),
            ("330pm", "at 3:30pm"),
            ("3.30 pm", "at 3:30pm"),
            ("15:30", "at 3:30pm"),
            ("10.10", "at 10:10am"),
            ("at 10", "at 10am"),
            ("at 2", "at 2pm"),
            ("half 3", "at 3:30pm"),
            ("half past two? half past 2", "at 2:30pm"),
            ("quarter to 3", "at 2:45pm"),
            ("3 o'clock", "at 3pm"),
            ("midday", "at 12pm"),
            ("after 2pm", "after 2pm"),
            ("before 11", "before 11am"),
            ("anytime after school", "after school"),
            ("after lunch", "in the afternoon"),
            ("at lunch", "at lunchtime"),
            ("in form time", "in tutor time"),
        ] {
            assert_eq!(Part::find(&clean(said)).map(Part::words).as_deref(), Some(meant), "{said}");
        }
    }

    #[test]
    fn numbers_that_are_no_times_are_let_be() {
        for said in [
            "after 16",
            "i am 16",
            "year 11",
            "2",
            "it costs 4.50",
            "£10.50",
            "25:61",
            "at 99",
            "p12",
            "half",
            "quarter of",
        ] {
            assert_eq!(Part::find(&clean(said)), None, "{said}");
        }
    }
}
