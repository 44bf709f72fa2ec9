//! The door in Microsoft Teams: a Microsoft of our own on loopback (keys, tokens, connector), our own RSA keys, and everything that may
//! be delivered.

mod carried;
mod conversations;
mod groups;
pub mod microsoft;
mod package;
mod proactive;
mod proof;
mod sending;
mod staff;
pub mod visit;
