use serenity::builder::{
    CreateActionRow, CreateAllowedMentions, CreateEmbed, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, EditInteractionResponse, EditMessage,
};

use super::limits::{ALL_CARDS, CARD_TEXT, CARD_TITLE, CARDS, CONTENT, ROWS, length};
use super::pieces::{Card, Piece, facts_text, pieces};
use super::rows::{choice_rows, every_screen, numbered};
use super::split::{plain, shorten, split};
use crate::chat::Reply;
use crate::phrases::Phrases;

/// One message as Discord takes it: text, cards, rows of buttons and menus.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    content: String,
    cards: Vec<Card>,
    rows: Vec<CreateActionRow>,
}

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

/// Nobody is ever called by a message of ours, whatever words stand in it.
fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
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
