//! What the careers team sees on Discord of a request, and its buttons. They act only for the roles that the settings name.

use serenity::builder::{CreateActionRow, CreateButton, CreateSelectMenuOption};
use serenity::model::application::ButtonStyle;

use super::limits::{BUTTON, IN_MENU, LINE, length};
use super::render::{Sheet, draw_card};
use super::rows::menu;
use super::settings::Server;
use super::split::shorten;
use crate::booking::Code;
use crate::phrases::{Phrases, fill};
use crate::staff::{Card, CardDeed};

/// The longest address that a button takes.
const ADDRESS: usize = 512;

/// What a member of staff does to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// Takes it on: its time is confirmed, or it goes on the waiting list.
    Take,
    /// Wants to see the times that could be offered.
    AskTimes,
    /// Offers the time known by this.
    Offer(String),
    /// Wants to decline it.
    AskReason,
    /// Declines it for the reason of this key.
    Decline(String),
}

impl StaffAction {
    /// The id of the button or menu for this action on a request.
    pub fn id(&self, code: &Code) -> String {
        let word = match self {
            Self::Take => "take",
            Self::AskTimes => "times",
            Self::Offer(_) => "offer",
            Self::AskReason => "reasons",
            Self::Decline(_) => "decline",
        };
        format!("staff:{word}:{}", code.signs())
    }

    /// What it does to the request; none for what only shows a menu.
    pub(super) fn deed(&self) -> Option<CardDeed> {
        match self {
            Self::Take => Some(CardDeed::Take),
            Self::Offer(slot) => Some(CardDeed::Offer(slot.clone())),
            Self::Decline(reason) => Some(CardDeed::Decline(reason.clone())),
            Self::AskTimes | Self::AskReason => None,
        }
    }

    /// Reads the id of a button or menu, with what was chosen in a menu.
    pub fn parse(id: &str, chosen: Option<&str>) -> Option<(Code, Self)> {
        let (word, code) = id.strip_prefix("staff:")?.split_once(':')?;
        let action = match word {
            "take" => Self::Take,
            "times" => Self::AskTimes,
            "offer" => Self::Offer(chosen?.to_owned()),
            "reasons" => Self::AskReason,
            "decline" => Self::Decline(chosen?.to_owned()),
            _ => return None,
        };
        Some((Code::parse(code)?, action))
    }
}

/// Whether somebody with these roles may act on requests of this server.
pub(super) fn may_act(roles: &[u64], server: &Server) -> bool {
    server.staff_roles.iter().any(|role| roles.contains(&role.get()))
}

/// Draws a request; `asking` is the action of which the menu is to be shown, so that one card serves all steps and everybody sees them.
/// `desk` is the address of the desk.
pub fn draw(card: &Card, asking: Option<&StaffAction>, desk: &str, phrases: &Phrases) -> Sheet {
    let title = fill(&phrases.staff_card.title, &[("code", &card.code.to_string())]);
    let mut rows = vec![buttons(card, desk, phrases)];
    rows.extend(asking.and_then(|action| choices(card, action, phrases)));
    rows.retain(|row| !matches!(row, CreateActionRow::Buttons(buttons) if buttons.is_empty()));
    draw_card(&title, &card.lines(&phrases.staff_card), rows)
}

fn buttons(card: &Card, desk: &str, phrases: &Phrases) -> CreateActionRow {
    let says = &phrases.staff_card;
    let button = |action: StaffAction, label: &str, style| {
        CreateButton::new(action.id(&card.code)).label(shorten(label, BUTTON)).style(style)
    };
    let offered = card.may_be_offered() && !card.times.is_empty();
    let link = card.at_the_desk(desk).filter(|link| length(link) <= ADDRESS);
    let all = [
        card.accepted().map(|_| button(StaffAction::Take, &says.take, ButtonStyle::Primary)),
        offered.then(|| button(StaffAction::AskTimes, &says.times, ButtonStyle::Secondary)),
        card.may_be_declined().then(|| button(StaffAction::AskReason, &says.decline, ButtonStyle::Secondary)),
        link.map(|link| CreateButton::new_link(link).label(shorten(&phrases.staff_card.desk, BUTTON))),
    ];
    CreateActionRow::Buttons(all.into_iter().flatten().collect())
}

/// The menu of times, or of reasons.
fn choices(card: &Card, asking: &StaffAction, phrases: &Phrases) -> Option<CreateActionRow> {
    let says = &phrases.staff_card;
    let (id, lines, ask): (String, Vec<(String, &String)>, &str) = match asking {
        StaffAction::AskTimes if card.may_be_offered() => {
            let times = card.times.iter().filter(|(known_by, _)| length(known_by) <= LINE);
            let lines = times.map(|(by, words)| (by.clone(), words)).collect();
            (StaffAction::Offer(String::new()).id(&card.code), lines, &says.choose_time)
        }
        StaffAction::AskReason if card.may_be_declined() => {
            let reasons = phrases.letters.decline_reasons.iter().filter(|reason| length(&reason.key) <= LINE);
            let lines = reasons.map(|reason| (reason.key.clone(), &reason.staff)).collect();
            (StaffAction::Decline(String::new()).id(&card.code), lines, &says.choose_reason)
        }
        _ => return None,
    };
    let line = |(value, words): (String, &String)| CreateSelectMenuOption::new(shorten(words, LINE), value);
    let options: Vec<CreateSelectMenuOption> = lines.into_iter().take(IN_MENU).map(line).collect();
    (!options.is_empty()).then(|| menu(&id, options, ask))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_brings_back_its_action_and_its_request() {
        let code = Code::from_bits(42);
        let all = [
            (StaffAction::Take, None),
            (StaffAction::AskTimes, None),
            (StaffAction::Offer("t3".into()), Some("t3")),
            (StaffAction::AskReason, None),
            (StaffAction::Decline("no-time".into()), Some("no-time")),
        ];
        for (action, chosen) in all {
            assert_eq!(StaffAction::parse(&action.id(&code), chosen), Some((code.clone(), action)));
        }
        for broken in ["staff:take", "staff:take:??", "staff:steal:0000000000", "staff:offer:0000000000", "take"] {
            assert_eq!(StaffAction::parse(broken, None), None, "{broken}");
        }
    }
}
