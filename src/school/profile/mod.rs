//! The school file: what one school fills in, with the trust's defaults below it.
//!
//! `Schools::load` reads the folder; `School::says` gives what pages quote as `{{school.…}}`. Only public contacts are ever
//! quoted, and nothing that came from a policy is quoted while the policy's edition and date are missing.

mod contact;
mod enquiries;
mod load;
mod phase;
mod policy;
mod quotes;
mod review;
mod school;
mod trust;

pub use contact::Contact;
pub use enquiries::Enquiries;
pub use load::{SchoolError, Schools};
pub use phase::Phase;
pub use policy::{Access, Change, Policy};
pub use review::Review;
pub use school::{Ages, Launch, Open, Safeguarding, School, SignOff, Term};
