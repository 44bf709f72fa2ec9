//! Journeys: short trees of questions that lead to passages. A journey offers choices and never rules who may have what.

use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::fact::{Place, day};
use super::problem::{Problem, toml_problem};

/// A tree of questions, from a first step to the passages at its ends.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// The file name without its ending.
    #[serde(skip)]
    pub id: String,
    /// The words on the button that begins it.
    pub title: String,
    /// The role that looks after it.
    pub owner: String,
    /// The day it was last read against the passages it leads to.
    #[serde(with = "day")]
    pub checked: NaiveDate,
    /// The day by which it is read again.
    #[serde(with = "day")]
    pub review_by: NaiveDate,
    /// Passages under which it is offered.
    pub offered_by: Vec<String>,
    /// Its steps; the first is where it begins.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// One question with its choices, or an end with the passages it leads to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name in the journey.
    pub id: String,
    /// What is said.
    pub says: String,
    /// Answers to the question.
    #[serde(default)]
    pub choices: Vec<StepChoice>,
    /// At an end: the passages.
    #[serde(default)]
    pub leads: Vec<String>,
}

/// An answer to a step's question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepChoice {
    /// The words on the button.
    pub label: String,
    /// The step it goes on to.
    pub step: String,
}

impl Journey {
    /// The step of this name.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}

/// Reads one file of `journeys/`.
pub(super) fn read_journey(file: &Path, text: &str, into: &mut Vec<Journey>, problems: &mut Vec<Problem>) {
    match toml::from_str::<Journey>(text) {
        Ok(mut journey) => {
            journey.id = file.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
            journey.place = Place { file: file.to_owned(), line: 1 };
            into.push(journey);
        }
        Err(error) => problems.push(toml_problem(file, text, 0, &error)),
    }
}
