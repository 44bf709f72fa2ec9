//! A school as its own file describes it: its people by role, its programme, its policy; what is missing before it may open;
//! and the import that drafts such a file from a published careers policy.
//!
//! What a school has not filled in is missing here and said to be missing; nothing is made up in its place.

mod roles;

pub mod dates;

pub mod contact;
pub mod profile;

pub mod launch;
pub mod status;

pub mod import;

pub use profile::{Review, School, SchoolError, Schools};
pub use roles::Role;
