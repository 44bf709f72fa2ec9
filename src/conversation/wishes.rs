use super::written_out::WrittenOut;
use crate::knowledge::{Intent, Vocabulary, Wish};
use crate::language::{Pattern, Patterns};

/// The patterns of all intents, ready to be looked for.
#[derive(Debug)]
pub(super) struct Wishes {
    all: Vec<(Wish, Vec<Pattern>)>,
    says: Patterns,
    intent_of: Vec<usize>,
    written_out: WrittenOut,
}

impl Wishes {
    pub(super) fn new(intents: &[Intent], vocabulary: &Vocabulary) -> Self {
        let parse = |notations: &[String]| -> Vec<Pattern> {
            notations.iter().map(|notation| Pattern::parse(notation)).collect()
        };
        let intent_of =
            intents.iter().enumerate().flat_map(|(at, intent)| std::iter::repeat_n(at, intent.says.len())).collect();
        let says = Patterns::new(intents.iter().flat_map(|intent| parse(&intent.says)).collect());
        Self {
            all: intents.iter().map(|intent| (intent.wish, parse(&intent.unless))).collect(),
            says,
            intent_of,
            written_out: WrittenOut::new(vocabulary),
        }
    }

    /// Whether the words express this wish.
    pub(super) fn has(&self, wish: Wish, words: &[String]) -> bool {
        self.found(words).any(|found| found == wish)
    }

    /// The first wish the words express, in the order of the file.
    pub(super) fn find(&self, words: &[String]) -> Option<Wish> {
        self.found(words).next()
    }

    fn found(&self, words: &[String]) -> impl Iterator<Item = Wish> + '_ {
        let forms = self.written_out.forms(words);
        let mut found: Vec<usize> = forms.iter().flat_map(|words| self.says.found_in(words)).collect();
        found.sort_unstable();
        found
            .into_iter()
            .map(|pattern| &self.all[self.intent_of[pattern]])
            .filter(move |(_, unless)| !unless.iter().any(|pattern| forms.iter().any(|words| pattern.is_in(words))))
            .map(|(wish, _)| *wish)
    }
}
