//! A carrier that keeps letters in memory, for tests and trials: it takes them, refuses them, or says nothing.

use std::sync::{Mutex, PoisonError};

use super::{Carrier, Refusal};
use crate::letters::{Letter, Route};

/// Letters that were carried, in order.
pub struct Memory {
    route: Route,
    carried: Mutex<Vec<Letter>>,
    manner: Mutex<Manner>,
}

/// How a carrier in memory behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It takes letters.
    Takes,
    /// It refuses them for now.
    RefusesForNow,
    /// It refuses them for good.
    RefusesForGood,
    /// It never answers.
    Hangs,
}

impl Memory {
    /// A carrier of a route, which takes letters.
    pub fn new(route: Route) -> Self {
        Self { route, carried: Mutex::default(), manner: Mutex::new(Manner::Takes) }
    }

    /// From here on it behaves so.
    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// What was carried so far.
    pub fn carried(&self) -> Vec<Letter> {
        self.carried.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait::async_trait]
impl Carrier for Memory {
    fn route(&self) -> Route {
        self.route
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        let manner = *self.manner.lock().unwrap_or_else(PoisonError::into_inner);
        match manner {
            Manner::Takes => {
                self.carried.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
                Ok(())
            }
            Manner::RefusesForNow => Err(Refusal::for_now("told to refuse for now")),
            Manner::RefusesForGood => Err(Refusal::for_good("told to refuse for good")),
            Manner::Hangs => std::future::pending().await,
        }
    }
}
