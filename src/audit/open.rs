//! Open questions: whether every route is there, and how even the attention is.

use crate::conversation::Turn;
use crate::evaluate::Asker;

use super::exposure::{evenness, exposure};
use super::figure::{Figure, Limit, Named};
use super::prompts::Prompts;

/// How many of the least even answers are named.
const WORST: usize = 10;

/// Rotation keys under which each question is put: a whole square of seven routes and its mirror image.
const KEYS: u64 = 14;

/// Words of a route's block.
const BLOCK: std::ops::RangeInclusive<usize> = 15..=40;

/// Completeness, evenness and length of blocks over all open questions, and the least even answers by name.
pub(super) fn open_answers(asker: &Asker<'_>, prompts: &Prompts) -> (Vec<Figure>, Vec<Named>) {
    let mut complete = Vec::new();
    let mut even: Vec<Named> = Vec::new();
    let mut blocks = Vec::new();
    for (age, text) in prompts.open() {
        let routes = routes(asker, age);
        for key in 0..KEYS {
            let turn = asker.say(text, key);
            let shown = turn.reply.routes();
            complete.push(part(routes.iter().filter(|route| shown.contains(route)).count(), routes.len()));
            blocks.push(part(well_sized(&turn), routes.len()));
            even.push(Named {
                name: format!("{text} ({age}, order {key})"),
                value: evenness(&exposure(&turn.reply, &routes)),
            });
        }
    }
    even.sort_by(|a, b| a.value.total_cmp(&b.value));
    let least = even.first().map_or(0.0, |worst| worst.value);
    let over = complete.len();
    let figures = vec![
        Figure {
            name: "Completeness of open answers".to_owned(),
            value: mean(&complete),
            limit: Limit::AtLeast(1.0),
            over,
            means: "The share of routes that stand in the answer itself when somebody asks what they can do. Buttons do not count.",
        },
        Figure {
            name: "Evenness of the least even open answer (AWRF)".to_owned(),
            value: least,
            limit: Limit::AtLeast(0.95),
            over,
            means: "1 if every route got the same attention, less where one stands higher or longer than another.",
        },
        Figure {
            name: "Route blocks of 15 to 40 words".to_owned(),
            value: mean(&blocks),
            limit: Limit::AtLeast(1.0),
            over,
            means: "No route is told in a word, and none at length.",
        },
    ];
    even.truncate(WORST);
    (figures, even)
}

/// Ids of the routes of an age of choice, in the order of the folder.
pub(super) fn routes(asker: &Asker<'_>, age: u8) -> Vec<String> {
    asker.guide.library().cards(age).filter_map(|card| card.about.route.clone()).collect()
}

fn well_sized(turn: &Turn) -> usize {
    let cards = turn.reply.blocks.iter().filter_map(|block| match block {
        crate::chat::Block::Routes(cards) => Some(cards),
        _ => None,
    });
    cards.flatten().filter(|card| BLOCK.contains(&card.summary.split_whitespace().count())).count()
}

pub(super) fn part(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}

pub(super) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}
