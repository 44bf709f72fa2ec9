//! The door in Microsoft Teams: a Microsoft of our own on loopback (keys, tokens, connector), our own RSA keys, and everything that may
//! be delivered.

mod conversations;
mod gallery;
mod groups;
mod microsoft;
mod package;
mod proactive;
mod proof;
mod sending;
mod visit;
