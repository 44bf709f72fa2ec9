//! Year ranges that are no longer the law or that disagree (R015, Z01–Z04).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::import::document::{Line, plain};
use crate::school::import::lines::Text;

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\byears? ?(\d{1,2}) ?(?:-|to|- to|through to|until|up to)? ?(?:-|to) ?(?:year )?(\d{1,2})\b")
        .expect("valid")
});
static PROVIDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"provider|technical|apprenticeship|baker").expect("valid"));
static GUIDANCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"guidance|careers education|careers advice|careers programme|planned programme").expect("valid")
});

/// A range of years and what it is said of.
struct Said<'a> {
    line: &'a Line,
    years: (u8, u8),
    of_providers: bool,
}

/// Ranges that clash with the law or with one another.
pub(super) fn years(text: &Text) -> Vec<Finding> {
    let said: Vec<Said<'_>> = text.body().flat_map(said).collect();
    let mut out: Vec<Finding> = said.iter().filter_map(clash).collect();
    out.extend(disagreeing(&said));
    out
}

fn said(line: &Line) -> Vec<Said<'_>> {
    let ranges = line.text.split(". ").map(plain).flat_map(|sentence| {
        let found: Vec<(u8, u8)> = RANGE
            .captures_iter(&sentence)
            .filter_map(|found| Some((found[1].parse().ok()?, found[2].parse().ok()?)))
            .collect();
        found.into_iter().map(move |years| (sentence.clone(), years))
    });
    ranges
        .filter_map(|(sentence, years)| {
            let of_providers = PROVIDER.is_match(&sentence) && !is_of_employers(&sentence);
            (of_providers || GUIDANCE.is_match(&sentence)).then_some(Said { line, years, of_providers })
        })
        .collect()
}

fn is_of_employers(sentence: &str) -> bool {
    sentence.contains("employer") && !sentence.contains("provider")
}

fn clash(said: &Said<'_>) -> Option<Finding> {
    let (row, says) = match (said.of_providers, said.years) {
        (false, (8, _)) => (
            "Z01",
            "independent guidance is owed from Year 7 since 1 September 2022; Year 7 is answered whatever this says",
        ),
        (false, (7, 11)) => (
            "Z02",
            "the duty covers Years 7 to 13 where a school has them; say 7 to 11 only in a school that ends there",
        ),
        (true, (7, 13)) => (
            "Z03",
            "the six provider encounters in law are in Years 8 to 13, two in each phase; an 11 to 16 school owes the first four",
        ),
        (true, (7, 11)) => (
            "Z03",
            "provider encounters in law begin in Year 8; a school may offer more in Year 7, but has to say which are which",
        ),
        _ => return None,
    };
    Some(Finding::at(said.line, "old-year-range", row, says))
}

/// Several ranges for the access of providers.
fn disagreeing(said: &[Said<'_>]) -> Option<Finding> {
    let providers: Vec<&Said<'_>> =
        said.iter().filter(|said| said.of_providers && (7..=8).contains(&said.years.0)).collect();
    let ranges: BTreeSet<(u8, u8)> =
        providers.iter().map(|said| said.years).filter(|(from, to)| to - from > 2).collect();
    let last = providers.iter().rev().find(|said| ranges.contains(&said.years)).filter(|_| ranges.len() > 1)?;
    let shown: Vec<String> = ranges.iter().map(|(from, to)| format!("{from} to {to}")).collect();
    let says =
        format!("the access of providers is said to be for Years {}; the law's 8 to 13 is used", shown.join(" and "));
    Some(Finding::at(last.line, "years-disagree", "Z03, Z04", says))
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn guidance_from_year_eight_is_old() {
        for words in [
            "All pupils get independent careers guidance from years 8 to year 13.",
            "A planned programme of careers education for all pupils in Years 8-13",
            "Independent careers guidance from Year 7 to Year 11.",
        ] {
            assert_eq!(lines_with("old-year-range", words), [1], "{words}");
        }
        for words in [
            "Independent careers guidance from Year 7 to Year 13.",
            "Providers may meet pupils in Years 8 to 13.",
            "One encounter with an employer each year from year 7 to year 13",
        ] {
            assert!(lines_with("old-year-range", words).is_empty(), "{words}");
        }
    }

    #[test]
    fn two_ranges_for_providers_disagree() {
        let words = "Providers will have access to all pupils in Years 8 to 11.\nProviders may access all Year 8- to 13 pupils.";
        assert_eq!(lines_with("years-disagree", words), [2]);
    }

    #[test]
    fn six_encounters_from_year_seven_are_not_the_law() {
        assert_eq!(
            lines_with(
                "old-year-range",
                "We provide 6 encounters with training providers to all pupils in years 7 to 13."
            ),
            [1]
        );
    }
}
