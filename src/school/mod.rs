//! A school as its own file describes it: its name, its people by role, what it says of itself.
//!
//! What a school has not filled in is missing here and said to be missing; nothing is made up in its place.

mod profile;

pub use profile::{School, SchoolError, Schools};
