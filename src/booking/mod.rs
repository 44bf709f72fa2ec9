//! Asking for a personal guidance interview: the questions, the answers, the code. Pure: no clock, no dice, no database.

mod code;
mod form;
mod request;
mod when;

pub use code::Code;
pub use form::{Draft, Question, Taken};
pub use request::{Request, RequestState};
pub use when::When;
