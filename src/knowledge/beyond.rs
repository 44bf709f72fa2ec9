//! What the house is not for: messages that get a fixed line instead of an answer to something else.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::fact::{Place, day};
use super::problem::{Problem, toml_problem};

/// One kind of message that is beyond the house.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beyond {
    /// Its name, such as `homework`.
    pub kind: String,
    /// What is said: that it cannot be answered here, and who can.
    pub reply: String,
    /// Whether a guidance interview is offered with it.
    #[serde(default)]
    pub adviser: bool,
    /// Patterns that are enough by themselves, whatever the message is about.
    #[serde(default)]
    pub says: Vec<String>,
    /// Patterns that show something else is meant.
    #[serde(default)]
    pub unless: Vec<String>,
    /// How such messages are put.
    pub asks: Vec<String>,
}

/// All kinds, with who looks after them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AllBeyond {
    /// In the order of the file.
    pub kinds: Vec<Beyond>,
    /// What words weigh as evidence that a message is beyond the house.
    pub weights: Option<BeyondWeights>,
    /// The day by which they are read again.
    pub review_by: Option<NaiveDate>,
    /// Where they stand.
    pub place: Place,
}

/// What words and pairs of neighbouring words weigh as evidence that a message is beyond the house.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeyondWeights {
    /// The weight of a message that says nothing.
    pub start: f32,
    /// Weight by word or pair.
    pub words: BTreeMap<String, f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightsFile {
    #[allow(dead_code, reason = "a file without an owner is refused")]
    owner: String,
    #[serde(with = "day")]
    #[allow(dead_code, reason = "a file without the day of its reading is refused")]
    checked: NaiveDate,
    weights: BeyondWeights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BeyondFile {
    #[allow(dead_code, reason = "a file without an owner is refused")]
    owner: String,
    #[serde(with = "day")]
    #[allow(dead_code, reason = "a file without the day of its reading is refused")]
    checked: NaiveDate,
    #[serde(with = "day")]
    review_by: NaiveDate,
    beyond: Vec<Beyond>,
}

/// Reads `beyond.toml`.
pub(super) fn read_beyond(file: &Path, text: &str, problems: &mut Vec<Problem>) -> AllBeyond {
    match toml::from_str::<BeyondFile>(text) {
        Ok(read) => AllBeyond {
            kinds: read.beyond,
            weights: None,
            review_by: Some(read.review_by),
            place: Place { file: file.to_owned(), line: 1 },
        },
        Err(error) => {
            problems.push(toml_problem(file, text, 0, &error));
            AllBeyond::default()
        }
    }
}

/// Reads `beyond-weights.toml`.
pub(super) fn read_beyond_weights(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Option<BeyondWeights> {
    match toml::from_str::<WeightsFile>(text) {
        Ok(read) => Some(read.weights),
        Err(error) => {
            problems.push(toml_problem(file, text, 0, &error));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_without_an_owner_are_left_out_and_named() {
        let mut problems = Vec::new();
        let file = Path::new("beyond-weights.toml");
        let whole = "owner = \"careers leader\"\nchecked = 2026-11-22\n[weights]\nstart = 0.1\n[weights.words]\n\"^ write\" = 2.5\n";
        let read = read_beyond_weights(file, whole, &mut problems).expect("the weights are whole");
        assert_eq!((read.words["^ write"], problems.len()), (2.5, 0));
        assert_eq!(read_beyond_weights(file, &whole.replace("owner", "master"), &mut problems), None);
        assert_eq!(problems.len(), 1);
    }
}
