//! Which message of a staff channel shows which request, and what it showed last: so that a card is drawn anew in its place, by whichever
//! copy of the house and after a new start too. No word of anybody's stands here.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::tables::request;
use super::tables::staff_card::{ActiveModel, Column, Entity, Model};
use super::{Store, StoreError};
use crate::booking::Code;

/// How long a copy that posts a card is waited for before another may.
const POSTING: TimeDelta = TimeDelta::minutes(2);

/// Whose turn it is with a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffCard {
    /// It is to be posted, by whoever asked.
    Ours,
    /// Another copy is posting it.
    UnderWay,
    /// It stands there.
    Posted {
        /// The message, in the door's own words.
        message: String,
        /// What it showed last, in the door's own words.
        shows: String,
    },
}

impl Store {
    /// The card of a request at a place (a door and a channel); where there is none, it is this caller's to post: of two who ask at the
    /// same time only one is told so.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn staff_card(&self, place: &str, code: &Code, now: DateTime<Utc>) -> Result<StaffCard, StoreError> {
        let key = key(place, code);
        if let Some(row) = Entity::find_by_id(key.as_str()).one(&self.database).await? {
            return if row.message.is_empty() { self.take_over(&key, now).await } else { Ok(posted(row)) };
        }
        let row = ActiveModel {
            key: Set(key.clone()),
            place: Set(place.to_owned()),
            request: Set(code.signs().to_owned()),
            message: Set(String::new()),
            shows: Set(String::new()),
            kept_at: Set(now.naive_utc()),
        };
        let there = OnConflict::column(Column::Key).do_nothing().to_owned();
        let _first = self.first().await?;
        let first = Entity::insert(row).on_conflict(there).exec_without_returning(&self.database).await? == 1;
        Ok(if first { StaffCard::Ours } else { StaffCard::UnderWay })
    }

    /// Whoever was posting it may have died.
    async fn take_over(&self, key: &str, now: DateTime<Utc>) -> Result<StaffCard, StoreError> {
        let _first = self.first().await?;
        let taken = Entity::update_many()
            .col_expr(Column::KeptAt, Expr::value(now.naive_utc()))
            .filter(Column::Key.eq(key))
            .filter(Column::Message.eq(""))
            .filter(Column::KeptAt.lte((now - POSTING).naive_utc()))
            .exec(&self.database)
            .await?;
        Ok(if taken.rows_affected == 1 { StaffCard::Ours } else { StaffCard::UnderWay })
    }

    /// Notes which message a card is, and what it shows.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn note_staff_card(
        &self,
        place: &str,
        code: &Code,
        message: &str,
        shows: &str,
    ) -> Result<(), StoreError> {
        let _first = self.first().await?;
        Entity::update_many()
            .col_expr(Column::Message, Expr::value(message))
            .col_expr(Column::Shows, Expr::value(shows))
            .filter(Column::Key.eq(key(place, code)))
            .exec(&self.database)
            .await?;
        Ok(())
    }

    /// Forgets a card that could not be posted, or was taken away.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_staff_card(&self, place: &str, code: &Code) -> Result<(), StoreError> {
        let _first = self.first().await?;
        Entity::delete_by_id(key(place, code)).exec(&self.database).await?;
        Ok(())
    }

    /// Cards at a place whose request is not kept any more: the request's code in signs, and the message.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn staff_cards_without_request(&self, place: &str) -> Result<Vec<(Code, String)>, StoreError> {
        let rows = Entity::find().filter(Column::Place.eq(place)).filter(without_request()).all(&self.database).await?;
        Ok(rows.into_iter().filter_map(|row| Some((Code::parse(&row.request)?, row.message))).collect())
    }
}

/// Cards of requests that are not kept any more.
pub(super) fn without_request() -> Condition {
    let mut kept = Query::select();
    kept.column(request::Column::Code).from(request::Entity);
    Condition::all().add(Column::Request.not_in_subquery(kept))
}

fn key(place: &str, code: &Code) -> String {
    format!("{place}:{}", code.signs())
}

fn posted(row: Model) -> StaffCard {
    StaffCard::Posted { message: row.message, shows: row.shows }
}
