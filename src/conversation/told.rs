//! What the words tell of who asks: a parent speaks of "my son", a pupil of "Year 11". It chooses between wordings of the same facts and
//! between ages of choice, and nothing else.

use crate::chat::Audience;
use crate::language::{Pattern, Patterns, clean, words};

/// What a parent says and a pupil does not, in the notation of patterns.
const PARENT: [&str; 8] = [
    "my/our/are son/sons/daughter/daughters/stepson/stepdaughter/grandson/granddaughter/lad/dd/ds",
    "my/our child/kid/teen/teenager/eldest/youngest/boy/girl/twins is/has/wants/can/in/at/doesnt/does/would/needs/will/get/gets/do/to",
    "my/our child/kid/children/kids",
    "as a parent/mum/dad/mother/father/carer",
    "im/am a/her/his parent/mum/dad/mother/father/carer of",
    "our child/children/kids/kid",
    "my foster child/son/daughter",
    "parent here",
];

/// The same words where somebody young speaks of a child of their own.
const YOUNG_PARENT: [&str; 6] = [
    "im/am pregnant",
    "my baby",
    "having a baby",
    "had a baby",
    "i have/got/had a baby/child/kid/toddler",
    "childcare ... while i",
];

/// The signs of a parent, ready to be looked for.
#[derive(Debug)]
pub(super) struct Told {
    parent: Patterns,
    young_parent: Patterns,
}

impl Told {
    pub(super) fn new() -> Self {
        let patterns = |notations: &[&str]| Patterns::new(notations.iter().map(|text| Pattern::parse(text)).collect());
        Self { parent: patterns(&PARENT), young_parent: patterns(&YOUNG_PARENT) }
    }

    /// The audience the words tell, if they do.
    pub(super) fn audience(&self, words: &[String]) -> Option<Audience> {
        let parent = !self.parent.found_in(words).is_empty() && self.young_parent.found_in(words).is_empty();
        parent.then_some(Audience::Parent)
    }
}

/// The year group the text names as somebody's own; none where it names two.
pub(super) fn year(text: &str) -> Option<u8> {
    let cleaned = clean(text);
    let words = words(&cleaned);
    let mut years = words.iter().filter_map(|word| word.strip_prefix("year")?.parse::<u8>().ok());
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::plain_words;

    #[test]
    fn a_parent_is_known_by_whom_they_speak_of() {
        let told = Told::new();
        let audience = |text: &str| told.audience(&plain_words(&clean(text)));
        assert_eq!(audience("my son is in year 11 what can he do"), Some(Audience::Parent));
        assert_eq!(audience("Is there any help for our daughter's train fare"), Some(Audience::Parent));
        assert_eq!(audience("my dad says im too young"), None);
        assert_eq!(audience("im 17 and i have a baby, who pays for my child at nursery"), None);
    }

    #[test]
    fn a_year_is_told_if_it_is_the_only_one() {
        assert_eq!(year("im in yr 10 what next"), Some(10));
        assert_eq!(year("do i stay for year 12 after year 11"), None);
    }
}
