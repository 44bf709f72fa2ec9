use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::super::StoreError;
use super::super::look::connect_file;

/// How often a store that is in use is tried again, and how long after.
const TRIES: usize = 20;
const MOMENT: Duration = Duration::from_millis(100);

/// Copies a store as it stands at one instant, while others read and write it; `to` is not there, or empty. Nothing is brought up to
/// date, so that an older program can go on with the store.
pub(super) async fn copy(store: &Path, to: &Path) -> Result<(), StoreError> {
    let database = connect_file(store).await?;
    let to = to.display().to_string();
    let copied =
        database.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [to.into()])).await;
    database.close().await.ok();
    copied?;
    Ok(())
}

/// Writes everything into the one file of a store and takes it for ourselves; false if somebody else goes on having it open.
pub(super) async fn close_for_others(store: &Path) -> Result<bool, StoreError> {
    let database = connect_file(store).await?;
    let mut closed = Ok(false);
    // A program that was just stopped may need a moment to let go.
    for _ in 0..TRIES {
        closed = close(&database).await;
        if !matches!(closed, Ok(false)) {
            break;
        }
        tokio::time::sleep(MOMENT).await;
    }
    database.close().await.ok();
    closed
}

async fn close(database: &DatabaseConnection) -> Result<bool, StoreError> {
    let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode = DELETE");
    match database.query_one_raw(asked).await {
        Ok(row) => Ok(row.and_then(|row| row.try_get_by_index::<String>(0).ok()).is_some_and(|mode| mode == "delete")),
        Err(error) if error.to_string().contains("locked") => Ok(false),
        Err(error) => Err(error.into()),
    }
}
