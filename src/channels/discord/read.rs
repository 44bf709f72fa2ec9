//! What Discord sends, as what a person said or wants.

use serenity::model::application::{
    ActionRow, ActionRowComponent, CommandData, ComponentInteractionDataKind, ResolvedValue,
};

use super::commands::STAGES;
use super::staff::StaffAction;
use crate::booking::Code;
use crate::chat::Message;
use crate::phrases::{Phrases, fill};

/// What a person said or wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Words for the house; the person's own, or those that a command or a button stands for.
    Words {
        /// The words.
        message: Message,
        /// Whether the person typed them: only then do they tell a year group.
        typed: bool,
    },
    /// A page of fixed words.
    Page(Page),
    /// A form to type in.
    Open(Form),
    /// A one-time code.
    Link(String),
    /// The answer to the question which school it is: the server's id.
    School(u64),
    /// A member of staff acts on a request.
    Staff(Code, StaffAction),
    /// Nothing that this door knows: an old button, a command of an older version.
    Unknown,
}

/// Pages of fixed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Privacy,
    Accessibility,
    MyData,
    ForgetMe,
    Report,
    Help,
}

/// Forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A question.
    Ask,
    /// The answer to what was asked.
    Answer,
}

/// Reads a command.
pub(super) fn read_command(data: &CommandData, phrases: &Phrases) -> Said {
    let options = data.options();
    let field = |name: &str| {
        options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        })
    };
    let says = &phrases.discord;
    match data.name.as_str() {
        "ask" => field("question").map_or(Said::Open(Form::Ask), typed),
        "routes" => stands_for(stage_asked(field("stage"), phrases)),
        "compare" => {
            let (first, second) = (field("first").unwrap_or_default(), field("second").unwrap_or_default());
            typed(&fill(&says.compare, &[("first", first), ("second", second)]))
        }
        "job" => field("name").map_or(Said::Unknown, typed),
        "money" => field("about").map_or_else(|| stands_for(&says.money), typed),
        "dates" => field("about").map_or_else(|| stands_for(&says.dates), typed),
        "book" => stands_for(&phrases.answer.interview),
        "appointments" => {
            field("code").map_or_else(|| stands_for(&says.appointments), |code| typed(&named(code, phrases)))
        }
        "link" => field("code").map_or(Said::Unknown, |code| Said::Link(code.to_owned())),
        "help-now" => stands_for(&phrases.doors.get_help_now),
        "report" => Said::Page(Page::Report),
        "privacy" => Said::Page(Page::Privacy),
        "my-data" => Said::Page(Page::MyData),
        "forget-me" => Said::Page(Page::ForgetMe),
        "help" => Said::Page(Page::Help),
        _ => Said::Unknown,
    }
}

/// Reads a button or a menu's choice.
pub(super) fn read_component(id: &str, kind: &ComponentInteractionDataKind, phrases: &Phrases) -> Said {
    let chosen = match kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    };
    if let Some((code, action)) = StaffAction::parse(id, chosen) {
        return Said::Staff(code, action);
    }
    match id.split_once(':') {
        Some(("pick", _)) => {
            chosen.map_or(Said::Unknown, |value| read_component(value, &ComponentInteractionDataKind::Button, phrases))
        }
        Some(("say", rest)) => stands_for(without_place(rest)),
        Some(("nth", number)) if number.parse::<u8>().is_ok() => stands_for(number),
        Some(("school", server)) => server.parse().map_or(Said::Unknown, Said::School),
        Some(("open", "ask")) => Said::Open(Form::Ask),
        Some(("open", "answer")) => Said::Open(Form::Answer),
        _ => match id {
            "help-now" => stands_for(&phrases.doors.get_help_now),
            "privacy" => Said::Page(Page::Privacy),
            "accessibility" => Said::Page(Page::Accessibility),
            _ => Said::Unknown,
        },
    }
}

/// Reads a form that was sent.
pub(super) fn read_form(rows: &[ActionRow]) -> Said {
    let fields = rows.iter().flat_map(|row| &row.components);
    let typed_in = fields.filter_map(|field| match field {
        ActionRowComponent::InputText(field) => field.value.clone(),
        _ => None,
    });
    typed(&typed_in.collect::<Vec<_>>().join("\n"))
}

/// Reads a message that names the bot or was sent to it directly: its words without the bot's name.
pub(super) fn read_text(text: &str, bot: u64) -> Message {
    let own = [format!("<@{bot}>"), format!("<@!{bot}>")];
    Message::new(own.iter().fold(text.to_owned(), |text, name| text.replace(name, " ")).trim())
}

/// Words that the person typed.
fn typed(text: &str) -> Said {
    Said::Words { message: Message::new(text), typed: true }
}

/// Words that a command or a button stands for.
fn stands_for(text: &str) -> Said {
    Said::Words { message: Message::new(text), typed: false }
}

/// `3:Tell me more` without its place.
fn without_place(id: &str) -> &str {
    match id.split_once(':') {
        Some((place, label)) if place.bytes().all(|byte| byte.is_ascii_digit()) => label,
        _ => id,
    }
}

fn stage_asked<'a>(stage: Option<&str>, phrases: &'a Phrases) -> &'a str {
    let at = STAGES.iter().position(|known| stage == Some(known)).unwrap_or(1);
    &phrases.discord.routes[at]
}

/// A code by itself, however it was typed; anything else stays as it is, so that nothing said is lost.
fn named(text: &str, phrases: &Phrases) -> String {
    match Code::parse(text) {
        Some(code) => fill(&phrases.discord.named_code, &[("code", &code.to_string())]),
        None => text.to_owned(),
    }
}
