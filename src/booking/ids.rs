//! The keys by which booking knows people and places. Each is its own type, so that none is passed for another.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The key as it is kept.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: Into<String>> From<T> for $name {
            fn from(text: T) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

id! {
    /// An adviser, wherever they work: one adviser has one diary, however many academies they serve.
    AdviserId
}

id! {
    /// A school or academy, as its file is named.
    SchoolId
}

id! {
    /// The keyed hash that the house knows a person by.
    PersonId
}

impl PersonId {
    /// Whoever asks for a child: the person who asks, and the child by name, so that two children can each have a meeting.
    pub fn of_child(asks: &str, child: &str) -> Self {
        Self(format!("{asks}/{}", child.trim().to_lowercase()))
    }

    /// Whether it is this person, or a child that this person asked for.
    pub fn is_of(&self, key: &str) -> bool {
        self.0.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

id! {
    /// What makes a tap or a message the same one when it comes again: a form's token, an interaction's or activity's id.
    ActionKey
}
