use askama::Template;

use super::read::Form;
use crate::chat::{Block, Kind, Reply};
use crate::phrases::{Doors, fill};
use crate::school::School;

/// Width of a figure's bars, in the units of its drawing.
const BAR: f64 = 100.0;

/// The chat page, with an answer where one was just given.
#[derive(Template)]
#[template(path = "chat.html")]
pub(super) struct ChatPage<'a> {
    pub(super) base: &'a str,
    pub(super) school: &'a School,
    pub(super) phrases: &'a Doors,
    pub(super) first_words: &'a [String],
    pub(super) examples: &'a [&'a str],
    pub(super) form: &'a Form,
    pub(super) answered: Option<Answered<'a>>,
}

/// A question with its answer: what the script adds to the page.
#[derive(Template)]
#[template(path = "answered.html")]
pub(super) struct Answered<'a> {
    pub(super) base: &'a str,
    pub(super) asked: &'a str,
    pub(super) reply: &'a Reply,
    pub(super) form: &'a Form,
    pub(super) phrases: &'a Doors,
}

/// A page of fixed words: help now, privacy, accessibility, or an error.
#[derive(Template)]
#[template(path = "words.html")]
pub(super) struct WordsPage<'a> {
    pub(super) base: &'a str,
    pub(super) school: &'a School,
    pub(super) phrases: &'a Doors,
    pub(super) title: &'a str,
    pub(super) lines: &'a [String],
}

/// The question which school it is, where several are served and the address does not say.
#[derive(Template)]
#[template(path = "schools.html")]
pub(super) struct SchoolsPage<'a> {
    pub(super) base: &'a str,
    pub(super) school: &'a School,
    pub(super) phrases: &'a Doors,
    pub(super) title: &'a str,
    pub(super) schools: Vec<&'a School>,
}

impl ChatPage<'_> {
    fn audiences(&self) -> [(&'static str, &'static str); 4] {
        [
            ("pupil", "a pupil"),
            ("parent", "a parent or carer"),
            ("staff", "staff"),
            ("provider", "a provider or employer"),
        ]
    }

    fn years(&self) -> impl Iterator<Item = String> {
        (7..=13).map(|year: u8| year.to_string())
    }
}

impl Answered<'_> {
    fn bar(&self, value: &f64, bars: &[crate::chat::Bar]) -> String {
        let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
        format!("{:.1}", value / most * BAR)
    }

    fn checked(&self, date: &str) -> String {
        fill(&self.phrases.checked, &[("date", &day_in_words(date))])
    }
}

/// The style of an answer's frame.
fn kind_class(kind: &Kind) -> &'static str {
    match kind {
        Kind::Safeguard => "safeguard",
        Kind::Booking => "booking",
        _ => "plain",
    }
}

/// `2026-11-21` as 21 November 2026.
fn day_in_words(date: &str) -> String {
    chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_or_else(|_| date.to_owned(), |day| day.format("%-d %B %Y").to_string())
}
