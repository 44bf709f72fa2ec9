use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::fact::{Place, day};
use super::lines::Lines;
use super::problem::{Problem, toml_problem};

/// A job: what people call it, the work, and each way in that a source states.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occupation {
    /// Its id, unique in the folder.
    pub id: String,
    /// The SOC 2020 unit group, by which pay and outlook are found.
    pub soc2020: String,
    /// The job's title.
    pub title: String,
    /// Other names, slang and usual misspellings.
    #[serde(default)]
    pub names: Vec<String>,
    /// One or two sentences about the work.
    pub work: String,
    /// Ways in, equal to each other.
    #[serde(default)]
    pub ways_in: Vec<WayIn>,
    /// What employers and courses usually ask for.
    pub usual_entry: Option<String>,
    /// School subjects that help.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Interests it speaks to.
    #[serde(default)]
    pub interests: Vec<String>,
    /// Ids of related jobs.
    #[serde(default)]
    pub related: Vec<String>,
    /// The day the entry was last read against its sources.
    #[serde(with = "day")]
    pub checked: NaiveDate,
    /// Ids of its sources.
    pub sources: Vec<String>,
    /// File and line, for problems.
    #[serde(skip)]
    pub place: Place,
}

/// One way into a job.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayIn {
    /// The kind of route.
    pub route: String,
    /// What it is, in a sentence.
    pub text: String,
    /// Id of the source that states it.
    pub source: String,
}

/// The kinds of route a way in may name.
pub const WAYS: [&str; 11] = [
    "a-levels",
    "t-levels",
    "vocational-level-3",
    "level-2-and-below",
    "apprenticeship",
    "supported-internship",
    "university",
    "college",
    "direct",
    "training",
    "other",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OccupationFile {
    #[serde(default)]
    occupation: Vec<toml::Value>,
}

/// Reads one file of occupations. A broken entry is left out and named.
pub(super) fn read_occupations(file: &Path, text: &str, into: &mut Vec<Occupation>, problems: &mut Vec<Problem>) {
    let entries: OccupationFile = match toml::from_str(text) {
        Ok(entries) => entries,
        Err(error) => return problems.push(toml_problem(file, text, 0, &error)),
    };
    let all = Lines::of(text);
    let lines: Vec<usize> = text.match_indices("[[occupation]]").map(|(at, _)| all.at(at)).collect();
    for (index, value) in entries.occupation.into_iter().enumerate() {
        let line = lines.get(index).copied().unwrap_or(0);
        match Occupation::deserialize(value) {
            Ok(mut occupation) => {
                occupation.place = Place { file: file.to_owned(), line };
                into.push(occupation);
            }
            Err(error) => problems.push(Problem::at(
                file,
                line,
                format!("occupation: {}", error.message().replace('\n', " ")),
                "see knowledge/README.md, Occupations",
            )),
        }
    }
}
