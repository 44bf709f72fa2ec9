use std::fs::File;
use std::io::{Read, Write, sink};
use std::path::{Component, Path};

use sha2::{Digest, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::list::{List, written};
use super::{BackupError, CONFIG, KEY, LIST, STORE, at};

/// The longest list that is read, in bytes.
const LONGEST_LIST: u64 = 4_000_000;

/// Reads a backup from end to end and returns its list. Nothing is written.
///
/// # Errors
/// If it is missing, broken, changed, no backup of ours, or made by a newer version.
pub fn read(path: &Path) -> Result<List, BackupError> {
    let (mut archive, list) = open(path)?;
    let names: Vec<String> = list.files.keys().cloned().collect();
    for name in names {
        unpack(&mut archive, &list, &name, &mut sink(), path)?;
    }
    Ok(list)
}

/// Opens a backup and reads its list, which names everything that is in it and nothing else.
pub(super) fn open(path: &Path) -> Result<(ZipArchive<File>, List), BackupError> {
    let shown = || path.display().to_string();
    let file = File::open(path).map_err(at(path))?;
    let broken = |says: String| BackupError::Broken { path: shown(), says };
    let mut archive = ZipArchive::new(file).map_err(|error| broken(error.to_string()))?;
    let mut text = String::new();
    match archive.by_name(LIST) {
        Ok(entry) => entry.take(LONGEST_LIST).read_to_string(&mut text).map_err(|error| broken(error.to_string()))?,
        Err(ZipError::FileNotFound) => return Err(BackupError::Foreign(shown())),
        Err(error) => return Err(broken(error.to_string())),
    };
    // Only the two fields that every form has: a newer list may be written otherwise.
    let says: serde_json::Value = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    let list: Option<List> = serde_json::from_value(says.clone()).ok();
    let list = match list {
        Some(list) if !list.is_newer() => list,
        None if says["form"] == 1 => return Err(broken("its list cannot be understood".to_owned())),
        _ => {
            let version = says["version"].as_str().unwrap_or("of another kind").to_owned();
            return Err(BackupError::Newer { path: shown(), version });
        }
    };
    if let Some(name) = list.files.keys().find(|name| !is_ours(name)) {
        return Err(broken(format!("it holds a file that does not belong there, `{}`", name.escape_debug())));
    }
    if archive.len() != list.files.len() + 1 {
        return Err(broken("its list does not name what is in it".to_owned()));
    }
    Ok((archive, list))
}

/// Writes out one file of a backup and holds it to its sum.
pub(super) fn unpack(
    archive: &mut ZipArchive<File>,
    list: &List,
    name: &str,
    to: &mut impl Write,
    path: &Path,
) -> Result<(), BackupError> {
    let broken = |says: String| BackupError::Broken { path: path.display().to_string(), says };
    let mut entry = archive.by_name(name).map_err(|error| broken(format!("`{name}`: {error}")))?;
    let (mut sum, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let length = entry.read(&mut piece).map_err(|error| broken(format!("`{name}`: {error}")))?;
        if length == 0 {
            break;
        }
        sum.update(&piece[..length]);
        to.write_all(&piece[..length]).map_err(at(Path::new(name)))?;
    }
    if list.files.get(name).is_none_or(|expected| *expected != written(sum)) {
        return Err(broken(format!("`{name}` is not as it was when the backup was made")));
    }
    Ok(())
}

/// Whether a file of this name may stand in a backup: no name leads out of the folder it is put into.
fn is_ours(name: &str) -> bool {
    let plain = |rest: &str| {
        !rest.is_empty()
            && !rest.contains('\\')
            && Path::new(rest).components().all(|piece| matches!(piece, Component::Normal(_)))
    };
    name == STORE || name == KEY || name.strip_prefix(CONFIG).is_some_and(plain)
}
