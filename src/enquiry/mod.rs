//! A message for somebody at the school: a provider asks to come in, an employer offers a talk or placements, somebody says what they think,
//! or complains. A few short questions, most of them answered from a list; what was told is kept under a code and goes to the role that
//! the school file names.

mod form;
mod kept;

pub use form::{Draft, Question, Taken};
pub use kept::{Decision, Enquiry, Outcome};
