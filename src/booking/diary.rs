use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AdviserId, Code, Entry, Span};

/// One adviser's diary, across all schools they serve: every request that has a time with them.
///
/// A store keeps it with its version and writes it only where the version is still the one that was read; so two copies of
/// the house cannot give the same time away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diary {
    adviser: AdviserId,
    version: u64,
    entries: BTreeMap<Code, Entry>,
}

impl Diary {
    /// An empty diary.
    pub fn new(adviser: AdviserId) -> Self {
        Self { adviser, version: 0, entries: BTreeMap::new() }
    }

    /// Whose it is.
    pub fn adviser(&self) -> &AdviserId {
        &self.adviser
    }

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

    /// The times of a day that are taken, but for one request's own.
    pub fn taken_on(&self, day: NaiveDate, but: Option<&Code>) -> Vec<Span> {
        self.entries()
            .filter(|entry| but != Some(&entry.code))
            .filter_map(Entry::blocked)
            .filter(|span| span.from.date() == day || span.to.date() == day)
            .collect()
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
