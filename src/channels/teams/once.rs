//! What was done already: a delivery that comes twice and a button that is tapped twice do nothing the second time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::OnceCell;

/// How long something done is remembered.
const REMEMBERED: Duration = Duration::from_secs(15 * 60);

/// How many things are remembered before those that are over time are looked for.
const MANY: usize = 2048;

/// Most things that are remembered, whatever their time: more is a flood, and memory comes first.
const MOST: usize = 8192;

/// What came of something: the second to ask waits for the first and gets the same.
pub(super) type Outcome = Arc<OnceCell<Value>>;

/// Everything done within the last quarter of an hour.
#[derive(Default)]
pub(super) struct Once {
    done: Mutex<HashMap<String, (Instant, Outcome)>>,
}

impl Once {
    /// Whether this is the first time for the key.
    pub(super) fn is_first(&self, key: String) -> bool {
        self.entry(key).1
    }

    /// What is done next under this key is the first time again.
    pub(super) fn forget(&self, key: &str) {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// What came, or is to come, of the key.
    pub(super) fn outcome(&self, key: String) -> Outcome {
        self.entry(key).0
    }

    fn entry(&self, key: String) -> (Outcome, bool) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done.len() >= MANY {
            done.retain(|_, (at, _)| at.elapsed() < REMEMBERED);
            if done.len() >= MOST {
                done.clear();
            }
        }
        match done.get(&key).filter(|(at, _)| at.elapsed() < REMEMBERED) {
            Some((_, outcome)) => (Arc::clone(outcome), false),
            None => {
                let outcome = Outcome::default();
                done.insert(key, (Instant::now(), Arc::clone(&outcome)));
                (outcome, true)
            }
        }
    }
}
