//! The door for a terminal: the same conversation, drawn in plain lines.

mod draw;
mod talk;

pub use draw::draw;
pub use talk::talk;
