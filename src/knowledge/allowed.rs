use std::path::Path;

use serde::Deserialize;

use super::problem::{Problem, toml_problem};

/// What the gates let pass, each with its reason (`check.toml`).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Allowed {
    /// Phrases whose numbers are part of a name.
    pub numbers: Vec<Exception>,
    /// Steering words allowed in one place.
    pub tone: Vec<Exception>,
    /// Words that a reader of that age knows although they are long.
    pub easy_words: Vec<Exception>,
}

/// One exception. In `phrase`, `#` stands for any number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// What is allowed.
    pub phrase: String,
    /// Why.
    pub reason: String,
}

/// Reads `check.toml`.
pub(super) fn read_allowed(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Allowed {
    toml::from_str(text).unwrap_or_else(|error| {
        problems.push(toml_problem(file, text, 0, &error));
        Allowed::default()
    })
}
