use chrono::{Months, TimeDelta};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{Kept, Moment, RetentionSettings};
use crate::booking::Code;
use crate::letters::Purpose;
use crate::store::tables::outbox::{self, Column};
use crate::store::{PostState, StoreError, outbox as letters};

/// What is left of letters once they were carried: what for, when, and what became of them.
pub(super) struct Carried;

/// The words and addresses of letters that were given up.
pub(super) struct GivenUp;

#[async_trait::async_trait]
impl Kept for Carried {
    fn what(&self) -> &'static str {
        "letters"
    }

    fn purpose(&self) -> &'static str {
        "to show that a letter was sent, and when; its words and its address are gone once it is"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!(
            "the end of the school year ({}); of reminders of a review, a year longer",
            settings.year_end_in_words()
        )
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(outbox::Entity::find().filter(ended(at)).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(outbox::Entity::delete_many().filter(ended(at)).exec(database).await?.rows_affected)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let time = |at: chrono::NaiveDateTime| at.format("%Y-%m-%d %H:%M UTC").to_string();
        let all = letters::all(database, None, Some(&code.to_string())).await?;
        let shown = all.into_iter().map(|letter| {
            let (made, ended) = (time(letter.made_at), letter.ended_at.map(time));
            json!({ "for": letter.purpose, "by": letter.route, "state": letter.state.word(), "written": made, "ended": ended })
        });
        Ok(shown.collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        let about = Column::About.eq(code.to_string());
        Ok(outbox::Entity::delete_many()
            .filter(about)
            .filter(Column::Urgent.eq(false))
            .exec(database)
            .await?
            .rows_affected)
    }
}

#[async_trait::async_trait]
impl Kept for GivenUp {
    fn what(&self) -> &'static str {
        "words of letters that were given up"
    }

    fn purpose(&self) -> &'static str {
        "so that staff can send them again"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("{} days after they were given up", settings.given_up_letters_days)
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(outbox::Entity::find().filter(stale(at)).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        let none = Expr::value(None::<Vec<u8>>);
        Ok(outbox::Entity::update_many()
            .col_expr(Column::Sealed, none)
            .filter(stale(at))
            .exec(database)
            .await?
            .rows_affected)
    }
}

fn ended(at: &Moment) -> Condition {
    let year = at.this_school_year();
    // Until the review is over its letter has to be known, or it would be written again.
    let before = year.checked_sub_months(Months::new(12)).unwrap_or(year);
    let review = Condition::all().add(Column::Purpose.eq(Purpose::ReviewDue.word())).add(Column::EndedAt.lt(before));
    let other = Condition::all().add(Column::Purpose.ne(Purpose::ReviewDue.word())).add(Column::EndedAt.lt(year));
    Condition::all().add(Column::State.ne(PostState::Waiting.word())).add(Condition::any().add(review).add(other))
}

fn stale(at: &Moment) -> Condition {
    Condition::all()
        .add(Column::State.eq(PostState::GivenUp.word()))
        .add(Column::Sealed.is_not_null())
        .add(Column::EndedAt.lte(at.now - TimeDelta::days(at.settings.given_up_letters_days.into())))
}
