use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use thiserror::Error;

/// What the audit asks, as `config/audit.toml` has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompts {
    /// Open questions by age of choice.
    pub open: BTreeMap<String, Vec<String>>,
    /// What must not matter.
    #[serde(rename = "cue")]
    pub cues: Vec<Cues>,
    /// Questions that are put with every cue.
    pub who: Asked,
    /// Questions about staying at one's own school.
    #[serde(rename = "own-sixth-form")]
    pub own_sixth_form: Asked,
    /// Routes set against each other.
    #[serde(rename = "comparison", default)]
    pub comparisons: Vec<Compared>,
}

/// Things people say of themselves that must not change an answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// What they have in common.
    pub group: String,
    /// The sentences.
    pub said: Vec<String>,
}

/// Questions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// As they are typed.
    pub asked: Vec<String>,
}

/// Two routes and the same question in both orders.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// Ids of the routes.
    pub routes: Vec<String>,
    /// The question, with the routes in every order.
    pub asked: Vec<String>,
}

/// The prompts cannot be read.
#[derive(Debug, Error)]
pub enum PromptsError {
    /// There is no such file.
    #[error("cannot read `{0}`; the audit asks what stands there: restore the file, or name another with --prompts")]
    Unreadable(String),
    /// It is not what it should be.
    #[error("cannot use `{path}`: {says}")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong, with its line.
        says: String,
    },
}

impl Prompts {
    /// Reads the file.
    ///
    /// # Errors
    /// If it is missing or broken, or names an age of choice that is none.
    pub fn load(path: &Path) -> Result<Self, PromptsError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|_| PromptsError::Unreadable(name.clone()))?;
        let prompts: Self = toml::from_str(&text)
            .map_err(|error| PromptsError::Broken { path: name.clone(), says: error.to_string() })?;
        match prompts.open.keys().find(|age| age.parse::<u8>().is_err()) {
            Some(age) => {
                Err(PromptsError::Broken { path: name, says: format!("`{age}` is no age; write 14, 16 or 18") })
            }
            None => Ok(prompts),
        }
    }

    /// Open questions with their age of choice.
    pub(super) fn open(&self) -> impl Iterator<Item = (u8, &str)> {
        self.open
            .iter()
            .flat_map(|(age, asked)| asked.iter().filter_map(|text| Some((age.parse().ok()?, text.as_str()))))
    }
}
