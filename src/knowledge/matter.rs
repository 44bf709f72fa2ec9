use serde::{Deserialize, Serialize};

/// What somebody can write to the school about beside asking for an interview. A section of a page that tells how the school goes about
/// it names its matter (`.enquiry-provider`), and the answer then offers to pass a message on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// A provider asks to come in.
    Provider,
    /// An employer offers a talk or placements.
    Employer,
    /// What somebody thinks of the careers programme.
    Feedback,
    /// A complaint about careers provision.
    Complaint,
    /// A complaint about what was done with somebody's data.
    DataComplaint,
}

impl Matter {
    /// Every matter.
    pub const ALL: [Self; 5] = [Self::Provider, Self::Employer, Self::Feedback, Self::Complaint, Self::DataComplaint];

    /// The word it is written and kept under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Employer => "employer",
            Self::Feedback => "feedback",
            Self::Complaint => "complaint",
            Self::DataComplaint => "data-complaint",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.word() == word)
    }
}
