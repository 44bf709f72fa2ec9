use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm_migration::MigratorTrait;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::migrations::Migrator;

/// How backups are written; a change that older programs cannot read gets the next number.
const FORM: u32 = 1;

/// What a backup holds, with sums, so that a piece of it or a changed one is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// How it is written.
    form: u32,
    /// The version of Fingerpost that made it.
    pub version: String,
    /// When it was made, UTC.
    pub made_at: DateTime<Utc>,
    /// The steps that the tables of its store have been through, at most.
    steps: Vec<String>,
    /// The SHA-256 sum of each file in it, as hexadecimal.
    pub files: BTreeMap<String, String>,
}

impl List {
    /// The list of a backup that is made now.
    pub(super) fn now(files: BTreeMap<String, String>) -> Self {
        Self { form: FORM, version: env!("CARGO_PKG_VERSION").to_owned(), made_at: Utc::now(), steps: steps(), files }
    }

    /// Whether a newer Fingerpost made it, with something this one does not know.
    pub(super) fn is_newer(&self) -> bool {
        let known = steps();
        self.form > FORM || self.steps.iter().any(|step| !known.contains(step))
    }

    /// Whether this file is in it.
    pub fn holds(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Whether the store is in it.
    pub fn holds_store(&self) -> bool {
        self.holds(super::STORE)
    }

    /// Whether the key is in it.
    pub fn holds_key(&self) -> bool {
        self.holds(super::KEY)
    }
}

fn steps() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// A sum as it stands in the list.
pub(super) fn written(sum: Sha256) -> String {
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
