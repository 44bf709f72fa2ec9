//! The fixed words for a worry or a danger, and the signs by which one is known.
//!
//! Signs are looked for by [`crate::safety`]; this room only reads them. A reviewer with a named role stands in every file, because
//! a change of these words needs one (D28).

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::fact::day;
use super::problem::{Problem, toml_problem};

/// All of `urgent/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Urgent {
    /// Signs, in the order they are looked for.
    pub signs: Vec<Sign>,
    /// The fixed replies by name.
    pub words: Vec<UrgentWords>,
    /// What words weigh as evidence.
    pub weights: Option<UrgentWeights>,
}

/// What words and pairs of neighbouring words weigh as evidence of danger.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgentWeights {
    /// The kind of an alert that rests on evidence alone.
    pub kind: String,
    /// Which reply is given then: the name of a block of words.
    pub reply: String,
    /// The weight of a message that says nothing.
    pub start: f32,
    /// From this weight on an alert is raised without any pattern.
    pub alert_from: f32,
    /// Below this weight a pattern raises none.
    pub no_alert_below: f32,
    /// The same in a long message, where many words stand by chance.
    pub no_alert_below_in_long: f32,
    /// From so many words on a message is long.
    pub long_from: usize,
    /// How fast a word counts less as a message is longer: a power of its length.
    pub fades: f32,
    /// Weight by word or pair.
    pub words: BTreeMap<String, f32>,
}

/// A kind of disclosure or worry, and how people put it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// What it is about, such as `suicide`.
    pub kind: String,
    /// Which reply is given: the name of a block of words.
    pub reply: String,
    /// Whether an alert is raised.
    pub alert: bool,
    /// Whether somebody who works with pupils may be meant, so that the headteacher is told as well (D20).
    #[serde(default)]
    pub about_staff: bool,
    /// Whether the headteacher may be meant, so that the chair of governors is told instead (D20).
    #[serde(default)]
    pub about_head: bool,
    /// Patterns; any one is enough.
    pub says: Vec<String>,
    /// Patterns that show something else is meant.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// A fixed reply, one idea a line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgentWords {
    /// Its name.
    pub name: String,
    /// Said when a staff route has accepted the alert.
    #[serde(default)]
    pub told: Vec<String>,
    /// Said when none has, or none is set.
    pub not_told: Vec<String>,
    /// The one question, if one is asked.
    pub question: Option<String>,
    /// Answers to it.
    #[serde(default)]
    pub choices: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UrgentFile {
    reviewer: String,
    #[serde(with = "day")]
    reviewed: NaiveDate,
    #[serde(default)]
    sign: Vec<Sign>,
    #[serde(default)]
    words: Vec<UrgentWords>,
    weights: Option<UrgentWeights>,
}

impl Urgent {
    /// The reply of this name.
    pub fn words(&self, name: &str) -> Option<&UrgentWords> {
        self.words.iter().find(|words| words.name == name)
    }
}

/// Reads one file of `urgent/`.
pub(super) fn read_urgent(file: &Path, text: &str, today: NaiveDate, into: &mut Urgent, problems: &mut Vec<Problem>) {
    let read: UrgentFile = match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => {
            let mut problem = toml_problem(file, text, 0, &error);
            if problem.says.contains("reviewer") {
                problem.says = "urgent words without a reviewer".to_owned();
                problem.mend = "name the role that read them: reviewer = \"designated safeguarding lead\"".to_owned();
            }
            return problems.push(problem);
        }
    };
    if read.reviewer.trim().is_empty() || read.reviewed > today {
        problems.push(Problem::at(
            file,
            1,
            "urgent words without a reviewer and the day of the review",
            "fill in reviewer (a role) and reviewed",
        ));
    }
    into.signs.extend(read.sign);
    into.words.extend(read.words);
    into.weights = into.weights.take().or(read.weights);
}
