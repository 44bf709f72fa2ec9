//! What the house writes to people: to the careers team, to pupils and parents, and to those who keep pupils safe.
//!
//! Pure: a [`Writer`] turns plain values into [`Letter`]s; the store keeps them in its outbox and [`crate::notify`] carries them. No
//! clock, no database, no network. Sentences stand under `[letters]` in `config/phrases.toml`.

mod alarm;
mod body;
mod enquiry;
mod happened;
mod hours;
mod letter;
mod mailbox;
mod person;
mod review;
mod said;
mod team;
mod writer;

pub use alarm::{Alarm, Concerns, Told, Whereabouts};
pub use happened::Happened;
pub use hours::{minutes_read, reads_alerts};
pub use letter::{Letter, Purpose, Recipient, Route};
pub use mailbox::{Mailbox, single_line};
pub use person::Meeting;
pub use team::Answered;
pub use writer::{Settings, Writer};
