use std::fmt;
use std::path::PathBuf;

use super::StoreError;

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// SQLite in this data folder.
    Folder(PathBuf),
    /// SQLite in memory: gone with the process.
    Memory,
    /// PostgreSQL at this address.
    PostgreSql(String),
}

impl Address {
    /// Reads what a person wrote for the data: a `postgres://` address, or a folder.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::PostgreSql(text.to_owned())
        } else {
            Self::Folder(PathBuf::from(text))
        }
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite://{}?mode=rwc", folder.join("fingerpost.sqlite").display()),
            Self::Memory => "sqlite::memory:".to_owned(),
            Self::PostgreSql(url) => url.clone(),
        }
    }

    pub(super) fn is_sqlite(&self) -> bool {
        !matches!(self, Self::PostgreSql(_))
    }

    /// Makes the data folder, and tries whether it can be written to, so that the error names the folder.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        let Self::Folder(folder) = self else { return Ok(()) };
        let failed = |cause| StoreError::Folder { folder: folder.display().to_string(), cause };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let probe = folder.join(".writable");
        std::fs::write(&probe, b"").map_err(failed)?;
        std::fs::remove_file(&probe).map_err(failed)
    }
}

/// The address as it may be shown: never with a password.
impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.display()),
            Self::Memory => write!(out, "memory"),
            Self::PostgreSql(url) => match url.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')) {
                Some((_, host)) => write!(out, "postgres://***@{host}"),
                None => write!(out, "{url}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address = Address::parse("postgres://fingerpost:s3cret@db.example:5432/careers");
        assert_eq!(address.to_string(), "postgres://***@db.example:5432/careers");
    }
}
