//! Lines that extraction broke are joined again: wrapped paragraphs, hyphenated words, addresses cut in two.

use std::sync::LazyLock;

use regex::Regex;

use super::{Hint, Raw, mark};

static OPEN_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w.-]*$|\b[\w+-]+\.[\w.+-]*$").expect("valid"));
static REST_OF_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^@?[a-z][\w-]*(?:\.[\w-]+)+\b|^@[\w.-]+").expect("valid"));
static DANGLING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:,|\b(?:to|and|the|of|a|an|in|for|with|or|by|at|on|from|that|our|their|is|are|will|be|as))$")
        .expect("valid")
});
/// "Chair of Governors: …" begins a line of its own.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\p{Lu}[^:.,;@]{2,50}:(?:\s|$)").expect("valid"));
/// First parts of words that keep their hyphen at the end of a line.
const KEEP_HYPHEN: [&str; 17] = [
    "self", "co", "non", "well", "post", "pre", "full", "part", "work", "long", "short", "high", "careers", "face",
    "year", "one", "e",
];

/// The lines with broken ones joined; each keeps the number of its first line.
pub(super) fn joined(lines: Vec<Raw>) -> Vec<Raw> {
    let width = wrap_width(&lines);
    let mut out: Vec<Raw> = Vec::with_capacity(lines.len());
    for line in lines {
        let goes_on = goes_on(&out, &line, width);
        match last_full(&mut out).filter(|_| goes_on && !line.is_blank()) {
            Some(last) => add(last, line),
            None => out.push(line),
        }
    }
    out
}

/// Bold words that were broken over lines: "**Reedmoor", "Trust**".
pub(super) fn bold(lines: Vec<Raw>) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::with_capacity(lines.len());
    let mut open = 0;
    for line in lines {
        let odd = line.text.matches("**").count() % 2 == 1;
        match out.last_mut().filter(|_| open > 0 && !line.is_blank()) {
            Some(last) => add(last, line),
            None => out.push(line),
        }
        open = if odd { if open > 0 { 0 } else { 4 } } else { usize::saturating_sub(open, 1) };
    }
    out
}

fn last_full(out: &mut [Raw]) -> Option<&mut Raw> {
    out.iter_mut().rev().find(|line| !line.is_blank())
}

/// The length at which lines of this file are wrapped; none where each paragraph is one line.
fn wrap_width(lines: &[Raw]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.is_blank() && line.hint.is_none())
        .map(|line| line.text.chars().count())
        .collect();
    lengths.sort_unstable();
    let longest = *lengths.get(lengths.len() * 19 / 20)?;
    ((50..=130).contains(&longest) && lengths.last().is_some_and(|last| *last <= 180)).then_some(longest)
}

fn goes_on(out: &[Raw], line: &Raw, width: Option<usize>) -> bool {
    let Some(at) = out.iter().rposition(|line| !line.is_blank()) else { return false };
    let (last, gap) = (&out[at], out.len() - at - 1);
    if line.hint.is_some() || last.hint.is_some_and(|hint| hint != Hint::Item) || line.is_blank() {
        return false;
    }
    if last.text.contains('\t') || line.text.contains('\t') || gap > 4 {
        return false;
    }
    let (before, text) = (last.text.trim_end(), line.text.trim());
    let ended = before.ends_with(['.', ':', ';', '!', '?']);
    if gap == 0 && cut_address(before, text) {
        return true;
    }
    if begins_anew(text) || ended {
        return false;
    }
    let small = text.chars().next().is_some_and(char::is_lowercase);
    if gap > 0 {
        return small && before.chars().count() > 40;
    }
    small && before.chars().count() > 25
        || DANGLING.is_match(before)
        || (small && before.ends_with('-'))
        || width.is_some_and(|width| fills(before, text, width))
}

/// Whether a line of running text goes on in the next, in a column of this width.
pub(super) fn was_wrapped(before: &str, text: &str, width: usize) -> bool {
    let (before, text) = (before.trim_end(), text.trim());
    let ended = before.is_empty() || text.is_empty() || before.ends_with(['.', ':', ';', '!', '?']);
    !ended && !begins_anew(text) && (text.starts_with(char::is_lowercase) || fills(before, text, width))
}

/// The line was full: the next word would not have fitted.
fn fills(before: &str, text: &str, width: usize) -> bool {
    let next = text.split_whitespace().next().map_or(0, |word| word.chars().count());
    before.chars().count() + 1 + next > width * 9 / 10 && before.chars().count() > width * 6 / 10
}

fn begins_anew(text: &str) -> bool {
    let (bulleted, rest) = mark::bullet(text);
    bulleted
        || LABELLED.is_match(text)
        || text.starts_with("((")
        || text.starts_with('#')
        || mark::number(rest).0.is_some()
}

fn cut_address(before: &str, text: &str) -> bool {
    let tail = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let cut = tail.contains('@')
        && text.starts_with(char::is_lowercase)
        && (tail.ends_with(['@', '.', '-']) || !tail.rsplit('@').next().is_some_and(|d| d.contains('.')));
    let rest = REST_OF_ADDRESS.is_match(text);
    (cut && rest && OPEN_ADDRESS.is_match(tail)) || (text.starts_with('@') && rest)
}

fn add(last: &mut Raw, line: Raw) {
    last.text = as_one(&last.text, &line.text);
    last.links.extend(line.links);
}

/// Words and those that go on in the next line, with an address or a word that was cut in two made whole.
pub(super) fn as_one(before: &str, text: &str) -> String {
    let (before, text) = (before.trim_end().to_owned(), text.trim());
    match before.strip_suffix('-') {
        _ if cut_address(&before, text) => format!("{before}{text}"),
        Some(stem) if text.starts_with(char::is_lowercase) && stem.ends_with(char::is_alphabetic) => {
            format!("{}{text}", if keeps_hyphen(stem) { &before } else { stem })
        }
        _ => format!("{before} {text}"),
    }
}

fn keeps_hyphen(stem: &str) -> bool {
    let word = stem.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    KEEP_HYPHEN.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined_text(lines: &[&str]) -> Vec<String> {
        let raw = lines.iter().enumerate().map(|(at, text)| Raw::new(at + 1, *text)).collect();
        joined(raw).into_iter().filter(|line| !line.is_blank()).map(|line| line.text).collect()
    }

    #[test]
    fn a_word_cut_in_two_is_one_word() {
        let lines = ["The school follows its safe-", "guarding policy and each pupil's self-", "evaluation."];
        assert_eq!(
            joined_text(&lines),
            ["The school follows its safeguarding policy and each pupil's self-evaluation."]
        );
    }

    #[test]
    fn an_address_cut_in_two_is_one_address() {
        let found = joined_text(&["Please write to careers@", "oakvale.example for more."]);
        assert_eq!(found, ["Please write to careers@oakvale.example for more."]);
        let found = joined_text(&["Please write to r.pell@oakvale.", "school.example for more."]);
        assert_eq!(found, ["Please write to r.pell@oakvale.school.example for more."]);
    }

    #[test]
    fn a_paragraph_goes_on_after_a_page_break() {
        let found =
            joined_text(&["most pupils will follow the same programme as their classmates,", "", "", "with help."]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn items_stay_items() {
        assert_eq!(joined_text(&["We measure this by", "- surveys", "- destinations"]).len(), 3);
    }
}
