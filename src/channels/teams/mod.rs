//! The door in Microsoft Teams, by the Bot Connector protocol.
//!
//! `routes` takes what is delivered, `token` proves that the Bot Connector sent it to us, `activity` and `read` make words of it, `talk`
//! answers in a personal chat, `group` keeps neutral where others read along, `welcome` says the first words, `draw` makes Adaptive Cards
//! of a reply, `connector` sends them back, `write` writes to somebody who did not just write, `carry` brings them letters and the team its
//! cards, `staff` does what is tapped on these. `package` makes the app to upload.
//! Nothing of Teams leaves this room.

mod activity;
mod carry;
mod connector;
mod draw;
mod group;
mod hosts;
mod latest;
mod once;
pub mod package;
mod person;
mod read;
mod routes;
mod schools;
mod settings;
mod staff;
mod talk;
mod token;
mod welcome;
mod write;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{OwnedMutexGuard, RwLock};

pub use connector::SendError;
pub use draw::draw;
pub use routes::router;
pub use settings::{Settings, Team, Tenant};
pub use write::{WriteError, Written};

use crate::app::App;
use crate::chat::Person;
use crate::store::StoreError;
use activity::Activity;
use connector::{Access, Connector, PATIENCE, Place};
use hosts::Hosts;
use latest::Latest;
use once::Once;
use schools::{Chosen, Whose};
use token::Keys;

/// How long answers under way are waited for when the program stops.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// The Teams door. Clones are the same door.
#[derive(Clone)]
pub struct Teams {
    door: Arc<Door>,
}

struct Door {
    app: Arc<App>,
    secret: Arc<[u8]>,
    settings: Settings,
    hosts: Hosts,
    keys: Keys,
    connector: Connector,
    once: Once,
    chosen: Chosen,
    latest: Latest,
    /// The address of the desk, where it is not that of the web door.
    desk: OnceLock<String>,
    order: Mutex<HashMap<Person, Arc<tokio::sync::Mutex<()>>>>,
    /// People to whom nothing more may be written until they write.
    stopped: Mutex<HashSet<Person>>,
    /// One card of the team is drawn after the other, so that none is drawn over by an older state.
    cards: tokio::sync::Mutex<()>,
    /// Held by every answer under way.
    under_way: Arc<RwLock<()>>,
}

/// The door cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// A setting is wrong.
    #[error("cannot open the Teams door: {0}")]
    Settings(String),
    /// The secret is missing.
    #[error(
        "cannot open the Teams door without its secret; set FINGERPOST_TEAMS_SECRET to the value of a client secret, or leave out [teams]"
    )]
    NoSecret,
    /// The HTTP client cannot be made.
    #[error("cannot open the Teams door: {0}")]
    Http(#[from] reqwest::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Teams {
    /// Opens the door. `secret` is the key under which people are known inside, `client_secret` the bot's own towards Microsoft.
    ///
    /// # Errors
    /// If a setting is wrong, the client secret is missing, or the store fails.
    pub async fn open(
        app: Arc<App>,
        secret: Arc<[u8]>,
        settings: Settings,
        client_secret: Option<&str>,
    ) -> Result<Self, OpenError> {
        let schools: Vec<&str> = app.schools().map(|school| school.id.as_str()).collect();
        settings.problem(&schools).map_or(Ok(()), |problem| Err(OpenError::Settings(problem)))?;
        let client_secret = client_secret.ok_or(OpenError::NoSecret)?;
        // No redirects: what is sent with our token goes where it was addressed or nowhere.
        let http = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
        let hosts = Hosts::new(&settings.extra_hosts);
        let access = Access::new(http.clone(), &settings.login, &settings.tenant, &settings.app_id, client_secret);
        let stopped = app.store().stopped_in_teams().await?.into_iter().collect();
        let door = Door {
            keys: Keys::new(http.clone(), &settings.metadata, hosts.clone()),
            connector: Connector::new(http, access, hosts.clone(), &settings.app_id),
            app,
            secret,
            settings,
            hosts,
            once: Once::default(),
            chosen: Chosen::default(),
            latest: Latest::default(),
            desk: OnceLock::new(),
            order: Mutex::default(),
            stopped: Mutex::new(stopped),
            cards: tokio::sync::Mutex::default(),
            under_way: Arc::default(),
        };
        Ok(Self { door: Arc::new(door) })
    }

    /// The same with the desk at an address of its own; the first one counts.
    #[must_use]
    pub fn with_desk(self, address: &str) -> Self {
        if !address.is_empty() {
            self.door.desk.get_or_init(|| address.to_owned());
        }
        self
    }

    /// Takes away what stands in the careers teams' channels about requests that are not kept any more.
    pub async fn tidy(&self) {
        if let Err(error) = self.door.tidy().await {
            tracing::warn!(door = "teams", %error, "cards of requests that are gone could not be looked for");
        }
    }

    /// Waits for answers that are under way, some seconds at most: for when the program stops.
    pub async fn settle(&self) {
        tokio::time::timeout(LAST_ANSWERS, self.door.under_way.write()).await.ok();
    }

    /// Does something after the call was answered. [`Self::settle`] waits for it.
    fn afterwards(&self, work: impl Future<Output = ()> + Send + 'static) {
        let under_way = Arc::clone(&self.door.under_way).try_read_owned();
        tokio::spawn(async move {
            let _under_way = under_way;
            work.await;
        });
    }
}

impl Door {
    fn place(activity: &Activity) -> Place {
        Place {
            service_url: activity.service_url.clone(),
            conversation: activity.conversation.id.clone(),
            tenant: activity.tenant().to_owned(),
        }
    }

    fn person(&self, activity: &Activity) -> Person {
        person::person(&self.secret, activity)
    }

    fn whose(&self, activity: &Activity, person: &Person) -> Whose {
        let all: Vec<String> = self.app.schools().map(|school| school.id.clone()).collect();
        schools::whose(activity, person, &self.settings, &self.chosen, &all)
    }

    /// One person's messages are answered in order; others do not wait.
    async fn turn_of(&self, person: &Person) -> OwnedMutexGuard<()> {
        let own = {
            let mut order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
            order.retain(|_, waiting| Arc::strong_count(waiting) > 1);
            Arc::clone(order.entry(person.clone()).or_default())
        };
        own.lock_owned().await
    }

    fn log_unsent(&self, error: &SendError) {
        tracing::warn!(door = "teams", %error, "a message could not be sent");
    }
}
