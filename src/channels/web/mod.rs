//! The door on the web: a chat page that works without scripts and is better with them.
//!
//! `read` makes a message of a form, `render` draws a reply as HTML, `routes` joins them. `chat` is the conversation, `words` the pages
//! of fixed words, `linked` one answer by its link, `embed` the chat inside a school's own site. Replies are escaped by the templates; no
//! page loads anything from elsewhere, and the policy that every answer carries says so.

mod address;
mod assets;
mod at;
mod begin;
mod calendar;
mod chat;
mod embed;
mod helpful;
mod linked;
mod origin;
mod read;
mod render;
mod routes;
mod times;
mod visitor;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use address::address_of;
pub use origin::Origin;
pub use render::draw;
pub use routes::{Web, router};

/// Settings of the web door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Address to listen on.
    pub listen: std::net::IpAddr,
    /// Port to listen on.
    pub port: u16,
    /// Whether pupils reach the page by https, so that cookies travel by https alone.
    pub https: bool,
    /// Sites that may show the chat inside their own pages.
    pub embed_origins: Vec<Origin>,
    /// By a school's id: the sites that alone may show that school's chat. A school that does not stand here is shown by the sites above.
    pub embed_sites: BTreeMap<String, Vec<Origin>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: std::net::IpAddr::from([127, 0, 0, 1]),
            port: 8600,
            https: false,
            embed_origins: Vec::new(),
            embed_sites: BTreeMap::new(),
        }
    }
}
