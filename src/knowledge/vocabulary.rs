use std::collections::{BTreeMap, HashSet};
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
    /// Abbreviations that are everyday words too: they are meant only where they stand in capitals, or in a message of a few words.
    pub capitals: Vec<String>,
    /// Misspellings that no rule mends, and the word meant.
    #[serde(skip)]
    pub misspelt: BTreeMap<String, String>,
    /// Everyday words, which are never taken for a misspelling of another.
    #[serde(skip)]
    pub everyday: HashSet<String>,
    /// Groups of words and phrases that are near in sense where people ask what our pages answer, and do not mean the same.
    #[serde(skip)]
    pub related: Vec<Vec<String>>,
    /// How people ask about a job, by side; `{job}` stands for any of its names.
    pub job_asks: BTreeMap<Side, Vec<String>>,
    /// Words that the stemmer would join wrongly, and the stem to use.
    pub stems: BTreeMap<String, String>,
}

impl Vocabulary {
    /// What people write short or wrong, one word each, and the words that it stands for.
    pub fn written_out(&self) -> impl Iterator<Item = (String, String)> {
        let spoken = self.text_speak.iter().map(|(from, to)| (from.clone(), to.clone()));
        let misspelt =
            self.misspelt.iter().map(|(from, to)| (from.clone(), self.text_speak.get(to).unwrap_or(to).clone()));
        spoken.chain(misspelt)
    }
}

/// Reads `everyday.txt`: a word a line.
pub(super) fn read_everyday(text: &str) -> HashSet<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Reads `related.txt`: a group a line, its words and phrases between commas.
pub(super) fn read_related(text: &str) -> Vec<Vec<String>> {
    let groups = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    groups
        .map(|line| line.split(',').map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect())
        .collect()
}

/// Reads `misspelt.toml`: the word as it is written, and as it is meant.
pub(super) fn read_misspelt(file: &Path, text: &str, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    toml::from_str(text).unwrap_or_else(|error| {
        problems.push(toml_problem(file, text, 0, &error));
        BTreeMap::new()
    })
}

/// Reads `vocabulary.toml`.
pub(super) fn read_vocabulary(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Vocabulary {
    toml::from_str(text).unwrap_or_else(|error| {
        problems.push(toml_problem(file, text, 0, &error));
        Vocabulary::default()
    })
}
