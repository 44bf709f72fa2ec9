//! Whoever writes to a SQLite file waits in a queue. SQLite has none: who finds it taken sleeps, up to a tenth of a second, and looks again,
//! and where several write without a pause somebody is unlucky for many seconds and gives up. Here processes wait for a lock of the system's
//! on a file beside the store, and tasks of one process for each other.
//!
//! It only makes the waiting fair: who may write is still SQLite's to say. Whoever is killed lets go of the lock.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::StoreError;

/// The file that is locked, in the data folder.
const FILE: &str = "writing.lock";

/// The queue of one store.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    file: PathBuf,
    here: Arc<Mutex<()>>,
}

/// Being first in the queue, until this is dropped.
#[derive(Debug)]
pub(super) struct First {
    _among_processes: Option<File>,
    _here: OwnedMutexGuard<()>,
}

impl Queue {
    pub(super) fn of(folder: &Path) -> Self {
        Self { file: folder.join(FILE), here: Arc::default() }
    }

    /// Waits to be first: for other processes so long at most, for other tasks of this one as long as the caller likes.
    pub(super) async fn first(&self, longest: Duration) -> Result<First, StoreError> {
        let here = Arc::clone(&self.here).lock_owned().await;
        let among = tokio::time::timeout(longest, self.among_processes()).await.map_err(|_| StoreError::Busy)?;
        Ok(First { _among_processes: among, _here: here })
    }

    /// None on a file system without locks: there SQLite's own waiting has to do.
    async fn among_processes(&self) -> Option<File> {
        let file = File::create(&self.file).ok()?;
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(_)) => return None,
        }
        let (first, waiting) = oneshot::channel();
        // A thread of its own, which nobody waits for when the process ends. Given to nobody, the lock is let go.
        std::thread::spawn(move || file.lock().map(|()| first.send(file).ok()));
        waiting.await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_next_is_first_when_the_first_lets_go_and_gives_up_when_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Two queues on one folder are as two processes.
        let (one, other) = (Queue::of(folder.path()), Queue::of(folder.path()));
        let first = one.first(Duration::from_secs(60)).await.expect("nobody is there");
        let too_long = other.first(Duration::from_millis(20)).await;
        assert!(matches!(too_long, Err(StoreError::Busy)), "{too_long:?}");
        let next = tokio::spawn(async move { other.first(Duration::from_secs(60)).await });
        drop(first);
        assert!(next.await.expect("it ends").is_ok());
        assert!(one.first(Duration::from_secs(60)).await.is_ok(), "the next has let go too");
    }

    #[tokio::test]
    async fn where_nothing_can_be_locked_nobody_waits() {
        let queue = Queue::of(Path::new("/nowhere/at/all"));
        assert!(queue.first(Duration::from_secs(60)).await.is_ok());
    }
}
