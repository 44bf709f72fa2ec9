use std::collections::{BTreeMap, BTreeSet};

use super::library::Library;
use crate::language::{clean, words};

/// In how many sections' asks a word must stand before it counts as known by that alone: asks hold misspellings on purpose.
const SEEN_IN_ASKS: u32 = 3;

/// A longer word that only asks have is likely one of those misspellings, however often it stands there.
const SHORT: usize = 5;

/// The words of a library.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Words it knows how to spell, with how often they stand there.
    pub known: BTreeMap<String, u32>,
    /// Every word that stands anywhere in it, misspelt asks included.
    pub written: BTreeSet<String>,
}

impl Library {
    /// Every word that stands in the library, and which of them it knows how to spell.
    pub fn words(&self) -> Words {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        let mut asked: BTreeMap<String, u32> = BTreeMap::new();
        for (page, passage) in self.passages() {
            count(&page.about.title, &mut known);
            count(&passage.title, &mut known);
            for sentence in passage.bodies().flat_map(|body| body.sentences()) {
                count(&sentence.words(), &mut known);
            }
            let mut in_passage = BTreeSet::new();
            for ask in &passage.asks {
                in_passage.extend(words(&clean(ask)));
            }
            for word in in_passage {
                *asked.entry(word).or_default() += 1;
            }
        }
        for occupation in &self.occupations {
            count(&occupation.title, &mut known);
            count(&occupation.work, &mut known);
            for line in occupation.subjects.iter().chain(&occupation.interests) {
                count(line, &mut known);
            }
            for way in &occupation.ways_in {
                count(&way.text, &mut known);
            }
        }
        for term in &self.glossary {
            count(&term.term, &mut known);
            count(&term.means, &mut known);
        }
        for name in self
            .vocabulary
            .same
            .keys()
            .chain(&self.vocabulary.empty)
            .chain(&self.vocabulary.light)
            .chain(&self.vocabulary.people)
        {
            count(name, &mut known);
        }
        let written = known.keys().chain(asked.keys()).cloned().collect();
        for (word, times) in asked {
            if times >= SEEN_IN_ASKS && word.chars().count() <= SHORT || known.contains_key(&word) {
                *known.entry(word).or_default() += times;
            }
        }
        Words { known, written }
    }
}

fn count(text: &str, into: &mut BTreeMap<String, u32>) {
    for word in words(&clean(text)) {
        *into.entry(word).or_default() += 1;
    }
}
