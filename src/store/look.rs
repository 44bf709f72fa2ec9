//! Looks at a store without changing it: which steps its tables have been through, and whether its file is whole.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use sea_orm_migration::MigratorTrait;

use super::migrations::Migrator;
use super::{Address, Store, StoreError};

/// How long a database may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a store stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// How many steps its tables still lack; they are taken when it is opened.
    pub pending: usize,
    /// How large its file is, in bytes; nothing for PostgreSQL.
    pub bytes: Option<u64>,
    /// Whether the system lets nobody write to its file.
    pub locked: bool,
}

/// Looks at the store at this address; nothing where there is none yet.
///
/// # Errors
/// If it cannot be reached, is damaged, is no store of Fingerpost, or was written by a newer version.
pub async fn look(address: &Address) -> Result<Option<Looked>, StoreError> {
    match address {
        Address::Folder(folder) => look_at_file(&Address::file(folder)).await,
        Address::Memory => Ok(None),
        Address::PostgreSql(url) => {
            let database = connect(url, &address.to_string()).await?;
            let pending = pending(&database, &address.to_string()).await?;
            Ok((pending < Migrator::migrations().len()).then_some(Looked { pending, bytes: None, locked: false }))
        }
    }
}

impl Store {
    /// Opens a store whose tables are up to date, to read alone: whoever has this cannot change anything.
    ///
    /// # Errors
    /// If it cannot be reached.
    pub async fn open_to_read(address: &Address) -> Result<Self, StoreError> {
        let (database, backend, read_only) = match address {
            Address::Folder(folder) => {
                (connect_file(&Address::file(folder)).await?, DbBackend::Sqlite, "PRAGMA query_only = ON")
            }
            Address::Memory => return Self::open(address).await,
            Address::PostgreSql(url) => {
                let read_only = "SET default_transaction_read_only = on";
                (connect(url, &address.to_string()).await?, DbBackend::Postgres, read_only)
            }
        };
        // There is one connection, so what is said to it holds for all that follows.
        database.execute_raw(Statement::from_string(backend, read_only)).await?;
        Ok(Self { database, queue: None, seal: None })
    }
}

/// The same for one SQLite file.
pub(super) async fn look_at_file(file: &Path) -> Result<Option<Looked>, StoreError> {
    let Ok(about) = file.metadata() else { return Ok(None) };
    let place = file.display().to_string();
    let database = connect_file(file).await?;
    let looked = async {
        let unreachable = |cause| StoreError::Unreachable { place: place.clone(), cause };
        let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA quick_check(1)");
        let row = database.query_one_raw(check).await.map_err(unreachable)?;
        let says: String = row.map_or(Ok(String::new()), |row| row.try_get_by_index(0)).map_err(unreachable)?;
        if says != "ok" {
            return Err(unreachable(DbErr::Custom(format!("the file is damaged ({says}); restore a backup"))));
        }
        let pending = pending(&database, &place).await?;
        if pending == Migrator::migrations().len() {
            return Err(unreachable(DbErr::Custom("this is no store of Fingerpost".to_owned())));
        }
        Ok(Some(Looked { pending, bytes: Some(about.len()), locked: about.permissions().readonly() }))
    }
    .await;
    database.close().await.ok();
    looked
}

/// A connection to an SQLite file that is there; none is made.
pub(super) async fn connect_file(file: &Path) -> Result<DatabaseConnection, StoreError> {
    connect(&format!("sqlite://{}?mode=rw", file.display()), &file.display().to_string()).await
}

async fn connect(url: &str, place: &str) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .max_connections(1)
        .min_connections(1)
        .connect_timeout(PATIENCE)
        .acquire_timeout(PATIENCE);
    Database::connect(options).await.map_err(|cause| StoreError::Unreachable { place: place.to_owned(), cause })
}

async fn pending(database: &DatabaseConnection, place: &str) -> Result<usize, StoreError> {
    let pending = Migrator::get_pending_migrations_read_only(database).await;
    pending.map(|steps| steps.len()).map_err(|cause| StoreError::of_steps(cause, place))
}
