use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::list::{List, written};
use super::{BackupError, CONFIG, KEY, LIST, STORE, at, copy, own_file, read, sync_folder};

/// How deep a configuration folder may be.
const DEEPEST: usize = 8;

/// What goes into a backup.
#[derive(Debug, Clone)]
pub struct What {
    /// The data folder, if there is one.
    pub data: Option<PathBuf>,
    /// Whether the store goes in.
    pub store: bool,
    /// The configuration folder.
    pub config: PathBuf,
}

/// Writes a backup. It is written beside its place, read back, and only then given its name; a process that is killed leaves what was
/// there before.
///
/// # Errors
/// If there is no store, something cannot be read or written, or another backup is under way to the same file.
pub async fn make(what: &What, out: &Path) -> Result<List, BackupError> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if is_within(folder, &what.config) {
        return Err(BackupError::Inside(out.display().to_string()));
    }
    let (part, store) = (beside(out, "part"), beside(out, "store.part"));
    let file = taken(&part, out)?;
    let made = fill(what, &file, &store).await;
    std::fs::remove_file(&store).ok();
    let whole = made.and_then(|()| read(&part));
    match whole.and_then(|list| std::fs::rename(&part, out).map_err(at(out)).map(|()| list)) {
        Ok(list) => {
            sync_folder(folder);
            Ok(list)
        }
        Err(error) => {
            std::fs::remove_file(&part).ok();
            Err(error)
        }
    }
}

fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn is_within(folder: &Path, config: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    matches!((real(folder), real(config)), (Some(folder), Some(config)) if folder.starts_with(&config))
}

/// The file that is written to, ours alone until we end.
fn taken(part: &Path, out: &Path) -> Result<File, BackupError> {
    let file = own_file(part)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(out.display().to_string())),
        // A file system without locks.
        Err(TryLockError::Error(_)) | Ok(()) => {}
    }
    file.set_len(0).map_err(at(part))?;
    Ok(file)
}

async fn fill(what: &What, file: &File, store: &Path) -> Result<(), BackupError> {
    let mut archive = Writing { zip: ZipWriter::new(file), sums: BTreeMap::new() };
    if let Some(data) = &what.data {
        if what.store {
            copy_store(data, store).await?;
            archive.add(STORE, store)?;
        }
        if data.join(KEY).is_file() {
            archive.add(KEY, &data.join(KEY))?;
        }
    }
    for path in files(&what.config, DEEPEST)? {
        let below = path.strip_prefix(&what.config).expect("it was found in this folder");
        let name: Vec<_> = below.iter().map(|piece| piece.to_string_lossy()).collect();
        archive.add(&format!("{CONFIG}{}", name.join("/")), &path)?;
    }
    archive.end()?;
    file.sync_all().map_err(at(store))
}

async fn copy_store(data: &Path, to: &Path) -> Result<(), BackupError> {
    super::finish(data)?;
    let from = data.join(STORE);
    if !from.is_file() {
        return Err(BackupError::NoStore(data.display().to_string()));
    }
    // Empty first, with its rights: a copy must at no moment be readable for others.
    own_file(to)?.set_len(0).map_err(at(to))?;
    Ok(copy::copy(&from, to).await?)
}

/// Every file of a folder and of those in it, in the order of their names.
fn files(folder: &Path, deepest: usize) -> Result<Vec<PathBuf>, BackupError> {
    let entries = std::fs::read_dir(folder).map_err(at(folder))?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(at(folder))?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        match path.is_dir() {
            true if deepest > 0 => found.extend(files(&path, deepest - 1)?),
            true => return Err(at(&path)(std::io::Error::other("it stands too deep in the configuration folder"))),
            false => found.push(path),
        }
    }
    Ok(found)
}

/// An archive under way, with the sums of what is in it.
struct Writing<'a> {
    zip: ZipWriter<&'a File>,
    sums: BTreeMap<String, String>,
}

impl Writing<'_> {
    fn add(&mut self, name: &str, path: &Path) -> Result<(), BackupError> {
        let mut from = File::open(path).map_err(at(path))?;
        let large = from.metadata().map_err(at(path))?.len() > u64::from(u32::MAX) / 2;
        let options = SimpleFileOptions::default().unix_permissions(0o600).large_file(large);
        self.zip.start_file(name, options).map_err(std::io::Error::from).map_err(at(path))?;
        let (mut sum, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            let length = from.read(&mut piece).map_err(at(path))?;
            if length == 0 {
                break;
            }
            sum.update(&piece[..length]);
            self.zip.write_all(&piece[..length]).map_err(at(path))?;
        }
        self.sums.insert(name.to_owned(), written(sum));
        Ok(())
    }

    fn end(mut self) -> Result<(), BackupError> {
        let list = serde_json::to_vec_pretty(&List::now(self.sums)).expect("a list can be written as JSON");
        let ended = (|| {
            self.zip.start_file(LIST, SimpleFileOptions::default().unix_permissions(0o600))?;
            self.zip.write_all(&list)?;
            self.zip.finish().map(|_| ())
        })();
        ended.map_err(|error: zip::result::ZipError| at(Path::new(LIST))(error.into()))
    }
}
