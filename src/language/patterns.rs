//! Many patterns at once. Every place in a pattern that names words is known by a number, shared by all patterns that name the same
//! words; a message is read once, into the places where each of them stands, and a pattern is then a few operations on bits.

use rustc_hash::FxHashMap;

use super::Pattern;
use super::pattern::{Atom, GAP};

/// Patterns, ready to be looked for together.
#[derive(Debug, Default)]
pub struct Patterns {
    all: Vec<Compiled>,
    /// Numbers of the places that name a word, and that name a beginning of it.
    by_word: FxHashMap<String, Vec<u32>>,
    by_beginning: FxHashMap<String, Vec<u32>>,
    /// Length of the longest beginning that is named, in bytes: more of a word is never looked up, however long it is.
    longest_beginning: usize,
    /// How many different places there are.
    places: usize,
}

#[derive(Debug)]
struct Compiled {
    steps: Vec<Step>,
    from_start: bool,
    to_end: bool,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Words(u32),
    Any,
    Gap,
}

impl Patterns {
    /// Compiles patterns; they keep their order.
    pub fn new(all: Vec<Pattern>) -> Self {
        let mut patterns = Self::default();
        let mut known: FxHashMap<Vec<(String, bool)>, u32> = FxHashMap::default();
        for pattern in all {
            let steps = pattern.atoms.into_iter().map(|atom| match atom {
                Atom::Any => Step::Any,
                Atom::Gap => Step::Gap,
                Atom::Words(words) => {
                    let next = known.len() as u32;
                    let place = *known.entry(words.clone()).or_insert(next);
                    if place == next {
                        patterns.file(words, place);
                    }
                    Step::Words(place)
                }
            });
            let steps = steps.collect();
            patterns.all.push(Compiled { steps, from_start: pattern.from_start, to_end: pattern.to_end });
        }
        patterns.places = known.len();
        patterns
    }

    fn file(&mut self, words: Vec<(String, bool)>, place: u32) {
        for (word, beginning) in words {
            if beginning {
                self.longest_beginning = self.longest_beginning.max(word.len());
            }
            let under = if beginning { &mut self.by_beginning } else { &mut self.by_word };
            under.entry(word).or_default().push(place);
        }
    }

    /// The places of all patterns that the words hold, in order.
    pub fn found_in(&self, words: &[String]) -> Vec<usize> {
        let stands = self.stands(words);
        (0..self.all.len()).filter(|&at| self.all[at].is_in(&stands)).collect()
    }

    /// Where in a message each place of the patterns stands.
    fn stands(&self, words: &[String]) -> Stands {
        let mut stands = Stands::new(words.len(), self.places);
        for (at, word) in words.iter().enumerate() {
            for &place in self.by_word.get(word).into_iter().flatten() {
                stands.mark(place, at);
            }
            let ends = word.char_indices().map(|(from, letter)| from + letter.len_utf8());
            for end in ends.take_while(|end| *end <= self.longest_beginning) {
                for &place in self.by_beginning.get(&word[..end]).into_iter().flatten() {
                    stands.mark(place, at);
                }
            }
        }
        stands
    }
}

/// Which words of a message fill which place: a bit a word, and a bit more for the end of the message.
struct Stands {
    words: usize,
    /// For each place, the number of its bits, or none.
    of_place: Vec<u32>,
    bits: Vec<Vec<u64>>,
}

/// No word fills the place.
const NOWHERE: u32 = u32::MAX;

impl Stands {
    fn new(words: usize, places: usize) -> Self {
        Self { words, of_place: vec![NOWHERE; places], bits: Vec::new() }
    }

    /// How many numbers hold a bit for each word and one for the end.
    fn length(&self) -> usize {
        self.words / 64 + 1
    }

    fn mark(&mut self, place: u32, at: usize) {
        if self.of_place[place as usize] == NOWHERE {
            self.of_place[place as usize] = self.bits.len() as u32;
            self.bits.push(vec![0; self.length()]);
        }
        self.bits[self.of_place[place as usize] as usize][at / 64] |= 1 << (at % 64);
    }

    fn at(&self, place: u32) -> Option<&[u64]> {
        self.bits.get(self.of_place[place as usize] as usize).map(Vec::as_slice)
    }
}

impl Compiled {
    /// Follows every way through the words at once: a bit says that the steps so far may end before that word.
    fn is_in(&self, stands: &Stands) -> bool {
        let fills = |step: &Step| !matches!(step, Step::Words(place) if stands.of_place[*place as usize] == NOWHERE);
        if !self.steps.iter().all(fills) {
            return false;
        }
        let mut reached = vec![0; stands.length()];
        let starts = if self.from_start { 1 } else { stands.words.max(1) };
        (0..starts).for_each(|at| reached[at / 64] |= 1 << (at % 64));
        for step in &self.steps {
            match step {
                Step::Words(place) => {
                    let filled = stands.at(*place).expect("every place of this pattern is filled");
                    reached.iter_mut().zip(filled).for_each(|(reached, filled)| *reached &= filled);
                    move_on(&mut reached);
                }
                Step::Any => {
                    reached[stands.words / 64] &= !(1 << (stands.words % 64));
                    move_on(&mut reached);
                }
                Step::Gap => skip(&mut reached, stands.words),
            }
            if reached.iter().all(|bits| *bits == 0) {
                return false;
            }
        }
        !self.to_end || reached[stands.words / 64] >> (stands.words % 64) & 1 == 1
    }
}

/// Every way moves on by a word.
fn move_on(reached: &mut [u64]) {
    let mut carried = 0;
    for bits in reached {
        let out = *bits >> 63;
        *bits = *bits << 1 | carried;
        carried = out;
    }
}

/// Every way may pass over some words, as far as there are words.
fn skip(reached: &mut [u64], words: usize) {
    for _ in 0..GAP {
        let mut further = reached.to_vec();
        move_on(&mut further);
        reached.iter_mut().zip(further).for_each(|(reached, further)| *reached |= further);
    }
    let beyond = !0_u64 << (words % 64) << 1;
    if words % 64 < 63 {
        reached[words / 64] &= !beyond;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{clean, plain_words};

    #[test]
    fn the_same_patterns_are_found_as_one_by_one() {
        let notations = [
            "book ... appointment/meeting",
            "cut* myself",
            "^ hi/hello $",
            "_ home",
            "a* b",
            "... home $",
            "^ go ... _ $",
            "go ... ... home",
        ];
        let patterns = Patterns::new(notations.iter().map(|notation| Pattern::parse(notation)).collect());
        let long = format!("go {}", "on and ".repeat(70));
        let texts = [
            "book me an appointment",
            "i keep cutting myself",
            "hello",
            "go home",
            "apple b",
            "nothing of it",
            "",
            "home",
            "go on and on until we are home",
            "go on and on and on and on until we are home",
            &format!("{long} home"),
            &format!("{long} go home"),
            &"go ".repeat(63),
            &"go ".repeat(64),
            &format!("cut{} myself", "ting".repeat(25_000)),
        ];
        for text in texts {
            let words = plain_words(&clean(text));
            let one_by_one: Vec<usize> =
                (0..notations.len()).filter(|&at| Pattern::parse(notations[at]).is_in(&words)).collect();
            assert_eq!(patterns.found_in(&words), one_by_one, "{text}");
        }
    }
}
