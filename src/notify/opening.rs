//! A way out of the house by a door: it is known from the settings which schools it serves, but letters go only once the door stands.
//!
//! Every process that changes requests writes letters for it, also one that never opens the door (a command); the process whose door is
//! open carries them.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use super::{Carrier, Refusal};
use crate::letters::{Letter, Route};

/// The way, as long as its door is closed, and then the door.
pub struct Opening {
    route: Route,
    schools: Schools,
    door: RwLock<Option<Weak<dyn Carrier>>>,
}

/// Which schools a door serves.
enum Schools {
    All,
    These(BTreeSet<String>),
}

impl Opening {
    /// A way by a door that serves these schools.
    pub fn new(route: Route, schools: impl IntoIterator<Item = String>) -> Self {
        Self { route, schools: Schools::These(schools.into_iter().collect()), door: RwLock::default() }
    }

    /// A way by a door that serves every school of the house.
    pub fn of_all(route: Route) -> Self {
        Self { route, schools: Schools::All, door: RwLock::default() }
    }

    /// Whether it serves any school.
    pub fn serves_any(&self) -> bool {
        match &self.schools {
            Schools::All => true,
            Schools::These(schools) => !schools.is_empty(),
        }
    }

    /// The door stands: from here on it carries, for as long as somebody holds it.
    pub fn opened_by(&self, door: &Arc<dyn Carrier>) {
        *self.door.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::downgrade(door));
    }

    fn door(&self) -> Option<Arc<dyn Carrier>> {
        self.door.read().unwrap_or_else(PoisonError::into_inner).as_ref()?.upgrade()
    }
}

#[async_trait::async_trait]
impl Carrier for Opening {
    fn route(&self) -> Route {
        self.route
    }

    fn serves(&self, school: &str) -> bool {
        match &self.schools {
            Schools::All => true,
            Schools::These(schools) => schools.contains(school),
        }
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        match self.door() {
            Some(door) => door.carry(letter).await,
            None => Err(Refusal::for_now("the door that carries this is not open here")),
        }
    }
}
