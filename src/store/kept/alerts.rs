//! Alerts are no part of what a code shows or erases: they are kept to keep somebody safe, and that goes before (P08). Nor is it said
//! whether there are any, because a page may be read by somebody whom the child is afraid of.

use chrono::{Months, TimeDelta};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};

use super::{Kept, Moment, RetentionSettings};
use crate::store::tables::alert::{self, Column};
use crate::store::{DRILL, StoreError};

/// The words of alerts (duty of care, retention: Safeguarding alert).
pub(super) struct Words;

/// What is left of alerts: when they were raised and seen, and by whom (duty of care, retention: Audit log).
pub(super) struct Times;

#[async_trait::async_trait]
impl Kept for Words {
    fn what(&self) -> &'static str {
        "words of alerts"
    }

    fn purpose(&self) -> &'static str {
        "so that those who keep pupils safe read what was said, to the letter"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("{} days after the school has them in its own system", settings.recorded_alerts_days)
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(alert::Entity::find().filter(recorded(at)).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        let gone = alert::Entity::update_many()
            .col_expr(Column::Words, Expr::value(""))
            .col_expr(Column::Person, Expr::value(""))
            .filter(recorded(at));
        Ok(gone.exec(database).await?.rows_affected)
    }
}

#[async_trait::async_trait]
impl Kept for Times {
    fn what(&self) -> &'static str {
        "times of alerts"
    }

    fn purpose(&self) -> &'static str {
        "to show that alerts and drills were seen, when, and by whom"
    }

    fn until(&self, settings: &RetentionSettings) -> String {
        format!("{} months after they were raised, once they are recorded", settings.alert_times_months)
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(alert::Entity::find().filter(old(at)).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(alert::Entity::delete_many().filter(old(at)).exec(database).await?.rows_affected)
    }
}

fn recorded(at: &Moment) -> Condition {
    let until = at.now - TimeDelta::days(at.settings.recorded_alerts_days.into());
    let something = Condition::any().add(Column::Words.ne("")).add(Column::Person.ne(""));
    Condition::all().add(Column::RecordedAt.lte(until)).add(something)
}

fn old(at: &Moment) -> Condition {
    let until =
        at.now.checked_sub_months(Months::new(at.settings.alert_times_months)).unwrap_or(chrono::NaiveDateTime::MIN);
    let done = Condition::any().add(Column::RecordedAt.is_not_null()).add(Column::Kind.eq(DRILL));
    Condition::all().add(Column::RaisedAt.lte(until)).add(done)
}
