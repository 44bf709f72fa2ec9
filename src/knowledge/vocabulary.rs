use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::page::Side;
use super::problem::{Problem, toml_problem};

/// How people put things: which words mean the same, what text-speak stands for, which words say nothing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vocabulary {
    /// The word or phrase our pages use, and what people write for it. Old names stand here too.
    pub same: BTreeMap<String, Vec<String>>,
    /// Text-speak: one token, and the words it stands for.
    pub text_speak: BTreeMap<String, String>,
    /// Words that carry no meaning for the search.
    pub empty: Vec<String>,
    /// Words that say little by themselves, and decide between answers on the same subject.
    pub light: Vec<String>,
    /// Words that say who is asking and not what is asked: they never change an answer.
    pub people: Vec<String>,
    /// How people ask about a job, by side; `{job}` stands for any of its names.
    pub job_asks: BTreeMap<Side, Vec<String>>,
    /// Words that the stemmer would join wrongly, and the stem to use.
    pub stems: BTreeMap<String, String>,
}

/// Reads `vocabulary.toml`.
pub(super) fn read_vocabulary(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Vocabulary {
    toml::from_str(text).unwrap_or_else(|error| {
        problems.push(toml_problem(file, text, 0, &error));
        Vocabulary::default()
    })
}
