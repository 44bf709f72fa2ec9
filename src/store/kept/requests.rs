use chrono::Months;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{Kept, Moment, RetentionSettings};
use crate::booking::Code;
use crate::store::StoreError;
use crate::store::tables::request::{self, Column};

/// Requests for an interview (duty of care, retention: Booking).
pub(super) struct Requests;

#[async_trait::async_trait]
impl Kept for Requests {
    fn what(&self) -> &'static str {
        "requests"
    }

    fn purpose(&self) -> &'static str {
        "to arrange a careers interview and follow it up"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!(
            "the end of the school year ({}); what was asked for in its last two months and is open still, a year longer",
            settings.year_end_in_words()
        )
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(request::Entity::find().filter(over(database, at).await?).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(request::Entity::delete_many().filter(over(database, at).await?).exec(database).await?.rows_affected)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let row = request::Entity::find_by_id(code.signs()).one(database).await?;
        Ok(row.into_iter().map(shown).collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        Ok(request::Entity::delete_by_id(code.signs()).exec(database).await?.rows_affected)
    }
}

async fn over(database: &DatabaseTransaction, at: &Moment) -> Result<Condition, StoreError> {
    let begins = at.this_school_year();
    let late = begins.checked_sub_months(Months::new(2)).unwrap_or(begins);
    let diaries = crate::store::diaries::read(database).await?;
    let open = diaries.entries().filter(|entry| entry.is_open(at.now)).map(|entry| entry.code.signs().to_owned());
    let open_and_late = Condition::all().add(Column::Code.is_in(open)).add(Column::MadeAt.gte(late));
    Ok(Condition::all().add(Column::MadeAt.lt(begins)).add(open_and_late.not()))
}

fn shown(row: request::Model) -> Value {
    json!({
        "code": row.code, "school": row.school, "name": row.name, "year": row.year, "contact": row.contact, "about": row.about,
        "preferred": row.preferred, "asked by a parent": row.for_child, "came in by": row.door,
        "made at": row.made_at.format("%Y-%m-%d %H:%M").to_string(), "arranged": row.arranged,
        "reminders": row.reminders,
    })
}
