//! What the knowledge is made of, how old it is, and what must be read again next.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;

use super::readability::reading_ages;
use crate::knowledge::fact::Standing;
use crate::knowledge::library::Library;

/// How many of the next reviews are named.
const NEXT: usize = 10;

/// Counts by area, facts by confidence and age, the next reviews, and the highest reading ages.
pub fn report(library: &Library, today: NaiveDate) -> String {
    let mut out = String::new();
    areas(library, &mut out);
    facts(library, today, &mut out);
    reviews(library, &mut out);
    ages(library, &mut out);
    out
}

fn areas(library: &Library, out: &mut String) {
    let mut areas: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for page in &library.pages {
        let area = areas.entry(page.topic.as_str()).or_default();
        area.0 += 1;
        area.1 += page.passages.len();
        area.2 += page.passages.iter().map(|passage| passage.asks.len()).sum::<usize>();
    }
    writeln!(out, "\nArea                    pages  sections   asks").expect("writing to a string");
    for (area, (pages, sections, asks)) in areas {
        writeln!(out, "{area:22} {pages:6} {sections:9} {asks:6}").expect("writing to a string");
    }
}

fn facts(library: &Library, today: NaiveDate, out: &mut String) {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut months: BTreeMap<i64, usize> = BTreeMap::new();
    let mut lapsed = 0;
    for fact in library.facts.values() {
        *kinds.entry(format!("{:?}", fact.confidence).to_lowercase()).or_default() += 1;
        *months.entry((today - fact.checked).num_days() / 30).or_default() += 1;
        lapsed += usize::from(fact.standing(today) == Standing::Lapsed);
    }
    writeln!(out, "\nFacts by confidence: {}; lapsed: {lapsed}", counts(&kinds)).expect("writing to a string");
    let months: BTreeMap<String, usize> =
        months.into_iter().map(|(month, count)| (format!("{month} to {} months", month + 1), count)).collect();
    writeln!(out, "Facts by time since they were checked: {}", counts(&months)).expect("writing to a string");
}

fn counts(of: &BTreeMap<String, usize>) -> String {
    of.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

fn reviews(library: &Library, out: &mut String) {
    let facts = library.facts.iter().map(|(id, fact)| (fact.review_by, format!("fact {id}")));
    let pages = library.pages.iter().map(|page| (page.about.review_by, format!("page {}", page.id)));
    let mut all: Vec<(NaiveDate, String)> = facts.chain(pages).collect();
    all.sort();
    writeln!(out, "\nNext reviews").expect("writing to a string");
    for (day, what) in all.into_iter().take(NEXT) {
        writeln!(out, "{day}  {what}").expect("writing to a string");
    }
}

fn ages(library: &Library, out: &mut String) {
    let mut ages = reading_ages(library);
    ages.sort_by(|a, b| b.1.total_cmp(&a.1));
    writeln!(out, "\nHighest reading ages").expect("writing to a string");
    for (page, age) in ages.into_iter().take(NEXT) {
        writeln!(out, "{age:4.1}  {page}").expect("writing to a string");
    }
    writeln!(out).expect("writing to a string");
}
