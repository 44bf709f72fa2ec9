//! Diaries and the waiting list: one row each, kept with its version and written only where the version is still the one that was read.
//! Whoever writes holds the waiting list's row, so two copies of the house take turns.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::tables::{diary, record};
use super::{StoreError, written};
use crate::booking::{AdviserId, Code, Diaries, Diary, Kept, Record, WaitingList};

/// The row of the waiting list. An adviser's row is named after the adviser, behind a sign that this name lacks.
const WAITING: &str = "waiting";

fn name(kept: &Kept) -> String {
    match kept {
        Kept::Diary(adviser) => row_of(adviser),
        Kept::WaitingList => WAITING.to_owned(),
    }
}

fn row_of(adviser: &AdviserId) -> String {
    format!("adviser:{adviser}")
}

/// All diaries as they are.
pub(super) async fn read(database: &impl ConnectionTrait) -> Result<Diaries, StoreError> {
    understood(diary::Entity::find().all(database).await?)
}

/// All diaries, held for this transaction.
pub(super) async fn hold(transaction: &DatabaseTransaction) -> Result<Diaries, StoreError> {
    let first = diary::ActiveModel {
        name: Set(WAITING.to_owned()),
        version: Set(0),
        body: Set(written(&WaitingList::default())?),
    };
    let there = OnConflict::column(diary::Column::Name).do_nothing().to_owned();
    diary::Entity::insert(first).on_conflict(there).exec_without_returning(transaction).await?;
    let waiting = diary::Column::Name.eq(WAITING);
    diary::Entity::find().filter(waiting).lock_exclusive().one(transaction).await?;
    understood(diary::Entity::find().order_by_asc(diary::Column::Name).all(transaction).await?)
}

fn understood(rows: Vec<diary::Model>) -> Result<Diaries, StoreError> {
    let broken = |row: &diary::Model, cause| StoreError::Row(format!("diary `{}`: {cause}", row.name));
    let mut waiting = WaitingList::default();
    let mut diaries: Vec<Diary> = Vec::new();
    for row in &rows {
        if row.name == WAITING {
            waiting = serde_json::from_str(&row.body).map_err(|cause| broken(row, cause))?;
        } else {
            diaries.push(serde_json::from_str(&row.body).map_err(|cause| broken(row, cause))?);
        }
    }
    Ok(Diaries::new(diaries, waiting))
}

/// Writes what changed. False where another copy was faster: then nothing of this transaction may be kept.
pub(super) async fn write(
    transaction: &DatabaseTransaction,
    before: &Diaries,
    after: &Diaries,
) -> Result<bool, StoreError> {
    for (kept, version) in after.changed_since(before) {
        if !write_one(transaction, after, &kept, version).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn write_one(
    transaction: &DatabaseTransaction,
    after: &Diaries,
    kept: &Kept,
    read: u64,
) -> Result<bool, StoreError> {
    let (version, body) = match kept {
        Kept::WaitingList => (after.waiting().version(), written(after.waiting())?),
        Kept::Diary(adviser) => match after.diary(adviser) {
            Some(diary) => (diary.version(), written(diary)?),
            None => return Ok(true),
        },
    };
    let (version, read) = (version.cast_signed(), read.cast_signed());
    let row = diary::ActiveModel { name: Set(name(kept)), version: Set(version), body: Set(body.clone()) };
    if read == 0 && !matches!(kept, Kept::WaitingList) {
        let there = OnConflict::column(diary::Column::Name).do_nothing().to_owned();
        return Ok(diary::Entity::insert(row).on_conflict(there).exec_without_returning(transaction).await? == 1);
    }
    let changed = diary::Entity::update_many()
        .col_expr(diary::Column::Version, Expr::value(version))
        .col_expr(diary::Column::Body, Expr::value(body))
        .filter(diary::Column::Name.eq(name(kept)))
        .filter(diary::Column::Version.eq(read))
        .exec(transaction)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Keeps what was written after a meeting, over what was written before.
pub(super) async fn keep_record(database: &impl ConnectionTrait, kept: &Record) -> Result<(), StoreError> {
    let row = record::ActiveModel {
        code: Set(kept.code.signs().to_owned()),
        met: Set(kept.met),
        topics: Set(kept.topics.clone()),
        actions: Set(written(&kept.actions)?),
        next_step: Set(kept.next_step.clone()),
        private_note: Set(kept.private_note.clone()),
        written_by: Set(kept.written_by.clone()),
        written_at: Set(kept.written_at),
    };
    let again = OnConflict::column(record::Column::Code)
        .update_columns([
            record::Column::Met,
            record::Column::Topics,
            record::Column::Actions,
            record::Column::NextStep,
            record::Column::PrivateNote,
            record::Column::WrittenBy,
            record::Column::WrittenAt,
        ])
        .to_owned();
    record::Entity::insert(row).on_conflict(again).exec_without_returning(database).await?;
    Ok(())
}

/// What was written after meetings, of some codes or of all.
pub(super) async fn records(
    database: &impl ConnectionTrait,
    codes: Option<&[&Code]>,
) -> Result<Vec<Record>, StoreError> {
    let mut wanted = record::Entity::find().order_by_desc(record::Column::WrittenAt);
    if let Some(codes) = codes {
        wanted = wanted.filter(record::Column::Code.is_in(codes.iter().map(|code| code.signs())));
    }
    wanted.all(database).await?.into_iter().map(record_of).collect()
}

fn record_of(row: record::Model) -> Result<Record, StoreError> {
    let broken = || StoreError::Row(format!("the record of `{}`", row.code));
    Ok(Record {
        code: Code::parse(&row.code).ok_or_else(broken)?,
        met: row.met,
        topics: row.topics.clone(),
        actions: serde_json::from_str(&row.actions).map_err(|_| broken())?,
        next_step: row.next_step.clone(),
        private_note: row.private_note.clone(),
        written_by: row.written_by.clone(),
        written_at: row.written_at,
    })
}
