//! How many messages one person, and one address, passed on to the school of late: nobody fills a mailbox from here. In memory, and told
//! kindly: whoever is over keeps what they have typed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{NaiveDateTime, TimeDelta};

use crate::chat::{Kind, Person, Reply};
use crate::conversation::{Effect, Guide, State, Turn};

/// Messages of one person within the window.
const BY_PERSON: usize = 3;

/// Messages from one address within the window: a school has one for many people.
const BY_ADDRESS: usize = 20;

/// The window.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// How many people and addresses are remembered; past that whoever is over the window goes.
const MOST: usize = 20_000;

/// When messages were passed on, by person and by address.
#[derive(Debug, Default)]
pub(super) struct PassedOn {
    times: Mutex<HashMap<String, Vec<NaiveDateTime>>>,
}

impl PassedOn {
    /// Whether a turn would pass on more than one person or address may.
    pub(super) fn is_too_much(&self, turn: &Turn, person: &Person, address: Option<&str>, now: NaiveDateTime) -> bool {
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let of_late =
            |key: &String| times.get(key).map_or(0, |all| all.iter().filter(|at| now - **at < WINDOW).count());
        passes_on(turn) && keys(person, address).iter().any(|(key, most)| of_late(key) >= *most)
    }

    /// Counts what a turn that was kept passed on.
    pub(super) fn count(&self, turn: &Turn, person: &Person, address: Option<&str>, now: NaiveDateTime) {
        if !passes_on(turn) {
            return;
        }
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        if times.len() >= MOST {
            times.retain(|_, all| all.iter().any(|at| now - *at < WINDOW));
        }
        for (key, _) in keys(person, address) {
            let all = times.entry(key).or_default();
            all.retain(|at| now - *at < WINDOW);
            all.push(now);
        }
    }
}

/// The same conversation with nothing passed on: what was typed stays, and the person reads why.
pub(super) fn not_now(guide: &Guide, state: &State) -> Turn {
    Turn::saying(Reply::of(Kind::SmallTalk, guide.phrases().enquiry.too_many.clone()), state.clone())
}

fn passes_on(turn: &Turn) -> bool {
    turn.effects.iter().any(|effect| matches!(effect, Effect::Log(_)))
}

fn keys(person: &Person, address: Option<&str>) -> Vec<(String, usize)> {
    let by_address = address.filter(|address| !address.is_empty()).map(|from| (format!("from {from}"), BY_ADDRESS));
    std::iter::once((format!("by {}", person.key()), BY_PERSON)).chain(by_address).collect()
}
