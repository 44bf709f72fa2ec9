//! What is wrong with a policy, one file a family of rules; each finding has a code, a place and the words it is about.
//!
//! A rule is general: it knows shapes and dates and words of law, never a school. Rules of law and ended schemes are data
//! (`rules.toml`).

mod access;
mod contacts;
mod language;
mod law;
mod lists;
mod marks;
mod numbering;
mod publication;
mod references;
mod repeats;
mod reviews;
mod roles;
mod years;

use super::Import;
use super::document::Line;
use super::found::{Found, Place, short};
use super::lines::Text;

/// Something a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A kebab word for its kind.
    pub code: String,
    /// What is wrong and what to do.
    pub says: String,
    /// The words it is about.
    pub found: String,
    /// Where they stand; line 0 for the policy as a whole.
    pub place: Place,
    /// Which requirement or row of the clash table it comes from.
    pub row: String,
    /// True where a person has to check whether anything is wrong at all.
    pub check_only: bool,
}

impl Finding {
    /// A finding at a line.
    fn at(line: &Line, code: &str, row: &str, says: impl Into<String>) -> Self {
        let found = Found::at(line, ());
        Self { place: found.place, found: found.words, ..Self::whole(code, row, says) }
    }

    /// A finding about the policy as a whole.
    fn whole(code: &str, row: &str, says: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            says: says.into(),
            found: String::new(),
            place: Place::default(),
            row: row.to_owned(),
            check_only: false,
        }
    }

    /// A finding at words found before.
    fn of<T>(found: &Found<T>, code: &str, row: &str, says: impl Into<String>) -> Self {
        Self { place: found.place, found: short(&found.words), ..Self::whole(code, row, says) }
    }

    /// The same, for a person to check only.
    fn only_to_check(self) -> Self {
        Self { check_only: true, ..self }
    }
}

/// Everything the rules find, by place.
pub(super) fn findings(text: &Text, import: &Import) -> Vec<Finding> {
    let mut out = publication::publication(text, import);
    out.extend(reviews::reviews(text, import));
    out.extend(access::access(import));
    out.extend(contacts::contacts(import));
    for rule in [marks::marks, lists::lists, numbering::numbering, references::references, repeats::repeats] {
        out.extend(rule(text));
    }
    out.extend(language::language(text));
    out.extend(roles::roles(text));
    out.extend(years::years(text));
    out.extend(law::law(text));
    out.sort_by(|a, b| (a.place.file, a.place.line, &a.code).cmp(&(b.place.file, b.place.line, &b.code)));
    out.dedup_by(|a, b| a.code == b.code && a.place == b.place && a.says == b.says);
    out
}

/// Reads an invented policy and gives the codes found, for tests of one rule.
#[cfg(test)]
fn found_in(words: &str) -> Vec<(String, usize)> {
    let documents = [super::Document::of_text("policy.txt", words)];
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
    super::import(&documents, today).findings.into_iter().map(|finding| (finding.code, finding.place.line)).collect()
}

/// The lines at which a code is found in an invented policy.
#[cfg(test)]
fn lines_with(code: &str, words: &str) -> Vec<usize> {
    found_in(words).into_iter().filter(|(found, _)| found == code).map(|(_, line)| line).collect()
}
