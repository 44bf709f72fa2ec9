//! The age of choice that is meant where the words name none: that of the person's own year group.

use crate::search::{Clause, Hit, Target};

use super::Asking;

/// How much nearer what is about another age may be, and still stand behind what is about the person's own.
const NEARER: f32 = 0.1;

/// The age of the next choice of a year group.
pub(super) fn own_age(year: u8) -> u8 {
    match year {
        0..=9 => 14,
        10 | 11 => 16,
        _ => 18,
    }
}

/// Puts what is about the person's own age of choice before what is nearly as near and about another, unless the words name something that
/// it does not speak of: "I missed my grades" in Year 11 is about sixth form, in Year 13 about university.
/// A route card gives way only to the card of the same route.
pub(super) fn prefer_own_age(asking: &Asking<'_>, hits: &mut [Hit], clauses: &[Clause], year: Option<u8>) {
    let (Some(year), Some(first)) = (year, hits.first()) else { return };
    let (own, score) = (own_age(year), first.score);
    if age_of(asking, first.target).is_none_or(|age| age == own) {
        return;
    }
    let lexicon = asking.index.lexicon();
    let speaks_of_all = |target: Target| {
        let mut terms = clauses.iter().flat_map(|clause| &clause.reading.terms);
        terms.all(|term| !lexicon.is_subject(term.id) || asking.index.holds(target, term.id))
    };
    let route = route_of(asking, first.target);
    let fits = |hit: &Hit| {
        hit.score >= score - NEARER
            && age_of(asking, hit.target) == Some(own)
            && route_of(asking, hit.target) == route
            && speaks_of_all(hit.target)
    };
    if let Some(place) = hits.iter().position(fits) {
        hits[..=place].rotate_right(1);
        // The question was met as surely as before; only whose it is was open.
        hits[0].score = score;
    }
}

/// The age of choice that a passage is about, where it is about one.
fn age_of(asking: &Asking<'_>, target: Target) -> Option<u8> {
    let Target::Passage { page, passage } = target else { return None };
    let page = &asking.library.pages[page];
    page.passages[passage].signpost.or(page.about.transition)
}

/// The route of a card.
fn route_of<'a>(asking: &Asking<'a>, target: Target) -> Option<&'a str> {
    let Target::Passage { page, .. } = target else { return None };
    asking.library.pages[page].about.route.as_deref()
}
