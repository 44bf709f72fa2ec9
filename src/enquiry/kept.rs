use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::Question;
use crate::booking::Code;
use crate::knowledge::Matter;
use crate::school::Role;

/// Within how many days it has to be said that a complaint about data has come (duty of care, L07).
const ACKNOWLEDGED_WITHIN: Days = Days::new(30);

/// What somebody told the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enquiry {
    /// What it is known by.
    pub code: Code,
    /// The keyed hash of who wrote; empty for feedback, which has no name.
    pub person: String,
    /// The school it is for.
    pub school: String,
    /// What it is about.
    pub matter: Matter,
    /// Who gets it.
    pub to: Role,
    /// The answers.
    pub told: BTreeMap<Question, String>,
    /// The door it came in by.
    pub door: String,
    /// When it came, London time.
    pub made_at: NaiveDateTime,
    /// What became of it.
    pub decision: Option<Decision>,
}

/// What staff did about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub outcome: Outcome,
    /// Why, in a few words; often empty.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When, London time.
    pub at: NaiveDateTime,
}

/// What can become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// What was asked for is granted.
    Accepted,
    /// It is not.
    Declined,
    /// It was answered.
    Answered,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Declined, Self::Answered];

    /// The word it is kept under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Answered => "answered",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

impl Enquiry {
    /// What can become of it: an offer is granted or not; a view or a complaint is answered.
    pub fn may_become(&self) -> &'static [Outcome] {
        match self.matter {
            Matter::Provider | Matter::Employer => &Outcome::ALL,
            Matter::Feedback | Matter::Complaint | Matter::DataComplaint => &[Outcome::Answered],
        }
    }

    /// The day by which the sender has to hear that it has come, where the law sets one.
    pub fn acknowledge_by(&self) -> Option<NaiveDate> {
        (self.matter == Matter::DataComplaint).then(|| self.made_at.date() + ACKNOWLEDGED_WITHIN)
    }

    /// Labels and answers, in the order in which they were asked.
    pub fn lines(&self) -> Vec<(&'static str, &str)> {
        let asked = Question::of(self.matter, true);
        let answer = |question: Question| Some((question.label(), self.told.get(&question)?.as_str()));
        asked.iter().filter_map(|question| answer(*question)).collect()
    }
}
