//! Reads a published careers policy and drafts the school file from it, for a person to check and confirm.
//!
//! `import` is pure: documents and a day in, an `Import` out. Each field keeps the exact words it was read from. What the
//! policy does not say is left out, and what is wrong with it becomes a finding. Nothing here is ever served: a person
//! confirms the draft first.

mod addresses;
mod benchmarks;
pub mod document;
mod draft;
mod findings;
mod found;
mod held_back;
mod impact;
mod lines;
mod names;
mod people;
mod policy;
mod programme;
mod provider_access;
mod report;
mod schools;
mod tables;
mod tools;

use chrono::NaiveDate;

pub use addresses::is_well_shaped;
pub use document::{Document, ReadError, read};
pub use draft::{Draft, drafts};
pub use findings::Finding;
pub use found::{Found, Place};
pub use names::{last_name, parts as name_parts};
pub use people::Person;
pub use policy::Policy;
pub use programme::Offer;
pub use provider_access::{Part, ProviderAccess};
pub use report::{html, json, text};
pub use schools::Named;

use super::Role;
use lines::Text;

/// What a policy says, field by field, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Import {
    /// The day it was read.
    pub today: NaiveDate,
    /// Names of the files.
    pub files: Vec<String>,
    /// The trust.
    pub trust: Option<Found<String>>,
    /// The schools it names.
    pub schools: Vec<Named>,
    /// People by role.
    pub people: Vec<Person>,
    /// Its edition.
    pub policy: Policy,
    /// The programme by stage and year.
    pub programme: Vec<Offer>,
    /// A line that sums the programme up.
    pub summary: Option<Found<String>>,
    /// Benchmarks by number, as worded.
    pub benchmarks: Vec<(u8, Found<String>)>,
    /// The provider access statement.
    pub provider_access: ProviderAccess,
    /// How impact is measured.
    pub impact_measures: Vec<Found<String>>,
    /// Tools used.
    pub tools: Vec<Found<String>>,
    /// Every e-mail address.
    pub emails: Vec<Found<String>>,
    /// Every telephone number.
    pub phones: Vec<Found<String>>,
    /// What is wrong with it, by place.
    pub findings: Vec<Finding>,
}

/// Reads these documents as one policy.
pub fn import(documents: &[Document], today: NaiveDate) -> Import {
    let text = Text::of(documents);
    let mut import = fields(&text, today);
    import.findings = findings::findings(&text, &import);
    import
}

impl Import {
    /// A place in words: "page 3, line 12".
    pub fn place(&self, place: &Place) -> String {
        let file = self.files.get(place.file).filter(|_| self.files.len() > 1);
        let parts = [
            file.filter(|_| place.line > 0).cloned(),
            (place.page > 0).then(|| format!("page {}", place.page)),
            (place.line > 0).then(|| format!("line {}", place.line)),
        ];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        if said.is_empty() { "the policy as a whole".to_owned() } else { said.join(", ") }
    }

    /// Who holds a role at a school: someone named beside it, else someone of the whole trust or policy.
    pub fn holder(&self, role: Role, school: Option<&str>) -> Option<&Person> {
        let mut holders = self.people.iter().filter(|person| person.role == role);
        let own = holders.clone().find(|person| person.school.is_some() && person.school.as_deref() == school);
        own.or_else(|| holders.find(|person| person.school.is_none()))
    }
}

fn fields(text: &Text, today: NaiveDate) -> Import {
    Import {
        today,
        files: text.files.clone(),
        trust: schools::trust(text),
        schools: schools::schools(text),
        people: people::people(text),
        policy: policy::policy(text),
        programme: programme::programme(text),
        summary: programme::summary(text),
        benchmarks: benchmarks::benchmarks(text),
        provider_access: provider_access::provider_access(text),
        impact_measures: impact::impact_measures(text),
        tools: tools::tools(text),
        emails: addresses::all_emails(text),
        phones: addresses::all_phones(text),
        findings: Vec::new(),
    }
}
