//! What a draft does not take over: words of the policy that clash with law, a scheme that has ended, a mark of a template, a copy slip.
//! They stay in the draft as comments with the reason, so that nothing outdated is served because nobody looked.

use super::Finding;

/// Findings whose words are not served until a person has mended them.
const CODES: [&str; 16] = [
    "act-date",
    "bursary-amount",
    "covid-arrangements",
    "ended-body",
    "ended-channel",
    "ended-measure",
    "ended-scheme",
    "lapsed-agenda",
    "learn-until-18",
    "old-guidance",
    "old-strategy",
    "old-year-range",
    "renamed-service",
    "repeated-text",
    "resit-rule",
    "template-mark",
];

/// A line is known by so many of its first letters.
const KNOWN_BY: usize = 60;

/// Lines shorter than this are no statements.
const SHORTEST: usize = 12;

/// What of a value may be served, line by line, and the findings for which the rest is held back.
pub(super) fn parted<'a>(value: &str, findings: &'a [Finding]) -> (String, Vec<&'a Finding>) {
    let (mut kept, mut held) = (Vec::new(), Vec::new());
    for line in value.lines() {
        match findings.iter().find(|finding| holds(finding, line)) {
            Some(finding) => held.push(finding),
            None => kept.push(line),
        }
    }
    (kept.join("\n"), held)
}

/// The finding that says of a tool that it is called otherwise or is no more.
pub(super) fn tool<'a>(name: &str, findings: &'a [Finding]) -> Option<&'a Finding> {
    let about = |finding: &&Finding| counts(finding) && finding.says.contains(name) && finding.found.contains(name);
    findings.iter().find(about)
}

fn holds(finding: &Finding, line: &str) -> bool {
    let bare = line.trim().trim_start_matches("- ");
    let known: String = bare.chars().take(KNOWN_BY).collect();
    counts(finding) && bare.chars().count() >= SHORTEST && finding.found.contains(&known)
}

/// Whether it holds words back: what staff only have to check does not.
fn counts(finding: &Finding) -> bool {
    !finding.check_only && CODES.contains(&finding.code.as_str())
}

#[cfg(test)]
mod tests {
    use crate::school::import::{Document, drafts, import};
    use crate::school::profile::School;

    #[test]
    fn what_clashes_with_law_or_has_ended_is_not_served() {
        let words = "Fern Vale Academy Careers Policy\nVersion: 2\nDate adopted: May 2026\nFern Vale Academy has a careers leader.\n1. Provider access statement\nAll pupils in Years 7 to 13 are entitled to six provider encounters about technical education and apprenticeships.\nProviders should contact the careers leader by email.\nKey Stage 4\nPupils meet employers every term.\nPupils are told about apprenticeships and traineeships.\nWe use Unistats and Unifrog.";
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
        let draft = &drafts(&import(&[Document::of_text("policy.txt", words)], today))[0];
        let school = School::of_text("fern", &draft.toml, &toml::Table::new()).expect("the draft is a school file");
        assert_eq!(school.says("provider_access_entitled"), None, "{}", draft.toml);
        assert!(school.says("provider_access_how").is_some_and(|how| how.contains("contact the careers leader")));
        let ks4 = school.says("programme_ks4").expect("what stands is served");
        assert!(ks4.contains("meet employers") && !ks4.contains("traineeships"), "{ks4}");
        assert_eq!(school.says("tools"), Some("Unifrog"));
        assert!(draft.toml.contains("held back") && draft.toml.contains("Years 7 to 13"), "{}", draft.toml);
    }
}
