//! One file that holds what must survive: a copy of the store as it stood at one instant, the key, the configuration folder, and a list of
//! it all with its sums.
//!
//! `make` writes it while others go on writing to the store. `read` looks at every byte before anything is put in place. `place` puts it
//! in place: a process that is killed leaves the old or the new, because what was begun is finished by whoever opens the store next.

mod copy;
mod list;
mod make;
mod place;
mod read;

use std::path::Path;

use thiserror::Error;

pub use list::List;
pub use make::{What, make};
pub use place::{Kept, restore};
pub use read::read;

use super::StoreError;

pub(super) use place::finish;

/// The store's file, in a data folder and in a backup.
pub(super) const STORE: &str = "fingerpost.sqlite";

/// The key's file, in a data folder and in a backup.
const KEY: &str = "secret";

/// The list's name in a backup.
const LIST: &str = "fingerpost-backup.json";

/// The configuration folder's name in a backup.
const CONFIG: &str = "config/";

/// Why there is no backup, or nothing was restored.
#[derive(Debug, Error)]
pub enum BackupError {
    /// A file or folder cannot be read or written.
    #[error("cannot use `{path}`: {cause}")]
    File {
        /// The file.
        path: String,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// Two write to the same file.
    #[error("another backup is being written to `{0}`; wait for it, or name another file")]
    Busy(String),
    /// The backup would hold itself.
    #[error("cannot write `{0}` into the configuration folder, which goes into the backup; name another place")]
    Inside(String),
    /// There is nothing to copy.
    #[error(
        "there is no store in `{0}`; name the data folder with --data, or leave the store out with --without-store"
    )]
    NoStore(String),
    /// The file is no archive, or a piece of one.
    #[error("`{path}` cannot be read as a backup: {says}; nothing was changed")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong.
        says: String,
    },
    /// The file is an archive of something else.
    #[error("`{0}` is no backup of Fingerpost; nothing was changed")]
    Foreign(String),
    /// A newer version wrote it.
    #[error(
        "`{path}` was made by Fingerpost {version}, which is newer than this one; restore it with that version. Nothing was changed"
    )]
    Newer {
        /// The file.
        path: String,
        /// The version that made it.
        version: String,
    },
    /// Something is there already.
    #[error(
        "`{0}` holds a store already; name another folder with --data, or say --replace and the old one is moved aside"
    )]
    Taken(String),
    /// The configuration would be mixed with another.
    #[error("`{0}` is not empty; name a new folder with --config-to")]
    ConfigTaken(String),
    /// Somebody works with the store that is to be replaced.
    #[error("the store in `{0}` is in use; stop Fingerpost first. Nothing was changed")]
    InUse(String),
    /// Nothing of it was asked for.
    #[error("`{0}` holds a configuration folder alone; say where it is to go with --config-to")]
    ConfigAlone(String),
    /// The store that is copied, or that was unpacked, cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An error with the path it is about.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let path = path.display().to_string();
    move |cause| BackupError::File { path, cause }
}

/// A file that only its owner may read, empty.
fn own_file(path: &Path) -> Result<std::fs::File, BackupError> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(at(path))?;
    // It may have been there with other rights.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(at(path))?;
    Ok(file)
}

/// A folder that only its owner may enter.
fn own_folder(path: &Path) -> Result<(), BackupError> {
    std::fs::create_dir_all(path).map_err(at(path))?;
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(at(path))?;
    Ok(())
}

/// Waits until the names in a folder are on the disk. Not every system can; then the names follow soon.
fn sync_folder(path: &Path) {
    if let Ok(folder) = std::fs::File::open(path) {
        folder.sync_all().ok();
    }
}
