use std::collections::BTreeMap;

use chrono::{NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::{Access, Contact, Enquiries, Phase, Policy};
use crate::school::Role;
use crate::school::dates::When;

/// One school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct School {
    /// Its id: the name of its file.
    #[serde(skip)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// The trust it belongs to.
    pub trust: Option<String>,
    /// True for an invented school; every page then says DEMO.
    pub demo: bool,
    /// What kind of school it is.
    pub phase: Option<Phase>,
    /// The ages it teaches.
    pub ages: Option<Ages>,
    /// How impact is measured.
    pub impact_measures: Vec<String>,
    /// Tools it uses.
    pub tools: Vec<String>,
    /// Domains of its e-mail addresses; others are asked about.
    pub domains: Vec<String>,
    /// People by role.
    pub contacts: BTreeMap<Role, Contact>,
    /// Its careers policy.
    pub policy: Policy,
    /// The programme, by `ks3` to `ks5` and `year7` to `year13`.
    pub programme: BTreeMap<String, String>,
    /// The provider access statement.
    pub provider_access: Access,
    /// Addresses by name, such as `policy`, `complaints`, `provider_access`, `safeguarding`.
    pub links: BTreeMap<String, String>,
    /// Terms of the year.
    pub terms: Vec<Term>,
    /// Inset days and other days without pupils, beside bank holidays.
    pub closed: Vec<When>,
    /// The parts of its day, by the names that pupils use.
    pub periods: Vec<Period>,
    /// Who gets messages, and whether they may hold words of the sender's own.
    pub enquiries: Enquiries,
    /// How alerts reach people.
    pub safeguarding: Safeguarding,
    /// What has to be recorded before pupils are let in.
    pub launch: Launch,
    /// Questions of the import that nobody has settled yet.
    pub open: Vec<Open>,
    /// What pages quote as `{{school.…}}` and no other field says, by key.
    pub says: BTreeMap<String, String>,
    /// What is quoted, composed once from all fields.
    #[serde(skip)]
    pub(super) quotes: BTreeMap<String, String>,
}

/// The ages a school teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    /// The youngest.
    pub from: u8,
    /// The oldest.
    pub to: u8,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// Its first day.
    pub from: When,
    /// Its last day.
    pub to: When,
    /// The half term in it.
    #[serde(default)]
    pub half_term: Option<HalfTerm>,
}

/// Days off in the middle of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfTerm {
    /// The first day off.
    pub from: When,
    /// The last day off.
    pub to: When,
}

/// A part of the school's day, such as `P5`, `lunch` or `after school`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// What it is called.
    pub name: String,
    /// When it begins, as `13:50`.
    pub from: NaiveTime,
    /// When it ends.
    pub to: NaiveTime,
    /// The weekdays on which it is so, as `Mon`; none for all.
    #[serde(default)]
    pub days: Vec<Weekday>,
}

/// How alerts reach people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Safeguarding {
    /// When somebody reads alerts, in words.
    pub hours: Option<String>,
    /// What a pupil is told outside these hours.
    pub out_of_hours: Option<String>,
    /// School-run addresses that alerts go to; the lead's and a deputy's at least.
    pub routes: Vec<String>,
    /// Who receives an allegation about a member of staff.
    pub allegations: Option<String>,
}

/// What is recorded before pupils are let in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Launch {
    /// The day of the signed impact assessment.
    pub impact_assessment: Option<When>,
    /// Who signed.
    pub sign_offs: Vec<SignOff>,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// The role, such as `safeguarding_lead`, `data_lead`, `it_lead`.
    pub role: String,
    /// Who.
    pub name: String,
    /// When.
    pub day: When,
    /// Of which version.
    pub version: String,
}

/// A question the import left open; deleted by the person who settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The finding's code.
    pub code: String,
    /// What is wrong.
    pub says: String,
    /// Where in the policy.
    #[serde(default)]
    pub line: usize,
}

impl School {
    /// What the school says under a key, if it has filled it in; hyphens and underscores are the same.
    pub fn says(&self, key: &str) -> Option<&str> {
        if key == "name" {
            return Some(&self.name);
        }
        self.quotes.get(&key.replace('-', "_")).map(String::as_str)
    }

    /// The contact of a role that everyone may see.
    pub fn public(&self, role: Role) -> Option<&Contact> {
        self.contacts.get(&role).filter(|contact| contact.public)
    }
}
