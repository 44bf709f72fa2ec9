//! One turn: what was said, in its situation, becomes a reply, a new state and effects as data.
//!
//! Pure and synchronous: no clock, no dice, no database, so a turn can be tested and measured by itself. It cannot book, keep or
//! send anything; it says what is to be kept, and [`crate::app`] does it before the reply is drawn.

mod beyond;
mod booking;
mod choice;
mod enquiry;
mod gap;
mod guide;
mod safeguard;
mod small_talk;
mod state;
mod told;
mod turn;
mod wishes;
mod written;
mod written_out;

pub use guide::{Guide, GuideError};
pub use state::{Situation, State};
pub use turn::{Alert, BookingNote, BookingState, Effect, Turn};
pub use written::written;
