use crate::knowledge::AllBeyond;
use crate::language::{Pattern, Patterns};

/// The patterns by which a message is known to be beyond the house, whatever words it is made of.
#[derive(Debug)]
pub(super) struct BeyondPatterns {
    says: Patterns,
    kind_of: Vec<usize>,
    unless: Vec<Vec<Pattern>>,
}

impl BeyondPatterns {
    pub(super) fn new(all: &AllBeyond) -> Self {
        let parse =
            |notations: &[String]| notations.iter().map(|notation| Pattern::parse(notation)).collect::<Vec<_>>();
        let kinds = all.kinds.iter().enumerate();
        Self {
            says: Patterns::new(all.kinds.iter().flat_map(|kind| parse(&kind.says)).collect()),
            kind_of: kinds.flat_map(|(at, kind)| std::iter::repeat_n(at, kind.says.len())).collect(),
            unless: all.kinds.iter().map(|kind| parse(&kind.unless)).collect(),
        }
    }

    /// The place of the first kind that the words are of.
    pub(super) fn find(&self, words: &[String]) -> Option<usize> {
        let mut found = self.says.found_in(words).into_iter().map(|pattern| self.kind_of[pattern]);
        found.find(|&kind| !self.unless[kind].iter().any(|pattern| pattern.is_in(words)))
    }
}
