use chrono::{NaiveDateTime, TimeDelta};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{Kept, Moment, RetentionSettings};
use crate::booking::{Code, Entry};
use crate::store::tables::{staff_card, teams_reference};
use crate::store::{StoreError, staff_cards};

/// How many days after a meeting what was agreed may still be sent.
const AFTER_MEETING_DAYS: i64 = 30;

/// Where people who asked in Teams are written back to.
pub(super) struct WriteBack;

/// Which message of a staff channel shows which request.
pub(super) struct Cards;

#[async_trait::async_trait]
impl Kept for WriteBack {
    fn what(&self) -> &'static str {
        "addresses of chats in Teams"
    }

    fn purpose(&self) -> &'static str {
        "to write back about a request in the chat where it was made"
    }

    fn until(&self, _: &RetentionSettings) -> String {
        format!("the request is over, or its meeting was {AFTER_MEETING_DAYS} days ago")
    }

    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        Ok(teams_reference::Entity::find().filter(no_longer_open(database, at).await?).count(database).await?)
    }

    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError> {
        let over = no_longer_open(database, at).await?;
        Ok(teams_reference::Entity::delete_many().filter(over).exec(database).await?.rows_affected)
    }

    async fn of(&self, database: &DatabaseTransaction, code: &Code) -> Result<Vec<Value>, StoreError> {
        let of = teams_reference::Column::Request.eq(code.signs());
        let rows = teams_reference::Entity::find().filter(of).all(database).await?;
        let time = |row: &teams_reference::Model| row.kept_at.format("%Y-%m-%d %H:%M").to_string();
        Ok(rows.iter().map(|row| json!({ "kept at": time(row), "address": "closed" })).collect())
    }

    async fn erase(&self, database: &DatabaseTransaction, code: &Code) -> Result<u64, StoreError> {
        let of = teams_reference::Column::Request.eq(code.signs());
        Ok(teams_reference::Entity::delete_many().filter(of).exec(database).await?.rows_affected)
    }
}

/// Addresses of requests that nothing is written about any more; those of careers teams belong to no request.
async fn no_longer_open(database: &DatabaseTransaction, at: &Moment) -> Result<Condition, StoreError> {
    let diaries = crate::store::diaries::read(database).await?;
    let written_about = diaries.entries().filter(|entry| is_written_about(entry, at.now));
    let codes: Vec<String> = written_about.map(|entry| entry.code.signs().to_owned()).collect();
    let request = teams_reference::Column::Request;
    Ok(Condition::all().add(request.ne("")).add(request.is_not_in(codes)))
}

/// It is open, or its meeting was lately, so that what was agreed is yet to be sent.
fn is_written_about(entry: &Entry, now: NaiveDateTime) -> bool {
    let lately = now - TimeDelta::days(AFTER_MEETING_DAYS);
    let met_lately = entry.slot.as_ref().is_some_and(|slot| slot.span().to > lately);
    entry.is_open(now) || (met_lately && !entry.state.is_over())
}

#[async_trait::async_trait]
impl Kept for Cards {
    fn what(&self) -> &'static str {
        "cards of requests in staff channels"
    }

    fn purpose(&self) -> &'static str {
        "to draw the card anew when something happens to the request"
    }

    fn until(&self, _: &RetentionSettings) -> String {
        "the request goes; its card is then taken out of the channel within an hour".to_owned()
    }

    async fn over(&self, database: &DatabaseTransaction, _: &Moment) -> Result<u64, StoreError> {
        Ok(staff_card::Entity::find().filter(staff_cards::without_request()).count(database).await?)
    }

    /// The door takes the card out of its channel first, and then forgets it.
    async fn end(&self, _: &DatabaseTransaction, _: &Moment) -> Result<u64, StoreError> {
        Ok(0)
    }
}
