use std::path::Path;

use serde::Deserialize;

use super::problem::{Problem, toml_problem};

/// Something a person wants of the bot itself, and how it is put: patterns, not meanings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intent {
    /// Which wish.
    pub wish: Wish,
    /// Patterns; any one is enough.
    pub says: Vec<String>,
    /// Patterns that show something else is meant.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// What a person can want of the bot itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of knowledge/intents.toml")]
pub enum Wish {
    HelpNow,
    Book,
    LogInterview,
    Cancel,
    Move,
    MyRequests,
    Stop,
    Greeting,
    Thanks,
    Bye,
    Insult,
    Praise,
    Robot,
    Joke,
    HowAreYou,
    Easier,
    Yes,
    No,
    Help,
    WriteForMe,
    PassOn,
    Elsewhere,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntentFile {
    #[serde(default)]
    intent: Vec<Intent>,
}

/// Reads `intents.toml`.
pub(super) fn read_intents(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Vec<Intent> {
    match toml::from_str::<IntentFile>(text) {
        Ok(read) => read.intent,
        Err(error) => {
            problems.push(toml_problem(file, text, 0, &error));
            Vec::new()
        }
    }
}
