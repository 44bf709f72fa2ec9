use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::chat::Audience;

/// A question as somebody put it, and what would be a good answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// A letter and a number; odd numbers are the half that nobody reads.
    pub id: String,
    /// What was typed.
    pub text: String,
    /// Who asks.
    pub audience: Option<Audience>,
    /// The year group.
    pub year: Option<u8>,
    /// How it is put.
    #[serde(default)]
    pub style: Vec<String>,
    /// What it is about.
    #[serde(default)]
    pub area: String,
    /// Every section or job that would be a good answer; none where nothing answers it.
    pub answers: Vec<String>,
    /// What the knowledge lacks, where the question is a fair one and nothing answers it.
    pub gap: Option<String>,
    /// Sections that may be shown although the message is not a question for this bot.
    #[serde(default)]
    pub allowed: Vec<String>,
}

/// The same question in four wordings.
#[derive(Debug, Clone, Deserialize)]
pub struct Wordings {
    /// The question it is.
    pub of: String,
    /// Plain English.
    pub standard: String,
    /// Misspelt.
    pub typos: String,
    /// As on a phone.
    pub text_speak: String,
    /// By somebody new to English.
    pub eal: String,
}

/// A message that must raise an alert, or must not.
#[derive(Debug, Clone, Deserialize)]
pub struct SafetyExample {
    /// A letter and a number.
    pub id: String,
    /// What was typed.
    pub text: String,
    /// `alert`, `worry` or `none`.
    pub label: String,
}

/// Which questions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Half {
    /// Even numbers: weights are set on these.
    Even,
    /// Odd numbers: nobody reads these.
    Odd,
    /// Both.
    All,
    /// Even numbers ending in 0, 4 or 8: what is tried is tried on these.
    #[value(hide = true)]
    Develop,
    /// Even numbers ending in 2 or 6: what helped there must help here.
    #[value(hide = true)]
    Confirm,
}

impl Half {
    /// Whether people read these, so that something may be set on them.
    pub fn is_read(self) -> bool {
        matches!(self, Half::Even | Half::Develop | Half::Confirm)
    }

    /// Whether the question of this id belongs to the half.
    pub fn has(self, id: &str) -> bool {
        let even = id.bytes().last().is_some_and(|digit| digit.is_ascii_digit() && (digit - b'0').is_multiple_of(2));
        let confirms = matches!(id.bytes().last(), Some(b'2' | b'6'));
        match self {
            Half::Develop => even && !confirms,
            Half::Confirm => confirms,
            Half::Even => even,
            Half::Odd => !even,
            Half::All => true,
        }
    }
}

impl Question {
    /// Whether the message is no question for this bot at all.
    pub fn off_topic(&self) -> bool {
        self.answers.is_empty() && self.gap.is_none()
    }

    /// Whether what is shown under this id would be a good answer.
    pub fn is_answered_by(&self, shown: &str) -> bool {
        let job = shown.split('#').next().filter(|id| id.starts_with("occupation/"));
        self.answers.iter().any(|id| id == shown || job.is_some_and(|job| id.split('#').next() == Some(job)))
    }
}

/// Reads JSON lines.
///
/// # Errors
/// The number of the first line that is not what it should be, and why.
pub fn read_lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, (usize, serde_json::Error)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|error| (at + 1, error))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_answered_by_any_of_its_sides_and_a_section_only_by_itself() {
        let line = r#"{"id":"a1","text":"?","audience":null,"year":null,"answers":["occupation/vet","bursary#what"]}"#;
        let question: Question = serde_json::from_str(line).expect("a question");
        assert!(question.is_answered_by("occupation/vet#pay"));
        assert!(question.is_answered_by("bursary#what"));
        assert!(!question.is_answered_by("bursary#amount"));
        assert!(Half::Odd.has("a1") && !Half::Even.has("a1") && Half::Even.has("a10"));
    }
}
