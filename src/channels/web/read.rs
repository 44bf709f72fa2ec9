use serde::Deserialize;

use crate::chat::{Audience, Message};

/// The form of the chat page.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) audience: String,
    #[serde(default)]
    pub(super) year: String,
}

/// The form as a message; what was not chosen stays unknown.
pub(super) fn read(form: &Form) -> Message {
    Message {
        text: form.text.clone(),
        audience: Audience::from_word(&form.audience),
        year: form.year.parse().ok().filter(|year| (1..=13).contains(year)),
    }
}
