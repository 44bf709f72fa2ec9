//! Words before they mean anything: cleaning what was typed, cutting it into words, stems, spelling, reading age.
//!
//! The room knows English, not careers: which words matter is for [`crate::knowledge`] to say.

mod evidence;
mod normalise;
mod pattern;
mod patterns;
mod reading_age;
mod spelling;
mod stem;

pub use evidence::Evidence;
pub use normalise::{clean, sentences, words};
pub use pattern::{Pattern, plain_words};
pub use patterns::Patterns;
pub use reading_age::reading_age;
pub use spelling::{Correction, Known, Speller, is_misspelt};
pub use stem::Stems;
