use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::super::StoreError;
use super::super::look::connect_file;

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

/// Writes everything into the one file of a store and takes it for ourselves; false if somebody else has it open.
pub(super) async fn close_for_others(store: &Path) -> Result<bool, StoreError> {
    let database = connect_file(store).await?;
    let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode = DELETE");
    let closed = database.query_one_raw(asked).await;
    database.close().await.ok();
    match closed {
        Ok(row) => Ok(row.and_then(|row| row.try_get_by_index::<String>(0).ok()).is_some_and(|mode| mode == "delete")),
        Err(error) if error.to_string().contains("locked") => Ok(false),
        Err(error) => Err(error.into()),
    }
}
