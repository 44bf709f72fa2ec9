//! Taking a choice that was offered: tapped, or typed as its number, its place, its words or a plain yes.

use crate::answer::{Lead, Offer};
use crate::language::{clean, plain_words};

/// Longest message that can name a choice, in words: a longer one asks something.
const LONGEST: usize = 7;

/// Words around a choice that do not tell which one: "the second one please".
const AROUND: [&str; 22] = [
    "the", "one", "ones", "option", "number", "choice", "please", "pls", "plz", "yes", "yeah", "ok", "okay", "i",
    "want", "pick", "choose", "that", "tell", "me", "more", "about",
];

/// Places in words.
const PLACES: [(&[&str], usize); 8] = [
    (&["1", "1st", "first", "a"], 0),
    (&["2", "2nd", "second", "two", "b"], 1),
    (&["3", "3rd", "third", "three", "c"], 2),
    (&["4", "4th", "fourth", "four", "d"], 3),
    (&["5", "5th", "fifth", "five"], 4),
    (&["6", "6th", "sixth", "six"], 5),
    (&["7", "7th", "seventh", "seven"], 6),
    (&["8", "8th", "eighth", "eight"], 7),
];

/// Words that agree and name nothing.
const YES: [&str; 14] =
    ["yes", "yeah", "yep", "yea", "yh", "ye", "yup", "sure", "ok", "okay", "please", "pls", "go", "on"];

/// The offer that the words choose.
pub(super) fn chosen<'a>(offers: &'a [Offer], text: &str) -> Option<&'a Offer> {
    let cleaned = clean(text);
    if offers.is_empty() {
        return None;
    }
    if let Some(offer) = offers.iter().find(|offer| clean(&offer.label) == cleaned) {
        return Some(offer);
    }
    let words: Vec<&str> = cleaned.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > LONGEST || cleaned.contains('?') {
        return None;
    }
    by_place(offers, &words).or_else(|| agreed(offers, &words)).or_else(|| by_words(offers, &cleaned))
}

/// "2", "the second one", "option 2", "last".
fn by_place<'a>(offers: &'a [Offer], words: &[&str]) -> Option<&'a Offer> {
    let named: Vec<&str> = words.iter().copied().filter(|word| !AROUND.contains(word)).collect();
    match named.as_slice() {
        ["last" | "bottom"] => offers.iter().rev().find(|offer| offer.lead != Lead::Book),
        ["top"] => offers.first(),
        [word] => {
            let (_, place) = PLACES.iter().find(|(names, _)| names.contains(word))?;
            offers.get(*place)
        }
        // "one" is a word around a choice, unless it is the choice.
        [] if words.iter().all(|word| matches!(*word, "one" | "number" | "option" | "please")) => offers.first(),
        _ => None,
    }
}

/// A plain yes takes the only thing that was offered.
fn agreed<'a>(offers: &'a [Offer], words: &[&str]) -> Option<&'a Offer> {
    let [only] = offers else { return None };
    words.iter().all(|word| YES.contains(word)).then_some(only)
}

/// "the bursary one": the words of exactly one label.
fn by_words<'a>(offers: &'a [Offer], cleaned: &str) -> Option<&'a Offer> {
    if !cleaned.contains(" one") && !cleaned.starts_with("the ") {
        return None;
    }
    let words = plain_words(cleaned);
    let named: Vec<&String> = words.iter().filter(|word| !AROUND.contains(&word.as_str())).collect();
    let fits = |offer: &&Offer| {
        let label = plain_words(&clean(&offer.label));
        !named.is_empty() && named.iter().all(|word| label.contains(word))
    };
    let mut fitting = offers.iter().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers() -> Vec<Offer> {
        let offer = |label: &str, lead| Offer { label: label.to_owned(), lead };
        vec![
            offer("How to apply for the bursary", Lead::Passage("bursary#apply".to_owned())),
            offer("Free meals at college", Lead::Passage("free-meals#who".to_owned())),
            offer("Ask for a guidance interview", Lead::Book),
        ]
    }

    fn place(text: &str) -> Option<usize> {
        let offers = offers();
        let found = chosen(&offers, text)?.clone();
        offers.iter().position(|offer| *offer == found)
    }

    #[test]
    fn a_choice_is_taken_by_its_number_its_place_or_its_words() {
        for text in
            ["2", "2.", "the second one", "2nd pls", "option 2", "free meals at college", "the meals one", "last one"]
        {
            assert_eq!(place(text), Some(1), "{text}");
        }
        assert_eq!(place("one"), Some(0));
        assert_eq!(place("number one"), Some(0));
    }

    #[test]
    fn a_question_is_no_choice() {
        for text in ["4", "what is the second one?", "yes", "the one about fees", "i want to do 2 a levels and a btec"]
        {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn yes_takes_the_only_thing_offered() {
        let only = &offers()[2..];
        assert!(chosen(only, "yes please").is_some_and(|offer| offer.lead == Lead::Book));
    }
}
