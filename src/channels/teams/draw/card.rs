use serde_json::{Value, json};

use super::pieces::{pieces, size};
use super::{actions, blocks, text};
use crate::chat::{Block, Choice, Reply};
use crate::phrases::Phrases;

/// Teams takes 100 KB a message, counted as UTF-16; this much of it a card may take, in bytes of UTF-16.
const MOST: usize = 90_000;

/// Longest line beside a card, which stands in notifications, in signs.
const LONGEST_SUMMARY: usize = 120;

/// What a card needs to know beside the reply.
#[derive(Clone, Copy)]
pub(in crate::channels::teams) struct Frame<'a> {
    /// The phrases.
    pub(in crate::channels::teams) phrases: &'a Phrases,
    /// What stands behind "get help now".
    pub(in crate::channels::teams) help_now: &'a [String],
    /// Said above everything: that the school is invented, or what was chosen.
    pub(in crate::channels::teams) above: &'a [String],
    /// The card's own number, by which a tap is known.
    pub(in crate::channels::teams) card: &'a str,
    /// Whether the card asks for one step of several.
    pub(in crate::channels::teams) step: bool,
    /// Whether it bears urgent words.
    pub(in crate::channels::teams) urgent: bool,
    /// Whether help, privacy and accessibility stand below.
    pub(in crate::channels::teams) footer: bool,
    /// Names and ids of schools, where the choices are schools.
    pub(in crate::channels::teams) schools: &'a [(String, String)],
}

/// A card, and the line beside it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::channels::teams) struct Card {
    /// The Adaptive Card.
    pub(in crate::channels::teams) content: Value,
    /// Its first words, for notifications; of urgent words nothing stands there, because others may see the screen.
    pub(in crate::channels::teams) summary: String,
}

impl<'a> Frame<'a> {
    /// A frame with nothing but the phrases, the help and the card's number.
    pub(in crate::channels::teams) fn plain(phrases: &'a Phrases, help_now: &'a [String], card: &'a str) -> Self {
        Self { phrases, help_now, above: &[], card, step: false, urgent: false, footer: true, schools: &[] }
    }

    /// What every button sends beside its own words.
    pub(super) fn data(&self) -> Value {
        json!({"card": self.card, "step": self.step, "urgent": self.urgent})
    }
}

impl Card {
    /// The card as a message to send.
    pub(in crate::channels::teams) fn message(&self) -> Value {
        json!({
            "type": "message",
            "summary": self.summary,
            "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": self.content}],
        })
    }
}

/// A reply as messages for Teams, in order. `help_now` is what stands behind "get help now"; `step` says that it asks for one step of
/// several; `card` is the number by which a tap is known.
pub fn draw(reply: &Reply, phrases: &Phrases, help_now: &[String], step: bool, card: &str) -> Vec<Value> {
    let urgent = reply.blocks.iter().any(|block| matches!(block, Block::Notice(_)));
    let frame = Frame { step, urgent, ..Frame::plain(phrases, help_now, card) };
    cards(reply, &frame).iter().map(Card::message).collect()
}

/// A reply as cards, in order; choices stand on the last.
pub(in crate::channels::teams) fn cards(reply: &Reply, frame: &Frame<'_>) -> Vec<Card> {
    let doors = &frame.phrases.doors;
    let (choices, blocks) = apart(reply);
    let groups = pieces(&blocks, &|block| blocks::draw(block, 0, doors));
    let last = groups.len() - 1;
    let drawn = groups.iter().enumerate().map(|(at, group)| {
        let above = frame.above.iter().filter(|_| at == 0).map(|line| text::quiet(line));
        let mut body: Vec<Value> =
            group.iter().enumerate().flat_map(|(at, block)| blocks::draw(block, at, doors)).collect();
        // Nothing stands above urgent words.
        body.splice(if frame.urgent { body.len()..body.len() } else { 0..0 }, above);
        let here: &[Choice] = if at == last { &choices } else { &[] };
        if at == last {
            body.extend(actions::draw(here, frame));
        }
        let mut card = whole(body, footer(frame), words(group, here, frame));
        if frame.urgent {
            card.summary.clone_from(&frame.phrases.teams.answered);
        }
        card
    });
    drawn.collect()
}

/// A card of its own words and buttons, without the buttons that every reply carries.
pub(in crate::channels::teams) fn card(body: Vec<Value>, actions: Vec<Value>, said: &str) -> Card {
    whole(body, actions, said.to_owned())
}

/// A card of fixed lines, with the buttons that every reply carries.
pub(in crate::channels::teams) fn words_card(lines: &[String], frame: &Frame<'_>) -> Card {
    let body = frame.above.iter().map(|line| text::quiet(line)).chain(lines.iter().map(|line| text::run(line)));
    whole(body.collect(), footer(frame), lines.join("\n"))
}

/// Choices apart from what is read; where sources follow choices, the choices still come last.
fn apart(reply: &Reply) -> (Vec<Choice>, Vec<Block>) {
    let mut choices = Vec::new();
    let mut rest = Vec::new();
    for block in &reply.blocks {
        match block {
            Block::Choices(more) => choices.extend(more.iter().cloned()),
            other => rest.push(other.clone()),
        }
    }
    (choices, rest)
}

/// Help, privacy and accessibility on every screen (D25). They open in place, so they work when nothing else does.
fn footer(frame: &Frame<'_>) -> Vec<Value> {
    if !frame.footer {
        return Vec::new();
    }
    let (doors, teams) = (&frame.phrases.doors, &frame.phrases.teams);
    vec![
        actions::words(&doors.get_help_now, frame.help_now),
        actions::words(&doors.privacy, &teams.privacy),
        actions::words(&doors.accessibility, &teams.accessibility),
    ]
}

fn whole(body: Vec<Value>, actions: Vec<Value>, said: String) -> Card {
    let summary = summary(&said);
    let mut content = json!({
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": body,
        "actions": actions,
        "fallbackText": said,
    });
    if size(&content) > MOST {
        content["fallbackText"] = json!(summary);
    }
    Card { content, summary }
}

/// All that stands on the card, for clients that cannot draw it; the number before a choice may be typed.
fn words(group: &[Block], choices: &[Choice], frame: &Frame<'_>) -> String {
    let read = Reply { kind: crate::chat::Kind::Answer, blocks: group.to_vec() };
    let mut lines = vec![read.text()];
    lines.extend(read.sources().iter().map(|source| format!("{}: {}", source.title, source.url)));
    if !choices.is_empty() {
        lines.push(frame.phrases.doors.choose.clone());
        lines.extend(choices.iter().enumerate().map(|(at, choice)| format!("{}. {}", at + 1, choice.label)));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// The first line, cut after a whole word.
fn summary(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    if line.chars().count() <= LONGEST_SUMMARY {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONGEST_SUMMARY).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}
