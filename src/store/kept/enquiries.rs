use chrono::{Months, NaiveDateTime};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{Kept, Moment, RetentionSettings};
use crate::booking::Code;
use crate::knowledge::Matter;
use crate::store::StoreError;
use crate::store::tables::enquiry::{self, Column};

/// Messages of providers and employers, and complaints.
pub(super) struct Enquiries;

/// What people think of the programme, without a name.
pub(super) struct Feedback;

#[async_trait::async_trait]
impl Kept for Enquiries {
    fn what(&self) -> &'static str {
        "messages for somebody at the school"
    }

    fn purpose(&self) -> &'static str {
        "to answer providers, employers and complaints, and to look back on them once a year"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("{} months after they came", settings.enquiries_months)
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(enquiry::Entity::find().filter(enquiries_over(at)).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(enquiry::Entity::delete_many().filter(enquiries_over(at)).exec(database).await?.rows_affected)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let row = enquiry::Entity::find_by_id(code.signs()).filter(not_feedback()).one(database).await?;
        Ok(row.into_iter().map(shown).collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        let row = enquiry::Entity::delete_by_id(code.signs()).filter(not_feedback());
        Ok(row.exec(database).await?.rows_affected)
    }
}

#[async_trait::async_trait]
impl Kept for Feedback {
    fn what(&self) -> &'static str {
        "feedback"
    }

    fn purpose(&self) -> &'static str {
        "to make careers guidance better; it has no name on it"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("{} months after it came", settings.feedback_months)
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(enquiry::Entity::find().filter(feedback_over(at)).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(enquiry::Entity::delete_many().filter(feedback_over(at)).exec(database).await?.rows_affected)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let row = enquiry::Entity::find_by_id(code.signs()).filter(not_feedback().not()).one(database).await?;
        Ok(row.into_iter().map(shown).collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        let row = enquiry::Entity::delete_by_id(code.signs()).filter(not_feedback().not());
        Ok(row.exec(database).await?.rows_affected)
    }
}

fn not_feedback() -> Condition {
    Condition::all().add(Column::Matter.ne(Matter::Feedback.word()))
}

fn enquiries_over(at: &Moment) -> Condition {
    not_feedback().add(Column::MadeAt.lt(before(at, at.settings.enquiries_months)))
}

fn feedback_over(at: &Moment) -> Condition {
    Condition::all()
        .add(Column::Matter.eq(Matter::Feedback.word()))
        .add(Column::MadeAt.lt(before(at, at.settings.feedback_months)))
}

fn before(at: &Moment, months: u32) -> NaiveDateTime {
    at.now.checked_sub_months(Months::new(months)).unwrap_or(NaiveDateTime::MIN)
}

fn shown(row: enquiry::Model) -> Value {
    let told: Value = serde_json::from_str(&row.told).unwrap_or_default();
    let told = told.as_object().into_iter().flatten().map(|(what, answer)| {
        let answer = answer.as_str().unwrap_or_default();
        format!("{what}: {answer}")
    });
    json!({
        "code": row.code, "school": row.school, "about": row.matter, "for the": row.role.replace('_', " "),
        "told": told.collect::<Vec<_>>().join("; "), "came in by": row.door,
        "made at": row.made_at.format("%Y-%m-%d %H:%M").to_string(), "became of it": row.outcome, "why": row.reason,
    })
}
