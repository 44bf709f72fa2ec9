//! Page headers and footers: lines that stand at the edge of page after page and are no part of the policy.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Raw, plain};

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$|^.{0,60}\bpage\s+\d{1,3}\s*(?:of\s*\d{1,3})?\W*$",
    )
    .expect("valid")
});
static DIGITS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d+").expect("valid"));

/// How many lines at each edge of a page may be furniture.
const EDGE: usize = 3;

/// The lines without furniture.
pub(super) fn without_furniture(lines: Vec<Raw>) -> Vec<Raw> {
    let repeated = repeated(&lines);
    lines
        .into_iter()
        .map(|mut line| {
            let number = line.hint.is_none() && PAGE_NUMBER.is_match(line.text.trim());
            if number || repeated.get(&shape(&line.text)).is_some_and(|pages| *pages >= 3) {
                line.text.clear();
            }
            line
        })
        .collect()
}

/// How many pages have this line at an edge.
fn repeated(lines: &[Raw]) -> HashMap<String, usize> {
    let mut seen = HashMap::new();
    for page in lines.chunk_by(|a, b| a.page == b.page).filter(|page| page[0].page > 0) {
        let full: Vec<&Raw> = page.iter().filter(|line| !line.is_blank()).collect();
        let mut edge: Vec<String> =
            full.iter().take(EDGE).chain(full.iter().rev().take(EDGE)).map(|line| shape(&line.text)).collect();
        edge.sort();
        edge.dedup();
        for shape in edge.into_iter().filter(|shape| shape.len() > 3) {
            *seen.entry(shape).or_insert(0) += 1;
        }
    }
    seen
}

fn shape(text: &str) -> String {
    DIGITS.replace_all(plain(text).trim(), "#").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_on_every_page_goes() {
        let line = |page, text: &str| Raw { page, ..Raw::new(1, text) };
        let mut lines = Vec::new();
        for page in 1..=4 {
            lines.push(line(page, "Oakvale School Careers Policy"));
            lines.push(line(page, &format!("Text of its own, kind {}", ["a", "b", "c", "d"][page - 1])));
            lines.push(line(page, &format!("Page {page} of 4")));
        }
        let left: Vec<_> = without_furniture(lines).into_iter().filter(|line| !line.is_blank()).collect();
        assert_eq!(left.len(), 4);
    }
}
