//! Many patterns at once: each is looked for only in messages that have a word it cannot do without.

use rustc_hash::FxHashMap;

use super::Pattern;

/// Length of the beginnings under which unfinished words are filed.
const BEGINNING: usize = 3;

/// Patterns filed by a word that each of them needs.
#[derive(Debug, Default)]
pub struct Patterns {
    all: Vec<Pattern>,
    by_word: FxHashMap<String, Vec<u32>>,
    by_beginning: FxHashMap<String, Vec<u32>>,
    everywhere: Vec<u32>,
}

impl Patterns {
    /// Files patterns; they keep their order.
    pub fn new(all: Vec<Pattern>) -> Self {
        let mut patterns = Self::default();
        for (at, pattern) in all.iter().enumerate() {
            patterns.file(at as u32, pattern);
        }
        patterns.all = all;
        patterns
    }

    fn file(&mut self, at: u32, pattern: &Pattern) {
        let Some(needed) = pattern.needs() else { return self.everywhere.push(at) };
        if needed.iter().any(|(word, beginning)| *beginning && word.chars().count() < BEGINNING) {
            return self.everywhere.push(at);
        }
        for (word, beginning) in needed {
            if *beginning {
                self.by_beginning.entry(begin(word)).or_default().push(at);
            } else {
                self.by_word.entry(word.clone()).or_default().push(at);
            }
        }
    }

    /// The places of all patterns that the words hold, in order.
    pub fn found_in(&self, words: &[String]) -> Vec<usize> {
        let mut candidates = self.everywhere.clone();
        for word in words {
            candidates.extend(self.by_word.get(word).into_iter().flatten());
            candidates.extend(self.by_beginning.get(&begin(word)).into_iter().flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.into_iter().map(|at| at as usize).filter(|&at| self.all[at].is_in(words)).collect()
    }
}

fn begin(word: &str) -> String {
    word.chars().take(BEGINNING).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{clean, plain_words};

    #[test]
    fn the_same_patterns_are_found_as_one_by_one() {
        let notations = ["book ... appointment/meeting", "cut* myself", "^ hi/hello $", "_ home", "a* b"];
        let patterns = Patterns::new(notations.iter().map(|notation| Pattern::parse(notation)).collect());
        for text in ["book me an appointment", "i keep cutting myself", "hello", "go home", "apple b", "nothing of it"]
        {
            let words = plain_words(&clean(text));
            let one_by_one: Vec<usize> =
                (0..notations.len()).filter(|&at| Pattern::parse(notations[at]).is_in(&words)).collect();
            assert_eq!(patterns.found_in(&words), one_by_one, "{text}");
        }
    }
}
