//! Two columns of running text that extraction left side by side are put one below the other.
//!
//! A table looks much the same; what tells them apart is that prose is wrapped: many lines on the left begin in the middle of a sentence,
//! which labels of a table do not.

use std::collections::HashMap;

use super::{Raw, join};

/// Fewer lines than this are not looked at.
const FEWEST: usize = 12;

/// On the left and on the right at least so many lines begin with a small letter.
const WRAPPED: (usize, usize) = (4, 1);

/// A gap between columns has at least so many spaces.
const GAP: usize = 2;

/// The lines with the right column below the left, where there are two; line numbers are then counted anew.
pub(super) fn one_below_the_other(lines: Vec<Raw>) -> Vec<Raw> {
    let Some(edge) = edge(&lines) else { return lines };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in &lines {
        let (before, behind) = split(&line.text, edge);
        left.push(Raw { text: before, ..line.clone() });
        right.push(Raw { text: behind, ..line.clone() });
    }
    let mut left = wrapped_together(left);
    left.append(&mut wrapped_together(right));
    let first = lines.first().map_or(1, |line| line.number);
    left.into_iter().enumerate().map(|(at, line)| Raw { number: first + at, ..line }).collect()
}

/// A column's lines with those joined that were wrapped at its narrow edge.
fn wrapped_together(column: Vec<Raw>) -> Vec<Raw> {
    let mut lengths: Vec<usize> =
        column.iter().map(|line| line.text.chars().count()).filter(|long| *long > 0).collect();
    lengths.sort_unstable();
    let width = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
    let mut out: Vec<Raw> = Vec::with_capacity(column.len());
    for line in column {
        match out.last_mut() {
            Some(last) if join::was_wrapped(&last.text, &line.text, width) => {
                last.text.push(' ');
                last.text.push_str(line.text.trim());
            }
            _ => out.push(line),
        }
    }
    out
}

/// The place in the line at which the right column begins.
fn edge(lines: &[Raw]) -> Option<usize> {
    let mut begins: HashMap<usize, usize> = HashMap::new();
    for at in lines.iter().filter_map(|line| only_gap(&line.text)) {
        *begins.entry(at).or_default() += 1;
    }
    let (edge, times) = begins.into_iter().max_by_key(|(at, times)| (*times, *at))?;
    let parted: Vec<(String, String)> = lines.iter().map(|line| split(&line.text, edge)).collect();
    let wrapped = |column: &dyn Fn(&(String, String)) -> &str| {
        parted.iter().filter(|pair| column(pair).trim_start().starts_with(char::is_lowercase)).count()
    };
    let both = wrapped(&|pair| pair.0.as_str()) >= WRAPPED.0 && wrapped(&|pair| pair.1.as_str()) >= WRAPPED.1;
    (times >= FEWEST && both).then_some(edge)
}

/// Where the words behind the one gap of a line begin; none where there is no gap, or more than one.
fn only_gap(text: &str) -> Option<usize> {
    let letters: Vec<char> = text.chars().collect();
    let first = letters.iter().position(|letter| !letter.is_whitespace())?;
    let mut found = None;
    let mut spaces = 0;
    for (at, letter) in letters.iter().enumerate().skip(first) {
        match letter {
            '\t' => return None,
            ' ' => spaces += 1,
            _ => {
                if spaces >= GAP && found.replace(at).is_some() {
                    return None;
                }
                spaces = 0;
            }
        }
    }
    found
}

/// The words before and behind the edge; a line that runs over it is all before.
fn split(text: &str, edge: usize) -> (String, String) {
    let letters: Vec<char> = text.chars().collect();
    let gap = letters.get(edge.saturating_sub(GAP)..edge).is_some_and(|gap| gap.iter().all(|letter| *letter == ' '));
    if !gap || letters.len() <= edge {
        return (text.to_owned(), String::new());
    }
    let part = |letters: &[char]| letters.iter().collect::<String>().trim().to_owned();
    (part(&letters[..edge]), part(&letters[edge..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let lines = text.lines().enumerate().map(|(at, text)| Raw::new(at + 1, text)).collect();
        one_below_the_other(lines).into_iter().map(|line| line.text).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn two_columns_of_prose_are_read_one_after_the_other() {
        let pair = |left: &str, right: &str| format!("{left:<30}{right}\n");
        let text = [
            pair("1. Aims", "2. Roles"),
            pair("Our programme helps every", "The careers leader is"),
            pair("pupil to choose well and", "Rosalind Pell, who plans"),
            pair("to leave with a plan. It", "the programme and"),
            pair("begins in Year 7 and", "reports to governors"),
            pair("goes on to Year 13.", "every term. She is"),
            pair("Pupils meet employers", "managed by Maud"),
            pair("each year, and they", "Farrant, who leads"),
            pair("visit workplaces.", "the sixth form."),
            pair("Guidance is given by", "Providers write to"),
            pair("an adviser with a", "her and say which"),
            pair("level 6 qualification.", "year they would meet."),
        ]
        .concat();
        let read = read(&text);
        let prose = read.iter().find(|line| line.starts_with("Our programme")).expect("the left column");
        assert!(prose.contains("helps every pupil to choose well"), "{read:?}");
        assert!(read.iter().any(|line| line.contains("The careers leader is Rosalind Pell, who plans")), "{read:?}");
    }

    #[test]
    fn a_table_stays_a_table() {
        let row = |at: usize| {
            let school = format!("School {at}");
            format!("{school:<30}Name {at}\n")
        };
        let text: String = (0..20).map(row).collect();
        assert!(read(&text)[0].contains("School 0") && read(&text)[0].contains("Name 0"));
    }
}
