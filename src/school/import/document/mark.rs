//! The number, letter or bullet a line begins with.

use std::sync::LazyLock;

use regex::Regex;

/// A number or letter in front of a line: "4.3.11", "a", "ii".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// As printed, without dot or bracket.
    pub label: String,
    /// Its numbers, where it is made of numbers.
    pub numbers: Vec<u32>,
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\(?(\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+(.+)$|^\(?(\d{1,2})(?:[.)]\s*|\t\s*)(\D.+)$").expect("valid")
});
static LETTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\(?([a-z]|[ivx]{1,5}|[A-Z])[.)]\s+(\S.*)$").expect("valid"));
static BULLET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-–—*•·▪▫●○◦‣⁃➢➤✓✔□■\u{f0b7}\u{f0a7}\u{f076}+]+\s*|o\s+)(\S.*)$").expect("valid")
});

impl Mark {
    fn of_numbers(label: &str) -> Self {
        Self { label: label.to_owned(), numbers: label.split('.').filter_map(|part| part.parse().ok()).collect() }
    }

    fn of_letter(label: &str) -> Self {
        Self { label: label.to_owned(), numbers: Vec::new() }
    }

    /// How many numbers it is made of; 0 for a letter.
    pub fn depth(&self) -> usize {
        self.numbers.len()
    }

    /// The level of a heading with this number: 1 for "4" and "4.0", 2 for "4.1".
    pub fn level(&self) -> u8 {
        let trailing = self.numbers.len() > 1 && self.numbers.last() == Some(&0);
        (self.depth() - usize::from(trailing)) as u8
    }

    /// The place of a roman numeral or letter in its list, from 1.
    pub fn place(&self) -> Option<u32> {
        if let Some(last) = self.numbers.last() {
            return Some(*last);
        }
        const ROMAN: [&str; 20] = [
            "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
            "xvii", "xviii", "xix", "xx",
        ];
        let low = self.label.to_lowercase();
        let roman = ROMAN.iter().position(|numeral| *numeral == low).map(|at| at as u32 + 1);
        roman.or_else(|| low.bytes().next().filter(u8::is_ascii_lowercase).map(|letter| u32::from(letter - b'a') + 1))
    }
}

/// A line without its bullet, and whether it had one.
pub(super) fn bullet(text: &str) -> (bool, &str) {
    let text = text.trim();
    match BULLET.captures(text) {
        Some(found) => (true, found.get(1).map_or("", |rest| rest.as_str())),
        None => (false, text),
    }
}

/// A line's number or letter, and the rest.
pub(super) fn number(text: &str) -> (Option<Mark>, &str) {
    if let Some(found) = NUMBER.captures(text) {
        let label = found.get(1).or(found.get(3)).map_or("", |label| label.as_str());
        let rest = found.get(2).or(found.get(4)).map_or("", |rest| rest.as_str());
        return if is_date(label) { (None, text) } else { (Some(Mark::of_numbers(label)), rest) };
    }
    match LETTER.captures(text) {
        Some(found) => (Some(Mark::of_letter(&found[1])), found.get(2).map_or("", |rest| rest.as_str())),
        None => (None, text),
    }
}

/// "10.1.22" is a day, not a clause: no policy has clauses so far up with numbers so even.
fn is_date(label: &str) -> bool {
    let parts: Vec<u32> = label.split('.').filter_map(|part| part.parse().ok()).collect();
    matches!(parts[..], [day, month, year] if (7..=31).contains(&day) && (1..=12).contains(&month) && (18..=39).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_letters_and_numerals_are_marks() {
        let label = |text: &str| number(text).0.map(|mark| mark.label);
        assert_eq!(label("4.3.11 Pupils will").as_deref(), Some("4.3.11"));
        assert_eq!(label("6.Experiences of").as_deref(), Some("6"));
        assert_eq!(label("ii. be impartial").as_deref(), Some("ii"));
        assert_eq!(label("(b) grounds").as_deref(), Some("b"));
        assert_eq!(label("13 to inform them"), None);
        assert_eq!(label("10.1.22 - R Pell"), None);
    }

    #[test]
    fn a_bullet_may_stand_before_a_number() {
        assert_eq!(bullet("- 1. A stable programme"), (true, "1. A stable programme"));
        assert_eq!(bullet("· Lessons"), (true, "Lessons"));
        assert_eq!(bullet("office hours"), (false, "office hours"));
    }

    #[test]
    fn a_numeral_knows_its_place() {
        assert_eq!(number("ii. be").0.and_then(|mark| mark.place()), Some(2));
        assert_eq!(number("c. offer").0.and_then(|mark| mark.place()), Some(3));
    }
}
