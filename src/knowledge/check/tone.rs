//! No steering: in a sentence that names a route, no word that weighs it.

use chrono::NaiveDate;

use crate::knowledge::library::Library;
use crate::knowledge::problem::Problem;

/// Words that weigh a route when they stand beside its name.
const STEERING: [&str; 33] = [
    "just",
    "only",
    "simply",
    "merely",
    "fallback",
    "fall back",
    "easy",
    "easier",
    "easiest",
    "better",
    "best",
    "worse",
    "worst",
    "proper",
    "real job",
    "less academic",
    "more academic",
    "not academic",
    "academic enough",
    "bright",
    "brighter",
    "clever",
    "cleverer",
    "top",
    "prestigious",
    "respected",
    "safe option",
    "soft",
    "second best",
    "popular",
    "low ability",
    "high ability",
    "weak",
];

/// Names of routes.
const ROUTES: [&str; 17] = [
    "a level",
    "a levels",
    "t level",
    "t levels",
    "v level",
    "v levels",
    "btec",
    "btecs",
    "apprenticeship",
    "apprenticeships",
    "university",
    "college",
    "sixth form",
    "supported internship",
    "supported internships",
    "degree",
    "vocational",
];

/// How many sentences weigh a route they name, exceptions left aside.
pub fn steering_words(library: &Library) -> usize {
    gate(library, NaiveDate::MIN).len()
}

pub(super) fn gate(library: &Library, _: NaiveDate) -> Vec<Problem> {
    let excused: Vec<String> = library.allowed.tone.iter().map(|exception| plain(&exception.phrase)).collect();
    let mut problems = Vec::new();
    for (page, passage) in library.passages() {
        for sentence in passage.bodies().flat_map(|body| body.running_sentences()) {
            let words = plain(&sentence.words());
            if excused.iter().any(|phrase| words.contains(phrase.trim())) {
                continue;
            }
            if let Some(word) = steering(&words) {
                problems.push(Problem::at(
                    &page.file,
                    passage.line,
                    format!("“{word}” weighs a route in `{}`: “{}”", passage.id, sentence.words().trim()),
                    "say it without, or allow the phrase in check.toml with a reason",
                ));
            }
        }
    }
    for card in library.pages.iter().filter(|page| page.about.route.is_some()) {
        let words = plain(&card.about.summary);
        if let Some(word) = steering(&words) {
            problems.push(Problem::at(
                &card.file,
                0,
                format!("“{word}” weighs a route in the summary"),
                "say it without",
            ));
        }
    }
    problems
}

fn steering(words: &str) -> Option<&'static str> {
    let has = |phrase: &&&str| words.contains(&format!(" {phrase} "));
    ROUTES.iter().find(has)?;
    STEERING.iter().find(has).copied()
}

/// Lower case, single blanks, one at each end.
fn plain(text: &str) -> String {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    format!(" {} ", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weighing_word_counts_only_beside_a_route() {
        assert_eq!(steering(&plain("An apprenticeship is just a job.")), Some("just"));
        assert_eq!(steering(&plain("You just ask the school.")), None);
        assert_eq!(steering(&plain("A degree takes justice seriously.")), None);
    }
}
