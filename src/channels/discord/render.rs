use serenity::builder::{
    CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
    EditInteractionResponse, EditMessage,
};
use serenity::model::application::ButtonStyle;

use super::limits::{ALL_CARDS, BUTTON, CARD_TEXT, CARD_TITLE, CARDS, CONTENT, IN_MENU, IN_ROW, LINE, ROWS, length};
use super::split::{plain, shorten, split};
use crate::chat::{Bar, Block, Reply, RouteCard, SourceLine};
use crate::phrases::{Phrases, fill};

/// One message as Discord takes it: text, cards, rows of buttons and menus.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    content: String,
    cards: Vec<Card>,
    rows: Vec<CreateActionRow>,
}

/// A card: a title that may be missing, and a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Card {
    title: Option<String>,
    text: String,
}

/// A piece of a reply before it is laid on sheets.
enum Piece {
    Text(String),
    Card(Card),
}

/// Up to this many choices are buttons, more are a menu.
const MOST_BUTTONS: usize = 2 * IN_ROW;

/// The longest bar of a figure, in characters.
const BAR: f64 = 12.0;

/// Draws a reply: urgent words first and as plain text, prose as text, cards as cards, choices as buttons, else menus, else a numbered
/// list. The last sheet carries "get help now" and what every screen must have.
pub fn draw(reply: &Reply, phrases: &Phrases) -> Vec<Sheet> {
    let choices = reply.choices();
    let mut pieces: Vec<Piece> = reply.blocks.iter().flat_map(|block| pieces(block, phrases)).collect();
    pieces.extend(numbered(&choices, phrases));
    let mut sheets = lay(pieces);
    finish(&mut sheets, choice_rows(&choices, phrases), phrases);
    sheets
}

/// Draws fixed lines, a paragraph each.
pub(super) fn draw_lines(lines: &[String], phrases: &Phrases) -> Vec<Sheet> {
    let mut sheets = lay(lines.iter().map(|line| Piece::Text(plain(line))).collect());
    finish(&mut sheets, Vec::new(), phrases);
    sheets
}

/// Draws fixed lines that something else follows: nothing to tap.
pub(super) fn draw_start(lines: &[String]) -> Vec<Sheet> {
    lay(lines.iter().map(|line| Piece::Text(plain(line))).collect())
}

/// Draws a line in public: nothing to tap, nothing but the line.
pub(super) fn draw_public(line: &str) -> Sheet {
    Sheet { content: shorten(&plain(line), CONTENT), ..Sheet::default() }
}

/// Draws a card of labelled lines with its own buttons, for staff.
pub(super) fn draw_card(title: &str, lines: &[(&str, &str)], rows: Vec<CreateActionRow>) -> Sheet {
    let facts: Vec<(String, String)> = lines.iter().map(|(label, value)| ((*label).into(), (*value).into())).collect();
    let card = Card { title: Some(shorten(&plain(title), CARD_TITLE)), text: shorten(&facts_text(&facts), CARD_TEXT) };
    Sheet { content: String::new(), cards: vec![card], rows }
}

impl Sheet {
    /// Puts a row above the row that every screen has; there are at most five.
    pub(super) fn add_row(&mut self, row: CreateActionRow) {
        if self.rows.len() < ROWS {
            self.rows.insert(self.rows.len().saturating_sub(1), row);
        }
    }

    /// As the answer to a command or button.
    pub(super) fn response(&self, private: bool) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .content(&self.content)
            .embeds(self.embeds())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
            .ephemeral(private)
    }

    /// As a further message after the answer.
    pub(super) fn followup(&self, private: bool) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .content(&self.content)
            .embeds(self.embeds())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
            .ephemeral(private)
    }

    /// In the place of an answer that was put off.
    pub(super) fn late(&self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .content(&self.content)
            .embeds(self.embeds())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// As a message in a channel.
    pub fn message(&self) -> CreateMessage {
        CreateMessage::new()
            .content(&self.content)
            .embeds(self.embeds())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    /// In the place of a message in a channel.
    pub(super) fn edit(&self) -> EditMessage {
        EditMessage::new()
            .content(&self.content)
            .embeds(self.embeds())
            .components(self.rows.clone())
            .allowed_mentions(nobody())
    }

    fn embeds(&self) -> Vec<CreateEmbed> {
        let draw = |card: &Card| {
            let drawn = CreateEmbed::new().description(&card.text);
            card.title.iter().fold(drawn, |drawn, title| drawn.title(title))
        };
        self.cards.iter().map(draw).collect()
    }

    fn takes_card(&self, card: &Card) -> bool {
        let used: usize = self.cards.iter().map(Card::length).sum();
        self.cards.len() < CARDS && used + card.length() <= ALL_CARDS
    }

    fn takes_text(&self, text: &str) -> bool {
        self.cards.is_empty() && length(&self.content) + 2 + length(text) <= CONTENT
    }

    fn is_empty(&self) -> bool {
        self.content.is_empty() && self.cards.is_empty()
    }
}

impl Card {
    fn length(&self) -> usize {
        length(&self.text) + self.title.as_deref().map_or(0, length)
    }
}

/// Nobody is ever called by a message of ours, whatever words stand in it.
fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

fn pieces(block: &Block, phrases: &Phrases) -> Vec<Piece> {
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

fn facts_text(rows: &[(String, String)]) -> String {
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

/// Lays pieces on as few sheets as hold them, in their order.
fn lay(pieces: Vec<Piece>) -> Vec<Sheet> {
    let mut sheets = vec![Sheet::default()];
    for piece in pieces {
        match piece {
            Piece::Text(text) => lay_text(&mut sheets, &text),
            Piece::Card(card) => lay_card(&mut sheets, card),
        }
    }
    sheets.retain(|sheet| !sheet.is_empty());
    sheets
}

/// Text below cards is a card without a title: text of a message stands above all its cards.
fn lay_text(sheets: &mut Vec<Sheet>, text: &str) {
    if sheets.last().is_some_and(|sheet| !sheet.cards.is_empty()) {
        return lay_card(sheets, Card { title: None, text: text.to_owned() });
    }
    for part in split(text, CONTENT) {
        let sheet = last(sheets, |sheet| sheet.takes_text(&part));
        if !sheet.content.is_empty() {
            sheet.content.push_str("\n\n");
        }
        sheet.content.push_str(&part);
    }
}

fn lay_card(sheets: &mut Vec<Sheet>, card: Card) {
    let mut title = card.title.map(|title| shorten(&title, CARD_TITLE));
    for text in split(&card.text, CARD_TEXT) {
        let part = Card { title: title.take(), text };
        last(sheets, |sheet| sheet.takes_card(&part)).cards.push(part);
    }
}

/// The last sheet if it takes what comes, else a new one.
fn last(sheets: &mut Vec<Sheet>, takes: impl Fn(&Sheet) -> bool) -> &mut Sheet {
    if !sheets.last().is_some_and(|sheet| sheet.is_empty() || takes(sheet)) {
        sheets.push(Sheet::default());
    }
    sheets.last_mut().expect("one was just put there")
}

/// Rows for the choices, and the row that every screen has, on the last sheet.
fn finish(sheets: &mut Vec<Sheet>, rows: Vec<CreateActionRow>, phrases: &Phrases) {
    if sheets.is_empty() {
        sheets.push(Sheet { content: phrases.doors.choose.clone(), ..Sheet::default() });
    }
    let sheet = sheets.last_mut().expect("there is one");
    sheet.rows = rows.into_iter().take(ROWS - 1).collect();
    sheet.rows.push(every_screen(phrases));
}

/// What stands on every screen: ask, get help now, privacy, accessibility.
fn every_screen(phrases: &Phrases) -> CreateActionRow {
    let button = |id: &str, label: &str| CreateButton::new(id).label(shorten(label, BUTTON));
    CreateActionRow::Buttons(vec![
        button("help-now", &phrases.doors.get_help_now).style(ButtonStyle::Danger),
        button("open:ask", &phrases.discord.ask_button).style(ButtonStyle::Secondary),
        button("privacy", &phrases.doors.privacy).style(ButtonStyle::Secondary),
        button("accessibility", &phrases.doors.accessibility).style(ButtonStyle::Secondary),
    ])
}

/// A button that opens a form to type the answer to what was asked.
pub(super) fn type_button(phrases: &Phrases) -> CreateActionRow {
    CreateActionRow::Buttons(vec![
        CreateButton::new("open:answer")
            .label(shorten(&phrases.discord.answer_button, BUTTON))
            .style(ButtonStyle::Primary),
    ])
}

/// Buttons for a few choices that fit on them, menus for many, and nothing where even these do not hold them.
fn choice_rows(labels: &[String], phrases: &Phrases) -> Vec<CreateActionRow> {
    let fit = labels.iter().all(|label| length(label) <= BUTTON);
    if labels.len() <= MOST_BUTTONS && fit {
        let buttons: Vec<CreateButton> = labels.iter().enumerate().map(|(at, label)| say_button(at, label)).collect();
        return buttons.chunks(IN_ROW).map(|row| CreateActionRow::Buttons(row.to_vec())).collect();
    }
    if labels.len() > IN_MENU * (ROWS - 1) {
        return Vec::new();
    }
    let lines: Vec<CreateSelectMenuOption> = labels.iter().enumerate().map(|(at, label)| line(at, label)).collect();
    lines
        .chunks(IN_MENU)
        .enumerate()
        .map(|(at, lines)| menu(&format!("pick:{at}"), lines.to_vec(), &phrases.discord.menu))
        .collect()
}

fn say_button(at: usize, label: &str) -> CreateButton {
    CreateButton::new(said_by(at, label, &format!("say:{at}:"))).label(label).style(ButtonStyle::Primary)
}

fn line(at: usize, label: &str) -> CreateSelectMenuOption {
    CreateSelectMenuOption::new(shorten(label, LINE), said_by(at, label, "say:"))
}

/// The id that brings back the words of a choice; where they do not fit, its number, which may always be said instead.
fn said_by(at: usize, label: &str, prefix: &str) -> String {
    let whole = format!("{prefix}{label}");
    if length(&whole) <= LINE { whole } else { format!("nth:{}", at + 1) }
}

/// A menu of these lines.
pub(super) fn menu(id: &str, lines: Vec<CreateSelectMenuOption>, ask: &str) -> CreateActionRow {
    let menu = CreateSelectMenu::new(id, CreateSelectMenuKind::String { options: lines });
    CreateActionRow::SelectMenu(menu.placeholder(shorten(ask, LINE)))
}

/// Choices whose words fit neither a button nor a menu's line, or that are too many, as a numbered list: the number may be typed.
fn numbered(labels: &[String], phrases: &Phrases) -> Option<Piece> {
    let long = labels.iter().any(|label| length(label) > LINE) || labels.len() > IN_MENU * (ROWS - 1);
    let lines = labels.iter().enumerate().map(|(at, label)| format!("{}) {}", at + 1, plain(label)));
    long.then(|| Piece::Text(std::iter::once(phrases.doors.choose.clone()).chain(lines).collect::<Vec<_>>().join("\n")))
}

/// Choices as buttons that send their words, for questions of the door's own.
pub(super) fn id_buttons(choices: &[(String, String)], phrases: &Phrases) -> Vec<CreateActionRow> {
    if choices.len() <= MOST_BUTTONS {
        let button = |(id, label): &(String, String)| CreateButton::new(id).label(shorten(label, BUTTON));
        let buttons: Vec<CreateButton> = choices.iter().map(button).collect();
        return buttons.chunks(IN_ROW).map(|row| CreateActionRow::Buttons(row.to_vec())).collect();
    }
    let lines: Vec<CreateSelectMenuOption> =
        choices.iter().map(|(id, label)| CreateSelectMenuOption::new(shorten(label, LINE), id)).collect();
    let menus = lines.chunks(IN_MENU).take(ROWS - 1).enumerate();
    menus.map(|(at, lines)| menu(&format!("pick:{at}"), lines.to_vec(), &phrases.discord.menu)).collect()
}
