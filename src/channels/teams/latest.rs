//! Which card a person got last. A step that was answered since is over, however often its button is tapped.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::chat::Person;

/// How many people's last cards are remembered.
const MANY: usize = 50_000;

/// A card that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    /// Its number.
    pub(super) card: String,
    /// Whether it asks for one step of several.
    pub(super) step: bool,
}

/// The last card of everybody. The process remembers it, as it remembers what the conversation was about.
#[derive(Debug, Default)]
pub(super) struct Latest(Mutex<HashMap<Person, Sent>>);

impl Latest {
    pub(super) fn note(&self, person: &Person, sent: Sent) {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.len() >= MANY {
            latest.clear();
        }
        latest.insert(person.clone(), sent);
    }

    /// Whether this is the last card.
    pub(super) fn is_last(&self, person: &Person, card: &str) -> bool {
        let latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        latest.get(person).is_some_and(|sent| sent.card == card)
    }

    /// Whether a tap on this card comes too late: its step was answered, or another thing is asked for in steps by now.
    pub(super) fn is_over(&self, person: &Person, card: &str, step: bool) -> bool {
        let latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match latest.get(person) {
            Some(sent) => sent.card != card && (step || sent.step),
            None => step,
        }
    }
}

/// A fresh number for a card.
pub(super) fn fresh() -> String {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
