//! Short enough and plain enough: a passage under 120 words, a page within its reading age.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::knowledge::body::{Body, Part, Sentence};
use crate::knowledge::glossary::easy_terms;
use crate::knowledge::library::Library;
use crate::knowledge::page::Page;
use crate::knowledge::problem::Problem;
use crate::language::reading_age;

/// Most words of a passage.
const LONGEST: usize = 120;

/// Reading age of easy words.
const EASY: f64 = 9.0;

/// The reading age of every page in years, by id.
pub fn reading_ages(library: &Library) -> Vec<(String, f64)> {
    let terms = terms(library);
    library.pages.iter().map(|page| (page.id.clone(), page_age(library, page, &terms))).collect()
}

fn terms(library: &Library) -> HashSet<String> {
    let also: Vec<String> = library.allowed.easy_words.iter().map(|exception| exception.phrase.clone()).collect();
    easy_terms(&library.glossary, &also)
}

pub(super) fn gate(library: &Library, _: NaiveDate) -> Vec<Problem> {
    let terms = terms(library);
    let mut problems = Vec::new();
    for page in &library.pages {
        lengths(library, page, &mut problems);
        let age = page_age(library, page, &terms);
        if age > page.about.reading.limit() {
            problems.push(Problem::at(
                &page.file,
                0,
                format!("reading age {age:.1}, where {} is allowed", page.about.reading.limit()),
                "shorten sentences and words, or put a term into the glossary",
            ));
        }
        let easy: Vec<String> = page
            .passages
            .iter()
            .filter_map(|passage| passage.easy.as_ref())
            .flat_map(|body| body.running_sentences().map(|sentence| said(library, sentence)))
            .collect();
        let easy_age = reading_age(&easy, &terms);
        if easy_age > EASY {
            problems.push(Problem::at(
                &page.file,
                0,
                format!("the easy wording has reading age {easy_age:.1}, where {EASY} is allowed"),
                "shorten sentences and words",
            ));
        }
    }
    problems
}

fn lengths(library: &Library, page: &Page, problems: &mut Vec<Problem>) {
    for passage in &page.passages {
        for body in passage.bodies() {
            let words = word_count(library, body);
            if words >= LONGEST {
                problems.push(Problem::at(
                    &page.file,
                    passage.line,
                    format!("`{}` has {words} words", passage.id),
                    format!("keep it under {LONGEST}, or make it two sections"),
                ));
            }
        }
    }
}

fn word_count(library: &Library, body: &Body) -> usize {
    body.sentences().map(|sentence| said(library, sentence).split_whitespace().count()).sum()
}

fn page_age(library: &Library, page: &Page, terms: &HashSet<String>) -> f64 {
    let sentences: Vec<String> = page
        .passages
        .iter()
        .flat_map(|passage| {
            passage.body.running_sentences().chain(passage.parent.iter().flat_map(Body::running_sentences))
        })
        .map(|sentence| said(library, sentence))
        .collect();
    reading_age(&sentences, terms)
}

/// The sentence with facts filled in, as a reader would meet it.
fn said(library: &Library, sentence: &Sentence) -> String {
    sentence
        .parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Fact(id) => library.facts.get(id).map_or_else(String::new, |fact| fact.value.clone()),
            Part::School(_) => "them".to_owned(),
        })
        .collect()
}
