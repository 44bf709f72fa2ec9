//! Names of persons, told apart from titles, roles and places by their shape and by the words a name never has.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

/// The shape of a name, for use inside other patterns.
pub const NAME: &str = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Sir|Dame|Cllr|Father|Sister)\.?\s+)?\p{Lu}(?:[\p{L}'’]*|\.)(?:-\p{Lu}[\p{L}'’]+)*(?:\.?\s+(?:(?:van|de|der|den|von|la|al|el|bin|le|du|di|da|ap)\s+)*\p{Lu}[\p{L}'’]*\.?(?:-\p{Lu}[\p{L}'’]+)*){0,3}";

static WHOLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(&format!("^{NAME}$")).expect("valid"));
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Sir|Dame|Cllr|Father|Sister)\.?$").expect("valid")
});

/// Words that end a name or show that it is none.
static NEVER: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("not-names.txt").split_whitespace().collect());

/// Small words inside last names.
const PARTICLES: [&str; 15] =
    ["van", "de", "der", "den", "von", "la", "al", "el", "bin", "le", "du", "di", "da", "ap", "ter"];

/// The name at the beginning of these words, cut before the first word that is no part of a name.
pub fn name(words: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let ended = kept.last().is_some_and(|last: &&str| last.ends_with([',', ';', ':']));
        let small = word.starts_with(char::is_lowercase) && !PARTICLES.contains(&word);
        let apart = word.contains('@') || (!word.starts_with(char::is_alphabetic) && !kept.is_empty());
        if ended || small || apart || NEVER.contains(bare.to_lowercase().as_str()) || bare.is_empty() || kept.len() == 5
        {
            break;
        }
        kept.push(word);
        if word.ends_with('.') && bare.chars().count() > 4 {
            break;
        }
    }
    let joined = kept.join(" ");
    let cut = joined.trim_end_matches(|letter: char| ",;:.)-".contains(letter)).trim_start_matches(['(', '"']);
    is_name(cut).then(|| cut.to_owned())
}

/// True for a first and a last name, an initial and a last name, or a title and a last name.
fn is_name(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let titled = parts.first().is_some_and(|first| TITLE.is_match(first));
    let full =
        parts.iter().skip(usize::from(titled)).filter(|part| part.chars().filter(|l| l.is_alphabetic()).count() > 1);
    let loud = words.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase) && !words.contains('.');
    WHOLE.is_match(words) && parts.len() >= 2 && full.count() >= 1 && !loud
}

/// The parts of a name in lower case, without its title.
pub fn parts(name: &str) -> Vec<String> {
    name.split(|letter: char| letter.is_whitespace() || letter == '.')
        .filter(|part| !part.is_empty() && !TITLE.is_match(part))
        .map(|part| part.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect())
        .filter(|part: &String| !part.is_empty())
        .collect()
}

/// The last name in lower case.
pub fn last_name(name: &str) -> Option<String> {
    parts(name).pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_shapes_are_names() {
        for (words, expected) in [
            ("Rosalind Pell, and she can", "Rosalind Pell"),
            ("Mrs Rosalind Pell rpell@oakvale.example", "Mrs Rosalind Pell"),
            ("R. Pell", "R. Pell"),
            ("Dr O’Hara-Quill (Vice Principal)", "Dr O’Hara-Quill"),
            ("Rosalind Pell. The name", "Rosalind Pell"),
            ("Jan van der Pell", "Jan van der Pell"),
        ] {
            assert_eq!(name(words).as_deref(), Some(expected), "{words}");
        }
    }

    #[test]
    fn titles_and_things_are_no_names() {
        for words in
            ["Careers Leader", "the programme", "Pell", "Board of Trustees", "Senior Leadership Team", "SLT", "Year 9"]
        {
            assert_eq!(name(words), None, "{words}");
        }
    }
}
