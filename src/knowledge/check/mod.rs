//! The gates that knowledge must pass before anybody reads it. Each gate looks at the whole library and names every
//! problem it finds, so that one run shows all there is to mend.

mod asks;
mod cards;
mod journeys;
mod numbers;
mod readability;
mod references;
mod report;
mod time;
mod tone;

use chrono::NaiveDate;

pub use asks::asks_that_are_measured;
pub use cards::card_length;
pub use readability::reading_ages;
pub use report::report;
pub use tone::steering_words;

use super::library::{Library, Loaded};
use super::problem::Problem;

/// All problems of a loaded folder on `today`, those of reading it first, in order of file and line.
pub fn check(loaded: &Loaded, today: NaiveDate) -> Vec<Problem> {
    let gates: [fn(&Library, NaiveDate) -> Vec<Problem>; 8] = [
        references::gate,
        time::gate,
        asks::gate,
        cards::gate,
        journeys::gate,
        numbers::gate,
        readability::gate,
        tone::gate,
    ];
    let mut problems = loaded.problems.clone();
    for gate in gates {
        problems.extend(gate(&loaded.library, today));
    }
    problems.sort();
    problems.dedup();
    problems
}
