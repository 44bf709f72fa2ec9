use std::fmt;
use std::path::{Path, PathBuf};

use super::{StoreError, backup};

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
            Self::Folder(folder) => format!("sqlite://{}?mode=rwc", Self::file(folder).display()),
            Self::Memory => "sqlite::memory:".to_owned(),
            Self::PostgreSql(url) => url.clone(),
        }
    }

    /// The store's file in a data folder.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(backup::STORE)
    }

    pub(super) fn is_sqlite(&self) -> bool {
        !matches!(self, Self::PostgreSql(_))
    }

    /// Makes the data folder, and tries whether it can be written to, so that the error names the folder. Ends a restoring that was begun.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        let Self::Folder(folder) = self else { return Ok(()) };
        let failed = |cause| StoreError::Folder { folder: folder.display().to_string(), cause };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let probe = folder.join(".writable");
        std::fs::write(&probe, b"").map_err(failed)?;
        std::fs::remove_file(&probe).map_err(failed)?;
        backup::finish(folder)
    }
}

/// The address as it may be shown: never with a password.
impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.display()),
            Self::Memory => write!(out, "memory"),
            // A password may stand before the host, or among the options.
            Self::PostgreSql(url) => {
                let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                let plain = rest.split_once('?').map_or(rest, |(plain, _)| plain);
                match plain.rsplit_once('@') {
                    Some((_, host)) => write!(out, "postgres://***@{host}"),
                    None => write!(out, "postgres://{plain}"),
                }
            }
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
        let address = Address::parse("postgresql://db.example/careers?user=kim&password=s3cret");
        assert_eq!(address.to_string(), "postgres://db.example/careers");
    }
}
