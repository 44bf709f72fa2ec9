use serde::{Deserialize, Serialize};

/// Whoever is at the other end of a conversation, as far as the house may know.
///
/// The key is a hash made at the door; nobody behind it can tell which account it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person {
    key: String,
}

impl Person {
    /// A person under a key that the door has already hashed or drawn at random.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into() }
    }

    /// The opaque key.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// For whom an answer is worded. The facts are the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// A pupil or student.
    Pupil,
    /// A parent or carer.
    Parent,
    /// Somebody who works at the school.
    Staff,
    /// A college, training provider or employer.
    Provider,
}

impl Audience {
    /// Reads the word used in JSON and forms.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "pupil" | "student" => Some(Self::Pupil),
            "parent" | "carer" => Some(Self::Parent),
            "staff" => Some(Self::Staff),
            "provider" | "employer" => Some(Self::Provider),
            _ => None,
        }
    }
}
