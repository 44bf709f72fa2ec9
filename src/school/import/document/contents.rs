//! The list of contents: it repeats headings with page numbers and would otherwise be read as the policy itself.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Raw, mark, plain};

static TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\W*(?:table of )?contents(?: page)?\W*$").expect("valid"));
static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\t|\.{3,}|…)\s*\d{1,3}\s*$|error! bookmark not defined|\t\s*$|^\W*\d+\W*$").expect("valid")
});

/// Which lines are of a list of contents.
pub(super) fn contents(lines: &[Raw]) -> HashSet<usize> {
    let mut found = HashSet::new();
    for at in (0..lines.len()).filter(|at| TITLE.is_match(lines[*at].text.trim())) {
        found.insert(at);
        found.extend((at + 1..lines.len()).take_while(|next| lines[*next].is_blank() || is_entry(lines, *next)));
    }
    found
}

fn is_entry(lines: &[Raw], at: usize) -> bool {
    let text = &lines[at].text;
    ENTRY.is_match(text) || returns(lines, at)
}

/// A line that comes back later, as a heading does after the list of contents.
fn returns(lines: &[Raw], at: usize) -> bool {
    let wanted = title(&lines[at].text);
    wanted.len() > 3 && wanted.len() < 90 && lines[at + 1..].iter().any(|line| title(&line.text) == wanted)
}

fn title(text: &str) -> String {
    let (_, rest) = mark::bullet(text);
    let (_, rest) = mark::number(rest);
    plain(rest).trim_matches(|letter: char| !letter.is_alphabetic()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_ends_where_the_policy_begins() {
        let lines: Vec<Raw> =
            ["Contents", "1. Aims\t3", "2. Roles", "", "1. Aims", "We aim high.", "2. Roles", "Many."]
                .iter()
                .enumerate()
                .map(|(at, text)| Raw::new(at + 1, *text))
                .collect();
        let found = contents(&lines);
        assert!(found.contains(&2) && !found.contains(&4));
    }
}
