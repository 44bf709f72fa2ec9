//! Suggestions below a field while a person types. What was typed so far is compared and forgotten; nothing has been sent yet.

use super::limits::{LINE, SUGGESTIONS, length};
use super::split::shorten;
use crate::answer::order;
use crate::conversation::Guide;
use crate::knowledge::{Page, Passage, Side};
use crate::language::clean;

/// What is shown and what it stands for.
type Suggestion = (String, String);

/// Suggestions for a command's field, best first. Routes of equal fit stand in the order of `rotation`.
pub(super) fn suggest(command: &str, typed: &str, guide: &Guide, rotation: u64) -> Vec<Suggestion> {
    let typed = clean(typed);
    let library = guide.library();
    let mut found: Vec<(usize, Suggestion)> = match command {
        "job" => library.occupations.iter().filter_map(|job| named(&typed, &job.title, &job.names)).collect(),
        "compare" => routes(guide, rotation).into_iter().filter_map(|page| route(&typed, page)).collect(),
        "money" => asks(&typed, guide, |page, _| page.topic == "money"),
        "dates" => asks(&typed, guide, |_, passage| passage.side == Some(Side::Dates)),
        _ if typed.is_empty() => Vec::new(),
        _ => asks(&typed, guide, |_, _| true),
    };
    found.sort_by_key(|(rank, _)| *rank);
    let mut shown = Vec::new();
    found.retain(|(_, (name, _))| {
        !shown.contains(name) && {
            shown.push(name.clone());
            true
        }
    });
    found.into_iter().map(|(_, suggestion)| suggestion).take(SUGGESTIONS).collect()
}

/// A thing with several names: it stands for its title, by whichever name it was found.
fn named(typed: &str, title: &str, names: &[String]) -> Option<(usize, Suggestion)> {
    let best =
        std::iter::once(title).chain(names.iter().map(String::as_str)).filter_map(|name| rank(typed, name)).min()?;
    Some((best, (shorten(title, LINE), shorten(title, LINE))))
}

fn route(typed: &str, page: &Page) -> Option<(usize, Suggestion)> {
    let (rank, (name, _)) = named(typed, &page.about.title, &page.about.names)?;
    Some((rank, (name, shorten(page.subject(), LINE))))
}

/// Route cards of all ages, each age in the order of the rotation.
fn routes(guide: &Guide, rotation: u64) -> Vec<&Page> {
    let at = |transition: u8| {
        let cards: Vec<&Page> = guide.library().cards(transition).collect();
        order(cards.len(), rotation).into_iter().map(move |place| cards[place]).collect::<Vec<_>>()
    };
    [16, 18, 14].into_iter().flat_map(at).collect()
}

/// Questions that passages answer, as people put them.
fn asks(typed: &str, guide: &Guide, of: impl Fn(&Page, &Passage) -> bool) -> Vec<(usize, Suggestion)> {
    let passages = guide.library().passages().filter(|(page, passage)| of(page, passage));
    passages.filter_map(|(page, passage)| asked(typed, page, passage)).collect()
}

fn asked(typed: &str, page: &Page, passage: &Passage) -> Option<(usize, Suggestion)> {
    let fitting = passage.asks.iter().filter(|ask| length(ask) <= LINE);
    let (rank, ask) = fitting.filter_map(|ask| Some((rank(typed, ask)?, ask))).min_by_key(|(rank, _)| *rank)?;
    let name = if typed.is_empty() { format!("{}: {}", page.about.title, passage.title) } else { ask.clone() };
    Some((rank, (shorten(&name, LINE), ask.clone())))
}

/// How well a name fits what was typed: 0 where it begins so, 1 where each word typed begins a word of it; none where one does not.
fn rank(typed: &str, name: &str) -> Option<usize> {
    let name = clean(name);
    if name.starts_with(typed) {
        return Some(0);
    }
    let begins = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|own| own.starts_with(word));
    typed.split_whitespace().all(begins).then_some(1)
}
