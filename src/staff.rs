//! What staff do with requests, from the desk or the command line: see them in order, offer, confirm, decline, refer, write down. The rules
//! and the schools' years are kept here, beside the store.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use thiserror::Error;

use crate::booking::{
    Action, ActionKey, Actor, Appointment, Arranger, Asked, AskedBy, Begin, Book, Calendar, Code, For, Outcome,
    PersonId, Record, Request, SchoolId, Settings, Slot, SlotKey, State, What, london,
};
use crate::chat::Person;
use crate::conversation::Effect;
use crate::school::Schools;
use crate::store::{Recorded, Store, StoreError};

/// The careers team's side of the house.
#[derive(Debug, Clone)]
pub struct Staff {
    store: Store,
    settings: Settings,
    calendars: BTreeMap<SchoolId, Calendar>,
}

/// A pupil whom staff refer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Their school.
    pub school: String,
    /// Name or nickname.
    pub name: String,
    /// Year group, in words.
    pub year: String,
    /// How to reach them.
    pub contact: String,
    /// What about.
    pub about: String,
    /// A time, confirmed at once; without, they wait for an offer.
    pub slot: Option<SlotKey>,
}

/// Why something was not done.
#[derive(Debug, Error)]
pub enum StaffError {
    /// The diaries do not allow it.
    #[error("{}", told(.0))]
    Refused(Outcome),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Staff {
    /// The careers team of these schools, by these rules.
    pub fn new(store: Store, schools: &Schools, settings: Settings) -> Self {
        let calendars =
            schools.iter().map(|school| (SchoolId::from(school.id.as_str()), Calendar::of(school))).collect();
        Self { store, settings, calendars }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A book with the rules and the schools' years in it.
    #[must_use]
    pub fn ruled(&self, mut book: Book) -> Book {
        book.settings = self.settings.clone();
        book.team.schools.clone_from(&self.calendars);
        book
    }

    /// The diaries as they are.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn book(&self) -> Result<Book, StoreError> {
        Ok(self.ruled(self.store.book().await?))
    }

    /// Every request with what was told and written: by time where there is one, behind those without.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn appointments(&self, book: &Book) -> Result<Vec<Appointment>, StoreError> {
        let mut all = self.store.appointments(book.diaries.entries().cloned().collect()).await?;
        all.sort_by_key(|own| {
            let start = own.entry.slot.as_ref().map(|slot| slot.start);
            (start.is_some(), start, own.entry.code.clone())
        });
        Ok(all)
    }

    /// The times that staff can give to somebody of a school, soonest first.
    pub fn slots(&self, book: &Book, school: &str, now: NaiveDateTime) -> Vec<Slot> {
        let school = SchoolId::from(school);
        book.slots(london::instant(now))
            .of_school(For { school: &school, arranged_by: Arranger::Staff, moving: None }, None)
    }

    /// Does something with a request. The key makes a second tap the same one.
    ///
    /// # Errors
    /// If the diaries do not allow it, with the reason; or if the store fails.
    pub async fn act(&self, code: &Code, what: What, key: ActionKey, now: NaiveDateTime) -> Result<State, StaffError> {
        let book = self.book().await?;
        let action = Action { key, code: code.clone(), by: Actor::Staff, at: london::instant(now), what };
        kept(self.store.step(&action, &book, now).await?)?;
        let book = self.store.book().await?;
        Ok(book.entry(code).map_or(State::Lapsed, |entry| entry.state))
    }

    /// Refers a pupil; the code is theirs.
    ///
    /// # Errors
    /// If the time cannot be had, or the store fails.
    pub async fn refer(
        &self,
        referral: &Referral,
        code: Code,
        key: ActionKey,
        now: NaiveDateTime,
    ) -> Result<(), StaffError> {
        let book = self.book().await?;
        let person = format!("referred:{code}");
        let asked = Asked {
            person: PersonId::from(person.as_str()),
            by: AskedBy::Staff,
            school: SchoolId::from(referral.school.as_str()),
            follows: None,
            first_adviser: None,
        };
        let state = if referral.slot.is_some() { State::Confirmed } else { State::Waiting };
        let what = What::Begin(Begin { asked, state, slot: referral.slot.clone() });
        let action = Action { key, code: code.clone(), by: Actor::Staff, at: london::instant(now), what };
        let request = Request {
            code,
            person,
            school: referral.school.clone(),
            name: referral.name.clone(),
            year: referral.year.clone(),
            contact: referral.contact.clone(),
            about: referral.about.clone(),
            preferred: String::new(),
            arranged: String::new(),
            for_child: false,
            door: "staff".to_owned(),
            made_at: now,
        };
        let effects = [Effect::Keep(request), Effect::Step(action)];
        kept(self.store.record(&effects, &Person::new("staff"), &referral.school, &book, now).await?)
    }

    /// Writes down what was agreed in a meeting that took place.
    ///
    /// # Errors
    /// If the meeting was not attended, or the store fails.
    pub async fn write_down(&self, record: &Record, key: ActionKey, now: NaiveDateTime) -> Result<(), StaffError> {
        let book = self.book().await?;
        let at = london::instant(now);
        let action = Action { key, code: record.code.clone(), by: Actor::Staff, at, what: What::Record };
        kept(self.store.keep_record(record, &action, &book, now).await?)
    }
}

fn kept(recorded: Recorded) -> Result<(), StaffError> {
    match recorded {
        Recorded::Kept(_) => Ok(()),
        Recorded::Refused(outcome) => Err(StaffError::Refused(outcome)),
    }
}

/// Why the diaries do not allow it, and what to do.
fn told(outcome: &Outcome) -> String {
    use crate::booking::Unfit;
    match outcome {
        Outcome::Unfit(Unfit::Past) => "that time is over; choose a later one".to_owned(),
        Outcome::Unfit(Unfit::UnderNotice) => "that time is too soon; choose a later one".to_owned(),
        Outcome::Unfit(Unfit::BeyondHorizon) => "that time is too far ahead; choose an earlier one".to_owned(),
        Outcome::Unfit(Unfit::OutsideHours) => {
            "no adviser is there then; `fingerpost slots list` shows what is free".to_owned()
        }
        Outcome::Unfit(Unfit::Taken) => "that time is taken; `fingerpost slots list` shows what is free".to_owned(),
        Outcome::Unfit(Unfit::DayFull) => {
            "the adviser has as many meetings that day as they can hold; choose another day".to_owned()
        }
        Outcome::NotAllowed(state) => format!("a request that is {} cannot become that", state.word()),
        Outcome::HasOpen(code) => format!("the person has another request open ({code})"),
        Outcome::CodeInUse => "that code is another request's; try again".to_owned(),
        Outcome::Unknown => "there is no request with that code; `fingerpost requests list` shows them".to_owned(),
        Outcome::TooEarly => "the meeting has not begun yet".to_owned(),
        Outcome::TooLate => "the meeting has begun, so it can be neither moved nor called off".to_owned(),
        Outcome::Done(state) | Outcome::DoneBefore(state) => format!("it is {} already", state.word()),
    }
}
