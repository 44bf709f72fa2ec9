use chrono::NaiveDateTime;

use super::Code;

/// A request for a personal guidance interview, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What the person holds to see or cancel it.
    pub code: Code,
    /// The keyed hash of who asked.
    pub person: String,
    /// The school it is for.
    pub school: String,
    /// Name or nickname.
    pub name: String,
    /// Year group in words, such as `Year 11` or `left school`.
    pub year: String,
    /// How to reach the person.
    pub contact: String,
    /// What about, from the list.
    pub about: String,
    /// When it would suit, in our words.
    pub preferred: String,
    /// True where somebody asks for their child; staff check it first.
    pub for_child: bool,
    /// The door it came in by.
    pub door: String,
    /// When it was made, London time.
    pub made_at: NaiveDateTime,
    /// Where it stands.
    pub state: RequestState,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// Waiting for the team.
    Requested,
    /// Taken back by the person.
    Cancelled,
}

impl RequestState {
    /// The word it is kept and shown under.
    pub fn word(self) -> &'static str {
        match self {
            RequestState::Requested => "requested",
            RequestState::Cancelled => "cancelled",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [RequestState::Requested, RequestState::Cancelled].into_iter().find(|state| state.word() == word)
    }
}
