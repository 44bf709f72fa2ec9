//! Every figure is a fact: a digit or number word in a body stands in a `{{fact}}`, or in a name that `check.toml` allows.

use chrono::NaiveDate;

use crate::knowledge::library::Library;
use crate::knowledge::problem::Problem;

const NUMBER_WORDS: [&str; 31] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "half",
    "third",
];

pub(super) fn gate(library: &Library, _: NaiveDate) -> Vec<Problem> {
    let allowed: Vec<Vec<String>> = library.allowed.numbers.iter().map(|exception| tokens(&exception.phrase)).collect();
    let mut problems = Vec::new();
    for (page, passage) in library.passages() {
        for sentence in passage.bodies().flat_map(|body| body.sentences()) {
            if let Some(number) = loose_number(&tokens(&sentence.words()), &allowed) {
                problems.push(Problem::at(
                    &page.file,
                    passage.line,
                    format!("`{number}` in `{}` is not a fact: “{}”", passage.id, sentence.words().trim()),
                    "quote a fact with {{id}}, or allow the name in check.toml with a reason",
                ));
            }
        }
    }
    for card in library.pages.iter().filter(|page| page.about.route.is_some()) {
        if let Some(number) = loose_number(&tokens(&card.about.summary), &allowed) {
            problems.push(Problem::at(
                &card.file,
                0,
                format!("`{number}` in the summary is not a fact"),
                "say it without a number, or allow the name in check.toml with a reason",
            ));
        }
    }
    problems
}

/// The first number that no allowed name covers.
fn loose_number<'a>(words: &'a [String], allowed: &[Vec<String>]) -> Option<&'a str> {
    let mut covered = vec![false; words.len()];
    for phrase in allowed.iter().filter(|phrase| !phrase.is_empty()) {
        for start in 0..words.len().saturating_sub(phrase.len() - 1) {
            if phrase.iter().zip(&words[start..]).all(|(want, word)| fits(want, word)) {
                covered[start..start + phrase.len()].fill(true);
            }
        }
    }
    words.iter().zip(covered).find(|(word, covered)| !covered && is_number(word)).map(|(word, _)| word.as_str())
}

fn fits(want: &str, word: &str) -> bool {
    want == word || want == "#" && word.chars().all(|c| c.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word)
}

fn tokens(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '#'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_passes_only_inside_an_allowed_name() {
        let allowed = vec![tokens("year #"), tokens("16 to 19 bursary")];
        let loose = |text: &str| loose_number(&tokens(text), &allowed).map(str::to_owned);
        assert_eq!(loose("In Year 11 ask for the 16 to 19 Bursary."), None);
        assert_eq!(loose("It lasts two years."), Some("two".into()));
        assert_eq!(loose("It costs £30."), Some("30".into()));
    }
}
