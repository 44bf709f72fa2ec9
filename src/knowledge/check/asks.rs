//! Every section can be found: enough asks, and none in two sections.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use crate::knowledge::library::Library;
use crate::knowledge::page::CARD_SLOTS;
use crate::knowledge::problem::Problem;

/// How many asks a section needs.
const ENOUGH: usize = 8;

pub(super) fn gate(library: &Library, _: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (page, passage) in library.passages() {
        let suits = page.about.route.is_some() && CARD_SLOTS[7..].contains(&passage.section());
        if passage.asks.len() < ENOUGH && !suits {
            problems.push(Problem::at(
                &page.file,
                passage.line,
                format!("`{}` has {} asks", passage.id, passage.asks.len()),
                "add how pupils and parents put it, until there are eight",
            ));
        }
        for (ask, &line) in passage.asks.iter().zip(&passage.ask_lines) {
            if let Some(other) = seen.insert(same(ask), passage.id.clone()) {
                problems.push(Problem::at(
                    &page.file,
                    line,
                    format!("`{ask}` is asked in `{other}` already"),
                    "leave it where its answer stands",
                ));
            }
        }
    }
    for ask in library.beyond.kinds.iter().flat_map(|kind| &kind.asks) {
        if let Some(other) = seen.get(&same(ask)) {
            problems.push(Problem::at(
                &library.beyond.place.file,
                library.beyond.place.line,
                format!("`{ask}` is said to be beyond us and is asked in `{other}`"),
                "leave it where it is answered",
            ));
        }
    }
    problems
}

/// Asks that are word for word a question by which answers are measured: a figure counts only if nobody wrote to it.
pub fn asks_that_are_measured(library: &Library, measured: &[String]) -> Vec<Problem> {
    let measured: HashSet<String> = measured.iter().map(|question| same(question)).collect();
    let mut problems = Vec::new();
    for (page, passage) in library.passages() {
        for (ask, &line) in passage.asks.iter().zip(&passage.ask_lines).filter(|(ask, _)| measured.contains(&same(ask)))
        {
            problems.push(Problem::at(
                &page.file,
                line,
                format!("`{ask}` is a question by which answers are measured"),
                "take it out, or put it another way",
            ));
        }
    }
    problems
}

/// Two asks are the same if only case and punctuation differ.
fn same(ask: &str) -> String {
    ask.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
