//! The waiting list: whose need is greatest comes first, by reasons that staff set and can explain, and waiting itself
//! counts. A pupil is never shown a reason, a weight or a place.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Code, Entry, Settings, State};

/// Requests without a time: those on the list, those that staff have yet to look at, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingList {
    version: u64,
    entries: BTreeMap<Code, Entry>,
}

/// Something that moves a person up the waiting list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What it is kept under.
    pub key: String,
    /// What it is, in words for staff.
    pub says: String,
    /// How much it weighs.
    pub weight: u16,
}

/// One place in the order, with everything that put it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank<'a> {
    /// Whose.
    pub entry: &'a Entry,
    /// What each reason adds, in words for staff.
    pub because: Vec<(String, u32)>,
    /// All of it.
    pub weight: u32,
}

impl Reason {
    /// The reasons a school begins with; it sets its own.
    pub fn usual() -> Vec<Self> {
        [
            ("no-september-offer", "No offer for September", 8),
            ("year-11-from-easter", "Year 11 from Easter", 6),
            ("ehc-review-due", "EHC plan review due", 6),
            ("care-experienced", "Care experienced", 6),
            ("referred", "Referred by staff", 4),
            ("no-meeting-yet", "Has had no meeting yet", 2),
        ]
        .into_iter()
        .map(|(key, says, weight)| Self { key: key.into(), says: says.into(), weight })
        .collect()
    }
}

impl WaitingList {
    /// How often it has changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// All entries, by code.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The entry of a code.
    pub fn entry(&self, code: &Code) -> Option<&Entry> {
        self.entries.get(code)
    }

    /// Who waits: greatest need first, and a meeting that the team could not keep weighs most; of equal need, who waits longest.
    pub fn order(&self, settings: &Settings, now: DateTime<Utc>) -> Vec<Rank<'_>> {
        let mut ranks: Vec<Rank<'_>> = self
            .entries()
            .filter(|entry| entry.state == State::Waiting)
            .map(|entry| Rank::of(entry, settings, now))
            .collect();
        ranks.sort_by(|one, other| {
            let since = |rank: &Rank<'_>| (rank.entry.waiting_since, rank.entry.code.clone());
            other.weight.cmp(&one.weight).then_with(|| since(one).cmp(&since(other)))
        });
        ranks
    }

    pub(super) fn put(&mut self, entry: Entry) {
        self.entries.insert(entry.code.clone(), entry);
        self.version += 1;
    }

    pub(super) fn take(&mut self, code: &Code) -> Option<Entry> {
        let entry = self.entries.remove(code)?;
        self.version += 1;
        Some(entry)
    }
}

impl<'a> Rank<'a> {
    fn of(entry: &'a Entry, settings: &Settings, now: DateTime<Utc>) -> Self {
        let mut because: Vec<(String, u32)> = settings
            .reasons
            .iter()
            .filter(|reason| entry.reasons.contains(&reason.key))
            .map(|reason| (reason.says.clone(), reason.weight.into()))
            .collect();
        if entry.put_back && settings.weight_of_put_back > 0 {
            because.push(("The team could not keep their meeting".to_owned(), settings.weight_of_put_back.into()));
        }
        let weeks = entry.waiting_since.map_or(0, |since| (now - since).num_weeks().max(0));
        let weeks = u32::try_from(weeks).unwrap_or(u32::MAX);
        if weeks > 0 && settings.weight_of_a_week > 0 {
            let says = if weeks == 1 { "1 week of waiting".to_owned() } else { format!("{weeks} weeks of waiting") };
            because.push((says, weeks.saturating_mul(settings.weight_of_a_week.into())));
        }
        let weight = because.iter().fold(0, |sum: u32, (_, weight)| sum.saturating_add(*weight));
        Self { entry, because, weight }
    }

    /// The explanation in one line, for staff.
    pub fn explain(&self) -> String {
        if self.because.is_empty() {
            return "waiting for less than a week, no reason set".to_owned();
        }
        let listed: Vec<String> = self.because.iter().map(|(says, weight)| format!("{says} ({weight})")).collect();
        format!("{}: {}", self.weight, listed.join(", "))
    }
}
