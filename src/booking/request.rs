use chrono::NaiveDateTime;

use super::Code;

/// What somebody told who asked for a personal guidance interview. Where the request stands is the diaries' to know: see
/// [`Entry`](super::Entry) of the same code.
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
    /// What is to be arranged, from the list, and who comes along.
    pub arranged: String,
    /// The door it came in by.
    pub door: String,
    /// When it was made, London time.
    pub made_at: NaiveDateTime,
}
