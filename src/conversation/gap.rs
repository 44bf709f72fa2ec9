//! What is left of a question that had no reviewed answer: only words that our own lists know, and nothing at all of a message that
//! touches on health, needs, care, faith or descent. Names, numbers and addresses are in no list of ours, and so they go.

use std::sync::Arc;

use crate::knowledge::{Library, WordNumbers};
use crate::language::{Pattern, Patterns, clean, plain_words};

/// What is never kept, however it is put; a pattern a line.
const PRIVATE: &str = include_str!("private-matter.txt");

/// After these words a name follows, whatever it looks like.
const INTRODUCE: [&[&str]; 7] =
    [&["my", "name", "is"], &["my", "names"], &["called"], &["mr"], &["mrs"], &["miss"], &["ms"]];

/// First names that are words as well; dropped unless a list of ours has nothing but the name in mind.
const NAMES_THAT_ARE_WORDS: [&str; 40] = [
    "alex", "amber", "angel", "april", "ash", "ben", "bill", "bob", "chase", "chelsea", "chris", "daisy", "dan",
    "dean", "drew", "ella", "eve", "faith", "frank", "grace", "harry", "ivy", "jack", "jade", "jasmine", "jay",
    "jordan", "joy", "kate", "lily", "max", "nick", "pat", "ray", "rob", "robin", "ruby", "sam", "tom", "tony",
];

/// Longest text that is kept, in words.
const LONGEST: usize = 60;

/// What stands in place of words that are not kept.
const GONE: &str = "…";

/// Takes out of a question whatever could tell who asked it.
#[derive(Debug)]
pub(super) struct Scrubber {
    private: Patterns,
    written: Arc<WordNumbers>,
}

impl Scrubber {
    pub(super) fn new(written: Arc<WordNumbers>) -> Self {
        let private = PRIVATE.lines().filter(|line| !line.trim().is_empty()).map(Pattern::parse).collect();
        Self { private: Patterns::new(private), written }
    }

    /// Whether the words touch on what is never kept.
    pub(super) fn is_private(&self, text: &str) -> bool {
        !self.private.found_in(&plain_words(&clean(text))).is_empty()
    }

    /// What is left, or nothing where nothing may be kept or too little would be left to learn from.
    pub(super) fn scrub(&self, library: &Library, text: &str) -> Option<String> {
        let words = plain_words(&clean(text));
        if !self.private.found_in(&words).is_empty() {
            return None;
        }
        let mut left: Vec<&str> = Vec::new();
        for (at, word) in words.iter().enumerate().take(LONGEST) {
            let stays = self.knows(library, word) && !is_introduced(&words[..at]);
            match (stays, left.last()) {
                (true, _) => left.push(word),
                (false, Some(&GONE)) => {}
                (false, _) => left.push(GONE),
            }
        }
        let kept = left.iter().filter(|word| **word != GONE).count();
        (kept >= 2).then(|| left.join(" "))
    }

    fn knows(&self, library: &Library, word: &str) -> bool {
        let listed = library.vocabulary.everyday.contains(word) || self.written.has(word);
        listed && !word.contains(|c: char| c.is_ascii_digit()) && !NAMES_THAT_ARE_WORDS.contains(&word)
    }
}

fn is_introduced(before: &[String]) -> bool {
    INTRODUCE.iter().any(|words| before.len() >= words.len() && before[before.len() - words.len()..] == **words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(text: &str) -> Option<String> {
        let mut library = Library::default();
        let everyday = "how do i become a keeper of bees can my go to on the where is name will what it teacher says and call me play cricket for living";
        library.vocabulary.everyday = everyday.split(' ').map(str::to_owned).collect();
        Scrubber::new(Arc::default()).scrub(&library, text)
    }

    #[test]
    fn names_numbers_and_addresses_are_taken_out() {
        let kept = scrubbed(
            "My name is Will Smithson, call me on 07700 900123 or w.s@example.org: how do I become a keeper of bees?",
        );
        let kept = kept.expect("enough is left");
        assert!(kept.contains("how do i become a keeper of bees"), "{kept}");
        assert!(kept.contains("my name is … call me on …"), "{kept}");
        for gone in ["will", "smithson", "07700", "900123", "example"] {
            assert!(!kept.contains(gone), "{gone} in {kept}");
        }
    }

    #[test]
    fn what_is_private_is_not_kept_at_all() {
        for private in [
            "can i become a keeper with ADHD",
            "my teacher says i am depressed",
            "where can a muslim keeper play cricket",
        ] {
            assert_eq!(scrubbed(private), None, "{private}");
        }
    }

    #[test]
    fn too_little_is_nothing() {
        assert_eq!(scrubbed("Smithson 12345"), None);
    }
}
