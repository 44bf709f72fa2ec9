//! How good the answers are: gold questions in, scores out, the same way for tests, CI and the command line.
//!
//! Gold questions were written by people who had seen neither pages nor rules, and name every section that would be a good answer.
//! Nothing here knows how an answer comes about; it puts questions to the [`crate::conversation::Guide`] and reads what it shows.

mod gold;
mod grounds;
mod ranking;
mod safety;
mod scores;
mod wordings;

pub use gold::{Half, Question, SafetyExample, Wordings, read_lines};
pub use grounds::{Weighed, weighed};
pub use ranking::{Pool, Ranking, pools, rank_bodies};
pub use safety::{SafetyScore, safety};
pub use scores::{Asker, Outcome, Scores, Tally, evaluate};
pub use wordings::{WordingScore, wordings};
