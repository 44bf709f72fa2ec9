//! Looks for a disclosure or a worry in what a person typed, before anything else is read into it (D01–D05).
//!
//! Rules only: no network, no model, no account. What the signs are, and the fixed words they are met with, stand in `knowledge/urgent/`
//! under a named reviewer; this room never shows or logs which words it found (D23).

use std::collections::{BTreeSet, HashSet};

use crate::knowledge::{Library, Sign, Words};
use crate::language::{Known, Pattern, Speller, clean, plain_words};

/// The signs of a library, ready to be looked for.
#[derive(Debug, Default)]
pub struct Safety {
    signs: Vec<Compiled>,
    speller: Speller,
    known: HashSet<String>,
}

#[derive(Debug)]
struct Compiled {
    sign: Sign,
    says: Vec<Pattern>,
    unless: Vec<Pattern>,
}

impl Safety {
    /// Compiles the signs of a library; a word that stands in it is no misspelling of a sign.
    pub fn new(library: &Library, words: &Words) -> Self {
        let signs: Vec<Compiled> = library
            .urgent
            .signs
            .iter()
            .map(|sign| Compiled {
                sign: sign.clone(),
                says: sign.says.iter().map(|notation| Pattern::parse(notation)).collect(),
                unless: sign.unless.iter().map(|notation| Pattern::parse(notation)).collect(),
            })
            .collect();
        let mut vocabulary = BTreeSet::new();
        for pattern in signs.iter().flat_map(|sign| &sign.says) {
            pattern.vocabulary(&mut vocabulary);
        }
        let known = words.written.iter().cloned().collect();
        Self {
            signs,
            speller: Speller::new(vocabulary.into_iter().map(|word| Known { word, count: 1, name: true })),
            known,
        }
    }

    /// The first sign that stands in the text, if any. Misspelt words are read both as typed and as mended, so that
    /// mending can only add a sign, never hide one.
    pub fn find(&self, text: &str) -> Option<&Sign> {
        let typed = plain_words(&clean(text));
        let mended = self.mend(&typed);
        self.signs
            .iter()
            .find(|sign| sign.is_in(&typed) || mended.as_ref().is_some_and(|mended| sign.is_in(mended)))
            .map(|found| &found.sign)
    }

    /// The words with those mended that nobody knows; none if nothing was to mend.
    fn mend(&self, typed: &[String]) -> Option<Vec<String>> {
        let mut changed = false;
        let mended = typed
            .iter()
            .map(|word| match self.speller.correct(word) {
                Some(correction) if !self.known.contains(word) => {
                    changed = true;
                    correction.word
                }
                _ => word.clone(),
            })
            .collect();
        changed.then_some(mended)
    }
}

impl Compiled {
    fn is_in(&self, words: &[String]) -> bool {
        self.says.iter().any(|pattern| pattern.is_in(words)) && !self.unless.iter().any(|pattern| pattern.is_in(words))
    }
}
