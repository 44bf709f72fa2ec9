//! What time itself does to the diaries: holds and offers run out, and so does a time that staff did not look at.

use chrono::{DateTime, Utc};

use super::{Actor, Code, Diaries, Entry, Event, Settings, State, london};

impl Diaries {
    /// Lets go every hold and offer that has run out, and every request whose time went by before staff looked at it.
    pub fn let_go(&mut self, now: DateTime<Utc>, settings: &Settings) -> Vec<Event> {
        let due: Vec<Code> =
            self.entries().filter(|entry| has_run_out(entry, now)).map(|entry| entry.code.clone()).collect();
        due.iter().filter_map(|code| self.let_one_go(code, now, settings)).collect()
    }

    fn let_one_go(&mut self, code: &Code, now: DateTime<Utc>, settings: &Settings) -> Option<Event> {
        let before = self.take(code)?;
        let mut entry = before.clone();
        if entry.state == State::Offered {
            entry.offers_lapsed += 1;
        }
        let to = match entry.state {
            State::Requested if entry.needs_check() => State::Requested,
            State::Offered if entry.offers_lapsed >= settings.offers => State::Lapsed,
            State::Held if entry.waiting_since.is_none() => State::Lapsed,
            _ => State::Waiting,
        };
        if to != State::Lapsed {
            entry.slot = None;
        }
        entry.turn(to, now);
        let event = Event::of(Some(&before), &entry, Actor::House);
        self.put(entry);
        Some(event)
    }
}

fn has_run_out(entry: &Entry, now: DateTime<Utc>) -> bool {
    let unseen =
        entry.state == State::Requested && entry.slot.as_ref().is_some_and(|slot| london::instant(slot.start) <= now);
    unseen || entry.until.is_some_and(|until| until <= now)
}
