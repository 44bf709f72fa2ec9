//! The door on Discord: slash commands, buttons, menus and direct messages, answered privately.
//!
//! `read` makes a message of what Discord sends, `render` draws a reply within Discord's `limits`, `door` joins them; `visitors` knows
//! for half an hour who came from which server. What a person typed goes to the house and nowhere else: not into a log, not into a
//! button. Safeguarding alerts never leave by this door. Start with [`run`].

mod answer;
mod board;
mod commands;
mod door;
mod events;
mod limits;
mod pages;
mod permissions;
mod person;
mod pieces;
mod read;
mod render;
mod rows;
mod run;
mod send;
mod settings;
mod split;
mod suggest;
mod visitors;

pub mod staff;

pub use board::Board;
pub use commands::commands;
pub use limits::fits;
pub use permissions::{INVITE, invite_bits};
pub use render::{Sheet, draw};
pub use run::{Discord, run};
pub use settings::{Id, Server, Settings};
