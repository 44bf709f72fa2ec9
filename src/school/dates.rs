//! Dates in every form a British document writes them: days, months, terms.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;
use serde::{Deserialize, Serialize};

/// A date as precise as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "Written")]
pub struct When {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day: the day after it, what was due then is overdue.
    pub last: NaiveDate,
}

/// A date as a file writes it: in words ("September 2026") or as a day of TOML (2026-09-01).
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Words(String),
    Day(toml::value::Datetime),
}

impl TryFrom<Written> for When {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let words = match written {
            Written::Words(words) => words,
            Written::Day(day) => day.to_string(),
        };
        first_date(&words)
            .ok_or_else(|| format!("`{words}` is no date; write it like 1 September 2026 or September 2026"))
    }
}

impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A date and where in the words it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The date.
    pub when: When,
    /// First byte of its words.
    pub start: usize,
    /// The byte after them.
    pub end: usize,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH: &str = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
const YEAR: &str = r"((?:19|20)\d{2}|['’]?\d{2})";

static DAY_MONTH: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\b(\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?[-\s]?\s*{MONTH},?[-\s]*{YEAR}")));
static MONTH_DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\b{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{{2}})")));
static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?((?:19|20)\d{2}|\d{2})"));
static ISO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b"));
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"\b{MONTH},?\s*(?:of\s+)?(?:[-–/]?\s*((?:19|20)\d{{2}})|\s?['’-]\s?(\d{{2}}))"))
});
static SLASH: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^\d./-])(0[1-9]|1[0-2])[/.]((?:19|20)\d{2})"));
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(autumn|spring|summer|winter|michaelmas|lent|trinity)(?:\s+term)?(?:\s+of)?,?\s+((?:19|20)\d{2})")
});

fn pattern(words: &str) -> Regex {
    Regex::new(&format!("(?i){words}")).expect("a fixed pattern is valid")
}

/// The dates in these words, in order.
pub fn dates(words: &str) -> Vec<Dated> {
    let mut found: Vec<Dated> = Vec::new();
    for (regex, read) in readers() {
        for captures in regex.captures_iter(words) {
            let (Some(whole), Some(when)) = (captures.get(0), read(&captures)) else { continue };
            if runs_on(whole.as_str(), &words[whole.end()..]) {
                continue;
            }
            let dated = Dated { when, start: whole.start(), end: whole.end() };
            if found.iter().all(|other| other.end <= dated.start || other.start >= dated.end) {
                found.push(dated);
            }
        }
    }
    found.sort_by_key(|dated| dated.start);
    found
}

/// Digits that go on are no year; a year of two digits must end where a word ends.
fn runs_on(date: &str, rest: &str) -> bool {
    let full = date.len() >= 4 && date.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
    rest.starts_with(|next: char| if full { next.is_ascii_digit() } else { next.is_alphanumeric() })
        || rest.strip_prefix(['.', '-', '/']).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
}

/// The first date in these words.
pub fn first_date(words: &str) -> Option<When> {
    dates(words).first().map(|dated| dated.when)
}

type Reader = fn(&regex::Captures<'_>) -> Option<When>;

/// Patterns from the most precise to the least, each with how it is read.
fn readers() -> [(&'static Regex, Reader); 7] {
    [
        (&ISO, |found| day(number(&found[3])?, number(&found[2])?, &found[1])),
        (&DAY_MONTH, |found| day(number(&found[1])?, month_number(&found[2])?, &found[3])),
        (&MONTH_DAY, |found| day(number(&found[2])?, month_number(&found[1])?, &found[3])),
        (&NUMBERS, |found| day(number(&found[1])?, number(&found[2])?, &found[3])),
        (&MONTH_YEAR, |found| month(month_number(&found[1])?, found.get(2).or(found.get(3))?.as_str())),
        (&SLASH, |found| month(number(&found[1])?, &found[2])),
        (&TERM, |found| term(&found[1], &found[2])),
    ]
}

/// True for the name of a month, in lower case.
pub fn is_month(name: &str) -> bool {
    name.len() >= 3 && MONTHS.iter().any(|month| name.starts_with(month))
}

fn number(words: &str) -> Option<u32> {
    words.parse().ok()
}

fn month_number(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    MONTHS.iter().position(|month| name.starts_with(month)).map(|at| at as u32 + 1)
}

/// "26" is 2026; a policy of careers guidance is younger than 1970.
fn year(words: &str) -> Option<i32> {
    let year: i32 = words.trim_start_matches(['\'', '’']).parse().ok()?;
    match year {
        0..15 | 46..1970 => None,
        15..=45 => Some(2000 + year),
        full => Some(full),
    }
}

fn day(day: u32, month: u32, words: &str) -> Option<When> {
    NaiveDate::from_ymd_opt(year(words)?, month, day).map(|day| When { first: day, last: day })
}

fn month(month: u32, words: &str) -> Option<When> {
    When::months(year(words)?, month, month)
}

fn term(name: &str, words: &str) -> Option<When> {
    let (from, to) = match name.to_lowercase().as_str() {
        "autumn" | "michaelmas" | "winter" => (9, 12),
        "spring" | "lent" => (1, 4),
        _ => (4, 8),
    };
    When::months(year(words)?, from, to)
}

impl When {
    fn months(year: i32, from: u32, to: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, from, 1)?;
        let after =
            if to == 12 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, to + 1, 1) };
        Some(Self { first, last: after?.pred_opt()? })
    }

    /// A day by itself.
    pub fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// True where both may mean the same day.
    pub fn agrees_with(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Days since it passed; none while it has not.
    pub fn days_over(self, today: NaiveDate) -> Option<i64> {
        let days = (today - self.last).num_days();
        (days > 0).then_some(days)
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(out, "{}", self.first.format("%-d %B %Y"))
        } else if self.first.month() == self.last.month() {
            write!(out, "{}", self.first.format("%B %Y"))
        } else {
            write!(out, "{} to {}", self.first.format("%B"), self.last.format("%B %Y"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_british_form_is_read() {
        let day = "1 September 2026";
        for words in [
            "1 September 2026",
            "1st Sept. 2026",
            "1st of September, 2026",
            "01/09/2026",
            "1.9.26",
            "2026-09-01",
            "September 1st, 2026",
            "01-09-26",
        ] {
            assert_eq!(first_date(words).map(|when| when.to_string()).as_deref(), Some(day), "{words}");
        }
        for words in ["September 2026", "Sept 2026", "Sep-26", "09/2026", "SEPTEMBER, 2026", "Sept '26"] {
            assert_eq!(first_date(words).map(|when| when.to_string()).as_deref(), Some("September 2026"), "{words}");
        }
        assert_eq!(
            first_date("Autumn Term 2026").map(|when| when.to_string()).as_deref(),
            Some("September to December 2026")
        );
    }

    #[test]
    fn what_is_no_date_is_none() {
        for words in ["Years 8 to 13", "01632 960123", "section 4.3.11", "we may 20 times", "32/13/2026"] {
            assert_eq!(first_date(words), None, "{words}");
        }
    }

    #[test]
    fn dates_run_together_are_kept_apart() {
        let found = dates("Implementation date:September 2025Next review:September 2026");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_month_is_over_after_its_last_day() {
        let when = first_date("August 2026").expect("a date");
        assert_eq!(when.days_over(NaiveDate::from_ymd_opt(2026, 8, 31).expect("a day")), None);
        assert_eq!(when.days_over(NaiveDate::from_ymd_opt(2026, 9, 2).expect("a day")), Some(2));
    }
}
