//! The nouns of a conversation: what is said, what is answered, by whom.
//!
//! Every other room speaks in these words, so this room imports none of ours and knows no platform: a reply is
//! plain text in blocks, and each door draws it in its own way. Start with [`Reply`].

mod message;
mod person;
mod reply;

pub use message::Message;
pub use person::{Audience, Person};
pub use reply::{Bar, Block, Choice, Kind, Reply, RouteCard, SourceLine};
