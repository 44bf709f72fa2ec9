//! No arm larger than another: every card has every slot, and all cards of one age of choice are of like length.

use chrono::NaiveDate;

use crate::knowledge::body::Body;
use crate::knowledge::library::Library;
use crate::knowledge::page::{CARD_SLOTS, Page};
use crate::knowledge::problem::Problem;

/// Words of a card's summary: the block an open question is answered with.
const SUMMARY: std::ops::RangeInclusive<usize> = 15..=40;

/// The shortest card against the median.
const SHORTEST: f64 = 0.9;

pub(super) fn gate(library: &Library, _: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    for transition in [14, 16, 18] {
        let cards: Vec<&Page> = library.cards(transition).collect();
        for card in &cards {
            slots_are_filled(card, &mut problems);
        }
        lengths_are_alike(&cards, &mut problems);
    }
    problems
}

fn slots_are_filled(card: &Page, problems: &mut Vec<Problem>) {
    let found: Vec<&str> = card.passages.iter().map(|passage| passage.section()).collect();
    if found != CARD_SLOTS {
        problems.push(Problem::at(
            &card.file,
            0,
            format!("the card's sections are {}", found.join(", ")),
            format!("give it these, in order: {}", CARD_SLOTS.join(", ")),
        ));
    }
    let words = card.about.summary.split_whitespace().count();
    if !SUMMARY.contains(&words) {
        problems.push(Problem::at(
            &card.file,
            0,
            format!("the summary has {words} words"),
            format!("write {} to {} words", SUMMARY.start(), SUMMARY.end()),
        ));
    }
}

fn lengths_are_alike(cards: &[&Page], problems: &mut Vec<Problem>) {
    let mut lengths: Vec<usize> = cards.iter().map(|card| card_length(card)).collect();
    lengths.sort_unstable();
    let Some(&median) = lengths.get(lengths.len() / 2) else { return };
    for card in cards {
        if (card_length(card) as f64) < SHORTEST * median as f64 {
            problems.push(Problem::at(
                &card.file,
                0,
                format!("the card has {} words where the median card has {median}", card_length(card)),
                "bring it within a tenth of the median, or shorten the others",
            ));
        }
    }
}

/// Words of a card, a fact counted as one.
pub fn card_length(card: &Page) -> usize {
    card.passages.iter().map(|passage| words(&passage.body)).sum()
}

fn words(body: &Body) -> usize {
    body.sentences().map(|sentence| sentence.words().split_whitespace().count() + sentence.facts().count()).sum()
}
