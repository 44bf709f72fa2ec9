use super::written_out::WrittenOut;
use crate::knowledge::{AllBeyond, Vocabulary};
use crate::language::{Pattern, Patterns};

/// The patterns by which a message is known to be beyond the house, whatever words it is made of.
#[derive(Debug)]
pub(super) struct BeyondPatterns {
    says: Patterns,
    kind_of: Vec<usize>,
    unless: Vec<Vec<Pattern>>,
    written_out: WrittenOut,
}

impl BeyondPatterns {
    pub(super) fn new(all: &AllBeyond, vocabulary: &Vocabulary) -> Self {
        let parse =
            |notations: &[String]| notations.iter().map(|notation| Pattern::parse(notation)).collect::<Vec<_>>();
        let kinds = all.kinds.iter().enumerate();
        Self {
            says: Patterns::new(all.kinds.iter().flat_map(|kind| parse(&kind.says)).collect()),
            kind_of: kinds.flat_map(|(at, kind)| std::iter::repeat_n(at, kind.says.len())).collect(),
            unless: all.kinds.iter().map(|kind| parse(&kind.unless)).collect(),
            written_out: WrittenOut::new(vocabulary),
        }
    }

    /// The place of the first kind that the words are of.
    pub(super) fn find(&self, words: &[String]) -> Option<usize> {
        let forms = self.written_out.forms(words);
        let mut found: Vec<usize> = forms.iter().flat_map(|words| self.says.found_in(words)).collect();
        found.sort_unstable();
        let excused =
            |kind: usize| self.unless[kind].iter().any(|unless| forms.iter().any(|words| unless.is_in(words)));
        found.into_iter().map(|pattern| self.kind_of[pattern]).find(|&kind| !excused(kind))
    }
}
