//! Asking for a personal guidance interview, and when it can be. Pure: no clock, no dice, no database.
//!
//! [`Draft`] is the conversation that ends in a [`Request`]; [`Book`] is all that is known while it goes on.
//! [`Team`] is what advisers and schools set, [`Diaries`] what was asked and booked; [`Slots`] puts the two together and
//! says what is free, [`Diaries::step`] is how anything changes, by the table in [`State`]. [`Reading`] turns what a person
//! types into one of the times on offer.

mod action;
mod adviser;
mod bank_holidays;
mod book;
mod busy;
mod calendar;
mod choice;
mod code;
mod day;
mod diaries;
mod diary;
mod entry;
mod form;
mod hours;
mod ids;
mod invitation;
mod lapse;
pub mod london;
mod part;
mod periods;
mod reading;
mod record;
mod request;
mod settings;
mod slot;
mod slots;
mod span;
mod state;
mod steps;
mod terms;
mod waiting;
mod when;

pub use action::{Action, Asked, Begin, Done, Event, Outcome, What};
pub use adviser::{Adviser, Team};
pub use bank_holidays::is_bank_holiday;
pub use book::{Appointment, Book};
pub use busy::{Busy, BusyError};
pub use code::Code;
pub use day::Day;
pub use diaries::{Diaries, Kept};
pub use diary::Diary;
pub use entry::{AskedBy, Entry, ReferredOn};
pub use form::{Draft, Purpose, Question, Taken, contact_in, name_in};
pub use hours::{Calendar, Hours, Opening, Place, Times, Window};
pub use ids::{ActionKey, AdviserId, PersonId, SchoolId};
pub use invitation::{Invitation, Kind, Party};
pub use part::{Named, Part};
pub use periods::{Period, Periods};
pub use reading::{Offer, Reading, Why};
pub use record::{AgreedAction, Record};
pub use request::Request;
pub use settings::{Meeting, Settings};
pub use slot::{Slot, SlotKey};
pub use slots::{Arranger, For, Frame, Slots, Unfit};
pub use span::Span;
pub use state::{Actor, State};
pub use terms::{Term, Terms, Week};
pub use waiting::{Rank, Reason, WaitingList};
pub use when::{When, Wish};
