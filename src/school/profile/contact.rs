use serde::{Deserialize, Serialize};

/// Who holds a role, and how to reach them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// True where everyone may see it; an internal contact is never quoted.
    pub public: bool,
}

impl Contact {
    /// How to reach them in a line: address, number, or both.
    pub fn reach(&self) -> Option<String> {
        let both: Vec<&str> = [&self.email, &self.phone]
            .into_iter()
            .flatten()
            .map(|way| way.trim())
            .filter(|way| !way.is_empty())
            .collect();
        (!both.is_empty()).then(|| both.join(", "))
    }

    /// The name, if it is filled in.
    pub fn named(&self) -> Option<&str> {
        self.name.as_deref().map(str::trim).filter(|name| !name.is_empty())
    }
}
