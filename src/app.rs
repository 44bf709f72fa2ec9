//! The one corridor where the rooms meet: a message is recalled, decided, recorded, and only then answered.

mod notes;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::NaiveDateTime;
use thiserror::Error;

use crate::answer::rotation_key;
use crate::booking::Code;
use crate::chat::{Message, Person, Reply};
use crate::conversation::{Effect, Guide, Situation, State, Turn};
use crate::school::{School, Schools};
use crate::store::{Recalled, Store, StoreError};

/// How long a conversation is remembered after its last message.
const REMEMBERED: Duration = Duration::from_secs(30 * 60);

/// How many conversations are remembered; past that the ones longest silent go first.
const MOST_REMEMBERED: usize = 50_000;

/// Tells the time in London.
pub type Clock = Arc<dyn Fn() -> NaiveDateTime + Send + Sync>;

/// The house, open.
pub struct App {
    guide: ArcSwap<Guide>,
    schools: Schools,
    store: Store,
    clock: Clock,
    /// By person and school: what was begun at one school is not gone on with at another.
    remembered: Mutex<HashMap<Conversation, Remembered>>,
    notes: notes::Notes,
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
    /// Opens the house.
    pub fn new(guide: Guide, schools: Schools, store: Store, clock: Clock) -> Self {
        Self {
            guide: ArcSwap::from_pointee(guide),
            schools,
            store,
            clock,
            remembered: Mutex::default(),
            notes: notes::Notes::default(),
        }
    }

    /// The guide in force.
    pub fn guide(&self) -> Arc<Guide> {
        self.guide.load_full()
    }

    /// Puts new knowledge in force, at once and whole.
    pub fn swap_guide(&self, guide: Guide) {
        self.guide.store(Arc::new(guide));
    }

    /// The school of this id, or the first.
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
        &self.store
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
        let school = self.school(caller.school.as_deref())?;
        let now = self.now();
        let conversation = (caller.person.clone(), school.id.clone());
        let (state, code) = (self.remember(&conversation), Code::find_in(&message.text));
        let recalled = if code.is_some() || self.guide().reads_requests(&state, message) {
            self.store.recall(&caller.person, &school.id, code.as_ref()).await?
        } else {
            Recalled::default()
        };
        let situation = Situation {
            now,
            person: &caller.person,
            school,
            door: caller.door,
            state,
            own: recalled.own,
            named: recalled.named,
            fresh_code: fresh_code(),
            rotation: caller.conversation.as_ref().map_or(0, |conversation| rotation_key(conversation, now.date())),
        };
        let guide = self.guide();
        let turn = guide.turn(&situation, message);
        self.store.record(&turn.effects, &caller.person, &school.id, now).await?;
        self.notes.take(&guide, &turn, message, &school.id, now);
        self.keep(conversation, turn.state.clone());
        if turn.effects.iter().any(|effect| matches!(effect, Effect::Raise(_))) {
            tracing::warn!(school = school.id, door = caller.door, "an alert was raised and waits to be seen");
        }
        Ok(turn)
    }

    /// Writes down what was noted of conversations since the last time.
    ///
    /// # Errors
    /// If the store fails; then these notes are lost.
    pub async fn write_notes(&self) -> Result<(), StoreError> {
        self.store.write_noted(self.notes.drain()).await
    }

    /// Forgets what a conversation was about.
    pub fn forget(&self, caller: &Caller) {
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

fn fresh_code() -> Code {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    Code::from_bits(u64::from_le_bytes(bytes))
}
