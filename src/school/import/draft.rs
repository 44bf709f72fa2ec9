//! The school files an import drafts: TOML with the exact words each field was read from, as comments.
//!
//! What the policy does not say is left out, so that the bot says "not set up yet". Findings go in as open questions; a
//! person settles them, deletes them, and confirms the file.

use super::document::plain;
use super::found::Found;
use super::{Finding, Import, Named, Part, Person, held_back};
use crate::school::Role;

/// A file that was drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The name it is saved under.
    pub file: String,
    /// Its words.
    pub toml: String,
}

/// One file a school; for a trust with several schools a `trust.toml` for what they share.
pub fn drafts(import: &Import) -> Vec<Draft> {
    match &import.schools[..] {
        [] => vec![Draft { file: "trust.toml".to_owned(), toml: shared(import) }],
        [school] => vec![Draft { file: file_of(school), toml: alone(import, school) }],
        many => {
            let own = many.iter().map(|school| Draft { file: file_of(school), toml: of_trust(import, school) });
            std::iter::once(Draft { file: "trust.toml".to_owned(), toml: shared(import) }).chain(own).collect()
        }
    }
}

/// "fern-vale-academy.toml".
fn file_of(school: &Named) -> String {
    let words: Vec<String> = plain(&school.name.value)
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    format!("{}.toml", words.join("-"))
}

/// Writes TOML, keeping the words a value was found in above it.
#[derive(Default)]
struct Writer {
    out: String,
}

impl Writer {
    fn begin(import: &Import) -> Self {
        let mut writer = Self::default();
        writer.note(&format!(
            "Drafted on {} from {}. Nothing here is shown before a person has checked it",
            import.today.format("%-d %B %Y"),
            import.files.join(", ")
        ));
        writer.note("against the policy: each value has the words it was read from above it. What is left out is not set up yet.");
        writer.blank();
        writer
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    fn note(&mut self, words: &str) {
        self.out += &format!("# {}\n", words.replace(['\n', '\r'], " "));
    }

    fn table(&mut self, name: &str) {
        self.out += &format!("\n[{name}]\n");
    }

    fn found<T>(&mut self, found: &Found<T>) {
        let page = if found.place.page > 0 { format!(", page {}", found.place.page) } else { String::new() };
        self.note(&format!("line {}{page}: {}", found.place.line, found.words));
    }

    fn string(&mut self, key: &str, value: &str) {
        self.out += &format!("{key} = {}\n", toml::Value::String(value.to_owned()));
    }

    /// A value with its source, without the lines that are held back.
    fn told(&mut self, key: &str, found: &Found<String>, findings: &[Finding]) {
        let (kept, held) = held_back::parted(&found.value, findings);
        self.found(found);
        for finding in held {
            self.note(&format!("held back of {key}, line {}: {}: {}", finding.place.line, finding.code, finding.says));
        }
        if !kept.trim().is_empty() {
            self.string(key, &kept);
        }
    }

    fn strings<'a>(
        &mut self,
        key: &str,
        found: &[Found<String>],
        held: impl Fn(&Found<String>) -> Option<&'a Finding>,
    ) {
        if found.is_empty() {
            return;
        }
        self.out += &format!("{key} = [\n");
        for item in found {
            let (value, line) = (toml::Value::String(item.value.replace(['\n', '\r'], " ")), item.place.line);
            self.out += &match held(item) {
                None => format!("    {value}, # line {line}\n"),
                Some(finding) => format!("    # held back, line {line}: {}: {value}\n", finding.code),
            };
        }
        self.out += "]\n";
    }
}

/// A school that has the policy to itself.
fn alone(import: &Import, school: &Named) -> String {
    let mut to = Writer::begin(import);
    head(&mut to, import, school);
    lists(&mut to, import);
    contacts(&mut to, &import.people.iter().collect::<Vec<_>>());
    rest(&mut to, import);
    to.out
}

/// A school of a trust: its name, phase and own people.
fn of_trust(import: &Import, school: &Named) -> String {
    let mut to = Writer::begin(import);
    head(&mut to, import, school);
    let own: Vec<&Person> =
        import.people.iter().filter(|person| person.school.as_ref() == Some(&school.name.value)).collect();
    contacts(&mut to, &own);
    open(&mut to, import, |finding| is_of(finding, school));
    to.out
}

/// A finding that names this school, such as a slip in its contacts; no other school is to see it.
fn is_of(finding: &Finding, school: &Named) -> bool {
    let about_people = ["email", "name-", "phone", "missing-leader"].iter().any(|kind| finding.code.starts_with(kind));
    about_people && (finding.says.contains(&school.name.value) || finding.found.contains(&school.name.value))
}

/// What all schools of a trust share.
fn shared(import: &Import) -> String {
    let mut to = Writer::begin(import);
    if let Some(trust) = &import.trust {
        to.found(trust);
        to.string("trust", &trust.value);
    }
    if import.schools.is_empty() {
        to.note(
            "The policy names no school: add one file a school beside this one, with at least a line name = \"…\".",
        );
    }
    lists(&mut to, import);
    contacts(&mut to, &import.people.iter().filter(|person| person.school.is_none()).collect::<Vec<_>>());
    rest(&mut to, import);
    to.out
}

fn head(to: &mut Writer, import: &Import, school: &Named) {
    to.found(&school.name);
    to.string("name", &school.name.value);
    if let Some(trust) = &import.trust {
        to.string("trust", &trust.value);
    }
    match school.phase {
        Some(phase) => to.string("phase", phase.key()),
        None => {
            to.note("phase: the policy does not say; one of primary, 11-16, 11-18, all-through, ap, special, college")
        }
    }
}

fn lists(to: &mut Writer, import: &Import) {
    let findings = &import.findings;
    to.strings("impact_measures", &import.impact_measures, |item| {
        held_back::parted(&item.value, findings).1.first().copied()
    });
    to.strings("tools", &import.tools, |item| held_back::tool(&item.value, findings));
}

/// The first holder of each role; another one is an open question.
fn contacts(to: &mut Writer, people: &[&Person]) {
    for role in Role::all() {
        let mut holders = people.iter().filter(|person| person.role == role);
        let Some(person) = holders.next() else { continue };
        to.table(&format!("contacts.{}", role.key()));
        to.note(&format!("line {}: {}", person.place.line, person.words));
        for (key, value) in [("name", &person.name), ("email", &person.email), ("phone", &person.phone)] {
            if let Some(value) = value {
                to.string(key, value);
            }
        }
        let open = role == Role::CareersLeader;
        to.out += &format!(
            "public = {open}{}\n",
            if open { "" } else { " # true only when the school wants everyone to see it" }
        );
        for other in holders {
            to.note(&format!("line {} names another: {}", other.place.line, other.words));
        }
    }
}

fn rest(to: &mut Writer, import: &Import) {
    let shared =
        |finding: &Finding| import.schools.len() < 2 || !import.schools.iter().any(|school| is_of(finding, school));
    policy(to, import);
    programme(to, import);
    access(to, import);
    open(to, import, shared);
}

fn policy(to: &mut Writer, import: &Import) {
    let policy = &import.policy;
    to.table("policy");
    for (key, found) in [("edition", &policy.version), ("owner", &policy.owner), ("approved_by", &policy.approved_by)] {
        if let Some(found) = found {
            to.found(found);
            to.string(key, &found.value);
        }
    }
    if let Some(adopted) = &policy.adopted {
        to.found(adopted);
        to.string("adopted", &adopted.value.to_string());
    }
    if let Some(earliest) = policy.next_reviews.iter().min_by_key(|review| review.value.last) {
        to.found(earliest);
        to.string("next_review", &earliest.value.to_string());
    }
}

fn programme(to: &mut Writer, import: &Import) {
    if import.programme.is_empty() {
        return;
    }
    to.table("programme");
    for offer in &import.programme {
        to.told(&offer.key, &offer.offered, &import.findings);
    }
}

/// Parts that were found; a part that is only promised stays a comment.
fn access(to: &mut Writer, import: &Import) {
    to.table("provider_access");
    for part in Part::ALL {
        if let Some(found) = import.provider_access.part(part) {
            to.told(part.key(), found, &import.findings);
        } else if let Some(promise) = import.provider_access.promise(part) {
            to.note(&format!("{}: only promised, line {}: {}", part.key(), promise.place.line, promise.words));
        }
    }
}

/// Marks of a template and every other finding, for a person to settle.
fn open(to: &mut Writer, import: &Import, wanted: impl Fn(&Finding) -> bool) {
    for finding in import.findings.iter().filter(|finding| wanted(finding)) {
        to.out += "\n[[open]]\n";
        if !finding.found.is_empty() {
            to.note(&finding.found);
        }
        to.string("code", &finding.code);
        to.string("says", &finding.says);
        if finding.place.line > 0 {
            to.out += &format!("line = {}\n", finding.place.line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::{Document, import};
    use crate::school::profile::School;

    fn drafted(words: &str) -> Vec<Draft> {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
        drafts(&import(&[Document::of_text("policy.txt", words)], today))
    }

    #[test]
    fn a_draft_is_a_school_file_with_its_sources() {
        let words = "Fern Vale Academy Careers Policy\nVersion: 2\nDate adopted: May 2026\nFern Vale Academy has a careers leader. Our careers leader is Rosalind \"Roz\" Pell.\nOur careers adviser is Idris Quill.\nKey Stage 3\nPupils at Fern Vale Academy meet employers.";
        let draft = &drafted(words)[0];
        let school = School::of_text("fern", &draft.toml, &toml::Table::new()).expect("the draft is a school file");
        assert_eq!(draft.file, "fern-vale-academy.toml");
        assert_eq!(school.name, "Fern Vale Academy");
        assert!(draft.toml.contains("# line 5: Our careers adviser is Idris Quill."));
        assert_eq!(school.says("careers_adviser"), None, "internal until a person says otherwise");
        assert!(school.says("programme_ks3").is_some());
    }

    #[test]
    fn a_trust_has_a_file_for_all_and_one_for_each() {
        let words = "Reedmoor Academy Trust Careers Policy\nThe Reedmoor Academy Trust.\nAcademy\tName of Careers Lead\nFern Vale Academy\tRosalind Pell\nReed Lane Primary School\tIdris Quill\nTrust Careers Adviser\tMaud Farrant";
        let files: Vec<String> = drafted(words).into_iter().map(|draft| draft.file).collect();
        assert_eq!(files, ["trust.toml", "fern-vale-academy.toml", "reed-lane-primary-school.toml"]);
        let drafts = drafted(words);
        assert!(drafts[0].toml.contains("Maud Farrant") && !drafts[0].toml.contains("\"Rosalind Pell\""));
        assert!(drafts[1].toml.contains("Rosalind Pell") && !drafts[1].toml.contains("Idris Quill"));
    }
}
