//! All diaries of a team and its waiting list. A request with a time stands in that adviser's diary, one without on the
//! waiting list, and never in both: `put` is the only way in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Adviser, AdviserId, Code, Diary, Entry, PersonId, Slot, Team, WaitingList, london};

/// All diaries of a team and its waiting list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diaries {
    diaries: BTreeMap<AdviserId, Diary>,
    waiting: WaitingList,
}

/// What a store has to write where its version is still the one that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// An adviser's diary.
    Diary(AdviserId),
    /// The waiting list.
    WaitingList,
}

impl Diaries {
    /// Diaries as they were kept.
    pub fn new(diaries: impl IntoIterator<Item = Diary>, waiting: WaitingList) -> Self {
        let diaries = diaries.into_iter().map(|diary| (diary.adviser().clone(), diary)).collect();
        Self { diaries, waiting }
    }

    /// One adviser's diary; none where nothing was ever in it.
    pub fn diary(&self, adviser: &AdviserId) -> Option<&Diary> {
        self.diaries.get(adviser)
    }

    /// All diaries.
    pub fn diaries(&self) -> impl Iterator<Item = &Diary> {
        self.diaries.values()
    }

    /// The waiting list.
    pub fn waiting(&self) -> &WaitingList {
        &self.waiting
    }

    /// Every request, wherever it stands.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.diaries.values().flat_map(Diary::entries).chain(self.waiting.entries())
    }

    /// The request of a code.
    pub fn entry(&self, code: &Code) -> Option<&Entry> {
        self.diaries.values().find_map(|diary| diary.entry(code)).or_else(|| self.waiting.entry(code))
    }

    /// The request that a person has before them, if there is one.
    pub fn open_of(&self, person: &PersonId, now: DateTime<Utc>) -> Option<&Entry> {
        let now = london::on_the_wall(now);
        self.entries().find(|entry| entry.person == *person && entry.is_open(now))
    }

    /// Which parts differ from what was read, with the version that was read: all that a store writes, in one transaction.
    pub fn changed_since(&self, read: &Diaries) -> Vec<(Kept, u64)> {
        let diaries = self.diaries().filter_map(|diary| {
            let before = read.diary(diary.adviser()).map_or(0, Diary::version);
            (before != diary.version()).then(|| (Kept::Diary(diary.adviser().clone()), before))
        });
        let before = read.waiting.version();
        let waiting = (before != self.waiting.version()).then_some((Kept::WaitingList, before));
        diaries.chain(waiting).collect()
    }

    /// Meetings to come that an adviser's hours or calendar no longer allow: staff move them by hand.
    pub fn clashes(&self, team: &Team, now: DateTime<Utc>) -> Vec<&Entry> {
        let now = london::on_the_wall(now);
        self.entries().filter(|entry| entry.is_open(now) && entry.blocked().is_some() && clashes(entry, team)).collect()
    }

    /// Meetings to come that this adviser's hours allow as they are, and would no longer allow as they are to be, soonest first.
    pub fn outside(&self, to_be: &Adviser, team: &Team, now: DateTime<Utc>) -> Vec<&Entry> {
        let (Some(diary), Some(as_is)) = (self.diary(&to_be.id), team.adviser(&to_be.id)) else { return Vec::new() };
        let now = london::on_the_wall(now);
        let allowed = |adviser: &Adviser, slot: &Slot| team.opens(adviser, slot);
        let falls_out = |entry: &&Entry| {
            let slot = entry.slot.as_ref().filter(|_| entry.is_open(now) && entry.blocked().is_some());
            slot.is_some_and(|slot| allowed(as_is, slot) && !allowed(to_be, slot))
        };
        let mut found: Vec<&Entry> = diary.entries().filter(falls_out).collect();
        found.sort_by_key(|entry| entry.slot.as_ref().map(|slot| slot.start));
        found
    }

    /// Takes out what is over, or lies further back than a time: a store keeps it elsewhere, for reports, for as long as it may.
    pub fn take_over(&mut self, before: DateTime<Utc>) -> Vec<Entry> {
        let wall = london::on_the_wall(before);
        let old = |entry: &&Entry| entry.changed_at < before && !entry.is_open(wall);
        let codes: Vec<Code> = self.entries().filter(old).map(|entry| entry.code.clone()).collect();
        codes.iter().filter_map(|code| self.take(code)).collect()
    }

    /// Takes a request out, whatever its state: for whoever wants their data erased.
    pub fn forget(&mut self, code: &Code) -> Option<Entry> {
        self.take(code)
    }

    pub(super) fn put(&mut self, entry: Entry) {
        match entry.slot.as_ref().map(|slot| slot.adviser.clone()) {
            Some(adviser) => {
                let diary = self.diaries.entry(adviser.clone()).or_insert_with(|| Diary::new(adviser));
                diary.put(entry);
            }
            None => self.waiting.put(entry),
        }
    }

    pub(super) fn take(&mut self, code: &Code) -> Option<Entry> {
        self.diaries.values_mut().find_map(|diary| diary.take(code)).or_else(|| self.waiting.take(code))
    }
}

pub(super) fn clashes(entry: &Entry, team: &Team) -> bool {
    let Some(slot) = &entry.slot else {
        return false;
    };
    let Some(adviser) = team.adviser(&slot.adviser) else {
        return true;
    };
    !team.is_open_at(slot) || adviser.busy.iter().any(|busy| busy.meets(slot.span()))
}
