use crate::knowledge::{Intent, Wish};
use crate::language::Pattern;

/// The patterns of all intents, ready to be looked for.
#[derive(Debug)]
pub(super) struct Wishes {
    all: Vec<(Wish, Vec<Pattern>, Vec<Pattern>)>,
}

impl Wishes {
    pub(super) fn new(intents: &[Intent]) -> Self {
        let parse = |notations: &[String]| notations.iter().map(|notation| Pattern::parse(notation)).collect();
        Self { all: intents.iter().map(|intent| (intent.wish, parse(&intent.says), parse(&intent.unless))).collect() }
    }

    /// Whether the words express this wish.
    pub(super) fn has(&self, wish: Wish, words: &[String]) -> bool {
        self.all.iter().filter(|(found, ..)| *found == wish).any(|entry| said(entry, words))
    }

    /// The first wish the words express, in the order of the file.
    pub(super) fn find(&self, words: &[String]) -> Option<Wish> {
        self.all.iter().find(|entry| said(entry, words)).map(|(wish, ..)| *wish)
    }
}

fn said((_, says, unless): &(Wish, Vec<Pattern>, Vec<Pattern>), words: &[String]) -> bool {
    says.iter().any(|pattern| pattern.is_in(words)) && !unless.iter().any(|pattern| pattern.is_in(words))
}
