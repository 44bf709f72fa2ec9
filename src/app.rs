//! The one corridor where the rooms meet: a message is recalled, decided, recorded, and only then answered.

mod notes;
mod passed_on;
mod which;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::NaiveDateTime;
use thiserror::Error;
use tokio::sync::RwLock;

use crate::answer::rotation_key;
use crate::booking::{self, ActionKey, Book, Code};
use crate::chat::{Message, Person, Reply};
use crate::conversation::{Effect, Guide, Situation, State, Turn, written};
use crate::enquiry::Question;
use crate::letters::{self, Concerns, Route, Told, Whereabouts, Writer, reads_alerts};
use crate::notify::Post;
use crate::school::{School, Schools};
use crate::staff::Staff;
use crate::store::{Recorded, Store, StoreError};

/// How long a conversation is remembered after its last message.
const REMEMBERED: Duration = Duration::from_secs(30 * 60);

/// How many conversations are remembered; past that the ones longest silent go first.
const MOST_REMEMBERED: usize = 50_000;

/// The book of a message that has nothing to do with booking.
static NO_BOOK: LazyLock<Book> = LazyLock::new(Book::default);

/// How many people can be talked to at the same time, at the least that chance allows.
const TURNSTILES: usize = 256;

/// How often a turn is decided anew where somebody was faster.
const TRIES: usize = 4;

/// How many codes may be wrong within a minute before the next is answered slowly.
const GUESSES: u32 = 20;

/// How long whoever goes on guessing waits.
const GUESSING_WAITS: Duration = Duration::from_secs(1);

/// Wrong codes of the minute that began then.
#[derive(Debug, Default)]
struct Guesses {
    since: Option<Instant>,
    wrong: u32,
}

impl Guesses {
    /// Counts a code; returns how many were wrong within the minute.
    fn count(&mut self, right: bool) -> u32 {
        if self.since.is_none_or(|since| since.elapsed() > Duration::from_secs(60)) {
            *self = Self { since: Some(Instant::now()), wrong: 0 };
        }
        self.wrong += u32::from(!right);
        self.wrong
    }
}

/// Tells the time in London.
pub type Clock = Arc<dyn Fn() -> NaiveDateTime + Send + Sync>;

/// The house, open.
pub struct App {
    guide: ArcSwap<Guide>,
    schools: Schools,
    staff: Staff,
    clock: Clock,
    /// One person's messages are handled in order; others do not wait, but for the few who share a turnstile.
    turnstiles: [tokio::sync::Mutex<()>; TURNSTILES],
    /// Turns about requests go on beside each other; whoever was outrun decides anew alone, so that nobody in this process outruns them
    /// again, however many want the same time.
    outrun: RwLock<()>,
    /// By person and school: what was begun at one school is not gone on with at another.
    remembered: Mutex<HashMap<Conversation, Remembered>>,
    /// Codes that nobody has, within the last minute.
    guesses: Mutex<Guesses>,
    /// How often each passage was called helpful, and how often not.
    helpful: Mutex<BTreeMap<String, [u64; 2]>>,
    notes: notes::Notes,
    passed_on: passed_on::PassedOn,
    /// Which school people named where no door knows it.
    named: which::Named,
}

/// A person at a school.
type Conversation = (Person, String);

struct Remembered {
    state: State,
    last: Instant,
}

/// Where a message comes from.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who, as a hash.
    pub person: Person,
    /// The conversation by which routes rotate; none uses the one fixed order.
    pub conversation: Option<String>,
    /// The school, where the door knows it.
    pub school: Option<String>,
    /// The door.
    pub door: &'static str,
}

/// Why a message could not be answered.
#[derive(Debug, Error)]
pub enum AppError {
    /// The school is not one of ours.
    #[error("there is no school `{0}` here")]
    UnknownSchool(String),
    /// The store failed; what the turn promised was not kept and so is not said.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Opens the house. A guide is one snapshot and may be shared with other houses.
    pub fn new(guide: impl Into<Arc<Guide>>, schools: Schools, store: Store, clock: Clock) -> Self {
        let staff = Staff::new(store, &schools, booking::Settings::default());
        Self {
            guide: ArcSwap::new(guide.into()),
            schools,
            staff,
            clock,
            turnstiles: std::array::from_fn(|_| tokio::sync::Mutex::default()),
            outrun: RwLock::default(),
            remembered: Mutex::default(),
            guesses: Mutex::default(),
            helpful: Mutex::default(),
            notes: notes::Notes::default(),
            passed_on: passed_on::PassedOn::default(),
            named: which::Named::default(),
        }
    }

    /// The house with its own rules of booking.
    #[must_use]
    pub fn with_booking(mut self, settings: booking::Settings) -> Self {
        self.staff = Staff::new(self.staff.store().clone(), &self.schools, settings);
        self
    }

    /// What staff do with requests.
    pub fn staff(&self) -> &Staff {
        &self.staff
    }

    /// The house with a post, so that people are told of what is kept.
    #[must_use]
    pub fn with_post(mut self, post: Arc<Post>, letters: letters::Settings) -> Self {
        self.staff = self.staff.with_post(post, letters);
        self
    }

    /// The post, where a way out of the house is open.
    pub fn post(&self) -> Option<&Arc<Post>> {
        self.staff.post()
    }

    /// The guide in force.
    pub fn guide(&self) -> Arc<Guide> {
        self.guide.load_full()
    }

    /// Puts new knowledge in force, at once and whole.
    pub fn swap_guide(&self, guide: Guide) {
        self.guide.store(Arc::new(guide));
    }

    /// The school of this id; where none is named the default, or else the first.
    ///
    /// # Errors
    /// If there is none of that id.
    pub fn school(&self, id: Option<&str>) -> Result<&School, AppError> {
        self.schools.find(id).ok_or_else(|| AppError::UnknownSchool(id.unwrap_or_default().to_owned()))
    }

    /// All schools.
    pub fn schools(&self) -> impl Iterator<Item = &School> {
        self.schools.iter()
    }

    /// The school, where there is only one.
    pub fn only_school(&self) -> Option<&School> {
        let mut all = self.schools.iter();
        all.next().filter(|_| all.next().is_none())
    }

    /// The school that is meant where none is named: the default of the settings, or the only one. None where it has to be asked.
    pub fn unnamed_school(&self) -> Option<&School> {
        self.schools.unnamed()
    }

    /// The name over pages that belong to no one school: of the only school, or of the trust.
    pub fn house(&self) -> School {
        match self.only_school() {
            Some(school) => school.clone(),
            None => {
                let trust = self.schools.iter().find_map(|school| school.trust.clone()).unwrap_or_default();
                let mut house = School::default();
                (house.name, house.demo) = (trust, self.schools.iter().all(|school| school.demo));
                house
            }
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.staff.store()
    }

    /// Now, in London.
    pub fn now(&self) -> NaiveDateTime {
        (self.clock)()
    }

    /// One message through the house. What the reply promises has been kept when this returns.
    ///
    /// # Errors
    /// If the school is unknown or the store fails; then nothing was promised.
    pub async fn receive(&self, caller: &Caller, message: &Message) -> Result<Turn, AppError> {
        self.take(caller, message, true, None).await
    }

    /// The same from an address that limits are counted by.
    ///
    /// # Errors
    /// If the school is unknown or the store fails; then nothing was promised.
    pub async fn receive_at(&self, caller: &Caller, message: &Message, address: &str) -> Result<Turn, AppError> {
        self.take(caller, message, true, Some(address)).await
    }

    /// The same for an account that does not prove who somebody is: what was asked for before is neither shown nor changed without its
    /// code.
    ///
    /// # Errors
    /// If the school is unknown or the store fails; then nothing was promised.
    pub async fn receive_unlinked(&self, caller: &Caller, message: &Message) -> Result<Turn, AppError> {
        self.take(caller, message, false, None).await
    }

    async fn take(
        &self,
        caller: &Caller,
        message: &Message,
        linked: bool,
        address: Option<&str>,
    ) -> Result<Turn, AppError> {
        let school = self.school(caller.school.as_deref())?;
        let _in_order = self.turnstile(&caller.person).lock().await;
        let conversation = (caller.person.clone(), school.id.clone());
        let state = self.remember(&conversation);
        for attempt in 0..TRIES {
            let turn = self.turn(caller, school, &state, message, (linked, address), attempt > 0).await?;
            if let Some(turn) = turn {
                self.keep(conversation, turn.state.clone());
                return Ok(turn);
            }
        }
        Err(StoreError::Busy.into())
    }

    /// One reading, one decision, one writing. None where somebody was faster between reading and writing: nothing was kept, and it is
    /// decided anew.
    async fn turn(
        &self,
        caller: &Caller,
        school: &School,
        state: &State,
        message: &Message,
        (linked, address): (bool, Option<&str>),
        alone: bool,
    ) -> Result<Option<Turn>, AppError> {
        let now = self.now();
        let code = Code::find_in(&message.text);
        let reads = code.is_some() || self.guide().reads_requests(state, message);
        let by_itself = if reads && alone { Some(self.outrun.write().await) } else { None };
        let mut beside = if reads && !alone { Some(self.outrun.read().await) } else { None };
        let (book, own, named) = if reads {
            let recalled = self.store().recall(&caller.person, &school.id, code.as_ref(), now).await?;
            let mut own = recalled.own;
            let settled = state.settled.as_ref().filter(|_| self.guide().is_about_settled(state, message));
            let here = |code: &Code| state.has_begun(code) || settled == Some(code);
            own.retain(|own| linked || here(&own.entry.code));
            (Cow::Owned(self.staff.ruled(recalled.book)), own, recalled.named)
        } else {
            (Cow::Borrowed(&*NO_BOOK), Vec::new(), None)
        };
        let mut named_enquiry = None;
        if let Some(code) = &code {
            named_enquiry = self.store().enquiry(code).await?.filter(|enquiry| enquiry.school == school.id);
        }
        if code.is_some() && !alone {
            let known = named.is_some() || named_enquiry.is_some();
            // Nobody waits for a guess.
            beside = beside.filter(|_| known);
            self.slow_guessing(known).await;
        }
        let situation = Situation {
            now,
            person: &caller.person,
            school,
            door: caller.door,
            state: state.clone(),
            book: &book,
            own,
            named,
            named_enquiry,
            linked,
            fresh_code: fresh_code(),
            fresh_key: fresh_key(),
            rotation: caller.conversation.as_ref().map_or(0, |conversation| rotation_key(conversation, now.date())),
        };
        let guide = self.guide();
        let mut turn = guide.turn(&situation, message);
        if self.passed_on.is_too_much(&turn, &caller.person, address, now) {
            turn = passed_on::not_now(&guide, state);
        }
        let listening = self.post().map(|post| post.listen());
        self.write_letters(&mut turn, school, &situation).await;
        let recorded = self.staff.record(&turn.effects, &caller.person, &school.id, &book, now).await?;
        drop((beside, by_itself));
        if let Recorded::Refused(_) = recorded {
            return Ok(None);
        }
        self.passed_on.count(&turn, &caller.person, address, now);
        self.notes.take(&guide, &turn, message, &school.id, now);
        if turn.effects.iter().any(|effect| matches!(effect, Effect::Raise(_))) {
            tracing::warn!(school = school.id, door = caller.door, "an alert was raised and waits to be seen");
        }
        if let (Some(post), Some(listening)) = (self.post(), listening) {
            self.tell(post, listening, &mut turn, school, now).await;
        }
        Ok(Some(turn))
    }

    fn turnstile(&self, person: &Person) -> &tokio::sync::Mutex<()> {
        let mut hash = rustc_hash::FxHasher::default();
        person.hash(&mut hash);
        &self.turnstiles[(hash.finish() % TURNSTILES as u64) as usize]
    }

    /// Adds the letters that go with the alerts and messages of a turn, so that they are kept with them or not at all.
    async fn write_letters(&self, turn: &mut Turn, school: &School, situation: &Situation<'_>) {
        let raises = turn.effects.iter().any(|effect| matches!(effect, Effect::Raise(_)));
        let logs = turn.effects.iter().any(|effect| matches!(effect, Effect::Log(_)));
        let Some(post) = self.post().filter(|_| raises || logs) else { return };
        let known = if raises { self.whereabouts(situation, &turn.state).await } else { None };
        let routes = post.routes(&school.id);
        let letters = written(&turn.effects, &post.writer(school, &routes), situation.now, known.as_ref());
        turn.effects.extend(letters.into_iter().map(Effect::Send));
    }

    /// What the person told of themselves in asking for an interview, so that whoever reads an alert can find them (D10).
    async fn whereabouts(&self, situation: &Situation<'_>, state: &State) -> Option<Whereabouts> {
        // An alert goes out whether or not the store can say who it is about.
        let recalled = self.store().recall(situation.person, &situation.school.id, None, situation.now).await;
        let own = recalled.ok().and_then(|recalled| recalled.own.into_iter().find_map(|own| own.request));
        if let Some(own) = own {
            return Some(Whereabouts { name: own.name, year: own.year, contact: own.contact });
        }
        if let Some(draft) = &state.enquiry {
            let told = |question| draft.told.get(&question).cloned();
            let contact = told(Question::Contact).unwrap_or_default();
            return Some(Whereabouts { name: told(Question::Name)?, year: String::new(), contact });
        }
        let draft = state.draft.as_ref()?;
        let (name, said) = (draft.name.clone()?, |answer: &Option<String>| answer.clone().unwrap_or_default());
        Some(Whereabouts { name, year: said(&draft.year), contact: said(&draft.contact) })
    }

    /// Has the letters of a turn carried. "I have told …" is drawn only if everybody it names has the alert within two seconds, and
    /// somebody is there to read it (D12, D13).
    async fn tell(
        &self,
        post: &Post,
        listening: tokio::sync::broadcast::Receiver<String>,
        turn: &mut Turn,
        school: &School,
        now: NaiveDateTime,
    ) {
        let raised = turn.effects.iter().find_map(|effect| match effect {
            Effect::Raise(alert) => {
                Some((alert.reference.to_string(), Concerns::of(alert.about_staff, alert.about_head)))
            }
            _ => None,
        });
        let written = turn.effects.iter().any(|effect| matches!(effect, Effect::Send(_)));
        if let Some((reference, concerns)) = raised.filter(|_| written) {
            let told = post.tell(&reference, concerns, listening).await;
            if told == Told::All && reads_alerts(school, now) {
                turn.reply = turn.reply_if_told.take().unwrap_or_else(|| turn.reply.clone());
            }
        }
        if written {
            post.wake();
        }
    }

    /// Counts that somebody called what stands under this id helpful, or not; an id that is not ours is not counted. Who it was is
    /// not asked. The counts live as long as this process.
    pub fn helpful(&self, passage: &str, helpful: bool) {
        if self.guide().quote(&self.house(), self.now().date(), 0, passage).is_some() {
            let mut counts = self.helpful.lock().unwrap_or_else(PoisonError::into_inner);
            counts.entry(passage.to_owned()).or_default()[usize::from(!helpful)] += 1;
        }
    }

    /// By passage: how often it was called helpful, and how often not.
    pub fn helpful_counts(&self) -> BTreeMap<String, [u64; 2]> {
        self.helpful.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Writes down what was noted of conversations since the last time.
    ///
    /// # Errors
    /// If the store fails; then these notes are lost.
    pub async fn write_notes(&self) -> Result<(), StoreError> {
        let opinions = std::mem::take(&mut *self.helpful.lock().unwrap_or_else(PoisonError::into_inner));
        let (house, day) = (self.only_school().map_or("", |school| &school.id), self.now().date());
        for (passage, [yes, no]) in opinions {
            for helpful in std::iter::repeat_n(true, yes as usize).chain(std::iter::repeat_n(false, no as usize)) {
                self.store().count_opinion(&passage, house, day, helpful).await?;
            }
        }
        self.store().write_noted(self.notes.drain()).await
    }

    /// The calendar file of the appointment with this code, where it has a time.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn calendar_file(&self, code: &Code) -> Result<Option<String>, StoreError> {
        let book = self.staff.book().await?;
        let entry = book.entry(code);
        self.slow_guessing(entry.is_some()).await;
        let file = entry.and_then(|entry| {
            let school = self.school(Some(entry.school.as_str())).ok()?;
            let adviser = entry.slot.as_ref().and_then(|slot| book.adviser_name(&slot.adviser)).unwrap_or_default();
            let (guide, now) = (self.guide(), booking::london::instant(self.now()));
            let writer = Writer { phrases: &guide.phrases().letters, school, now, routes: &[Route::Mail] };
            writer.calendar_file(entry, adviser)
        });
        Ok(file)
    }

    /// Whoever tries codes waits, once more than a few were wrong within a minute. A code has 50 bits drawn at random, so this is for peace
    /// rather than for need.
    async fn slow_guessing(&self, right: bool) {
        let wrong = self.guesses.lock().unwrap_or_else(PoisonError::into_inner).count(right);
        if wrong > GUESSES {
            tokio::time::sleep(GUESSING_WAITS).await;
        }
    }

    /// Forgets what a conversation was about.
    pub fn forget(&self, caller: &Caller) {
        self.named.forget(&caller.person);
        if let Ok(school) = self.school(caller.school.as_deref()) {
            self.lock().remove(&(caller.person.clone(), school.id.clone()));
        }
    }

    /// The apology for a failure on our side, with a reference that stands in the log.
    pub fn apology(&self, reference: &str) -> Reply {
        let guide = self.guide();
        let text = crate::phrases::fill(&guide.phrases().nothing.switched_off, &[("reference", reference)]);
        Reply::of(crate::chat::Kind::Abstain, text)
    }

    fn remember(&self, conversation: &Conversation) -> State {
        let remembered = self.lock();
        remembered
            .get(conversation)
            .filter(|remembered| remembered.last.elapsed() < REMEMBERED)
            .map(|remembered| remembered.state.clone())
            .unwrap_or_default()
    }

    fn keep(&self, conversation: Conversation, state: State) {
        let mut remembered = self.lock();
        if remembered.len() >= MOST_REMEMBERED && !remembered.contains_key(&conversation) {
            forget_silent(&mut remembered);
        }
        remembered.insert(conversation, Remembered { state, last: Instant::now() });
    }

    /// A poisoned lock only means that a turn panicked; what is remembered is whole all the same.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Conversation, Remembered>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets whoever is over time; if that is nobody, the half longest silent.
fn forget_silent(remembered: &mut HashMap<Conversation, Remembered>) {
    remembered.retain(|_, entry| entry.last.elapsed() < REMEMBERED);
    if remembered.len() >= MOST_REMEMBERED {
        let mut times: Vec<Instant> = remembered.values().map(|entry| entry.last).collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let median = *median;
        remembered.retain(|_, entry| entry.last > median);
    }
}

/// A code that nobody can guess.
pub fn fresh_code() -> Code {
    Code::from_bits(drawn())
}

/// A key for something that is done once.
pub fn fresh_key() -> ActionKey {
    ActionKey::from(format!("{:016x}", drawn()))
}

fn drawn() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_are_counted_within_a_minute_and_right_ones_never() {
        let mut guesses = Guesses::default();
        let wrong: Vec<u32> = (0..=GUESSES).map(|_| guesses.count(false)).collect();
        assert!(wrong.last() > Some(&GUESSES), "the next is answered slowly");
        assert_eq!(guesses.count(true), GUESSES + 1, "a right code does not count");
        guesses.since = Instant::now().checked_sub(Duration::from_secs(61));
        assert_eq!(guesses.count(true), 0, "after a minute it begins anew");
    }
}
