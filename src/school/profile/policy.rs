use serde::{Deserialize, Serialize};

use crate::school::dates::When;

/// The edition of the careers policy a school file was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Its edition, as printed.
    pub edition: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// The day it was adopted.
    pub adopted: Option<When>,
    /// When it is reviewed next.
    pub next_review: Option<When>,
    /// When it was put on the school's site.
    pub published: Option<When>,
    /// What changed, newest last.
    pub changes: Vec<Change>,
}

/// A line of the history of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The edition it made.
    pub edition: String,
    /// The day.
    pub day: When,
    /// What altered.
    pub what: String,
}

/// The provider access statement in its statutory parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Access {
    /// What pupils are entitled to.
    pub entitled: Option<String>,
    /// How a provider asks.
    pub how_to_request: Option<String>,
    /// When a request is granted.
    pub grounds_grant: Option<String>,
    /// When it is refused.
    pub grounds_refuse: Option<String>,
    /// Rooms and equipment.
    pub premises: Option<String>,
    /// Events at which providers may come.
    pub opportunities: Option<String>,
    /// When the statement is reviewed next, where that is not with the policy.
    pub next_review: Option<When>,
}

impl Policy {
    /// The edition and its date in words; none while either is missing, and then nothing from the policy is quoted.
    pub fn told(&self) -> Option<String> {
        let edition = self.edition.as_deref().map(str::trim).filter(|edition| !edition.is_empty())?;
        Some(format!("edition {edition} of {}", self.adopted?))
    }
}

impl Access {
    /// Every statutory part with its key.
    pub fn parts(&self) -> [(&'static str, Option<&str>); 5] {
        [
            ("entitled", self.entitled.as_deref()),
            ("how_to_request", self.how_to_request.as_deref()),
            ("grounds_grant", self.grounds_grant.as_deref()),
            ("grounds_refuse", self.grounds_refuse.as_deref()),
            ("premises", self.premises.as_deref()),
        ]
    }
}
