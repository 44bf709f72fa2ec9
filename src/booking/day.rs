//! The day that somebody means: "next tuesday", "4/12", "the 4th", "next week", "not monday".

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

use super::bank_holidays::easter;

/// Which days somebody means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    /// None is said.
    None,
    /// A date that no calendar has.
    Impossible,
    /// One of these, the first said first.
    OneOf(Vec<NaiveDate>),
    /// Any day of the week that begins on this Monday.
    Week(NaiveDate),
    /// Any day but these.
    Not(Vec<Weekday>),
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

impl Day {
    /// The day in a cleaned text and its words, `today` being the day it is said.
    pub(super) fn find(words: &[String], cleaned: &str, today: NaiveDate) -> Self {
        if let Some(found) = numeric_date(cleaned, today).or_else(|| written_date(words, today)) {
            return found.map_or(Day::Impossible, |day| Day::OneOf(vec![day]));
        }
        if let Some(day) = near(words, today).or_else(|| feast(words, today)).or_else(|| weekend(words, today)) {
            return Day::OneOf(vec![day]);
        }
        let named: Vec<(usize, Weekday)> =
            words.iter().enumerate().filter_map(|(at, word)| Some((at, weekday(word)?))).collect();
        let (not, meant): (Vec<_>, Vec<_>) = named.iter().partition(|(at, _)| is_refused(words, *at));
        if !meant.is_empty() {
            return Day::OneOf(meant.iter().map(|(at, weekday)| on(words, *at, *weekday, today)).collect());
        }
        if !not.is_empty() {
            return Day::Not(not.iter().map(|(_, weekday)| *weekday).collect());
        }
        this_or_next_week(words, today).map(Day::Week).or_else(|| ordinal(words, today)).unwrap_or(Day::None)
    }
}

/// A day in our words: `Tuesday 24 November`.
pub(super) fn day_words(day: NaiveDate) -> String {
    format!("{} {} {}", weekday_words(day.weekday()), day.day(), capital(MONTHS[day.month0() as usize]))
}

/// A weekday in our words.
pub(super) fn weekday_words(day: Weekday) -> String {
    capital(WEEKDAYS[day.num_days_from_monday() as usize].0)
}

/// "yesterday", "today", "tomorrow", "the day after tomorrow".
fn near(words: &[String], today: NaiveDate) -> Option<NaiveDate> {
    words.iter().enumerate().find_map(|(at, word)| match word.as_str() {
        "yesterday" | "yday" => today.checked_sub_days(Days::new(1)),
        "today" | "tonight" | "2day" => Some(today),
        "tomorrow" | "tomorow" | "tommorow" | "tommorrow" | "tmrw" | "tmr" | "2moro" | "tomoz" => {
            let after = at > 1 && words[at - 1] == "after" && words[at - 2] == "day";
            today.checked_add_days(Days::new(if after { 2 } else { 1 }))
        }
        _ => None,
    })
}

/// "christmas day", "boxing day", "new years eve", "good friday".
fn feast(words: &[String], today: NaiveDate) -> Option<NaiveDate> {
    by_easter(words, today).or_else(|| of_december(words, today))
}

/// Good Friday, Easter Sunday, Easter Monday: the next that is not over.
fn by_easter(words: &[String], today: NaiveDate) -> Option<NaiveDate> {
    let days = words.windows(2).find_map(|pair| match (pair[0].as_str(), pair[1].as_str()) {
        ("good", "friday") => Some(-2),
        ("easter", "sunday") => Some(0),
        ("easter", "monday") => Some(1),
        _ => None,
    })?;
    let of = |year| easter(year).map(|easter| easter + TimeDelta::days(days));
    of(today.year()).filter(|day| *day >= today).or_else(|| of(today.year() + 1))
}

fn of_december(words: &[String], today: NaiveDate) -> Option<NaiveDate> {
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
        let (day, month) = match (pair[0].as_str(), pair[1].as_str()) {
            ("christmas" | "xmas", "eve") => (24, 12),
            ("christmas" | "xmas", "day") => (25, 12),
            ("boxing", "day") => (26, 12),
            ("years" | "year" | "year's", "eve") if before == "new" => (31, 12),
            ("years" | "year" | "year's", "day") if before == "new" => (1, 1),
            _ => return None,
        };
        resolve(day, month, None, today)
    })
}

/// "sat" and "sun" are verbs and nouns too: days only where they stand alone or behind what comes before a day.
fn weekend(words: &[String], today: NaiveDate) -> Option<NaiveDate> {
    let (at, day) = words.iter().enumerate().find_map(|(at, word)| match word.as_str() {
        "sat" => Some((at, Weekday::Sat)),
        "sun" => Some((at, Weekday::Sun)),
        _ => None,
    })?;
    let before = at.checked_sub(1).map(|at| words[at].as_str());
    let is_day = words.len() == 1 || matches!(before, Some("on" | "next" | "this" | "or" | "coming"));
    is_day.then(|| on(words, at, day, today))
}

/// The day of a weekday that is said: the next such; with "next", the one of the week after this; with "week" beside it
/// ("tuesday week", "a week on tuesday"), seven days later.
fn on(words: &[String], at: usize, weekday: Weekday, today: NaiveDate) -> NaiveDate {
    let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at].as_str());
    let week_later = words.get(at + 1).is_some_and(|word| word == "week") || before(2) == "week" && before(1) == "on";
    let day = coming(weekday, today, before(1) == "next");
    if week_later { day + Days::new(7) } else { day }
}

fn coming(weekday: Weekday, today: NaiveDate, next_week: bool) -> NaiveDate {
    let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    let ahead = if ahead == 0 { 7 } else { ahead };
    let soonest = today + Days::new(ahead.into());
    if next_week && soonest < monday(today) + Days::new(7) { soonest + Days::new(7) } else { soonest }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

/// "not monday", "any day except monday or tuesday", "cant do fridays".
fn is_refused(words: &[String], at: usize) -> bool {
    let said =
        |word: &String| matches!(word.as_str(), "not" | "except" | "but" | "cant" | "cannot" | "avoid" | "never");
    let between = |word: &String| {
        weekday(word).is_some()
            || matches!(word.as_str(), "or" | "and" | "on" | "a" | "do" | "make" | "come" | "for" | "next")
    };
    words[..at].iter().rev().find(|word| !between(word)).is_some_and(said)
}

fn this_or_next_week(words: &[String], today: NaiveDate) -> Option<NaiveDate> {
    let at = words.iter().position(|word| matches!(word.as_str(), "week" | "wk"))?;
    let weeks = match (at.checked_sub(1).map(|at| words[at].as_str()), words.get(at + 1).map(String::as_str)) {
        (_, Some("after")) if words.get(at + 2).is_some_and(|word| word == "next") => 2,
        (Some("this"), _) => 0,
        (Some("next"), _) => 1,
        _ => return None,
    };
    Some(monday(today) + Days::new(7 * weeks))
}

/// "the 4th": the next day of that number.
fn ordinal(words: &[String], today: NaiveDate) -> Option<Day> {
    let number = words.iter().find_map(|word| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
        digits.parse::<u32>().ok().filter(|day| *day > 0)
    })?;
    if number > 31 {
        return Some(Day::Impossible);
    }
    today.iter_days().take(62).find(|day| day.day() == number).map(|day| Day::OneOf(vec![day]))
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix('s').filter(|rest| rest.ends_with("day")).unwrap_or(word);
    WEEKDAYS
        .iter()
        .find(|(name, _)| {
            *name == word
                || word.len() >= 3 && word.len() <= 5 && name.starts_with(word) && !matches!(word, "sun" | "sat")
                || word == "weds" && *name == "wednesday"
                || word.len() >= 6 && strsim::osa_distance(name, word) == 1
        })
        .map(|(_, day)| *day)
}

/// "4/12", "4/12/2026", "4-12-2026": day, then month; "2026-12-04" as computers write it.
fn numeric_date(cleaned: &str, today: NaiveDate) -> Option<Option<NaiveDate>> {
    cleaned.split(|c: char| c.is_whitespace() || c == ',').find_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let pieces: Vec<Option<u32>> = word.split(['/', '.', '-']).map(|piece| piece.parse().ok()).collect();
        let numbers: Vec<u32> = pieces.into_iter().collect::<Option<_>>()?;
        match numbers.as_slice() {
            [year, month, day] if *year > 999 => Some(resolve(*day, *month, Some(*year), today)),
            [day, month, year] => Some(resolve(*day, *month, Some(*year), today)),
            // "4.50" is money or a time, "10-11" a stretch of one.
            [day, month] if word.contains('/') => Some(resolve(*day, *month, None, today)),
            _ => None,
        }
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
            *name == word
                || word.len() >= 3 && *name != "may" && name.starts_with(word) && word.len() <= 4
                || word.len() >= 6 && strsim::osa_distance(name, word) == 1
        })
        .map(|index| index as u32 + 1)
}

/// A day and month without a year is the nearest one ahead, unless it is less than half a year gone.
fn resolve(day: u32, month: u32, year: Option<u32>, today: NaiveDate) -> Option<NaiveDate> {
    let said = year.map(|year| if year < 100 { 2000 + year } else { year });
    let this = said.map_or(Some(today.year()), |year| i32::try_from(year).ok().filter(|year| *year < 10_000))?;
    // 29 February is a day, if not of every year.
    let found = NaiveDate::from_ymd_opt(this, month, day);
    let next = || NaiveDate::from_ymd_opt(this + 1, month, day);
    match found {
        Some(found) if year.is_none() && (today - found).num_days() > 182 => next(),
        found => found,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{clean, words};

    /// On a Saturday.
    fn find(text: &str) -> String {
        let cleaned = clean(text);
        let words: Vec<String> = words(&cleaned).into_iter().map(std::borrow::Cow::into_owned).collect();
        let shown = |day: &NaiveDate| day.format("%a %-d %b").to_string();
        match Day::find(&words, &cleaned, NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date")) {
            Day::OneOf(days) => days.iter().map(shown).collect::<Vec<_>>().join(" or "),
            Day::Week(monday) => format!("week of {}", shown(&monday)),
            Day::Not(days) => format!("not {}", days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn days_as_people_put_them() {
        for (said, meant) in [
            ("next tuesday", "Tue 24 Nov"),
            ("this tues", "Tue 24 Nov"),
            ("weds or thurs", "Wed 25 Nov or Thu 26 Nov"),
            ("tuesday week", "Tue 1 Dec"),
            ("a week on tuesday", "Tue 1 Dec"),
            ("the day after tomorrow", "Mon 23 Nov"),
            ("yesterday", "Fri 20 Nov"),
            ("sat", "Sat 28 Nov"),
            ("on sun", "Sun 22 Nov"),
            ("i sat my mocks", "None"),
            ("christmas day", "Fri 25 Dec"),
            ("on new years day", "Fri 1 Jan"),
            ("good friday", "Fri 26 Mar"),
            ("easter monday", "Mon 29 Mar"),
            ("after christmas", "None"),
            ("4/12", "Fri 4 Dec"),
            ("4/12/26", "Fri 4 Dec"),
            ("04-12-2026", "Fri 4 Dec"),
            ("2026-12-04", "Fri 4 Dec"),
            ("(4/12)", "Fri 4 Dec"),
            ("the 4th", "Fri 4 Dec"),
            ("decmber 4", "Fri 4 Dec"),
            ("next week", "week of Mon 23 Nov"),
            ("week after next", "week of Mon 30 Nov"),
            ("anything but monday or tuesday", "not Mon, Tue"),
            ("i cant do fridays", "not Fri"),
            ("31 february", "Impossible"),
            ("12/31", "Impossible"),
            ("the 45th", "Impossible"),
            ("99999999999/1", "None"),
            ("1/1/99999", "Impossible"),
            ("5-6", "None"),
        ] {
            assert_eq!(find(said), meant, "{said}");
        }
    }
}
