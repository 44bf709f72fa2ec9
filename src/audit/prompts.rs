use std::collections::BTreeMap;

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

/// The prompts are not what they should be.
#[derive(Debug, Error)]
pub enum PromptsError {
    /// Not readable as TOML, or with an unknown key; the reason names the line.
    #[error("the questions of the audit cannot be used: {0}")]
    Broken(#[from] toml::de::Error),
    /// An age of choice that is none.
    #[error("the questions of the audit name `{0}` as an age of choice; write 14, 16 or 18")]
    NoAge(String),
}

impl Prompts {
    /// Reads the text of `config/audit.toml`.
    ///
    /// # Errors
    /// If it is broken, or names an age of choice that is none.
    pub fn parse(text: &str) -> Result<Self, PromptsError> {
        let prompts: Self = toml::from_str(text)?;
        match prompts.open.keys().find(|age| age.parse::<u8>().is_err()) {
            Some(age) => Err(PromptsError::NoAge(age.clone())),
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
