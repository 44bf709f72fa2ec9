//! What must survive: requests, diaries, alerts, in SQLite in one data folder or in PostgreSQL for several copies.
//!
//! The only SQL of the house, one code path for both databases, and the first floor that waits. Whatever a turn promises is in here,
//! on disk, before the person reads it.

mod accounts;
mod address;
mod advisers;
mod alert_steps;
mod alerts;
pub mod backup;
mod diaries;
mod enquiries;
mod hours;
mod kept;
pub mod links;
mod look;
mod migrations;
mod outbox;
mod overrides;
mod past;
mod post;
mod questions;
mod queue;
mod requests;
mod sealed;
mod sessions;
mod staff_cards;
mod tables;
mod teams_references;
mod trail;

use std::time::Duration;

use chrono::{NaiveDateTime, Utc};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use thiserror::Error;

pub use accounts::{Joined, NewAccount};
pub use address::Address;
pub use advisers::KeptAdviser;
pub use alert_steps::KeptAlert;
pub use alerts::{DRILL, Mark, Raised};
pub use hours::{HoursChange, HoursOutcome};
pub use kept::{Erased, Held, Keeping, RetentionSettings};
pub use look::{Looked, look};
pub use outbox::{Claim, Claimed, PostState, Posted};
pub use questions::Noted;
use queue::{First, Queue};
use sealed::Seal;
pub use sessions::{Lasting, Used};
pub use staff_cards::StaffCard;
use tables::alert;
pub use tables::{
    account::Model as Account, alert::Model as AlertRow, alert_step::Model as AlertStep, answer::Model as OwnAnswer,
    audit_run::Model as AuditRun, desk_link::Model as Link, knowledge_change::Model as Change,
    opinion::Model as Opinion, session::Model as Session, step::Model as Step, switched_off::Model as SwitchedOff,
    topic::Model as TopicCount, unanswered::Model as Unanswered,
};
pub use teams_references::{TeamsAddressee, TeamsReference};
pub use trail::Deed;

use crate::booking::{
    Action, Adviser, AdviserId, Appointment, Book, Code, Diaries, Entry, Event, Outcome, Record, Request, Settings,
    Span, State, Team,
};
use crate::chat::Person;
use crate::conversation::Effect;
use crate::letters::{Happened, Letter, Purpose};

/// How long whoever asked reads of a request that was declined.
const DECLINED_SHOWN: chrono::TimeDelta = chrono::TimeDelta::days(14);

/// The store.
#[derive(Debug, Clone)]
pub struct Store {
    database: DatabaseConnection,
    /// None where the database has a queue of its own.
    queue: Option<Queue>,
    seal: Option<Seal>,
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
    /// Others kept changing the diaries, or writing for longer than anybody waits.
    #[error("too many others write to the store at this moment; try again")]
    Busy,
    /// A row cannot be understood.
    #[error("the store holds a row that cannot be read: {0}")]
    Row(String),
    /// Something was closed under another secret.
    #[error("cannot open what is kept closed: it was closed under another FINGERPOST_SECRET; start with that one")]
    Sealed,
    /// Nothing can be closed without a secret.
    #[error("cannot keep a letter: the store was opened without a secret")]
    NoSecret,
}

impl StoreError {
    /// Why the steps of the tables could not be read or taken.
    fn of_steps(cause: DbErr, place: &str) -> Self {
        let place = place.to_owned();
        match cause {
            DbErr::Custom(says) if says.contains("applied but its file is missing") => Self::Newer { place },
            cause => Self::Unreachable { place, cause },
        }
    }
}

/// What is known of requests before a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recalled {
    /// The advisers and the diaries; the rules are the caller's to add.
    pub book: Book,
    /// The requests that the person has open, soonest first, or where there is none one that was declined lately; and behind them the
    /// meetings that were written down.
    pub own: Vec<Appointment>,
    /// The request whose code was named.
    pub named: Option<Appointment>,
}

/// What became of what a turn promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// All of it is kept. These are the changes of requests, for letters.
    Kept(Vec<Event>),
    /// A step could no longer be done, because somebody was faster: nothing at all is kept.
    Refused(Outcome),
}

/// Writes the letters about what happened to a request.
pub type Letters<'a> = dyn Fn(&Happened<'_>) -> Vec<Letter> + Send + Sync + 'a;

/// How long one waits while others write to the same SQLite file. Usually that is milliseconds; on a machine that is busy with much else it
/// was seconds. Less than a web request may take.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// How often a change is tried again where another copy was faster.
const TRIES: usize = 20;

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
                let sqlite = sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
                sqlite.foreign_keys(true).busy_timeout(LONGEST_WAIT)
            });
        }
        let unreachable = |cause| StoreError::Unreachable { place: place.clone(), cause };
        let database = Database::connect(options).await.map_err(unreachable)?;
        migrations::Migrator::up(&database, None).await.map_err(|cause| StoreError::of_steps(cause, &place))?;
        let queue = match address {
            Address::Folder(folder) => Some(Queue::of(folder)),
            Address::Memory | Address::PostgreSql(_) => None,
        };
        Ok(Self { database, queue, seal: None })
    }

    /// What is known of a person's requests, of a code, and of all diaries.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recall(
        &self,
        person: &Person,
        school: &str,
        code: Option<&Code>,
        now: NaiveDateTime,
    ) -> Result<Recalled, StoreError> {
        let book = self.book().await?;
        let past = past::find(&self.database, Some(person.key()), code).await?;
        let here = |entry: &&Entry| entry.school.as_str() == school;
        let shown =
            |entry: &&Entry| entry.is_open(now) || entry.state == State::Recorded || declined_lately(entry, now);
        let all = || book.diaries.entries().chain(&past).filter(here);
        let own = all().filter(|entry| entry.person.is_of(person.key())).filter(shown).cloned().collect();
        let named = code.and_then(|code| all().find(|entry| entry.code == *code)).cloned();
        let mut own = self.appointments(own).await?;
        if own.iter().any(|own| own.entry.is_open(now)) {
            own.retain(|own| own.entry.state != State::Declined);
        }
        own.sort_by_key(|own| (own.entry.state == State::Recorded, own.entry.slot.as_ref().map(|slot| slot.start)));
        let named = self.appointments(named.into_iter().collect()).await?.pop();
        Ok(Recalled { own, named, book })
    }

    /// Requests that were over long ago and are no longer in the diaries.
    ///
    /// # Errors
    /// If the database fails or a row cannot be read.
    pub async fn past(&self) -> Result<Vec<Entry>, StoreError> {
        past::find(&self.database, None, None).await
    }

    /// Requests with what was told and what was written.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn appointments(&self, entries: Vec<Entry>) -> Result<Vec<Appointment>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let codes: Vec<&Code> = entries.iter().map(|entry| &entry.code).collect();
        let requests = requests::with_codes(&self.database, codes.iter().copied()).await?;
        let records = diaries::records(&self.database, Some(&codes)).await?;
        let whole = entries.iter().map(|entry| Appointment {
            entry: entry.clone(),
            request: requests.iter().find(|request| request.code == entry.code).cloned(),
            record: records.iter().find(|record| record.code == entry.code).cloned(),
        });
        Ok(whole.collect())
    }

    /// Lets go of the database, and waits until it is let go.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.database.close().await?)
    }

    /// The advisers and the diaries as they are.
    ///
    /// # Errors
    /// If the database fails or a row cannot be read.
    pub async fn book(&self) -> Result<Book, StoreError> {
        let advisers = advisers::kept(&self.database).await?;
        let diaries = diaries::read(&self.database).await?;
        Ok(Book { team: Team { advisers, ..Team::default() }, settings: Settings::default(), diaries })
    }

    /// Keeps everything a turn promises, in one transaction: all of it, or nothing. Steps are done on the diaries as they are now.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record(
        &self,
        effects: &[Effect],
        person: &Person,
        school: &str,
        book: &Book,
        now: NaiveDateTime,
    ) -> Result<Recorded, StoreError> {
        self.record_and_tell(effects, person, school, book, &|_| Vec::new(), now).await
    }

    /// The same, and the letters about what happened to requests are kept with it.
    ///
    /// # Errors
    /// If the database fails, or there is a letter and no secret to keep it closed with.
    pub async fn record_and_tell(
        &self,
        effects: &[Effect],
        person: &Person,
        school: &str,
        book: &Book,
        letters: &Letters<'_>,
        now: NaiveDateTime,
    ) -> Result<Recorded, StoreError> {
        if effects.is_empty() {
            return Ok(Recorded::Kept(Vec::new()));
        }
        for _ in 0..TRIES {
            let (_first, transaction) = self.begin().await?;
            let seal = self.seal.as_ref();
            let mut writing = Writing { transaction: &transaction, person, school, book, letters, seal, now };
            match writing.all(effects).await? {
                Written::All(events) => {
                    transaction.commit().await?;
                    return Ok(Recorded::Kept(events));
                }
                Written::Refused(outcome) => return Ok(Recorded::Refused(outcome)),
                Written::Outrun => transaction.rollback().await?,
            }
        }
        Err(StoreError::Busy)
    }

    /// A transaction that may write, and the place in the queue that goes with it: on SQLite it takes the right to write at once, because a
    /// reader that turns writer half-way is refused without a wait when somebody else has written meanwhile.
    async fn begin(&self) -> Result<(Option<First>, DatabaseTransaction), StoreError> {
        let first = self.first().await?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok((first, self.database.begin_with_options(options).await?))
    }

    /// The place in the queue for a single write: held until it is done.
    async fn first(&self) -> Result<Option<First>, StoreError> {
        match &self.queue {
            Some(queue) => queue.first(LONGEST_WAIT).await.map(Some),
            None => Ok(None),
        }
    }

    /// What was told with every request, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn requests(&self) -> Result<Vec<Request>, StoreError> {
        requests::all(&self.database).await
    }

    /// All advisers, by id.
    ///
    /// # Errors
    /// If the database fails or a row cannot be read.
    pub async fn advisers(&self) -> Result<Vec<KeptAdviser>, StoreError> {
        advisers::all(&self.database).await
    }

    /// Keeps an adviser, new or changed.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_adviser(&self, adviser: &Adviser, now: NaiveDateTime) -> Result<(), StoreError> {
        let _first = self.first().await?;
        advisers::keep(&self.database, adviser, now).await
    }

    /// Takes an adviser out; true if there was one. Their diary stays.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_adviser(&self, id: &AdviserId) -> Result<bool, StoreError> {
        let _first = self.first().await?;
        advisers::remove(&self.database, id).await
    }

    /// Keeps what an adviser's calendar said, or why it could not be read.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_busy(
        &self,
        id: &AdviserId,
        read: Result<&[Span], &str>,
        now: NaiveDateTime,
    ) -> Result<(), StoreError> {
        let _first = self.first().await?;
        advisers::set_busy(&self.database, id, read, now).await
    }

    /// What was written after all meetings, newest first.
    ///
    /// # Errors
    /// If the database fails or a row cannot be read.
    pub async fn records(&self) -> Result<Vec<Record>, StoreError> {
        diaries::records(&self.database, None).await
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

/// The body of a row.
fn written(body: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(body).map_err(|cause| StoreError::Row(cause.to_string()))
}

/// Declined so lately that whoever asked may still want to read why.
fn declined_lately(entry: &Entry, now: NaiveDateTime) -> bool {
    let at = crate::booking::london::on_the_wall(entry.changed_at);
    entry.state == State::Declined && now - at < DECLINED_SHOWN
}

/// One transaction that keeps what a turn promises.
struct Writing<'a> {
    transaction: &'a DatabaseTransaction,
    person: &'a Person,
    school: &'a str,
    book: &'a Book,
    letters: &'a Letters<'a>,
    seal: Option<&'a Seal>,
    now: NaiveDateTime,
}

enum Written {
    All(Vec<Event>),
    Refused(Outcome),
    Outrun,
}

impl Writing<'_> {
    async fn all(&mut self, effects: &[Effect]) -> Result<Written, StoreError> {
        for effect in effects {
            match effect {
                Effect::Keep(request) => requests::keep(self.transaction, request).await?,
                Effect::Write(record) => diaries::keep_record(self.transaction, record).await?,
                Effect::Raise(raised) => {
                    let rounds = i64::from(has_letters(effects, &raised.reference.to_string()));
                    alerts::insert(self.transaction, raised, self.person, self.school, self.now, rounds).await?;
                }
                Effect::Log(enquiry) => enquiries::insert(self.transaction, enquiry).await?,
                Effect::Send(letter) => self.send(letter).await?,
                Effect::Step(_) => {}
            }
        }
        let steps: Vec<&Action> = effects.iter().filter_map(Effect::step).collect();
        if steps.is_empty() { Ok(Written::All(Vec::new())) } else { self.steps(&steps, effects).await }
    }

    async fn steps(&mut self, steps: &[&Action], effects: &[Effect]) -> Result<Written, StoreError> {
        let before: Diaries = diaries::hold(self.transaction).await?;
        let (mut after, mut events) = (before.clone(), Vec::new());
        let team = self.team().await?;
        for action in steps {
            let done = after.step(action, &team, &self.book.settings);
            if !matches!(done.outcome, Outcome::Done(_) | Outcome::DoneBefore(_)) {
                return Ok(Written::Refused(done.outcome));
            }
            events.extend(done.events);
        }
        past::take_over(self.transaction, &mut after, crate::booking::london::instant(self.now)).await?;
        let kept = diaries::write(self.transaction, &before, &after).await?;
        if kept {
            self.tell(&events, &after, effects).await?;
        }
        Ok(if kept { Written::All(events) } else { Written::Outrun })
    }

    /// The team of the book, with its advisers as they are now: nobody is given a time that an adviser took off a moment ago.
    async fn team(&self) -> Result<Team, StoreError> {
        let mut team = self.book.team.clone();
        for kept in advisers::kept(self.transaction).await? {
            match team.advisers.iter_mut().find(|adviser| adviser.id == kept.id) {
                Some(adviser) => *adviser = kept,
                None => team.advisers.push(kept),
            }
        }
        Ok(team)
    }

    async fn send(&self, letter: &Letter) -> Result<(), StoreError> {
        outbox::insert(self.transaction, self.seal.ok_or(StoreError::NoSecret)?, letter, Utc::now()).await
    }

    /// The letters about what happened, kept with it. What waits about a meeting that is not as it was is taken back first.
    async fn tell(&self, events: &[Event], after: &Diaries, effects: &[Effect]) -> Result<(), StoreError> {
        for event in events {
            let Some(entry) = after.entry(&event.code) else { continue };
            if event.from == Some(State::Confirmed) {
                outbox::withdraw(self.transaction, &event.code.to_string(), &[Purpose::Reminder], Utc::now()).await?;
            }
            let told = effects.iter().find_map(|effect| match effect {
                Effect::Keep(request) if request.code == event.code => Some(request.clone()),
                _ => None,
            });
            let request = match told {
                Some(request) => Some(request),
                None => requests::with_codes(self.transaction, [&event.code]).await?.pop(),
            };
            let slot = entry.slot.as_ref().or(event.old_slot.as_ref());
            let adviser = slot.and_then(|slot| self.book.adviser_name(&slot.adviser));
            let happened = Happened { event, entry, request: request.as_ref(), adviser: adviser.unwrap_or_default() };
            for letter in (self.letters)(&happened) {
                self.send(&letter).await?;
            }
        }
        Ok(())
    }
}

/// Whether the first letters about an alert go with it.
fn has_letters(effects: &[Effect], reference: &str) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Send(letter) if letter.about == reference))
}
