use std::collections::HashSet;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::fact::Place;
use super::lines::Lines;
use super::problem::{Problem, toml_problem};

/// A term of the field and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term.
    pub term: String,
    /// Other ways to write it.
    #[serde(default)]
    pub names: Vec<String>,
    /// What it means, in a sentence or two.
    pub means: String,
    /// Id of the source; a term without one is a plain word of English explained.
    pub source: Option<String>,
    /// The passage that says more.
    pub see: Option<String>,
    /// When it was last checked against its source.
    #[serde(skip)]
    pub checked: NaiveDate,
    /// File and line, for problems.
    #[serde(skip)]
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GlossaryFile {
    #[serde(with = "super::fact::day")]
    checked: NaiveDate,
    #[serde(default)]
    term: Vec<Term>,
}

/// Reads `glossary.toml`.
pub(super) fn read_glossary(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Vec<Term> {
    let read: GlossaryFile = match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => {
            problems.push(toml_problem(file, text, 0, &error));
            return Vec::new();
        }
    };
    let all = Lines::of(text);
    let lines: Vec<usize> = text.match_indices("[[term]]").map(|(at, _)| all.at(at)).collect();
    let mut terms = read.term;
    for (index, term) in terms.iter_mut().enumerate() {
        term.checked = read.checked;
        term.place = Place { file: file.to_owned(), line: lines.get(index).copied().unwrap_or(0) };
    }
    terms
}

/// The terms as lower-case phrases, for reading age: a term that can be looked up counts as one easy word.
pub fn easy_terms(glossary: &[Term], also: &[String]) -> HashSet<String> {
    glossary
        .iter()
        .flat_map(|term| std::iter::once(&term.term).chain(&term.names))
        .chain(also)
        .map(|term| term.to_lowercase().replace('-', " "))
        .collect()
}
