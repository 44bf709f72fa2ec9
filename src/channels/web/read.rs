use serde::Deserialize;

use crate::chat::{Audience, Message};

/// The form of the chat page. A tapped choice comes beside the typed words and goes before them.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) choice: String,
    pub(super) audience: String,
    pub(super) year: String,
    pub(super) easy: String,
    /// The visitor's number, where the page stands inside another site and cookies do not reach it.
    pub(super) visitor: String,
}

impl Form {
    /// What was said.
    pub(super) fn said(&self) -> &str {
        let choice = self.choice.trim();
        if choice.is_empty() { self.text.trim() } else { choice }
    }
}

/// The form as a message; what was not chosen stays unknown.
pub(super) fn read(form: &Form) -> Message {
    Message {
        text: form.said().to_owned(),
        audience: Audience::from_word(&form.audience),
        year: form.year.parse().ok().filter(|year| (1..=13).contains(year)),
        easy: !form.easy.is_empty(),
    }
}
