//! Open questions: somebody asks what they can do and names no route. They are known by patterns that stand on the page of the signpost, and
//! stay open whatever is told around them: who a family is, or what it does, takes no route away.

use std::borrow::Cow;

use crate::knowledge::Library;
use crate::language::{Pattern, Patterns, clean, words};
use crate::search::{Clause, Hit, Parts, Target};

use super::Asking;
use super::units::Unit;

/// The patterns of every signpost, ready to be looked for.
#[derive(Debug)]
pub struct OpenQuestions {
    signposts: Vec<(Target, Patterns)>,
}

impl OpenQuestions {
    /// Reads them off the pages that have a signpost.
    pub fn new(library: &Library) -> Self {
        let mut signposts = Vec::new();
        for (page_at, page) in library.pages.iter().enumerate().filter(|(_, page)| !page.about.open.is_empty()) {
            let Some(passage) = page.passages.iter().position(|passage| passage.signpost.is_some()) else { continue };
            let patterns = page.about.open.iter().map(|notation| Pattern::parse(notation)).collect();
            signposts.push((Target::Passage { page: page_at, passage }, Patterns::new(patterns)));
        }
        Self { signposts }
    }

    /// The signpost that a clause asks for, if it asks an open question and names nothing that the signpost does not speak of.
    pub(super) fn find(&self, asking: &Asking<'_>, units: &[Unit<'_>], clauses: &[Clause]) -> Option<Hit> {
        let last = units.len().saturating_sub(1);
        let mut heard: Vec<(String, Vec<&Clause>)> = Vec::new();
        for (at, unit) in units.iter().enumerate().filter(|(at, unit)| unit.asks || *at == last) {
            let sentence: Vec<usize> =
                (0..units.len()).filter(|&other| units[other].sentence == unit.sentence).collect();
            let words = sentence.iter().map(|&at| units[at].text).collect::<Vec<_>>().join(" ");
            heard.push((words, sentence.iter().map(|&at| &clauses[at]).collect()));
            heard.push((unit.text.to_owned(), vec![&clauses[at]]));
        }
        heard.iter().find_map(|(text, clauses)| self.signpost(asking, text, clauses))
    }

    fn signpost(&self, asking: &Asking<'_>, text: &str, clauses: &[&Clause]) -> Option<Hit> {
        let cleaned = clean(text);
        let words: Vec<String> = words(&cleaned).into_iter().map(Cow::into_owned).collect();
        let (target, _) = self.signposts.iter().find(|(_, patterns)| !patterns.found_in(&words).is_empty())?;
        let mut terms = clauses.iter().flat_map(|clause| &clause.reading.terms);
        let names_more =
            terms.any(|term| asking.index.lexicon().is_subject(term.id) && !asking.index.holds(*target, term.id));
        (!names_more).then(|| Hit { target: *target, score: 1.0, parts: Parts::default() })
    }
}
