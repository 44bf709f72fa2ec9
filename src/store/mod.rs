//! What must survive: requests and alerts, in SQLite in one data folder or in PostgreSQL for several copies.
//!
//! The only SQL of the house, one code path for both databases, and the first floor that waits. Whatever a turn promises is in here,
//! on disk, before the person reads it.

mod accounts;
mod address;
mod alerts;
mod migrations;
mod overrides;
mod questions;
mod requests;
mod sessions;
mod tables;
mod trail;

use chrono::NaiveDateTime;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ActiveValue::Set, ConnectOptions, Database, DatabaseConnection, DbErr, EntityTrait, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use thiserror::Error;

pub use accounts::{Joined, NewAccount};
pub use address::Address;
pub use alerts::KeptAlert;
pub use questions::Noted;
pub use sessions::Lasting;
use tables::alert;
pub use tables::{
    account::Model as Account, alert::Model as AlertRow, alert_step::Model as AlertStep, answer::Model as OwnAnswer,
    audit_run::Model as AuditRun, knowledge_change::Model as Change, link::Model as Link, opinion::Model as Opinion,
    session::Model as Session, step::Model as Step, switched_off::Model as SwitchedOff, topic::Model as TopicCount,
    unanswered::Model as Unanswered,
};
pub use trail::Deed;

use crate::booking::{Code, Request};
use crate::chat::Person;
use crate::conversation::{Alert, Effect};

/// The store.
#[derive(Debug, Clone)]
pub struct Store {
    database: DatabaseConnection,
}

/// Why the store cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The data folder cannot be written to.
    #[error("cannot write to the data folder `{folder}`: {cause}; make it writable, or name another with --data")]
    Folder {
        /// The folder.
        folder: String,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// The database cannot be reached.
    #[error("cannot open the store at {place}: {cause}")]
    Unreachable {
        /// The address, without passwords.
        place: String,
        /// The database's reason.
        cause: DbErr,
    },
    /// A newer Fingerpost has written to it.
    #[error(
        "the store at {place} was written by a newer version of Fingerpost; start that version, or restore a backup from before it"
    )]
    Newer {
        /// The address, without passwords.
        place: String,
    },
    /// The database refused.
    #[error("the store failed: {0}")]
    Database(#[from] DbErr),
    /// A row cannot be understood.
    #[error("the store holds a row that cannot be read: {0}")]
    Row(String),
}

/// What the store knows of a person before a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recalled {
    /// The person's open request.
    pub own: Option<Request>,
    /// The request whose code was named.
    pub named: Option<Request>,
}

impl Store {
    /// Opens the store and brings its tables up to date.
    ///
    /// # Errors
    /// If it cannot be written to or reached, or a newer version has written to it.
    pub async fn open(address: &Address) -> Result<Self, StoreError> {
        address.prepare()?;
        let place = address.to_string();
        let mut options = ConnectOptions::new(address.url());
        options.sqlx_logging(false);
        if address.is_sqlite() {
            // One writer at a time is SQLite's rule; a second connection would only wait for the first.
            options.max_connections(1).min_connections(1);
            // FULL: a request that was acknowledged survives the machine's power as well as the process's death.
            options.map_sqlx_sqlite_opts(|sqlite| {
                sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full).foreign_keys(true)
            });
        }
        let unreachable = |cause| StoreError::Unreachable { place: place.clone(), cause };
        let database = Database::connect(options).await.map_err(unreachable)?;
        migrations::Migrator::up(&database, None).await.map_err(|cause| match cause {
            DbErr::Custom(says) if says.contains("applied but its file is missing") => {
                StoreError::Newer { place: place.clone() }
            }
            other => StoreError::Unreachable { place: place.clone(), cause: other },
        })?;
        Ok(Self { database })
    }

    /// What is known of a person, and the request of a code, in one read.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recall(&self, person: &Person, school: &str, code: Option<&Code>) -> Result<Recalled, StoreError> {
        let own = requests::open_of(&self.database, person.key(), school).await?;
        let named = match code {
            Some(code) => requests::with_code(&self.database, code, school).await?,
            None => None,
        };
        Ok(Recalled { own, named })
    }

    /// Keeps everything a turn promises, in one transaction. Nothing is kept if anything fails.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record(
        &self,
        effects: &[Effect],
        person: &Person,
        school: &str,
        now: NaiveDateTime,
    ) -> Result<(), StoreError> {
        if effects.is_empty() {
            return Ok(());
        }
        let transaction = self.database.begin().await?;
        for effect in effects {
            match effect {
                Effect::Keep(request) => requests::insert(&transaction, request).await?,
                Effect::Cancel(request) => requests::cancel(&transaction, request).await?,
                Effect::Raise(raised) => insert_alert(&transaction, raised, person, school, now).await?,
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// All requests, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn requests(&self) -> Result<Vec<Request>, StoreError> {
        requests::all(&self.database).await
    }

    /// How many alerts wait to be seen.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn alerts_waiting(&self) -> Result<u64, StoreError> {
        use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};
        Ok(alert::Entity::find().filter(alert::Column::SeenAt.is_null()).count(&self.database).await?)
    }
}

async fn insert_alert(
    transaction: &sea_orm::DatabaseTransaction,
    raised: &Alert,
    person: &Person,
    school: &str,
    now: NaiveDateTime,
) -> Result<(), StoreError> {
    let row = alert::ActiveModel {
        person: Set(person.key().to_owned()),
        school: Set(school.to_owned()),
        kind: Set(raised.kind.clone()),
        words: Set(raised.words.clone()),
        about_staff: Set(raised.about_staff),
        raised_at: Set(now),
        seen_at: Set(None),
        ..Default::default()
    };
    alert::Entity::insert(row).exec(transaction).await?;
    Ok(())
}
