//! Rows of buttons and menus: what may be chosen, and what stands on every screen.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

use super::limits::{BUTTON, IN_MENU, IN_ROW, LINE, ROWS, length};
use super::pieces::Piece;
use super::split::{plain, shorten};
use crate::phrases::Phrases;

/// Up to this many choices are buttons, more are a menu.
const MOST_BUTTONS: usize = 2 * IN_ROW;

/// What stands on every screen: ask, get help now, privacy, accessibility.
pub(super) fn every_screen(phrases: &Phrases) -> CreateActionRow {
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
pub(super) fn choice_rows(labels: &[String], phrases: &Phrases) -> Vec<CreateActionRow> {
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
pub(super) fn numbered(labels: &[String], phrases: &Phrases) -> Option<Piece> {
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
