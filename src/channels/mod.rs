//! The doors. Each reads what its wire brings into a [`crate::chat::Message`] and draws a [`crate::chat::Reply`] in its own way; behind
//! them nobody knows a platform.

pub mod discord;
pub mod lines;
pub mod teams;
pub mod terminal;
pub mod web;
