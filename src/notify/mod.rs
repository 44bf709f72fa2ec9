//! Carries letters out of the house, and says whether anybody took them.
//!
//! The store's outbox holds what was promised; [`Post`] claims what is due, alerts first, hands each letter to the [`Carrier`] of its
//! route, and marks it. A letter arrives at least once under one Message-ID; twice only where the process died between the other side's
//! yes and our own note of it. Other doors plug in as further carriers.

mod carrier;
mod guard;
mod mail;
mod memory;
mod message;
mod opening;
mod post;
mod reviews;
mod settings;
mod webhook;

pub use carrier::{Carrier, Lasting, Refusal};
pub use mail::{Mail, MailError};
pub use memory::{Manner, Memory};
pub use message::message;
pub use opening::Opening;
pub use post::{Carried, Post};
pub use settings::{AlertSettings, MailSettings, OutboxSettings, Tls, WebhookSettings};
pub use webhook::{Webhook, WebhookError, signature};
