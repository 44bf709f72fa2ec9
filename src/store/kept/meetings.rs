use chrono::Months;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{Kept, Moment, RetentionSettings};
use crate::booking::{Code, Entry, london};
use crate::store::tables::{past_entry, record};
use crate::store::{StoreError, diaries, past};

/// Where requests stood and when meetings were, without anybody's name.
pub(super) struct Meetings;

#[async_trait::async_trait]
impl Kept for Meetings {
    fn what(&self) -> &'static str {
        "diaries"
    }

    fn purpose(&self) -> &'static str {
        "to know who has which time, and to report how many interviews there were"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("the end of the school year ({}) after they are over", settings.year_end_in_words())
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        let past = past_entry::Entity::find().filter(past_entry::Column::ChangedAt.lt(at.this_school_year()));
        let here = diaries::read(database).await?.take_over(london::instant(at.this_school_year()));
        Ok(past.count(database).await? + here.len() as u64)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        let before = diaries::hold(database).await?;
        let mut after = before.clone();
        let here = after.take_over(london::instant(at.this_school_year())).len() as u64;
        kept(diaries::write(database, &before, &after).await?)?;
        let past = past_entry::Entity::delete_many().filter(past_entry::Column::ChangedAt.lt(at.this_school_year()));
        Ok(past.exec(database).await?.rows_affected + here)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let past = past::find(database, None, Some(code)).await?;
        let here = diaries::read(database).await?;
        Ok(here.entry(code).into_iter().chain(&past).map(shown).collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        let before = diaries::hold(database).await?;
        let mut after = before.clone();
        let here = u64::from(after.forget(code).is_some());
        kept(diaries::write(database, &before, &after).await?)?;
        Ok(past_entry::Entity::delete_by_id(code.signs()).exec(database).await?.rows_affected + here)
    }
}

/// What was written after a meeting (duty of care: guidance record, to leaving and three years).
pub(super) struct Records;

#[async_trait::async_trait]
impl Kept for Records {
    fn what(&self) -> &'static str {
        "records"
    }

    fn purpose(&self) -> &'static str {
        "to know what was agreed in a meeting"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("{} years after the meeting", settings.records_years)
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(record::Entity::find().filter(record::Column::Met.lt(last(at))).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        let over = record::Entity::delete_many().filter(record::Column::Met.lt(last(at)));
        Ok(over.exec(database).await?.rows_affected)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let row = record::Entity::find_by_id(code.signs()).one(database).await?;
        let shown = |row: record::Model| {
            json!({
                "met": row.met, "topics": row.topics, "actions": row.actions, "next step": row.next_step,
                "private note": row.private_note, "written by": row.written_by,
            })
        };
        Ok(row.into_iter().map(shown).collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        Ok(record::Entity::delete_by_id(code.signs()).exec(database).await?.rows_affected)
    }
}

fn last(at: &Moment) -> chrono::NaiveDate {
    let today = at.now.date();
    today.checked_sub_months(Months::new(12 * at.settings.records_years)).unwrap_or(today)
}

fn kept(written: bool) -> Result<(), StoreError> {
    if written { Ok(()) } else { Err(StoreError::Busy) }
}

fn shown(entry: &Entry) -> Value {
    json!({
        "code": entry.code.to_string(), "school": entry.school, "state": entry.state.word(),
        "time": entry.slot.as_ref().map(crate::booking::Slot::words), "asked by": entry.asked_by,
        "changed at": london::on_the_wall(entry.changed_at).format("%Y-%m-%d %H:%M").to_string(),
    })
}
