use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Deserialize;

use super::lines::table_lines;
use super::problem::{Problem, toml_problem};

/// A figure, date, rule or name of a scheme, with its source and its time.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// As a person reads it inside a sentence.
    pub value: String,
    /// The same as a number, in `unit`.
    pub number: Option<f64>,
    /// Unit of `number`, such as `GBP an hour`.
    pub unit: Option<String>,
    /// Whom or what it holds for.
    pub applies_to: String,
    /// Where it holds.
    pub region: String,
    /// Id of the source.
    pub source: String,
    /// The day it was last compared with the source.
    #[serde(with = "day")]
    pub checked: NaiveDate,
    /// First day it holds.
    #[serde(default, with = "day::optional")]
    pub from: Option<NaiveDate>,
    /// Last day it may be said.
    #[serde(default, with = "day::optional")]
    pub until: Option<NaiveDate>,
    /// The day by which somebody looks again.
    #[serde(with = "day")]
    pub review_by: NaiveDate,
    /// How sure we are.
    pub confidence: Confidence,
    /// For old facts: the year they speak of, said with the figure.
    pub as_of: Option<String>,
    /// A whole sentence, said once `until` is past in place of the sentence that quoted the fact.
    pub lapsed: Option<String>,
    /// For dated events: the day. Once it is over the event is said as passed.
    #[serde(default, with = "day::optional")]
    pub event: Option<NaiveDate>,
    /// File and line, for problems.
    #[serde(skip)]
    pub place: Place,
}

/// Where something stands in the knowledge folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the folder.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

/// How sure we are of a fact, and so how it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Read on the page of the responsible body.
    Official,
    /// Read elsewhere: shown as "reported by …; check".
    Reported,
    /// Read on a page that is several years old: said with its year.
    Old,
    /// Worked out from other facts.
    Derived,
}

/// How a fact stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may be said.
    Current,
    /// It is a dated event, and its day is over.
    Passed,
    /// Its time is over.
    Lapsed,
}

impl Fact {
    /// How the fact stands on `today`.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        if self.until.is_some_and(|until| today > until) {
            Standing::Lapsed
        } else if self.event.is_some_and(|event| today > event) {
            Standing::Passed
        } else {
            Standing::Current
        }
    }

    /// The value as it is said: old facts with their year.
    pub fn said(&self) -> String {
        match (&self.confidence, &self.as_of) {
            (Confidence::Old, Some(year)) => format!("{} ({year} figure, so check)", self.value),
            _ => self.value.clone(),
        }
    }
}

/// Reads one file of facts. Tables nest by the dots of the id; a table with a `value` is a fact.
pub(super) fn read_facts(file: &Path, text: &str, into: &mut BTreeMap<String, Fact>, problems: &mut Vec<Problem>) {
    let tree: toml::Table = match text.parse() {
        Ok(tree) => tree,
        Err(error) => return problems.push(toml_problem(file, text, 0, &error)),
    };
    let mut found = Vec::new();
    collect("", &tree, &mut found);
    let lines = table_lines(text);
    for (id, table) in found {
        let line = lines.get(id.as_str()).copied().unwrap_or(0);
        match Fact::deserialize(toml::Value::Table(table)) {
            Ok(mut fact) => {
                fact.place = Place { file: file.to_owned(), line };
                if let Some(earlier) = into.get(&id) {
                    problems.push(Problem::at(
                        file,
                        line,
                        format!(
                            "fact `{id}` stands in {}:{} already",
                            earlier.place.file.display(),
                            earlier.place.line
                        ),
                        "keep one of the two and quote it everywhere",
                    ));
                } else {
                    into.insert(id, fact);
                }
            }
            Err(error) => problems.push(Problem::at(
                file,
                line,
                format!("fact `{id}`: {}", error.message().replace('\n', " ")),
                "see knowledge/README.md, Facts",
            )),
        }
    }
}

fn collect(prefix: &str, table: &toml::Table, into: &mut Vec<(String, toml::Table)>) {
    if table.contains_key("value") {
        let own = table.iter().filter(|(_, value)| !value.is_table()).map(|(k, v)| (k.clone(), v.clone())).collect();
        into.push((prefix.to_owned(), own));
    }
    for (key, value) in table {
        if let toml::Value::Table(inner) = value {
            let id = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            collect(&id, inner, into);
        }
    }
}

/// Days written as TOML dates (`2026-11-21`).
pub(super) mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, de::Error};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        let value = toml::value::Datetime::deserialize(from)?;
        value
            .date
            .and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
            .ok_or_else(|| D::Error::custom(format!("`{value}` is not a day; write it like 2026-11-21")))
    }

    pub(crate) mod optional {
        use chrono::NaiveDate;
        use serde::Deserializer;

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
            super::deserialize(from).map(Some)
        }
    }
}
