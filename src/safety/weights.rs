//! Evidence weighed: every word and every pair of neighbours counts once, for danger or against it.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::knowledge::{Library, Vocabulary};

/// Up to so many words a message counts in full. A longer one counts less for each: in a long story many words stand by chance.
const PLAIN: f32 = 8.0;

/// The weights, ready to be used.
#[derive(Debug, Default)]
pub(super) struct Scale {
    start: f32,
    alert_from: f32,
    no_alert_below: f32,
    /// Weights of words and pairs, by their hash.
    weights: FxHashMap<u64, f32>,
    /// Text-speak and misspellings written out.
    written_out: FxHashMap<String, Vec<String>>,
}

impl Scale {
    /// Reads the weights off a library.
    pub(super) fn new(library: &Library) -> Self {
        let Some(weights) = &library.urgent.weights else { return Self::default() };
        Self {
            start: weights.start,
            alert_from: weights.alert_from,
            no_alert_below: weights.no_alert_below,
            weights: weights.words.iter().map(|(piece, weight)| (piece_of(piece.split(' ')), *weight)).collect(),
            written_out: written_out(&library.vocabulary),
        }
    }

    /// The weight of a message: from here on the higher, the likelier a disclosure.
    pub(super) fn weigh(&self, words: &[String]) -> f32 {
        let mut plain: Vec<&str> = vec!["^"];
        for word in words {
            match self.written_out.get(word) {
                Some(whole) => plain.extend(whole.iter().map(String::as_str)),
                None => plain.push(word),
            }
        }
        let length = plain.len() - 1;
        plain.push("$");
        let single = plain[1..=length].iter().map(|word| piece_of(std::iter::once(*word)));
        let pairs = plain.windows(2).map(|pair| piece_of(pair.iter().copied()));
        let mut pieces: Vec<u64> = single.chain(pairs).collect();
        pieces.sort_unstable();
        pieces.dedup();
        let sum: f32 = pieces.iter().filter_map(|piece| self.weights.get(piece)).sum();
        self.start + sum * (PLAIN / PLAIN.max(length as f32)).sqrt()
    }

    /// Whether a weight raises an alert by itself.
    pub(super) fn is_enough(&self, weight: f32) -> bool {
        weight >= self.alert_from
    }

    /// Whether a weight is so low that a pattern is not believed.
    pub(super) fn speaks_against(&self, weight: f32) -> bool {
        weight < self.no_alert_below
    }
}

fn written_out(vocabulary: &Vocabulary) -> FxHashMap<String, Vec<String>> {
    let split = |text: &String| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let spoken = vocabulary.text_speak.iter().map(|(from, to)| (from.clone(), split(to)));
    let misspelt = vocabulary.misspelt.iter().map(|(from, to)| {
        let to = vocabulary.text_speak.get(to).unwrap_or(to);
        (from.clone(), split(to))
    });
    spoken.chain(misspelt).collect()
}

/// A word, or two neighbours, as a number.
fn piece_of<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write(word.as_bytes());
        hasher.write_u8(b' ');
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Urgent, UrgentWeights};

    fn scale() -> Scale {
        let words = [("hits me", 4.0), ("boxing", -3.0), ("^ my", 0.5)];
        let weights = UrgentWeights {
            kind: "danger".to_owned(),
            reply: "disclosure".to_owned(),
            start: -2.0,
            alert_from: 1.0,
            no_alert_below: -3.0,
            words: words.map(|(piece, weight)| (piece.to_owned(), weight)).into_iter().collect(),
        };
        Scale::new(&Library { urgent: Urgent { weights: Some(weights), ..Urgent::default() }, ..Library::default() })
    }

    fn weigh(text: &str) -> f32 {
        scale().weigh(&text.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn words_speak_for_danger_and_against_it() {
        assert!(scale().is_enough(weigh("my dad hits me")));
        assert!(!scale().is_enough(weigh("my dad hits me at boxing")));
        assert!(scale().speaks_against(weigh("boxing")));
    }

    #[test]
    fn a_piece_said_twice_counts_once_and_a_long_story_counts_less() {
        assert_eq!(weigh("boxing boxing"), weigh("boxing"));
        let story = format!("he hits me {}", "and then we went on ".repeat(20));
        assert!(weigh(&story) < weigh("he hits me"));
    }
}
