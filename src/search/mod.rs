//! From a question to passages: the only room that knows tantivy.
//!
//! A [`Lexicon`] reads the words, an [`Index`] holds the library's asks, titles and texts, and [`Index::rank`] returns hits
//! that explain themselves. Not for deciding whether a hit is good enough to answer with: that is [`crate::answer`].

mod hit;
mod index;
mod lexicon;
mod likeness;
mod plain;
mod tokenizer;

pub use hit::{Hit, JobSide, Parts, Target};
pub use index::{Before, Candidates, Index};
pub use lexicon::{Lexicon, Reading, Term, UNKNOWN, job_concept};
pub use likeness::Clause;
pub use plain::Plain;
/// The index could not be built.
pub use tantivy::TantivyError as IndexError;
