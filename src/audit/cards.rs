//! Equal depth and tone: the route cards themselves.

use std::collections::BTreeMap;

use crate::knowledge::check::{card_length, reading_ages, steering_words};
use crate::knowledge::{CARD_SLOTS, Library, Page};

use super::figure::{Card, Figure, Limit};
use super::open::part;

/// Depth, freshness, reading age and tone of the cards of every age of choice.
pub(super) fn cards(library: &Library) -> Vec<Figure> {
    let cards: Vec<&Page> = [14, 16, 18].into_iter().flat_map(|age| library.cards(age)).collect();
    let over = cards.len();
    let figure = |name: &str, value, limit, means| Figure { name: name.to_owned(), value, limit, over, means };
    let worst = |of: fn(&Library, &[&Page]) -> f64, pick: fn(f64, f64) -> f64| {
        [14, 16, 18]
            .map(|age| of(library, &library.cards(age).collect::<Vec<_>>()))
            .into_iter()
            .reduce(pick)
            .unwrap_or(0.0)
    };
    let both = cards.iter().filter(|card| says(card, "suits") && says(card, "may-not-suit")).count();
    vec![
        figure(
            "Slots filled",
            part(cards.iter().map(|card| card.passages.len()).sum(), CARD_SLOTS.len() * over),
            Limit::AtLeast(1.0),
            "Every card answers the same questions.",
        ),
        figure(
            "Shortest card against the median",
            worst(shortest, f64::min),
            Limit::AtLeast(0.9),
            "No route is told in less than nine tenths of the usual length.",
        ),
        figure(
            "Days between the oldest and the newest check",
            worst(days_apart, f64::max),
            Limit::AtMost(90.0),
            "No route is told from older facts than another.",
        ),
        figure(
            "Years between the easiest and the hardest card to read",
            worst(years_apart, f64::max),
            Limit::AtMost(1.0),
            "No route is harder to read about than another.",
        ),
        figure(
            "Steering words beside a route's name",
            steering_words(library) as f64,
            Limit::AtMost(0.0),
            "Words such as “just”, “fallback” or “better” in a sentence that names a route.",
        ),
        figure(
            "Cards that say whom they may suit, and whom not",
            part(both, over),
            Limit::AtLeast(1.0),
            "Every route has its “may suit you if” and its “may not suit you if”.",
        ),
    ]
}

/// Every card with what is compared.
pub(super) fn rows(library: &Library) -> Vec<Card> {
    let ages: BTreeMap<String, f64> = reading_ages(library).into_iter().collect();
    let row = |age: u8, card: &Page| Card {
        id: card.id.clone(),
        age,
        words: card_length(card),
        reading_age: ages.get(&card.id).copied().unwrap_or_default(),
        checked: card.about.checked.to_string(),
    };
    [14, 16, 18]
        .into_iter()
        .flat_map(|age| library.cards(age).map(move |card| row(age, card)).collect::<Vec<_>>())
        .collect()
}

/// Whether a card says something under a section.
fn says(card: &Page, section: &str) -> bool {
    card.passages.iter().any(|passage| passage.section() == section && passage.body.sentences().next().is_some())
}

fn shortest(_: &Library, cards: &[&Page]) -> f64 {
    let mut lengths: Vec<f64> = cards.iter().map(|card| card_length(card) as f64).collect();
    lengths.sort_by(f64::total_cmp);
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0.0);
    if median == 0.0 { 0.0 } else { lengths[0] / median }
}

fn days_apart(_: &Library, cards: &[&Page]) -> f64 {
    let days = || cards.iter().map(|card| card.about.checked);
    days().max().zip(days().min()).map_or(0.0, |(newest, oldest)| (newest - oldest).num_days() as f64)
}

fn years_apart(library: &Library, cards: &[&Page]) -> f64 {
    let of_a_card = |(id, age): (String, f64)| cards.iter().any(|card| card.id == id).then_some(age);
    let ages: Vec<f64> = reading_ages(library).into_iter().filter_map(of_a_card).collect();
    let (low, high) = ages.iter().fold((f64::MAX, f64::MIN), |(low, high), &age| (low.min(age), high.max(age)));
    (high - low).max(0.0)
}
