//! The eight Gatsby Benchmarks, as the policy words them.

use std::sync::LazyLock;

use regex::Regex;

use super::document::Line;
use super::found::Found;
use super::lines::Text;

static WORDINGS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    [
        r"stable careers? programme",
        r"learning from career",
        r"addressing the needs of (?:each|every|all|young|pupils|students)",
        r"linking curriculum",
        r"encounters? with employers?(?: and employees)?",
        r"experiences? of (?:the )?workplaces?",
        r"encounters? with (?:further|fe\b|higher)",
        r"personal guidance",
    ]
    .map(|words| {
        Regex::new(&format!(r"^(?:(?:gatsby )?benchmark \d\W*\s*|\W*\d?\W*a )?(?:a |an )?{words}"))
            .expect("a fixed pattern is valid")
    })
});

/// Each benchmark the text lists by name, with its number.
pub fn benchmarks(text: &Text) -> Vec<(u8, Found<String>)> {
    (1..=8).filter_map(|number| Some((number, listed(text, number)?))).collect()
}

fn listed(text: &Text, number: u8) -> Option<Found<String>> {
    let wording = &WORDINGS[usize::from(number) - 1];
    let short = |line: &&Line| first_cell(line).chars().count() < 110;
    let mut lines =
        text.body().filter(short).filter(|line| wording.is_match(line.plain.trim_start_matches(['"', '\''])));
    let first = lines.next()?;
    let line = if is_loud(first) { lines.find(|line| !is_loud(line)).unwrap_or(first) } else { first };
    Some(Found::at(line, first_cell(line).trim_end_matches(['.', ';', ',', ' ', ':']).to_owned()))
}

/// All in capitals, as headings are.
fn is_loud(line: &Line) -> bool {
    !line.text.chars().any(char::is_lowercase)
}

fn first_cell(line: &Line) -> String {
    let cell = line.text.split('\t').next().unwrap_or_default().trim();
    let after =
        cell.split_once(':').filter(|(head, _)| head.to_lowercase().contains("benchmark")).map(|(_, rest)| rest.trim());
    after
        .unwrap_or(cell)
        .trim_start_matches(|letter: char| letter.is_ascii_digit() || ". )".contains(letter))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    #[test]
    fn lists_and_headings_are_read() {
        let text = Text::of(&[Document::of_text(
            "a",
            "4.1 Benchmark 1: A stable careers programme\nText of it.\n- 2. Learning from career and labour market information\n8.Personal guidance\tEvery pupil",
        )]);
        let found: Vec<(u8, String)> =
            benchmarks(&text).into_iter().map(|(number, found)| (number, found.value)).collect();
        assert_eq!(found[0], (1, "A stable careers programme".to_owned()));
        assert_eq!(found.len(), 3);
    }
}
