//! What the words of a message weigh as evidence of danger, and what such a weight decides.

use crate::knowledge::Library;
use crate::language::Evidence;

/// The weights, ready to be used.
#[derive(Debug, Default)]
pub(super) struct Scale {
    evidence: Evidence,
    alert_from: f32,
    no_alert_below: f32,
    no_alert_below_in_long: f32,
    long_from: usize,
}

impl Scale {
    /// Reads the weights off a library.
    pub(super) fn new(library: &Library) -> Self {
        let Some(weights) = &library.urgent.weights else { return Self::default() };
        Self {
            evidence: Evidence::new(weights.start, &weights.words, library.vocabulary.written_out())
                .fading(weights.fades),
            alert_from: weights.alert_from,
            no_alert_below: weights.no_alert_below,
            no_alert_below_in_long: weights.no_alert_below_in_long,
            long_from: weights.long_from,
        }
    }

    /// The weight of a message: from here on the higher, the likelier a disclosure.
    pub(super) fn weigh(&self, words: &[String]) -> f32 {
        self.evidence.weigh(words)
    }

    /// Whether a weight raises an alert by itself.
    pub(super) fn is_enough(&self, weight: f32) -> bool {
        weight >= self.alert_from
    }

    /// Whether the weight of so many words is so low that a pattern is not believed.
    pub(super) fn speaks_against(&self, weight: f32, words: usize) -> bool {
        weight < if words < self.long_from { self.no_alert_below } else { self.no_alert_below_in_long }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Urgent, UrgentWeights};

    #[test]
    fn words_speak_for_danger_and_against_it() {
        let words = [("hits me", 4.0), ("boxing", -3.0)];
        let weights = UrgentWeights {
            kind: "danger".to_owned(),
            reply: "disclosure".to_owned(),
            start: -2.0,
            alert_from: 1.0,
            no_alert_below: -3.0,
            no_alert_below_in_long: 0.0,
            long_from: 40,
            fades: 0.5,
            words: words.map(|(piece, weight)| (piece.to_owned(), weight)).into_iter().collect(),
        };
        let library = Library { urgent: Urgent { weights: Some(weights), ..Urgent::default() }, ..Library::default() };
        let scale = Scale::new(&library);
        let weigh = |text: &str| scale.weigh(&text.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert!(scale.is_enough(weigh("my dad hits me")));
        assert!(!scale.is_enough(weigh("my dad hits me at boxing")));
        assert!(scale.speaks_against(weigh("boxing"), 1));
        assert!(!scale.speaks_against(weigh("my home"), 2) && scale.speaks_against(weigh("my home"), 40));
    }
}
