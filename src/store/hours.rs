//! Changing an adviser's hours: what was read is compared, the meetings that fall out are set free, and everybody is told, in one
//! transaction or not at all. Whoever books holds the same row, so nobody gets a time in between.

use chrono::NaiveDateTime;

use super::{Letters, Store, StoreError, TRIES, Writing, Written, advisers, diaries};
use crate::booking::{Action, ActionKey, Actor, Adviser, Book, Code, Diaries, Entry, Event, Outcome, Team, london};
use crate::chat::Person;
use crate::conversation::Effect;

/// A change of an adviser's hours.
#[derive(Debug, Clone, Copy)]
pub struct HoursChange<'a> {
    /// The adviser as they were read; none for a new one.
    pub before: Option<&'a Adviser>,
    /// The adviser as they are to be.
    pub after: &'a Adviser,
    /// The requests that are known to fall out, soonest first.
    pub known: &'a [Code],
    /// What makes a second tap the same one.
    pub key: &'a ActionKey,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoursOutcome {
    /// Kept; these are the changes of requests that were set free.
    Kept(Vec<Event>),
    /// Somebody changed the adviser since they were read: nothing is kept.
    Stale,
    /// These requests fall out, and they are not the ones that are known: nothing is kept.
    Outside(Vec<Entry>),
    /// A request could not be set free: nothing is kept.
    Refused(Outcome),
}

impl Store {
    /// Changes an adviser's hours and sets free what falls out of them. `book` brings the rules and the schools' years.
    ///
    /// # Errors
    /// If the database fails, or there is a letter and no secret to keep it closed with.
    pub async fn change_hours(
        &self,
        change: HoursChange<'_>,
        book: &Book,
        letters: &Letters<'_>,
        now: NaiveDateTime,
    ) -> Result<HoursOutcome, StoreError> {
        for _ in 0..TRIES {
            let (_first, transaction) = self.begin().await?;
            let held = diaries::hold(&transaction).await?;
            let advisers = advisers::kept(&transaction).await?;
            let kept = advisers.iter().find(|adviser| adviser.id == change.after.id);
            if !is_same(kept, change.before) {
                return Ok(HoursOutcome::Stale);
            }
            let team = Team { advisers, schools: book.team.schools.clone() };
            let outside = falls_out(&held, change.after, &team, now);
            if !outside.iter().map(|entry| &entry.code).eq(change.known) {
                return Ok(HoursOutcome::Outside(outside));
            }
            advisers::keep(&transaction, change.after, now).await?;
            let effects: Vec<Effect> = outside.iter().filter_map(|entry| set_free(entry, change.key, now)).collect();
            let (person, seal) = (Person::new("staff"), self.seal.as_ref());
            let mut writing =
                Writing { transaction: &transaction, person: &person, school: "", book, letters, seal, now };
            match writing.all(&effects).await? {
                Written::All(events) => {
                    transaction.commit().await?;
                    return Ok(HoursOutcome::Kept(events));
                }
                Written::Refused(outcome) => return Ok(HoursOutcome::Refused(outcome)),
                Written::Outrun => transaction.rollback().await?,
            }
        }
        Err(StoreError::Busy)
    }
}

/// What their calendar says is read by the house itself, and no part of what somebody changes.
fn is_same(kept: Option<&Adviser>, read: Option<&Adviser>) -> bool {
    let plain = |adviser: Option<&Adviser>| adviser.map(|adviser| Adviser { busy: Vec::new(), ..adviser.clone() });
    plain(kept) == plain(read)
}

fn falls_out(held: &Diaries, after: &Adviser, team: &Team, now: NaiveDateTime) -> Vec<Entry> {
    held.outside(after, team, london::instant(now)).into_iter().cloned().collect()
}

fn set_free(entry: &Entry, key: &ActionKey, now: NaiveDateTime) -> Option<Effect> {
    let what = entry.set_free()?;
    let key = ActionKey::from(format!("{key}/{}", entry.code));
    Some(Effect::Step(Action { key, code: entry.code.clone(), by: Actor::Staff, at: london::instant(now), what }))
}
