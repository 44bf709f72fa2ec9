//! What a block says, as text or as a card, before it is laid on sheets.

use super::limits::length;
use super::split::plain;
use crate::chat::{Bar, Block, RouteCard, SourceLine};
use crate::phrases::{Phrases, fill};

/// A card: a title that may be missing, and a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) title: Option<String>,
    pub(super) text: String,
}

/// A piece of a reply before it is laid on sheets.
pub(super) enum Piece {
    Text(String),
    Card(Card),
}

/// The longest bar of a figure, in characters.
const BAR: f64 = 12.0;

impl Card {
    /// Characters of it.
    pub(super) fn length(&self) -> usize {
        length(&self.text) + self.title.as_deref().map_or(0, length)
    }
}

/// The pieces of a block; choices have none, they become rows.
pub(super) fn pieces(block: &Block, phrases: &Phrases) -> Vec<Piece> {
    let text = |text: String| vec![Piece::Text(text)];
    match block {
        Block::Heading(heading) => text(format!("**{}**", plain(heading))),
        Block::Paragraph(paragraph) => text(plain(paragraph)),
        Block::Notice(lines) => text(lines.iter().map(|line| plain(line)).collect::<Vec<_>>().join("\n")),
        Block::List(items) => {
            text(items.iter().map(|item| format!("• {}", plain(item))).collect::<Vec<_>>().join("\n"))
        }
        Block::Facts(rows) => text(facts_text(rows)),
        Block::Table { header, rows } => text(table_text(header, rows)),
        Block::Routes(cards) => cards.iter().map(route).collect(),
        Block::Figure { title, bars, caveat } => vec![figure(title, bars, caveat)],
        Block::Sources(sources) => source_card(sources, phrases).into_iter().collect(),
        Block::Choices(_) => Vec::new(),
    }
}

/// Labels with their values, a line each.
pub(super) fn facts_text(rows: &[(String, String)]) -> String {
    rows.iter().map(|(label, value)| format!("**{}:** {}", plain(label), plain(value))).collect::<Vec<_>>().join("\n")
}

/// A table as lines, because Discord has none: the first cell in bold, the others behind it with the names of their columns.
fn table_text(header: &[String], rows: &[Vec<String>]) -> String {
    let cell = |at: usize, cell: &String| match header.get(at).filter(|name| !name.is_empty() && header.len() > 2) {
        Some(name) => format!("{}: {}", plain(name), plain(cell)),
        None => plain(cell),
    };
    let line = |row: &Vec<String>| {
        let others: Vec<String> = row.iter().enumerate().skip(1).map(|(at, text)| cell(at, text)).collect();
        format!("**{}** – {}", plain(row.first().map_or("", String::as_str)), others.join("; "))
    };
    let names: Vec<String> = header.iter().filter(|name| !name.is_empty()).map(|name| plain(name)).collect();
    let head = (header.len() == 2 && !names.is_empty()).then(|| names.join(" – "));
    head.into_iter().chain(rows.iter().map(line)).collect::<Vec<_>>().join("\n")
}

fn route(card: &RouteCard) -> Piece {
    Piece::Card(Card { title: Some(plain(&card.title)), text: plain(&card.summary) })
}

fn figure(title: &str, bars: &[Bar], caveat: &str) -> Piece {
    let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
    let mut lines: Vec<String> = bars.iter().map(|bar| bar_line(bar, most)).collect();
    if !caveat.is_empty() {
        lines.push(plain(caveat));
    }
    Piece::Card(Card { title: Some(plain(title)), text: lines.join("\n") })
}

fn bar_line(bar: &Bar, most: f64) -> String {
    let signs = (bar.value / most * BAR).round().clamp(1.0, BAR);
    let drawn: String = (0..=12).take_while(|at| f64::from(*at) < signs).map(|_| '▇').collect();
    format!("{}: {}\n{drawn}", plain(&bar.label), plain(&bar.text))
}

fn source_card(sources: &[SourceLine], phrases: &Phrases) -> Option<Piece> {
    let line = |source: &SourceLine| {
        let checked = fill(&phrases.doors.checked, &[("date", &day_in_words(&source.checked))]);
        format!("[{}]({}) – {}, {checked}", plain(&source.title), linked(&source.url), plain(&source.publisher))
    };
    let text = sources.iter().map(line).collect::<Vec<_>>().join("\n");
    (!sources.is_empty()).then(|| Piece::Card(Card { title: Some(phrases.doors.sources.clone()), text }))
}

/// An address as it may stand in a link's brackets.
fn linked(url: &str) -> String {
    url.replace('(', "%28").replace(')', "%29").replace(' ', "%20")
}

/// `2026-11-21` as 21 November 2026.
fn day_in_words(date: &str) -> String {
    chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_or_else(|_| date.to_owned(), |day| day.format("%-d %B %Y").to_string())
}
