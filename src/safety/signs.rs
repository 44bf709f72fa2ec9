use std::collections::BTreeSet;
use std::sync::Arc;

use crate::knowledge::{Library, Sign, WordNumbers};
use crate::language::{Known, Pattern, Patterns, Speller};

/// Patterns of the signs, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Signs {
    signs: Vec<Compiled>,
    /// What signs say, one after the other, and which sign each pattern belongs to.
    says: Patterns,
    sign_of: Vec<usize>,
    speller: Speller,
    written: Arc<WordNumbers>,
}

#[derive(Debug)]
struct Compiled {
    sign: Sign,
    unless: Vec<Pattern>,
}

impl Signs {
    /// Compiles the signs of a library; a word that is written in it is no misspelling of a sign.
    pub(super) fn new(library: &Library, written: Arc<WordNumbers>) -> Self {
        let parse = |notations: &[String]| -> Vec<Pattern> {
            notations.iter().map(|notation| Pattern::parse(notation)).collect()
        };
        let mut compiled = Self { written, ..Self::default() };
        let mut vocabulary = BTreeSet::new();
        let mut says = Vec::new();
        // A worry beside a disclosure never hides it: what raises an alert is looked for first.
        let (alerts, worries): (Vec<&Sign>, Vec<&Sign>) = library.urgent.signs.iter().partition(|sign| sign.alert);
        for (at, sign) in alerts.into_iter().chain(worries).enumerate() {
            let patterns = parse(&sign.says);
            patterns.iter().for_each(|pattern| pattern.vocabulary(&mut vocabulary));
            compiled.sign_of.extend(std::iter::repeat_n(at, patterns.len()));
            says.extend(patterns);
            compiled.signs.push(Compiled { sign: sign.clone(), unless: parse(&sign.unless) });
        }
        compiled.says = Patterns::new(says);
        compiled.speller = Speller::new(vocabulary.into_iter().map(|word| Known { word, count: 1, name: true }));
        compiled
    }

    /// The first sign that stands in the words, if any. Misspelt words are read both as typed and as mended, so that
    /// mending can only add a sign, never hide one.
    pub(super) fn find(&self, typed: &[String]) -> Option<&Sign> {
        let found = self.first_in(typed);
        let mended = self.mend(typed).and_then(|mended| self.first_in(&mended));
        let first = found.into_iter().chain(mended).min()?;
        Some(&self.signs[first].sign)
    }

    /// The place of the first sign that the words hold.
    fn first_in(&self, words: &[String]) -> Option<usize> {
        let mut found = self.says.found_in(words).into_iter().map(|pattern| self.sign_of[pattern]);
        found.find(|&sign| !self.signs[sign].unless.iter().any(|pattern| pattern.is_in(words)))
    }

    /// The words with those mended that nobody knows; none if nothing was to mend.
    fn mend(&self, typed: &[String]) -> Option<Vec<String>> {
        let mut changed = false;
        let mended = typed
            .iter()
            .map(|word| match (!self.written.has(word)).then(|| self.speller.correct(word)).flatten() {
                Some(correction) => {
                    changed = true;
                    correction.word
                }
                _ => word.clone(),
            })
            .collect();
        changed.then_some(mended)
    }
}
