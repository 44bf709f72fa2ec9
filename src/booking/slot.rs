use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{AdviserId, Place, SchoolId, Span};

/// A time with an adviser that somebody can have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// When it begins, London time. Never in an hour that London's clock leaves out or runs through twice.
    pub start: NaiveDateTime,
    /// How long it lasts.
    pub minutes: u16,
    /// With whom.
    pub adviser: AdviserId,
    /// Where.
    pub place: Place,
    /// The schools whose pupils may have it.
    pub schools: Vec<SchoolId>,
}

/// What names a slot in a button: with whom, and when it begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SlotKey {
    /// With whom.
    pub adviser: AdviserId,
    /// When it begins, London time.
    pub start: NaiveDateTime,
}

impl Slot {
    /// From when to when.
    pub fn span(&self) -> Span {
        Span::lasting(self.start, self.minutes)
    }

    /// The day.
    pub fn day(&self) -> NaiveDate {
        self.start.date()
    }

    /// When it begins, in our words: `Tuesday 24 November at 10:05am`.
    pub fn words(&self) -> String {
        format!("{} {}", super::day::day_words(self.day()), super::Part::At(self.start.time()).words())
    }

    /// What names it in a button.
    pub fn key(&self) -> SlotKey {
        SlotKey { adviser: self.adviser.clone(), start: self.start }
    }
}

const WRITTEN: &str = "%Y-%m-%dT%H:%M";

impl fmt::Display for SlotKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}@{}", self.start.format(WRITTEN), self.adviser)
    }
}

impl SlotKey {
    /// Reads what a button brought back.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, adviser) = text.split_once('@')?;
        let start = NaiveDateTime::parse_from_str(start, WRITTEN).ok()?;
        (!adviser.is_empty()).then(|| Self { adviser: adviser.into(), start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_as_it_went() {
        let key = SlotKey { adviser: "a.b".into(), start: "2026-11-24T10:05:00".parse().expect("a time") };
        assert_eq!(key.to_string(), "2026-11-24T10:05@a.b");
        assert_eq!(SlotKey::parse(&key.to_string()), Some(key));
        for rubbish in ["", "@", "2026-11-24T10:05@", "31-02@x", "😂@😂"] {
            assert_eq!(SlotKey::parse(rubbish), None, "{rubbish}");
        }
    }
}
