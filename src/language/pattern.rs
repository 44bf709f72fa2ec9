//! Small patterns over the words of a message, for signs of danger and for wishes like "book me in".
//!
//! A pattern is words with blanks between. `a/b` is either word, `word*` any word that begins so, `_` any one word, `...` up to
//! four words, `^` the beginning and `$` the end of the message. Patterns are data that people with a named role review,
//! so the notation stays small enough to read aloud.

use std::collections::BTreeSet;

/// Longest run of words that `...` passes over.
pub(super) const GAP: usize = 4;

/// Letters that people write for words: "r u a robot" is no word spelt apart.
const LETTER_WORDS: &str = "ainruy";

/// A pattern, ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub(super) atoms: Vec<Atom>,
    pub(super) from_start: bool,
    pub(super) to_end: bool,
}

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// Any of these words, each with whether it is only a beginning.
    Words(Vec<(String, bool)>),
    /// Any one word.
    Any,
    /// Up to [`GAP`] words.
    Gap,
}

impl Pattern {
    /// Reads the notation.
    pub fn parse(notation: &str) -> Self {
        let mut pieces: Vec<&str> = notation.split_whitespace().collect();
        let from_start = pieces.first() == Some(&"^");
        let to_end = pieces.last() == Some(&"$");
        pieces.retain(|piece| !matches!(*piece, "^" | "$"));
        let atoms = pieces
            .into_iter()
            .map(|piece| match piece {
                "_" => Atom::Any,
                "..." => Atom::Gap,
                words => Atom::Words(
                    words
                        .split('/')
                        .map(|word| match word.strip_suffix('*') {
                            Some(beginning) => (beginning.to_owned(), true),
                            None => (word.to_owned(), false),
                        })
                        .collect(),
                ),
            })
            .collect();
        Self { atoms, from_start, to_end }
    }

    /// Whether the words hold the pattern.
    pub fn is_in(&self, words: &[String]) -> bool {
        let starts = if self.from_start { 0..1 } else { 0..words.len().max(1) };
        starts.into_iter().any(|start| self.matches(&self.atoms, &words[start.min(words.len())..]))
    }

    /// Every word the pattern names, for spelling; beginnings are left out.
    pub fn vocabulary(&self, into: &mut BTreeSet<String>) {
        for atom in &self.atoms {
            if let Atom::Words(words) = atom {
                into.extend(words.iter().filter(|(_, beginning)| !beginning).map(|(word, _)| word.clone()));
            }
        }
    }

    fn matches(&self, atoms: &[Atom], words: &[String]) -> bool {
        let Some((first, rest)) = atoms.split_first() else { return !self.to_end || words.is_empty() };
        match first {
            Atom::Any => !words.is_empty() && self.matches(rest, &words[1..]),
            Atom::Gap => (0..=GAP.min(words.len())).any(|skipped| self.matches(rest, &words[skipped..])),
            Atom::Words(wanted) => {
                words.first().is_some_and(|word| fits(wanted, word)) && self.matches(rest, &words[1..])
            }
        }
    }
}

fn fits(wanted: &[(String, bool)], word: &str) -> bool {
    wanted.iter().any(|(want, beginning)| if *beginning { word.starts_with(want.as_str()) } else { word == want })
}

/// The words of a message as patterns see them: letters that were swapped for digits and signs put back, letters
/// drawn out or spelt apart pulled together.
pub fn plain_words(clean: &str) -> Vec<String> {
    let raw: Vec<String> = clean
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '@' | '$' | '*')))
        .filter(|word| !word.is_empty())
        .map(|word| pull_together(&put_letters_back(word)))
        .collect();
    let mut words: Vec<String> = Vec::with_capacity(raw.len());
    let mut spelt = String::new();
    for word in raw.into_iter().chain(std::iter::once(String::new())) {
        let letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        if letter {
            spelt.push_str(&word);
            continue;
        }
        if spelt.chars().count() < 3 || spelt.chars().all(|letter| LETTER_WORDS.contains(letter)) {
            words.extend(spelt.chars().map(String::from));
        } else {
            words.push(spelt.clone());
        }
        spelt.clear();
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// `k1ll` is kill and `unaliv3` unalive; a number alone stays a number.
fn put_letters_back(word: &str) -> String {
    if !word.chars().any(char::is_alphabetic) {
        return word.to_owned();
    }
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .filter(|c| *c != '*')
        .collect()
}

/// `kmsss` is kms and `diiie` die: a letter three times or more, or twice and more at the end of a short word, was drawn out.
fn pull_together(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters[at..].iter().take_while(|&&c| c == letters[at]).count();
        let keep = if run >= 3 { 1 } else { run };
        out.extend(std::iter::repeat_n(letters[at], keep));
        at += run;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::clean;

    fn holds(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).is_in(&plain_words(&clean(text)))
    }

    #[test]
    fn gaps_choices_and_beginnings() {
        assert!(holds("book ... appointment/meeting", "can I book me a careers appointment"));
        assert!(!holds("book appointment", "book me an appointment"));
        assert!(holds("cut* myself", "i keep cutting myself"));
        assert!(holds("^ hi/hello $", "Hello!"));
        assert!(!holds("^ hi/hello $", "hello what is a t level"));
    }

    #[test]
    fn letters_swapped_drawn_out_or_spelt_apart_are_read() {
        for text in ["k m s", "kmsss", "KMS"] {
            assert!(holds("kms", text), "{text}");
        }
        assert!(holds("r u a robot", "R U a robot?"));
        assert!(holds("unalive", "unaliv3"));
        assert!(holds("kill myself", "k1ll myself"));
    }
}
