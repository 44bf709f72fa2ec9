//! Spelling against our own words: a word we do not know becomes the known word it most likely was.

use std::collections::HashMap;

/// Finds the known word that a misspelt one stands for.
///
/// A short word is mended only into a name (of a job, a scheme, a subject): short words of everyday English that the library happens not
/// to have are too near to each other.
///
/// Known words are filed under every form that lacks one of their letters (two, if they are long names), and looked up under such forms of
/// the word typed, so that a look-up touches a handful of candidates instead of the whole list.
#[derive(Debug, Default)]
pub struct Speller {
    words: Vec<Known>,
    by_deletion: HashMap<String, Vec<u32>>,
    known: HashMap<String, u32>,
}

/// A word that needs no correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The word.
    pub word: String,
    /// How often it is used.
    pub count: u32,
    /// Whether it belongs to a name.
    pub name: bool,
}

/// A known word for an unknown one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The known word.
    pub word: String,
    /// Letters changed: 1 or 2.
    pub distance: usize,
}

/// Shorter words are taken as they are.
const SHORTEST: usize = 4;

/// Up to this length a word is mended only into a name.
const SHORT: usize = 5;

/// From this length on, two letters may be wrong.
const LONG: usize = 8;

impl Speller {
    /// A speller over these words; the commoner wins a tie.
    pub fn new(words: impl IntoIterator<Item = Known>) -> Self {
        let mut speller = Self::default();
        for known in words {
            let index = speller.words.len() as u32;
            if known.word.chars().count() >= SHORTEST {
                let missing = if known.name { reach(&known.word) } else { 1 };
                for form in forms(&known.word, missing) {
                    speller.by_deletion.entry(form).or_default().push(index);
                }
            }
            speller.known.insert(known.word.clone(), known.count);
            speller.words.push(known);
        }
        speller
    }

    /// Whether this word needs no correction.
    pub fn knows(&self, word: &str) -> bool {
        self.known.contains_key(word)
    }

    /// The likeliest known word for an unknown one, if one is near enough.
    pub fn correct(&self, word: &str) -> Option<Correction> {
        if word.chars().count() < SHORTEST || word.chars().any(|c| c.is_ascii_digit()) || self.knows(word) {
            return None;
        }
        let reach = reach(word);
        let short = word.chars().count() <= SHORT;
        let mut best: Option<(f64, &str, usize)> = None;
        for form in forms(word, reach) {
            for &index in self.by_deletion.get(&form).into_iter().flatten() {
                let Known { word: candidate, count, name } = &self.words[index as usize];
                if short && !name {
                    continue;
                }
                let distance = strsim::osa_distance(word, candidate);
                if distance == 0 || distance > reach.min(self::reach(candidate)) {
                    continue;
                }
                let rank = rank(word, candidate, distance, *count);
                if best.is_none_or(|(best, ..)| rank > best) {
                    best = Some((rank, candidate, distance));
                }
            }
        }
        best.map(|(_, word, distance)| Correction { word: word.to_owned(), distance })
    }
}

/// How many letters may be wrong in a word of this length.
fn reach(word: &str) -> usize {
    if word.chars().count() >= LONG { 2 } else { 1 }
}

/// The word, and the word without any one (or two) of its letters.
fn forms(word: &str, deletions: usize) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    let mut last = vec![word.to_owned()];
    for _ in 0..deletions {
        let mut next = Vec::new();
        for form in &last {
            for (at, c) in form.char_indices() {
                let mut shorter = String::with_capacity(form.len());
                shorter.push_str(&form[..at]);
                shorter.push_str(&form[at + c.len_utf8()..]);
                next.push(shorter);
            }
        }
        next.sort_unstable();
        next.dedup();
        all.extend(next.iter().cloned());
        last = next;
    }
    all
}

/// Fewer wrong letters first, then the same beginning and end, then the commoner word.
fn rank(word: &str, candidate: &str, distance: usize, count: u32) -> f64 {
    let first = word.chars().next() == candidate.chars().next();
    let last = word.chars().last() == candidate.chars().last();
    -(distance as f64) * 2.0
        + f64::from(u8::from(first)) * 1.2
        + f64::from(u8::from(last)) * 0.3
        + f64::from(count).ln_1p() * 0.2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        let words = [
            ("apprenticeship", 50),
            ("bursary", 40),
            ("college", 60),
            ("university", 30),
            ("paramedic", 5),
            ("exist", 9),
        ];
        Speller::new(words.map(|(word, count)| Known { word: word.to_owned(), count, name: word != "exist" }))
    }

    #[test]
    fn misspellings_find_the_word_meant() {
        for (typed, meant) in [
            ("busary", "bursary"),
            ("apprentiship", "apprenticeship"),
            ("colledge", "college"),
            ("univercity", "university"),
        ] {
            assert_eq!(speller().correct(typed).map(|c| c.word).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn known_short_and_far_words_are_left_alone() {
        for typed in ["bursary", "bus", "peru", "bitcoin", "exit"] {
            assert_eq!(speller().correct(typed), None, "{typed}");
        }
    }
}
