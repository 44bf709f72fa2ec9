//! What staff do with requests, from the desk or the command line: see them in order, offer, confirm, decline, refer, write down. The rules
//! and the schools' years are kept here, beside the store.

mod card;
mod hours;
mod people;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use thiserror::Error;
use tokio::sync::broadcast;

use crate::booking::{
    Action, ActionKey, Actor, AdviserId, Appointment, Arranger, Asked, AskedBy, Begin, Book, Calendar, Code, Entry,
    Event, For, Outcome, PersonId, Record, ReferredOn, Request, SchoolId, Settings, Slot, SlotKey, State, What, london,
};
use crate::chat::Person;
use crate::conversation::Effect;
use crate::letters::{self, Happened, Letter, Mailbox};
use crate::notify::Post;
use crate::school::Schools;
use crate::store::{Recorded, Store, StoreError};

pub use card::{Acted, Card, CardDeed, CardTap};
pub use hours::{NewHours, off_on};
pub use people::{EXEMPT, Export, Receipt, erase, export, would_erase};

/// The careers team's side of the house.
#[derive(Clone)]
pub struct Staff {
    store: Store,
    settings: Settings,
    letters: letters::Settings,
    schools: Schools,
    calendars: BTreeMap<SchoolId, Calendar>,
    post: Option<Arc<Post>>,
    /// The codes of requests in the moment something happened to them.
    changed: broadcast::Sender<Code>,
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
    /// A parent or somebody who says they are staff asked, and nobody has checked who they are.
    #[error("nobody has checked who they are that asked; do that first, then say `fingerpost appointments check {0}`")]
    NotChecked(Code),
    /// There is no such adviser.
    #[error("there is no adviser `{0}`; `fingerpost advisers list` shows them")]
    NoAdviser(AdviserId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Staff {
    /// The careers team of these schools, by these rules.
    pub fn new(store: Store, schools: &Schools, settings: Settings) -> Self {
        let calendars =
            schools.iter().map(|school| (SchoolId::from(school.id.as_str()), Calendar::of(school))).collect();
        let (changed, _) = broadcast::channel(256);
        let (schools, letters) = (schools.clone(), letters::Settings::default());
        Self { store, settings, letters, schools, calendars, post: None, changed }
    }

    /// The same with a post, so that people are told of what happens.
    #[must_use]
    pub fn with_post(mut self, post: Arc<Post>, letters: letters::Settings) -> Self {
        // The one store that can keep letters closed: nothing must fail because of its letters.
        (self.store, self.post, self.letters) = (post.store().clone(), Some(post), letters);
        self
    }

    /// The settings of letters.
    pub fn letters(&self) -> letters::Settings {
        self.letters
    }

    /// The post, where a way out of the house is open.
    pub fn post(&self) -> Option<&Arc<Post>> {
        self.post.as_ref()
    }

    /// The codes of requests in the moment something happens to them in this process: for doors that show them.
    pub fn listen(&self) -> broadcast::Receiver<Code> {
        self.changed.subscribe()
    }

    /// Keeps what was promised, with the letters about it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn record(
        &self,
        effects: &[Effect],
        person: &Person,
        school: &str,
        book: &Book,
        now: NaiveDateTime,
    ) -> Result<Recorded, StoreError> {
        let write = |happened: &Happened<'_>| self.letters_about(happened, effects);
        let recorded = self.store.record_and_tell(effects, person, school, book, &write, now).await?;
        if let Recorded::Kept(events) = &recorded {
            self.tell(events);
            // What is only noted of a request is no event, and colleagues see it all the same.
            let noted = effects.iter().filter_map(Effect::step).map(|action| &action.code);
            for code in noted.filter(|code| events.iter().all(|event| event.code != **code)) {
                self.changed.send(code.clone()).ok();
            }
        }
        Ok(recorded)
    }

    /// Says to whoever listens that something happened, and has the letters about it carried.
    fn tell(&self, events: &[Event]) {
        for event in events {
            // Nobody has to be listening.
            self.changed.send(event.code.clone()).ok();
        }
        if let Some(post) = self.post.as_ref().filter(|_| !events.is_empty()) {
            post.wake();
        }
    }

    fn letters_about(&self, happened: &Happened<'_>, effects: &[Effect]) -> Vec<Letter> {
        let id = happened.entry.school.as_str();
        let (Some(post), Some(school)) = (&self.post, self.schools.find(Some(id))) else { return Vec::new() };
        let routes = post.routes(id);
        let writer = post.writer(school, &routes);
        let mut letters = writer.about(happened, &self.letters);
        letters.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Write(record) if record.code == happened.entry.code => writer.agreed(happened, record),
            _ => None,
        }));
        letters
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
        let checks = matches!(what, What::Check);
        let action = Action { key, code: code.clone(), by: Actor::Staff, at: london::instant(now), what };
        let recorded = self.record(&[Effect::Step(action)], &Person::new("staff"), "", &book, now).await?;
        let unchecked = book.entry(code).is_some_and(Entry::needs_check);
        match recorded {
            Recorded::Refused(Outcome::NotAllowed(State::Requested)) if unchecked => {
                return Err(StaffError::NotChecked(code.clone()));
            }
            recorded => kept(recorded)?,
        }
        let book = self.store.book().await?;
        if let Some(entry) = book.entry(code).filter(|_| checks) {
            self.draw_cards_anew(entry).await?;
        }
        Ok(book.entry(code).map_or(State::Lapsed, |entry| entry.state))
    }

    /// Refers a request on to a colleague, and writes to them where they can be written to. True if a letter goes.
    ///
    /// # Errors
    /// If the request is over, or the store fails.
    pub async fn refer_on(
        &self,
        request: &Request,
        referred: ReferredOn,
        to: Option<&Mailbox>,
        key: ActionKey,
        now: NaiveDateTime,
    ) -> Result<bool, StaffError> {
        let book = self.book().await?;
        let letter = to.and_then(|to| self.letter_referring(request, &referred, to, &key));
        let goes = letter.is_some();
        let (code, at) = (request.code.clone(), london::instant(now));
        let action = Action { key, code, by: Actor::Staff, at, what: What::ReferOn(referred) };
        let effects: Vec<Effect> = std::iter::once(Effect::Step(action)).chain(letter.map(Effect::Send)).collect();
        kept(self.record(&effects, &Person::new("staff"), "", &book, now).await?)?;
        if let Some(post) = self.post.as_ref().filter(|_| goes) {
            post.wake();
        }
        Ok(goes)
    }

    fn letter_referring(
        &self,
        request: &Request,
        referred: &ReferredOn,
        to: &Mailbox,
        key: &ActionKey,
    ) -> Option<Letter> {
        let (post, school) = (self.post.as_ref()?, self.schools.find(Some(&request.school))?);
        let routes = post.routes(&request.school);
        post.writer(school, &routes).referred_on(to, request, referred, key.as_str())
    }

    /// That staff checked who asks moves nothing and so is no event; cards that show it are drawn anew all the same.
    async fn draw_cards_anew(&self, entry: &Entry) -> Result<(), StoreError> {
        let school = self.schools.find(Some(entry.school.as_str()));
        let (Some(post), Some(school)) = (&self.post, school) else { return Ok(()) };
        let routes = post.routes(&school.id);
        self.store.post(&post.writer(school, &routes).cards_of(entry)).await?;
        post.wake();
        Ok(())
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
            reminders: false,
            for_child: false,
            door: "staff".to_owned(),
            made_at: now,
        };
        let effects = [Effect::Keep(request), Effect::Step(action)];
        kept(self.record(&effects, &Person::new("staff"), &referral.school, &book, now).await?)
    }

    /// Writes down what was agreed in a meeting that took place.
    ///
    /// # Errors
    /// If the meeting was not attended, or the store fails.
    pub async fn write_down(&self, record: &Record, key: ActionKey, now: NaiveDateTime) -> Result<(), StaffError> {
        let book = self.book().await?;
        let at = london::instant(now);
        let action = Action { key, code: record.code.clone(), by: Actor::Staff, at, what: What::Record };
        let effects = [Effect::Step(action), Effect::Write(record.clone())];
        kept(self.record(&effects, &Person::new("staff"), "", &book, now).await?)
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
        Outcome::NotAllowed(state) => {
            let next: Vec<&str> =
                State::ALL.into_iter().filter(|to| state.may_become(*to, Actor::Staff)).map(State::word).collect();
            let next = if next.is_empty() { "nothing more".to_owned() } else { next.join(", ") };
            format!("a request that is {} cannot become that; staff can make it: {next}", state.word())
        }
        Outcome::HasOpen(code) => format!("the person has another request open ({code})"),
        Outcome::CodeInUse => "that code is another request's; try again".to_owned(),
        Outcome::Unknown => "there is no request with that code; `fingerpost requests list` shows them".to_owned(),
        Outcome::TooEarly => "the meeting has not begun yet".to_owned(),
        Outcome::TooLate => "the meeting has begun, so it can be neither moved nor called off".to_owned(),
        Outcome::Done(state) | Outcome::DoneBefore(state) => format!("it is {} already", state.word()),
    }
}
