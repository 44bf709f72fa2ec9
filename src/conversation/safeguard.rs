//! A disclosure is met before anything else; a worry kindly and without an alert (D18). The words are fixed; only which of the two
//! wordings is drawn depends on whether a staff route accepted the alert.

use super::turn::{Alert, Effect, Turn};
use super::{Guide, Situation, State};
use crate::chat::{Block, Choice, Kind, Reply};
use crate::knowledge::{Sign, UrgentWords};

/// Meets a sign. What was under way waits: the draft stays, and nothing of it goes on until the person chooses.
pub(super) fn met(guide: &Guide, situation: &Situation<'_>, sign: &Sign, words: &str) -> Turn {
    let kind = if sign.alert { Kind::Safeguard } else { Kind::SmallTalk };
    let fixed = guide.library.urgent.words(&sign.reply);
    let asks = fixed.is_some_and(|fixed| fixed.question.is_some());
    let state = State { asked_if_safe: asks, offers: Vec::new(), ..situation.state.clone() };
    let mut turn = Turn::saying(drawn(kind, fixed, false), state);
    if sign.alert {
        turn.reply_if_told = Some(drawn(kind, fixed, true));
        turn.effects.push(Effect::Raise(Alert {
            kind: sign.kind.clone(),
            words: words.to_owned(),
            about_staff: sign.about_staff,
            about_head: sign.about_head,
            reference: situation.fresh_code.clone(),
            door: situation.door.to_owned(),
        }));
    }
    turn
}

/// The words behind the button that stands on every screen.
pub(super) fn help_now(guide: &Guide, situation: &Situation<'_>) -> Turn {
    let state = State { asked_if_safe: false, ..situation.state.clone() };
    Turn::saying(drawn(Kind::SmallTalk, guide.library.urgent.words("help-now"), false), state)
}

/// The answer to "Are you safe right now?", if this is one.
pub(super) fn followed(guide: &Guide, situation: &Situation<'_>, words: &[String]) -> Option<Turn> {
    let said = words.join(" ");
    let name = match said.as_str() {
        "yes" | "yeah" | "yep" | "yh" | "i am" | "yes i am" | "im safe" | "1" => "safe-yes",
        "no" | "nah" | "nope" | "im not" | "no im not" | "2" => "safe-no",
        "not sure" | "idk" | "i dont know" | "dont know" | "unsure" | "maybe" | "3" => "safe-not-sure",
        _ => return None,
    };
    let state = State { asked_if_safe: false, ..situation.state.clone() };
    Some(Turn::saying(drawn(Kind::SmallTalk, guide.library.urgent.words(name), false), state))
}

fn drawn(kind: Kind, fixed: Option<&UrgentWords>, told: bool) -> Reply {
    let mut blocks = Vec::new();
    if let Some(fixed) = fixed {
        let mut lines = if told && !fixed.told.is_empty() { fixed.told.clone() } else { fixed.not_told.clone() };
        lines.extend(fixed.question.clone());
        blocks.push(Block::Notice(lines));
        if !fixed.choices.is_empty() {
            blocks.push(Block::Choices(fixed.choices.iter().map(Choice::new).collect()));
        }
    }
    Reply { kind, blocks }
}
