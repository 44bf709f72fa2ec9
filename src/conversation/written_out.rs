use rustc_hash::FxHashMap;

use crate::knowledge::Vocabulary;
use crate::language::{clean, plain_words};

/// Words with their text-speak written out, so that a pattern written for "what" is met by "wat" as well.
#[derive(Debug)]
pub(super) struct WrittenOut {
    means: FxHashMap<String, Vec<String>>,
}

impl WrittenOut {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let words = |text: &String| plain_words(&clean(text));
        Self { means: vocabulary.text_speak.iter().map(|(from, to)| (from.clone(), words(to))).collect() }
    }

    /// The words as typed, and, where any of them is text-speak, as it is meant.
    pub(super) fn forms(&self, words: &[String]) -> Vec<Vec<String>> {
        let mut forms = vec![words.to_vec()];
        if words.iter().any(|word| self.means.contains_key(word)) {
            let meant =
                words.iter().flat_map(|word| self.means.get(word).cloned().unwrap_or_else(|| vec![word.clone()]));
            forms.push(meant.collect());
        }
        forms
    }
}
