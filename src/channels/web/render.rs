use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::linked;
use super::read::Form;
use super::times::{Day, by_day};
use crate::chat::{Bar, Block, Choice, Kind, Reply, RouteCard};
use crate::phrases::{self, Phrases, fill};
use crate::school::School;

/// Width of a figure's bars, in the units of its drawing.
const BAR: f64 = 100.0;

/// What stands around every page.
pub(super) struct Frame<'a> {
    /// What the school's addresses begin with.
    pub(super) base: &'a str,
    pub(super) school: &'a School,
    pub(super) phrases: &'a Phrases,
    /// Whether the page stands inside another site.
    pub(super) embedded: bool,
    /// Whether it leads to the other schools.
    pub(super) others: bool,
}

/// The chat page, with an answer where one was just given.
#[derive(Template)]
#[template(path = "chat.html")]
pub(super) struct ChatPage<'a> {
    pub(super) frame: Frame<'a>,
    /// What stands above a printed answer: the day.
    pub(super) as_of: String,
    pub(super) words: &'a phrases::ChatPage,
    pub(super) first_words: &'a [String],
    pub(super) questions: Vec<&'a str>,
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
    /// Ids of what it shows.
    pub(super) shown: &'a [String],
    /// Where the calendar file of the meeting is that was booked just now.
    pub(super) calendar: Option<String>,
    pub(super) blocks: Blocks<'a>,
}

/// What a reply says, block by block.
#[derive(Template)]
#[template(path = "blocks.html")]
pub(super) struct Blocks<'a> {
    pub(super) reply: &'a Reply,
    pub(super) phrases: &'a Phrases,
    /// Whether its choices are drawn.
    pub(super) choices: bool,
}

/// One answer by its link.
#[derive(Template)]
#[template(path = "linked.html")]
pub(super) struct LinkedPage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) title: &'a str,
    pub(super) answers: Vec<(&'a str, Blocks<'a>)>,
    pub(super) as_of: String,
}

/// A page of fixed words: help now, privacy, accessibility, or an error.
#[derive(Template)]
#[template(path = "words.html")]
pub(super) struct WordsPage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) title: &'a str,
    pub(super) lines: &'a [String],
}

/// The question which school it is, where several are served and the address does not say.
#[derive(Template)]
#[template(path = "schools.html")]
pub(super) struct SchoolsPage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) title: &'a str,
    pub(super) schools: Vec<&'a School>,
}

impl ChatPage<'_> {
    fn audiences(&self) -> [(&'static str, &str); 5] {
        let words = self.words;
        [
            ("pupil", &words.pupil),
            ("parent", &words.parent),
            ("staff", &words.staff),
            ("provider", &words.provider),
            ("", &words.not_saying),
        ]
    }

    fn years(&self) -> impl Iterator<Item = String> {
        (7..=13).map(|year: u8| year.to_string())
    }
}

impl Answered<'_> {
    /// What can be linked to and called helpful: a signpost as a whole, otherwise each passage shown.
    fn passages(&self) -> &[String] {
        let whole = if self.reply.routes().is_empty() { self.shown.len() } else { self.shown.len().min(1) };
        if self.reply.kind == Kind::Answer { &self.shown[..whole] } else { &[] }
    }

    fn link(&self) -> String {
        linked::address(self.base, self.passages())
    }

    /// The style of the answer's frame.
    fn kind(&self) -> &'static str {
        match self.reply.kind {
            Kind::Safeguard => "safeguard",
            Kind::Booking => "booking",
            _ => "plain",
        }
    }
}

impl Blocks<'_> {
    fn bar(&self, value: &f64, bars: &[Bar]) -> String {
        let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
        format!("{:.1}", value / most * BAR)
    }

    fn checked(&self, date: &str) -> String {
        fill(&self.phrases.doors.checked, &[("date", &day_in_words(date))])
    }

    fn routes_hint(&self, cards: &[RouteCard]) -> String {
        fill(&self.phrases.chat_page.routes_hint, &[("count", &cards.len().to_string())])
    }

    fn times_on(&self, day: &str) -> String {
        fill(&self.phrases.chat_page.day_times, &[("day", day)])
    }

    /// The choice that leads further from a card, which is drawn inside it.
    fn further(&self, card: &RouteCard) -> Option<String> {
        let label = fill(&self.phrases.answer.more_about, &[("title", &card.title)]);
        (self.choices && self.reply.choices().contains(&label)).then_some(label)
    }

    /// The choices that stand by themselves: those that are times by day, and the others.
    fn laid_out<'c>(&self, choices: &'c [Choice]) -> (Vec<Day<'c>>, Vec<&'c Choice>) {
        let (days, mut rest) = by_day(choices);
        let cards = self.reply.blocks.iter().filter_map(|block| match block {
            Block::Routes(cards) => Some(cards),
            _ => None,
        });
        let in_cards: Vec<String> = cards.flatten().filter_map(|card| self.further(card)).collect();
        rest.retain(|choice| !in_cards.contains(&choice.label));
        (days, rest)
    }
}

/// `2026-11-21` as 21 November 2026.
pub(super) fn day_in_words(date: &str) -> String {
    chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_or_else(|_| date.to_owned(), |day| day.format("%-d %B %Y").to_string())
}

/// A reply as HTML, with its choices as buttons of the page's form.
pub fn draw(reply: &Reply, phrases: &Phrases) -> String {
    Blocks { reply, phrases, choices: true }.render().expect("a template writes into a string, which cannot fail")
}

/// The page as an answer.
pub(super) fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn drawn(blocks: Vec<Block>, choices: bool) -> String {
        let phrases = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/phrases.toml");
        let phrases = Phrases::load(&phrases).expect("the phrases are whole");
        let reply = Reply { kind: Kind::Answer, blocks };
        Blocks { reply: &reply, phrases: &phrases, choices }.render().expect("it can be drawn")
    }

    fn choices(labels: &[&str]) -> Block {
        Block::Choices(labels.iter().map(|label| Choice::new(*label)).collect())
    }

    #[test]
    fn times_are_drawn_by_day_and_a_tap_says_the_whole_choice() {
        let labels = [
            "Tuesday 24 November at 3:30pm (careers room)",
            "Wednesday 25 November at 9am (online)",
            "None of these <suits> me",
        ];
        let page = drawn(vec![choices(&labels)], true);
        for words in [
            "<section class=\"day\" aria-label=\"Times on Tuesday 24 November\"><h3>Tuesday 24 November</h3>",
            "value=\"Tuesday 24 November at 3:30pm (careers room)\" aria-label=\"Tuesday 24 November at 3:30pm (careers room)\"",
            "<b>3:30pm</b> <span>careers room</span></button>",
            "<b>9am</b> <span>online</span></button>",
            "None of these &#60;suits&#62; me</button>",
        ] {
            assert!(page.contains(words), "“{words}” is not in {page}");
        }
        assert_eq!(page.matches("<button").count(), 3);
    }

    #[test]
    fn a_card_holds_its_own_way_further_and_no_choice_is_drawn_twice() {
        let card = |title: &str| RouteCard { id: title.into(), title: title.into(), summary: "About it.".into() };
        let cards = Block::Routes(vec![card("A levels"), card("T Levels")]);
        let labels = ["Tell me more about A levels", "Tell me more about T Levels", "Ask for a guidance interview"];
        let page = drawn(vec![cards.clone(), choices(&labels)], true);
        for label in labels {
            assert_eq!(page.matches(&format!("value=\"{label}\"")).count(), 1, "{label}: {page}");
        }
        let linked = drawn(vec![cards, choices(&labels)], false);
        assert!(!linked.contains("<button"), "what is read by its link offers nothing to tap: {linked}");
    }
}
