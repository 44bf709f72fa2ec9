use crate::letters::{Letter, Route};

/// A way by which letters leave the house.
#[async_trait::async_trait]
pub trait Carrier: Send + Sync {
    /// Which route it is.
    fn route(&self) -> Route;

    /// Whether it is open for a school.
    fn serves(&self, _school: &str) -> bool {
        true
    }

    /// Hands a letter over. It returns once the other side has taken it, and only then without a refusal.
    ///
    /// # Errors
    /// If the other side did not take it, for now or for good.
    async fn carry(&self, letter: &Letter) -> Result<(), Refusal>;
}

/// Why a letter was not taken, in words without anybody's name or address: they are kept and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub says: String,
    /// For how long.
    pub lasting: Lasting,
}

/// For how long a letter is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// It may be taken later.
    ForNow,
    /// It will never be taken.
    ForGood,
}

impl Refusal {
    /// It may be taken later.
    pub fn for_now(says: impl Into<String>) -> Self {
        Self { says: says.into(), lasting: Lasting::ForNow }
    }

    /// It will never be taken.
    pub fn for_good(says: impl Into<String>) -> Self {
        Self { says: says.into(), lasting: Lasting::ForGood }
    }
}
