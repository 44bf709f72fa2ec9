//! The careers desk: pages for the people who work with what the bot cannot settle by itself. Requests, alerts, questions without an
//! answer, answers of the school's own, the state of the knowledge, impartiality, and who has access.
//!
//! Every page is drawn here and works without scripts. Who somebody is ([`seat`]) and what they may do ([`role`]) is decided in one
//! place each; what they saw or changed goes into the trail. The desk draws and asks; what is kept is for [`crate::store`].

mod alerts;
mod answers;
mod assets;
mod diary;
mod draft;
mod enquiries;
mod export;
mod frame;
mod health;
mod hours;
mod hours_form;
mod impartiality;
mod join;
mod keeper;
mod links;
mod live;
mod me;
mod nearness;
mod off;
mod password;
mod people;
mod questions;
mod record;
mod refer_on;
mod refused;
mod report;
mod requests;
mod role;
mod routes;
mod seat;
mod secret;
mod sign_in;
mod small_numbers;
mod throttle;
mod today;
mod trail;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

pub use draft::own_pages;
pub use export::{export_page, said};
pub use join::one_time_link;
pub use keeper::laid_over;
pub use role::{Right, Role};
pub use routes::router;

use crate::app::App;
use crate::audit::Prompts;
use crate::store::{Lasting, RetentionSettings};

/// Settings of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The address that staff reach the desk by, such as `https://careers.school.example`; empty for the one that is listened on.
    pub address: String,
    /// Minutes without a page after which somebody is signed out.
    pub idle_minutes: u32,
    /// Hours after which somebody is signed out in any case.
    pub longest_hours: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { address: String::new(), idle_minutes: 60, longest_hours: 10 }
    }
}

impl Settings {
    fn lasting(&self) -> Lasting {
        Lasting {
            idle: TimeDelta::minutes(self.idle_minutes.into()),
            whole: TimeDelta::hours(self.longest_hours.into()),
        }
    }
}

/// What the desk needs.
#[derive(Clone)]
pub struct Desk {
    app: Arc<App>,
    settings: Settings,
    /// Whether cookies travel by https alone.
    https: bool,
    /// The folder of the shipped knowledge.
    knowledge: PathBuf,
    /// What the audit asks, where it could be read.
    prompts: Option<Arc<Prompts>>,
    /// When what is kept goes, for exports to say.
    retention: RetentionSettings,
    live: Arc<Live>,
}

/// What lives as long as the process.
#[derive(Default)]
struct Live {
    throttle: throttle::Throttle,
    passwords: password::Passwords,
    links: links::Links,
    closing: tokio::sync::watch::Sender<bool>,
    measuring: std::sync::atomic::AtomicBool,
    /// The version of the knowledge laid over; one at a time puts another in force.
    in_force: tokio::sync::Mutex<i32>,
}

impl Desk {
    /// A desk over the house. `prompts` is what the audit asks.
    pub fn new(
        app: Arc<App>,
        settings: Settings,
        https: bool,
        knowledge: PathBuf,
        prompts: Option<Arc<Prompts>>,
    ) -> Self {
        let retention = RetentionSettings::default();
        Self { app, settings, https, knowledge, prompts, retention, live: Arc::default() }
    }

    /// The desk of a house that keeps things by other rules than the usual.
    #[must_use]
    pub fn with_retention(mut self, retention: RetentionSettings) -> Self {
        self.retention = retention;
        self
    }
}
