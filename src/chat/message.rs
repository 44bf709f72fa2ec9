use super::Audience;

/// What a person said, once a door has taken the platform's wrapping off.
///
/// A tapped button arrives as the words written on it, so a tap and the same words typed mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The words, as typed.
    pub text: String,
    /// Who the person said they are, where the door asked.
    pub audience: Option<Audience>,
    /// Year group 1 to 13, where the door asked.
    pub year: Option<u8>,
    /// Whether the person asked the door for easier words, wherever a passage has them.
    pub easy: bool,
}

impl Message {
    /// A message with nothing known about the person.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
