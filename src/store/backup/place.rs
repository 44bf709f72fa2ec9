use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::super::StoreError;
use super::super::look::look_at_file;
use super::list::List;
use super::read::{open, unpack};
use super::{BackupError, CONFIG, KEY, STORE, at, copy, own_file, own_folder, read, sync_folder};

/// Where files are unpacked; whatever stands here was never finished.
const UNPACKED: &str = "restoring.part";

/// Where they stand when all of them are whole. From the moment this folder has its name the new store is the one that counts.
const WHOLE: &str = "restoring";

/// Held by whoever moves files from there to their places.
const LOCK: &str = "restoring.lock";

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What was in the backup.
    pub list: List,
    /// Where the store is that was there before.
    pub aside: Option<PathBuf>,
}

/// Puts a backup in place: store and key into the data folder, and the configuration into a folder of its own where one is named.
///
/// # Errors
/// If the backup cannot be used, something is there already and `replace` is false, or the store is in use; then nothing was changed.
pub async fn restore(backup: &Path, data: &Path, config_to: Option<&Path>, replace: bool) -> Result<Kept, BackupError> {
    let list = read(backup)?;
    let with_data = list.holds_store() || list.holds_key();
    if !with_data && config_to.is_none() {
        return Err(BackupError::ConfigAlone(backup.display().to_string()));
    }
    if data.is_dir() {
        finish(data)?;
    }
    let there: Vec<&str> = [STORE, KEY].into_iter().filter(|name| data.join(name).exists()).collect();
    if with_data && !there.is_empty() && !replace {
        return Err(BackupError::Taken(data.display().to_string()));
    }
    if let Some(config) = config_to
        && std::fs::read_dir(config).is_ok_and(|mut entries| entries.next().is_some())
    {
        return Err(BackupError::ConfigTaken(config.display().to_string()));
    }
    let unpacked = if with_data { Some(unpack_data(backup, data).await?) } else { None };
    if let Some(config) = config_to {
        place_config(backup, config)?;
    }
    let Some(unpacked) = unpacked else { return Ok(Kept { list, aside: None }) };
    let aside = match there.is_empty() {
        true => None,
        false => Some(set_aside(data, &there).await.inspect_err(|_| sweep(&unpacked))?),
    };
    let whole = data.join(WHOLE);
    std::fs::rename(&unpacked, &whole).map_err(at(&whole))?;
    sync_folder(data);
    finish(data)?;
    Ok(Kept { list, aside })
}

/// Unpacks store and key beside their places, and looks whether the store can be used.
async fn unpack_data(backup: &Path, data: &Path) -> Result<PathBuf, BackupError> {
    std::fs::create_dir_all(data).map_err(at(data))?;
    let folder = data.join(UNPACKED);
    sweep(&folder);
    own_folder(&folder)?;
    let outcome = fill(backup, &folder).await;
    if outcome.is_err() {
        sweep(&folder);
    }
    outcome.map(|()| folder)
}

async fn fill(backup: &Path, folder: &Path) -> Result<(), BackupError> {
    let (mut archive, list) = open(backup)?;
    for name in [STORE, KEY].into_iter().filter(|name| list.holds(name)) {
        write_out(&mut archive, &list, name, &folder.join(name), backup)?;
    }
    if list.holds_store() && look_at_file(&folder.join(STORE)).await?.is_none() {
        return Err(BackupError::Foreign(backup.display().to_string()));
    }
    sync_folder(folder);
    Ok(())
}

fn write_out(
    archive: &mut zip::ZipArchive<File>,
    list: &List,
    name: &str,
    to: &Path,
    backup: &Path,
) -> Result<(), BackupError> {
    let mut file = own_file(to)?;
    unpack(archive, list, name, &mut file, backup)?;
    file.sync_all().map_err(at(to))
}

/// Puts the configuration into a folder that is not there or empty.
fn place_config(backup: &Path, config: &Path) -> Result<(), BackupError> {
    let mut part = config.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    sweep(&part);
    own_folder(&part)?;
    let (mut archive, list) = open(backup)?;
    for (name, below) in list.files.keys().filter_map(|name| Some((name, name.strip_prefix(CONFIG)?))) {
        let to = part.join(below);
        own_folder(to.parent().unwrap_or(&part))?;
        write_out(&mut archive, &list, name, &to, backup)?;
    }
    // Not every system renames onto an empty folder.
    std::fs::remove_dir(config).ok();
    std::fs::rename(&part, config).map_err(at(config))
}

/// Keeps what is there under a name of its own, while it also stays where it is.
async fn set_aside(data: &Path, there: &[&str]) -> Result<PathBuf, BackupError> {
    let store = data.join(STORE);
    // A damaged store cannot be closed; all its files are kept, and it may be what the backup is for.
    if store.exists() && matches!(copy::close_for_others(&store).await, Ok(false)) {
        return Err(BackupError::InUse(data.display().to_string()));
    }
    let aside = data.join(format!("before-{}", Utc::now().format("%Y%m%dT%H%M%S%3fZ")));
    own_folder(&aside)?;
    let logs = [format!("{STORE}-wal"), format!("{STORE}-shm")];
    for name in there.iter().copied().chain(logs.iter().map(String::as_str)) {
        let (from, to) = (data.join(name), aside.join(name));
        // No link: if this ends here, the store goes on under its old name, and a store must not have two.
        if from.exists() {
            std::fs::copy(&from, &to).map_err(at(&to))?;
            File::open(&to).and_then(|copy| copy.sync_all()).map_err(at(&to))?;
        }
    }
    sync_folder(&aside);
    Ok(aside)
}

/// Ends a restoring that got as far as being whole: each file takes the place of the old one in one step. Done by whoever opens the store
/// next, too, so that a process that was killed in the middle leaves nothing half.
pub(in crate::store) fn finish(data: &Path) -> Result<(), StoreError> {
    let whole = data.join(WHOLE);
    if !whole.is_dir() {
        return Ok(());
    }
    let failed = |cause| StoreError::Folder { folder: data.display().to_string(), cause };
    let lock = File::create(data.join(LOCK)).map_err(failed)?;
    // On a file system without locks the steps are still in order.
    lock.lock().ok();
    for name in [STORE, KEY] {
        let from = whole.join(name);
        if !from.exists() {
            continue;
        }
        if name == STORE {
            // They belong to the old store, and SQLite would read them into the new one.
            gone(&data.join(format!("{STORE}-wal"))).map_err(failed)?;
            gone(&data.join(format!("{STORE}-shm"))).map_err(failed)?;
        }
        std::fs::rename(&from, data.join(name)).map_err(failed)?;
        sync_folder(data);
    }
    std::fs::remove_dir_all(&whole).or_else(unless_gone).map_err(failed)?;
    Ok(())
}

fn gone(path: &Path) -> std::io::Result<()> {
    std::fs::remove_file(path).or_else(unless_gone)
}

fn unless_gone(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn sweep(folder: &Path) {
    std::fs::remove_dir_all(folder).ok();
}
