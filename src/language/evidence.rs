//! Evidence weighed: every word and every pair of neighbours counts once, for something or against it.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

/// Up to so many words a message counts in full. A longer one counts less for each: in a long story many words stand by chance.
const PLAIN: f32 = 8.0;

/// How fast each word then counts less, unless the weights were set with another.
const FADES: f32 = 0.5;

/// What words and pairs of neighbouring words weigh, ready to be used.
#[derive(Debug, Default)]
pub struct Evidence {
    start: f32,
    /// How fast a word counts less as a message is longer: a power of its length.
    fades: f32,
    /// Weights of words and pairs, by their hash.
    weights: FxHashMap<u64, f32>,
    /// Text-speak and misspellings written out.
    written_out: FxHashMap<String, Vec<String>>,
}

impl Evidence {
    /// The weight of a message that says nothing, the weight of each word or pair, and what text-speak and misspellings stand for.
    pub fn new(
        start: f32,
        weights: &BTreeMap<String, f32>,
        written_out: impl Iterator<Item = (String, String)>,
    ) -> Self {
        let split = |text: String| text.split(' ').map(str::to_owned).collect();
        Self {
            start,
            fades: FADES,
            weights: weights.iter().map(|(piece, weight)| (piece_of(piece.split(' ')), *weight)).collect(),
            written_out: written_out.map(|(from, to)| (from, split(to))).collect(),
        }
    }

    /// The same weights, set with another power by which a word counts less in a longer message.
    #[must_use]
    pub fn fading(self, fades: f32) -> Self {
        Self { fades, ..self }
    }

    /// What the words of a message weigh together: log odds, more than nought for it and less against it.
    pub fn weigh(&self, words: &[String]) -> f32 {
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
        self.start + sum * (PLAIN / PLAIN.max(length as f32)).powf(self.fades)
    }
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

    fn weigh(text: &str) -> f32 {
        let weights =
            [("boxing", -3.0), ("hits me", 4.0), ("^ my", 0.5)].map(|(piece, weight)| (piece.to_owned(), weight));
        let speak = [("boxin".to_owned(), "boxing".to_owned())];
        let evidence = Evidence::new(-2.0, &weights.into_iter().collect(), speak.into_iter());
        evidence.weigh(&text.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn words_and_pairs_speak_for_it_and_against_it() {
        assert_eq!(weigh("my dad hits me"), 2.5);
        assert_eq!(weigh("my dad hits me at boxing"), -0.5);
        assert_eq!(weigh("nothing known"), -2.0);
    }

    #[test]
    fn what_is_written_short_weighs_what_it_stands_for() {
        assert_eq!(weigh("boxin"), weigh("boxing"));
    }

    #[test]
    fn a_piece_said_twice_counts_once_and_a_long_story_counts_less() {
        assert_eq!(weigh("boxing boxing"), weigh("boxing"));
        let story = format!("he hits me {}", "and then we went on ".repeat(20));
        assert!(weigh(&story) < weigh("he hits me"));
    }
}
