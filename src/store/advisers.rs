//! Advisers: who they are and when they can be met, with what their own calendar said when it was read last.

use chrono::NaiveDateTime;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::adviser;
use super::{StoreError, written};
use crate::booking::{Adviser, AdviserId, Span};

/// An adviser with what is known of their calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAdviser {
    /// The adviser; `busy` is what the calendar said.
    pub adviser: Adviser,
    /// When the calendar was read last, London time.
    pub read_at: Option<NaiveDateTime>,
    /// Why it could not be read since.
    pub trouble: Option<String>,
}

pub(super) async fn all(database: &impl ConnectionTrait) -> Result<Vec<KeptAdviser>, StoreError> {
    let rows = adviser::Entity::find().order_by_asc(adviser::Column::Id).all(database).await?;
    rows.into_iter().map(understood).collect()
}

/// The same, without what is known of their calendars.
pub(super) async fn kept(database: &impl ConnectionTrait) -> Result<Vec<Adviser>, StoreError> {
    Ok(all(database).await?.into_iter().map(|kept| kept.adviser).collect())
}

fn understood(row: adviser::Model) -> Result<KeptAdviser, StoreError> {
    let broken = |cause: serde_json::Error| StoreError::Row(format!("adviser `{}`: {cause}", row.id));
    let mut adviser: Adviser = serde_json::from_str(&row.body).map_err(broken)?;
    adviser.busy = serde_json::from_str(&row.busy).map_err(broken)?;
    Ok(KeptAdviser { adviser, read_at: row.busy_read_at, trouble: row.busy_trouble })
}

/// Keeps an adviser, new or changed. What their calendar said stays.
pub(super) async fn keep(
    database: &impl ConnectionTrait,
    kept: &Adviser,
    now: NaiveDateTime,
) -> Result<(), StoreError> {
    let body = written(&Adviser { busy: Vec::new(), ..kept.clone() })?;
    let row = adviser::ActiveModel {
        id: Set(kept.id.as_str().to_owned()),
        body: Set(body),
        busy: Set(written(&kept.busy)?),
        busy_read_at: Set(None),
        busy_trouble: Set(None),
        changed_at: Set(now),
    };
    let again = OnConflict::column(adviser::Column::Id)
        .update_columns([adviser::Column::Body, adviser::Column::ChangedAt])
        .to_owned();
    adviser::Entity::insert(row).on_conflict(again).exec_without_returning(database).await?;
    Ok(())
}

pub(super) async fn remove(database: &impl ConnectionTrait, id: &AdviserId) -> Result<bool, StoreError> {
    Ok(adviser::Entity::delete_by_id(id.as_str()).exec(database).await?.rows_affected == 1)
}

/// What an adviser's calendar said, or why it could not be read: then the last good copy stays.
pub(super) async fn set_busy(
    database: &impl ConnectionTrait,
    id: &AdviserId,
    read: Result<&[Span], &str>,
    now: NaiveDateTime,
) -> Result<(), StoreError> {
    let update = adviser::Entity::update_many().filter(adviser::Column::Id.eq(id.as_str()));
    let update = match read {
        Ok(busy) => update
            .col_expr(adviser::Column::Busy, Expr::value(written(&busy)?))
            .col_expr(adviser::Column::BusyReadAt, Expr::value(Some(now)))
            .col_expr(adviser::Column::BusyTrouble, Expr::value(None::<String>)),
        Err(trouble) => update.col_expr(adviser::Column::BusyTrouble, Expr::value(Some(trouble.to_owned()))),
    };
    update.exec(database).await?;
    Ok(())
}
