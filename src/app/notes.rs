//! What is noted of conversations: counts, and what is left of questions without an answer. Nobody waits for it: it stands in memory
//! until somebody writes it down, and a crash loses a few seconds of counts, never a promise.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{NaiveDate, NaiveDateTime};

use crate::chat::{Kind, Message};
use crate::conversation::{Guide, Turn};
use crate::store::{Noted, TopicCount};

/// How many different things are noted between two times of writing down; more are let go rather than grow without end.
const MOST: usize = 20_000;

/// Day, school, year group, topic.
type Topic = (NaiveDate, String, i32, String);

/// Notes waiting to be written down.
#[derive(Debug, Default)]
pub(super) struct Notes {
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    topics: HashMap<Topic, i32>,
    unanswered: Vec<(String, NaiveDateTime, i32, String)>,
}

impl Notes {
    /// Notes what a turn was about. A disclosure is no topic, and small talk is none either.
    pub(super) fn take(&self, guide: &Guide, turn: &Turn, message: &Message, school: &str, now: NaiveDateTime) {
        let year = turn.state.year.map_or(0, i32::from);
        let topic = match (turn.reply.kind, turn.shown.first()) {
            (Kind::Answer, Some(shown)) => shown.as_str(),
            _ if turn.gap => "none",
            _ => return,
        };
        let scrubbed = if turn.gap { guide.scrub(&message.text) } else { None };
        let mut waiting = self.lock();
        let key = (now.date(), school.to_owned(), year, topic.to_owned());
        if waiting.topics.len() < MOST || waiting.topics.contains_key(&key) {
            *waiting.topics.entry(key).or_default() += 1;
        }
        if let Some(words) = scrubbed.filter(|_| waiting.unanswered.len() < MOST) {
            waiting.unanswered.push((school.to_owned(), now, year, words));
        }
    }

    /// Everything noted since the last time, taken out.
    pub(super) fn drain(&self) -> Noted {
        let waiting = std::mem::take(&mut *self.lock());
        let topics = waiting.topics.into_iter().map(|((day, school, year, topic), count)| TopicCount {
            day,
            school,
            year,
            topic,
            count,
        });
        Noted { topics: topics.collect(), unanswered: waiting.unanswered }
    }

    /// A poisoned lock only means that a turn panicked; notes are whole all the same.
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
