//! What the careers team sees on Discord of a request: its code, the year group, the time, where it stands, and the way to the desk. No
//! name, no contact, no words of the person's. Buttons act only for the roles that the settings name.

use async_trait::async_trait;
use serenity::builder::{CreateActionRow, CreateButton, CreateSelectMenuOption};
use serenity::http::Http;
use serenity::model::application::ButtonStyle;
use serenity::model::id::{ChannelId, MessageId};

use super::limits::{BUTTON, IN_MENU, LINE, length};
use super::render::{Sheet, draw_card};
use super::rows::menu;
use super::settings::Server;
use super::split::shorten;
use crate::booking::Code;
use crate::chat::Person;
use crate::phrases::{Phrases, fill};

/// A request as staff see it on Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffCard {
    /// The request's code.
    pub code: Code,
    /// The year group, in words.
    pub year: String,
    /// The time it asks for or has, in words.
    pub slot: String,
    /// Where it stands, in words.
    pub state: String,
    /// Whether anything is still to be done: only then there are buttons.
    pub open: bool,
    /// The request's page at the desk, as an https address; none where the desk has no public address.
    pub desk_link: Option<String>,
    /// Times that may be offered: what each is known by (short), and its words.
    pub times: Vec<(String, String)>,
}

/// What a member of staff does to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffAction {
    /// Takes it on.
    Take,
    /// Wants to see the times that could be offered.
    AskTimes,
    /// Offers the time known by this.
    Offer(String),
    /// Wants to decline it.
    AskReason,
    /// Declines it with the reason at this place of the list.
    Decline(usize),
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acted {
    /// It was done, or somebody else had done something before: the card as it stands now.
    Now(StaffCard),
    /// It cannot be done here; the desk can.
    AtTheDesk,
}

/// Whoever acts on requests for this door.
#[async_trait]
pub trait Requests: Send + Sync {
    /// Acts on a request of a school, for a member of staff known by a keyed hash. [`StaffAction::AskTimes`] and
    /// [`StaffAction::AskReason`] change nothing and bring the card with its times.
    async fn act(&self, school: &str, code: &Code, action: &StaffAction, by: &Person) -> Acted;
}

/// Sends everybody to the desk: for houses where requests cannot be acted on from Discord.
#[derive(Debug, Clone, Copy)]
pub struct DeskOnly;

#[async_trait]
impl Requests for DeskOnly {
    async fn act(&self, _: &str, _: &Code, _: &StaffAction, _: &Person) -> Acted {
        Acted::AtTheDesk
    }
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

    /// Reads the id of a button or menu, with what was chosen in a menu.
    pub fn parse(id: &str, chosen: Option<&str>) -> Option<(Code, Self)> {
        let (word, code) = id.strip_prefix("staff:")?.split_once(':')?;
        let action = match word {
            "take" => Self::Take,
            "times" => Self::AskTimes,
            "offer" => Self::Offer(chosen?.to_owned()),
            "reasons" => Self::AskReason,
            "decline" => Self::Decline(chosen?.parse().ok()?),
            _ => return None,
        };
        Some((Code::parse(code)?, action))
    }
}

/// Whether somebody with these roles may act on requests of this server.
pub fn may_act(roles: &[u64], server: &Server) -> bool {
    server.staff_roles.iter().any(|role| roles.contains(&role.get()))
}

/// Draws a request; `asking` is the action of which the menu is to be shown, so that one card serves all steps and everybody sees them.
pub fn draw(card: &StaffCard, asking: Option<&StaffAction>, phrases: &Phrases) -> Sheet {
    let says = &phrases.discord.staff;
    let title = fill(&says.title, &[("code", &card.code.to_string())]);
    let lines = [(says.year.as_str(), card.year.as_str()), (&says.slot, &card.slot), (&says.state, &card.state)];
    let mut rows = vec![buttons(card, phrases)];
    rows.extend(asking.filter(|_| card.open).and_then(|action| choices(card, action, phrases)));
    rows.retain(|row| !matches!(row, CreateActionRow::Buttons(buttons) if buttons.is_empty()));
    draw_card(&title, &lines, rows)
}

/// Posts a new request in a staff channel. Returns the message, by which it is kept up to date.
///
/// # Errors
/// If Discord refuses or cannot be reached.
pub async fn post(http: &Http, channel: ChannelId, card: &StaffCard, phrases: &Phrases) -> serenity::Result<MessageId> {
    Ok(channel.send_message(http, draw(card, None, phrases).message()).await?.id)
}

/// Draws a request anew in its place, after somebody acted on it elsewhere.
///
/// # Errors
/// If Discord refuses or cannot be reached.
pub async fn update(
    http: &Http,
    channel: ChannelId,
    message: MessageId,
    card: &StaffCard,
    phrases: &Phrases,
) -> serenity::Result<()> {
    channel.edit_message(http, message, draw(card, None, phrases).edit()).await?;
    Ok(())
}

fn buttons(card: &StaffCard, phrases: &Phrases) -> CreateActionRow {
    let says = &phrases.discord.staff;
    let button = |action: StaffAction, label: &str, style| {
        CreateButton::new(action.id(&card.code)).label(shorten(label, BUTTON)).style(style)
    };
    let mut all = Vec::new();
    if card.open {
        all.push(button(StaffAction::Take, &says.take, ButtonStyle::Primary));
        all.push(button(StaffAction::AskTimes, &says.times, ButtonStyle::Secondary));
        all.push(button(StaffAction::AskReason, &says.decline, ButtonStyle::Secondary));
    }
    let link = card.desk_link.as_ref().filter(|link| link.starts_with("https://") && length(link) <= 512);
    all.extend(link.map(|link| CreateButton::new_link(link).label(shorten(&says.desk, BUTTON))));
    CreateActionRow::Buttons(all)
}

/// The menu of times, or of reasons.
fn choices(card: &StaffCard, asking: &StaffAction, phrases: &Phrases) -> Option<CreateActionRow> {
    let says = &phrases.discord.staff;
    let (id, lines): (String, Vec<(String, &String)>) = match asking {
        StaffAction::AskTimes => {
            let times = card.times.iter().filter(|(known_by, _)| length(known_by) <= LINE);
            (StaffAction::Offer(String::new()).id(&card.code), times.map(|(by, words)| (by.clone(), words)).collect())
        }
        StaffAction::AskReason => {
            let reasons = says.reasons.iter().enumerate().map(|(at, reason)| (at.to_string(), reason));
            (StaffAction::Decline(0).id(&card.code), reasons.collect())
        }
        _ => return None,
    };
    let options: Vec<CreateSelectMenuOption> = lines
        .into_iter()
        .take(IN_MENU)
        .map(|(value, words)| CreateSelectMenuOption::new(shorten(words, LINE), value))
        .collect();
    let ask = if matches!(asking, StaffAction::AskTimes) { &says.choose_time } else { &says.choose_reason };
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
            (StaffAction::Decline(2), Some("2")),
        ];
        for (action, chosen) in all {
            assert_eq!(StaffAction::parse(&action.id(&code), chosen), Some((code.clone(), action)));
        }
        for broken in ["staff:take", "staff:take:??", "staff:steal:0000000000", "staff:offer:0000000000", "take"] {
            assert_eq!(StaffAction::parse(broken, None), None, "{broken}");
        }
    }
}
