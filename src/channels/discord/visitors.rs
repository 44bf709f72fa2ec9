use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::chat::Person;

/// How long somebody is remembered after the last message: for the question which school it is, asked once a day at most.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);

/// How many are remembered; past that those longest silent go first.
const MOST: usize = 20_000;

/// How long a delivery is known again. Discord resends events after a broken connection, within minutes.
const RESENT: Duration = Duration::from_secs(15 * 60);

/// What this copy remembers of those who came, in memory alone: no words, no account.
#[derive(Debug, Default)]
pub(super) struct Visitors {
    known: Mutex<HashMap<Person, Visitor>>,
}

#[derive(Debug, Clone)]
struct Visitor {
    last: Instant,
    said_at: VecDeque<Instant>,
    met: bool,
    too_young: Option<u8>,
    servers: BTreeSet<u64>,
    chosen: Option<u64>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Visitors {
    /// One person's messages are answered in order: whoever holds this is the one that is answered.
    pub(super) fn turn(&self, person: &Person) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(&self.of(person, |visitor| visitor.turn.clone()))
    }

    /// Counts a message and says whether it is within `most` a minute.
    pub(super) fn within(&self, person: &Person, most: usize) -> bool {
        self.of(person, |visitor| {
            let now = Instant::now();
            visitor.said_at.retain(|said| now.duration_since(*said) < Duration::from_secs(60));
            visitor.said_at.push_back(now);
            visitor.said_at.len() <= most
        })
    }

    /// True the first time only: then the first words are said.
    pub(super) fn meet(&self, person: &Person) -> bool {
        self.of(person, |visitor| !std::mem::replace(&mut visitor.met, true))
    }

    /// Remembers a server that the person was seen in.
    pub(super) fn seen_in(&self, person: &Person, server: u64) {
        self.of(person, |visitor| visitor.servers.insert(server));
    }

    /// Servers that the person was seen in, and the one chosen where there are several.
    pub(super) fn servers(&self, person: &Person) -> (Vec<u64>, Option<u64>) {
        self.of(person, |visitor| (visitor.servers.iter().copied().collect(), visitor.chosen))
    }

    /// Remembers which server's school the person chose.
    pub(super) fn choose(&self, person: &Person, server: u64) {
        self.of(person, |visitor| visitor.chosen = Some(server));
    }

    /// The year group, below the age of this door, that the person told; `told` replaces it.
    pub(super) fn too_young(&self, person: &Person, told: Option<Option<u8>>) -> Option<u8> {
        self.of(person, |visitor| {
            if let Some(year) = told {
                visitor.too_young = year;
            }
            visitor.too_young
        })
    }

    /// Forgets a person.
    pub(super) fn forget(&self, person: &Person) {
        self.lock().remove(person);
    }

    fn of<T>(&self, person: &Person, look: impl FnOnce(&mut Visitor) -> T) -> T {
        let mut known = self.lock();
        if known.len() >= MOST && !known.contains_key(person) {
            make_room(&mut known, |visitor| visitor.last, REMEMBERED);
        }
        let visitor = known.entry(person.clone()).or_insert_with(Visitor::new);
        if visitor.last.elapsed() > REMEMBERED {
            *visitor = Visitor::new();
        }
        visitor.last = Instant::now();
        look(visitor)
    }

    /// A poisoned lock only means that a look panicked; what is remembered is whole all the same.
    fn lock(&self) -> MutexGuard<'_, HashMap<Person, Visitor>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visitor {
    fn new() -> Self {
        Self {
            last: Instant::now(),
            said_at: VecDeque::new(),
            met: false,
            too_young: None,
            servers: BTreeSet::new(),
            chosen: None,
            turn: Arc::default(),
        }
    }
}

/// Deliveries that were taken already: a resent one does nothing.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    taken: Mutex<HashMap<u64, Instant>>,
}

impl Deliveries {
    /// True the first time an id comes.
    pub(super) fn take(&self, id: u64) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= MOST {
            make_room(&mut taken, |at| *at, RESENT);
        }
        taken.insert(id, Instant::now()).is_none()
    }
}

/// Drops what is over time; if that is nothing, the older half.
fn make_room<K: Eq + Hash, V>(known: &mut HashMap<K, V>, last: impl Fn(&V) -> Instant, keep: Duration) {
    known.retain(|_, entry| last(entry).elapsed() < keep);
    if known.len() >= MOST {
        let mut times: Vec<Instant> = known.values().map(&last).collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let median = *median;
        known.retain(|_, entry| last(entry) > median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sam() -> Person {
        Person::new("sam")
    }

    #[test]
    fn a_delivery_is_taken_once() {
        let deliveries = Deliveries::default();
        assert!(deliveries.take(1));
        assert!(!deliveries.take(1));
        assert!(deliveries.take(2));
    }

    #[test]
    fn the_limit_is_each_persons_own() {
        let visitors = Visitors::default();
        assert!((0..3).all(|_| visitors.within(&sam(), 3)));
        assert!(!visitors.within(&sam(), 3));
        assert!(visitors.within(&Person::new("kim"), 3));
    }

    #[test]
    fn who_is_forgotten_is_met_again() {
        let visitors = Visitors::default();
        assert!(visitors.meet(&sam()));
        assert!(!visitors.meet(&sam()));
        visitors.seen_in(&sam(), 7);
        visitors.forget(&sam());
        assert_eq!(visitors.servers(&sam()), (Vec::new(), None));
        assert!(visitors.meet(&sam()));
    }
}
