//! What the house knows: text files, read once into a [`Library`], with every problem named and none fatal.
//!
//! A page that is broken is left out; the others still serve. Gates on what is written (tone, length, sources, dates)
//! stand in [`check`]. Nothing here knows how a question finds its passage.

mod allowed;
mod beyond;
mod body;
pub mod check;
mod fact;
mod glossary;
mod intent;
mod journey;
mod labour;
mod laid_over;
mod library;
mod lines;
mod matter;
mod occupation;
mod page;
mod problem;
mod source;
mod urgent;
mod vocabulary;
mod words;

pub use beyond::{AllBeyond, Beyond, BeyondWeights};
pub use body::{Body, BodyBlock, Part, Sentence};
pub use fact::{Confidence, Fact, Standing};
pub use glossary::{Term, easy_terms};
pub use intent::{Intent, Wish};
pub use journey::{Journey, Step, StepChoice};
pub use labour::{LabourRow, PayQuality};
pub use laid_over::{LaidOver, OwnPage, lay_over, may_switch_off};
pub use library::{Library, LoadError, Loaded};
pub use matter::Matter;
pub use occupation::{Occupation, WayIn};
pub use page::{About, CARD_SLOTS, Page, Passage, Reading, Side};
pub use problem::Problem;
pub use source::Source;
pub use urgent::{Sign, Urgent, UrgentWeights, UrgentWords};
pub use vocabulary::Vocabulary;
pub use words::{PassageWords, WordNumbers, Words};
