//! Fingerpost: an impartial careers-guidance chat bot that a school or trust runs itself.
//!
//! The rooms of the house, ground floor first; a blank line is a floor. A room names only rooms of floors before its own
//! (`tests/suite/floor_plan.rs` reads this list and holds every file to it).

pub mod chat;
pub mod language;

pub mod knowledge;
pub mod phrases;

pub mod safety;
pub mod school;
pub mod search;

pub mod answer;
pub mod booking;

pub mod enquiry;

pub mod letters;

pub mod conversation;

pub mod evaluate;

pub mod audit;

pub mod store;

pub mod calendars;
pub mod notify;

pub mod staff;

pub mod app;

pub mod channels;

pub mod desk;

pub mod server;

pub mod config;

pub mod cli;
