//! Looks for a disclosure or a worry in what a person typed, before anything else is read into it (D01–D05).
//!
//! Two things are looked at, both offline and both open to reading. [`signs`]: patterns of what people say, by kind. [`weights`]: what single words
//! and pairs of words weigh as evidence, set on examples. A pattern is believed unless the words around it speak clearly against it ("how does
//! a paramedic help someone who …"; in a long story they must speak for it, for there many words stand by chance), and words that weigh enough raise an alert without any pattern. What the signs are, and the fixed words they
//! are met with, stand in `knowledge/urgent/` under a named reviewer; this room never shows or logs which words it found (D23).

mod signs;
mod weights;

use std::sync::Arc;

use signs::Signs;
use weights::Scale;

use crate::knowledge::{Library, Sign, WordNumbers};
use crate::language::{clean, plain_words};

/// What is looked for in every message.
#[derive(Debug, Default)]
pub struct Safety {
    signs: Signs,
    scale: Scale,
    /// The sign that is met where words weigh enough and no pattern names a kind.
    weighed: Option<Sign>,
}

impl Safety {
    /// Reads signs and weights off a library; a word that is written in it is no misspelling of a sign.
    pub fn new(library: &Library, written: Arc<WordNumbers>) -> Self {
        Self {
            signs: Signs::new(library, written),
            scale: Scale::new(library),
            weighed: library.urgent.weights.as_ref().map(|weights| Sign {
                kind: weights.kind.clone(),
                reply: weights.reply.clone(),
                alert: true,
                about_staff: false,
                about_head: false,
                says: Vec::new(),
                unless: Vec::new(),
            }),
        }
    }

    /// The sign that stands in the text, if any: a disclosure before a worry.
    pub fn find(&self, text: &str) -> Option<&Sign> {
        let words = plain_words(&clean(text));
        let found = self.signs.find(&words);
        let Some(weighed) = &self.weighed else { return found };
        let evidence = self.scale.weigh(&words);
        match found {
            Some(sign) if sign.alert && self.scale.speaks_against(evidence, words.len()) => None,
            Some(sign) if sign.alert || !self.scale.is_enough(evidence) => Some(sign),
            _ if self.scale.is_enough(evidence) => Some(weighed),
            found => found,
        }
    }
}
