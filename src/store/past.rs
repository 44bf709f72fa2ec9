//! Requests that are over, taken out of the diaries so that these stay small: for reports, and for whoever asks what was agreed.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};

use super::tables::past_entry;
use super::{StoreError, written};
use crate::booking::{Code, Diaries, Entry, london};

/// How long what is over stays in the diaries, in days: the person who comes back soon finds it there.
const KEPT_DAYS: i64 = 30;

/// Takes out of the diaries what was over long ago, and keeps it here.
pub(super) async fn take_over(
    transaction: &DatabaseTransaction,
    diaries: &mut Diaries,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows: Result<Vec<_>, StoreError> =
        diaries.take_over(now - TimeDelta::days(KEPT_DAYS)).iter().map(row_of).collect();
    let rows = rows?;
    if !rows.is_empty() {
        let there = OnConflict::column(past_entry::Column::Code).do_nothing().to_owned();
        past_entry::Entity::insert_many(rows).on_conflict(there).exec_without_returning(transaction).await?;
    }
    Ok(())
}

fn row_of(entry: &Entry) -> Result<past_entry::ActiveModel, StoreError> {
    Ok(past_entry::ActiveModel {
        code: Set(entry.code.signs().to_owned()),
        person: Set(entry.person.as_str().to_owned()),
        school: Set(entry.school.as_str().to_owned()),
        changed_at: Set(london::on_the_wall(entry.changed_at)),
        body: Set(written(entry)?),
    })
}

/// What is over of a person, of a code, or both; of everybody where neither is given.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    person: Option<&str>,
    code: Option<&Code>,
) -> Result<Vec<Entry>, StoreError> {
    // Any of no conditions holds for nothing.
    let everybody = person.is_none() && code.is_none();
    let mut wanted = if everybody { Condition::all() } else { Condition::any() };
    if let Some(person) = person {
        let child = past_entry::Column::Person.starts_with(format!("{person}/"));
        wanted = wanted.add(past_entry::Column::Person.eq(person)).add(child);
    }
    if let Some(code) = code {
        wanted = wanted.add(past_entry::Column::Code.eq(code.signs()));
    }
    let rows = past_entry::Entity::find().filter(wanted).all(database).await?;
    let understood = |row: past_entry::Model| {
        serde_json::from_str(&row.body).map_err(|cause| StoreError::Row(format!("request `{}`: {cause}", row.code)))
    };
    rows.into_iter().map(understood).collect()
}
