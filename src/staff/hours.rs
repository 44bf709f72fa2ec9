//! When advisers can be met: who falls out of new hours, and what becomes of them. The desk and the command line both come here.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveDateTime};

use super::{Staff, StaffError};
use crate::booking::{ActionKey, Adviser, AdviserId, Appointment, Code, london};
use crate::letters::Happened;
use crate::store::{HoursChange, HoursOutcome, StoreError};

/// What became of new hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewHours {
    /// Kept; so many requests were set free, and their people told.
    Kept(usize),
    /// Somebody changed the adviser since they were read: nothing is kept.
    Stale,
    /// These requests fall out, and nobody has said that they may: nothing is kept.
    Outside(Vec<Appointment>),
}

impl Staff {
    /// The requests that would fall out of an adviser's hours if they were so, soonest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn outside(&self, to_be: &Adviser, now: NaiveDateTime) -> Result<Vec<Appointment>, StaffError> {
        let book = self.book().await?;
        let outside = book.diaries.outside(to_be, &book.team, london::instant(now));
        Ok(self.store.appointments(outside.into_iter().cloned().collect()).await?)
    }

    /// Keeps an adviser's hours, new or changed. `before` is the adviser as they were read; `known` names the requests that fall out and
    /// may: these go back to the waiting list, first in line, and their people are told.
    ///
    /// # Errors
    /// If a request cannot be set free, or the store fails.
    pub async fn keep_hours(
        &self,
        before: Option<&Adviser>,
        after: &Adviser,
        known: &[Code],
        key: &ActionKey,
        now: NaiveDateTime,
    ) -> Result<NewHours, StaffError> {
        let book = self.ruled(self.store.book().await?);
        let write = |happened: &Happened<'_>| self.letters_about(happened, &[]);
        let change = HoursChange { before, after, known, key };
        match self.store.change_hours(change, &book, &write, now).await? {
            HoursOutcome::Kept(events) => {
                self.tell(&events);
                Ok(NewHours::Kept(events.len()))
            }
            HoursOutcome::Stale => Ok(NewHours::Stale),
            HoursOutcome::Outside(entries) => Ok(NewHours::Outside(self.store.appointments(entries).await?)),
            HoursOutcome::Refused(outcome) => Err(StaffError::Refused(outcome)),
        }
    }

    /// Takes an adviser off for days, both ends included: the codes of the requests that went back to the waiting list. Whoever had a
    /// meeting then is told, and stands first. A request that staff have yet to check keeps its time; `Diaries::clashes` names it.
    ///
    /// # Errors
    /// If there is no such adviser, somebody else changes their hours all the while, or the store fails.
    pub async fn take_off(
        &self,
        id: &AdviserId,
        days: RangeInclusive<NaiveDate>,
        now: NaiveDateTime,
    ) -> Result<Vec<Code>, StaffError> {
        let key = ActionKey::from(format!("off/{id}/{now}"));
        for _ in 0..TRIES {
            let kept = self.store.advisers().await?.into_iter().find(|kept| kept.adviser.id == *id);
            let before = kept.ok_or_else(|| StaffError::NoAdviser(id.clone()))?.adviser;
            let after = off_on(&before, &days);
            let outside = self.outside(&after, now).await?;
            let known: Vec<Code> = outside.iter().map(|own| own.entry.code.clone()).collect();
            if let NewHours::Kept(_) = self.keep_hours(Some(&before), &after, &known, &key, now).await? {
                let freed = outside.into_iter().filter(|own| own.entry.set_free().is_some());
                return Ok(freed.map(|own| own.entry.code).collect());
            }
        }
        Err(StaffError::Store(StoreError::Busy))
    }
}

/// An adviser as they would be with these days off.
pub fn off_on(adviser: &Adviser, days: &RangeInclusive<NaiveDate>) -> Adviser {
    let mut off = adviser.clone();
    if !off.hours.days_off.contains(days) {
        off.hours.days_off.push(days.clone());
    }
    off
}

/// How often days off are tried anew, where somebody books or changes the hours in between.
const TRIES: usize = 5;
