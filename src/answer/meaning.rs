//! What a word of the field means: asked for by name, answered by the glossary where no section says more.

use crate::chat::{Block, Kind};
use crate::knowledge::Term;
use crate::language::{clean, words};
use crate::phrases::fill;

use super::ask::{Answer, Asking, Lead, Offer};
use super::compose::{interview, label};
use super::quote::Said;

/// Words that ask what something is, before its name.
const BEFORE: [&str; 26] = [
    "what",
    "whats",
    "wat",
    "wats",
    "wot",
    "wots",
    "is",
    "are",
    "r",
    "does",
    "do",
    "a",
    "an",
    "the",
    "define",
    "definition",
    "meaning",
    "of",
    "explain",
    "tell",
    "me",
    "about",
    "mean",
    "means",
    "so",
    "pls",
];

/// And behind it.
const BEHIND: [&str; 12] =
    ["mean", "means", "meaning", "stand", "stands", "for", "please", "pls", "exactly", "is", "even", "actually"];

/// The term whose meaning the text asks, and no more than that.
pub(super) fn asked<'a>(asking: &Asking<'a>, text: &str) -> Option<&'a Term> {
    let cleaned = clean(text);
    let words = words(&cleaned);
    let from = words.iter().position(|word| !BEFORE.contains(&word.as_ref()))?;
    let to = words.iter().rposition(|word| !BEHIND.contains(&word.as_ref()))? + 1;
    let asks = from > 0 || to < words.len();
    let name = words.get(from..to).filter(|_| asks)?.join(" ");
    let called = |name_of: &str| clean(name_of).replace('-', " ") == name;
    asking.library.glossary.iter().find(|term| called(&term.term) || term.names.iter().any(|name_of| called(name_of)))
}

/// The term's meaning as an answer, with the way to the section that says more.
pub(super) fn meaning(asking: &Asking<'_>, term: &Term) -> Answer {
    let mut said = Said::default();
    let text = fill(&asking.phrases.answer.meaning, &[("term", &first_upper(&term.term)), ("means", &term.means)]);
    said.blocks.push(Block::Paragraph(text));
    if let Some(source) = &term.source {
        said.source(asking, source, term.checked);
    }
    let more = term.see.as_deref().and_then(|id| asking.library.passage(id));
    let mut offers: Vec<Offer> = more
        .map(|(page, passage)| Offer { label: label(page, passage), lead: Lead::Passage(passage.id.clone()) })
        .into_iter()
        .collect();
    offers.push(interview(asking));
    let mut answer = Answer::new(Kind::Answer, said.blocks, offers, said.sources);
    answer.shown = vec![format!("glossary#{}", clean(&term.term).replace(' ', "-"))];
    answer.confidence = 1.0;
    answer
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
