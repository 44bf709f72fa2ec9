use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use serde::Deserialize;

use super::fact::Place;
use super::lines::table_lines;
use super::problem::{Problem, toml_problem};

/// A page that facts were read on, and the official page that people are sent to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Who publishes the page that was read.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// Its date, as the page gives it.
    pub date: String,
    /// Address where it was read. Never shown unless it is the official page too.
    pub read_at: String,
    /// Address of the official page.
    pub check_at: String,
    /// True where the page read is not the responsible body's own.
    pub reported: bool,
    /// Licence of the material, where known.
    pub licence: Option<String>,
    /// File and line, for problems.
    #[serde(skip)]
    pub place: Place,
}

impl Source {
    /// The publisher as a person reads it, marked where the page is second-hand.
    pub fn said_by(&self) -> String {
        if self.reported { format!("reported by {}; check", self.publisher) } else { self.publisher.clone() }
    }
}

/// Reads one file of sources.
pub(super) fn read_sources(file: &Path, text: &str, into: &mut BTreeMap<String, Source>, problems: &mut Vec<Problem>) {
    let table: BTreeMap<String, toml::Value> = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => return problems.push(toml_problem(file, text, 0, &error)),
    };
    let lines = table_lines(text);
    for (id, value) in table {
        let line = lines.get(id.as_str()).copied().unwrap_or(0);
        match Source::deserialize(value) {
            Ok(mut source) => {
                source.place = Place { file: file.to_owned(), line };
                match into.entry(id) {
                    Entry::Occupied(known) => problems.push(Problem::at(
                        file,
                        line,
                        format!("source `{}` is defined twice", known.key()),
                        "rename one of them",
                    )),
                    Entry::Vacant(place) => {
                        place.insert(source);
                    }
                }
            }
            Err(error) => problems.push(Problem::at(
                file,
                line,
                format!("source `{id}`: {}", error.message().replace('\n', " ")),
                "see knowledge/README.md, Sources",
            )),
        }
    }
}
