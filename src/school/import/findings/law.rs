//! Statements that clash with current law, and schemes and services that have ended or changed their name: the rules are
//! data in `rules.toml`, each with the row of the clash table it comes from.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::Finding;
use crate::school::import::document::Line;
use crate::school::import::lines::Text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Written>,
}

/// A rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    row: String,
    /// Patterns over a line in lower case with straight quotes; any of them.
    words: Vec<String>,
    /// Patterns that make a line harmless.
    #[serde(default)]
    unless: Vec<String>,
    /// Patterns that make the whole policy harmless.
    #[serde(default)]
    unless_said: Vec<String>,
    /// What is wrong, and what is so today.
    says: String,
    /// True where staff only have to check (rows marked †).
    #[serde(default)]
    check_only: bool,
}

struct Rule {
    written: Written,
    words: Regex,
    unless: Option<Regex>,
    unless_said: Option<Regex>,
}

static YEAR_OF_LAW: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b((?:act|regulations|order)\)?) (?:19|20)\d\d\b").expect("valid"));
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("rules.toml")).expect("the rules are valid, see the test");
    file.rule.into_iter().map(Rule::of).collect()
});

impl Rule {
    fn of(written: Written) -> Self {
        let any =
            |words: &[String]| Regex::new(&words.join("|")).expect("a pattern of the rules is valid, see the test");
        let some = |words: &[String]| (!words.is_empty()).then(|| any(words));
        Self {
            words: any(&written.words),
            unless: some(&written.unless),
            unless_said: some(&written.unless_said),
            written,
        }
    }

    /// Years of Acts are no years of guidance and are not looked at.
    fn matches(&self, line: &Line) -> bool {
        let plain = YEAR_OF_LAW.replace_all(&line.plain, "$1");
        self.words.is_match(&plain) && !self.unless.as_ref().is_some_and(|unless| unless.is_match(&plain))
    }

    fn harmless_in(&self, text: &Text) -> bool {
        self.unless_said.as_ref().is_some_and(|said| text.body().any(|line| said.is_match(&line.plain)))
    }

    fn finding(&self, line: &Line) -> Finding {
        let finding = Finding::at(line, &self.written.code, &self.written.row, &self.written.says);
        if self.written.check_only { finding.only_to_check() } else { finding }
    }
}

/// What the rules find, line by line.
pub(super) fn law(text: &Text) -> Vec<Finding> {
    RULES
        .iter()
        .filter(|rule| !rule.harmless_in(text))
        .flat_map(|rule| text.body().filter(|line| rule.matches(line)).map(|line| rule.finding(line)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;
    use super::*;

    #[test]
    fn every_rule_names_its_row_and_says_what_to_do() {
        assert!(RULES.len() > 20);
        for rule in RULES.iter() {
            assert!(!rule.written.row.is_empty() && rule.written.says.contains(';'), "{}", rule.written.code);
        }
    }

    #[test]
    fn ended_schemes_and_old_guidance_are_found() {
        for (code, words) in [
            ("ended-scheme", "Pupils learn about degrees, traineeships and apprenticeships."),
            ("ended-scheme", "The ASK programme visits us."),
            ("ended-scheme", "The Connexions adviser visits us."),
            ("ended-channel", "The National Careers Service has a website, helpline and web chat."),
            ("renamed-service", "Jobcentre Plus helps us under its Support for Schools programme."),
            ("renamed-service", "Compare courses on Unistats."),
            ("ended-measure", "Pupils take the EBacc."),
            ("covid-arrangements", "During Covid-19 visits are virtual."),
            ("old-guidance", "We follow the DfE statutory guidance, last updated in October 2018."),
            ("old-guidance", "DfE 'Careers guidance and access for education and training providers' 2018"),
            ("old-strategy", "This is in line with the government's careers strategy 2017."),
            ("old-benchmarks", "3. Addressing the needs of each pupil"),
            ("learn-until-18", "Pupils must remain in education until their 18th birthday."),
            ("retention-start", "Destination data will be kept for at least three years."),
            ("parent-access", "The school will allow access should a pupil or their parent request it."),
            ("data-complaints", "Our privacy notice says how to ask that data is not shared."),
            ("act-date", "The Skills and Post-16 Act 2022 came into force on 27 August 2025."),
        ] {
            assert_eq!(lines_with(code, words), [1], "{code}: {words}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for words in [
            "Pupils meet trainee teachers.",
            "We follow the statutory guidance of May 2025.",
            "Data is kept for at least three years after pupils leave.",
            "This is asked of pupils.",
            "The Equality Act 2010",
        ] {
            let codes: Vec<String> = law(&Text::of(&[crate::school::import::Document::of_text("a", words)]))
                .into_iter()
                .map(|finding| finding.code)
                .collect();
            assert_eq!(codes, Vec::<String>::new(), "{words}");
        }
    }
}
