use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::StoreError;
use super::tables::request;
use crate::booking::{Code, Request};

pub(super) async fn with_codes(
    database: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = &Code>,
) -> Result<Vec<Request>, StoreError> {
    let codes: Vec<&str> = codes.into_iter().map(Code::signs).collect();
    let rows = request::Entity::find().filter(request::Column::Code.is_in(codes)).all(database).await?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn all(database: &impl ConnectionTrait) -> Result<Vec<Request>, StoreError> {
    let rows = request::Entity::find().order_by_desc(request::Column::MadeAt).all(database).await?;
    rows.into_iter().map(read).collect()
}

/// Keeps what was told; told again by the same person, what may have been put right is kept over what was. A code that is somebody
/// else's is given to nobody.
pub(super) async fn keep(database: &impl ConnectionTrait, kept: &Request) -> Result<(), StoreError> {
    let row = request::ActiveModel {
        code: Set(kept.code.signs().to_owned()),
        person: Set(kept.person.clone()),
        school: Set(kept.school.clone()),
        name: Set(kept.name.clone()),
        year: Set(kept.year.clone()),
        contact: Set(kept.contact.clone()),
        about: Set(kept.about.clone()),
        preferred: Set(kept.preferred.clone()),
        arranged: Set(kept.arranged.clone()),
        reminders: Set(kept.reminders),
        for_child: Set(kept.for_child),
        door: Set(kept.door.clone()),
        made_at: Set(kept.made_at),
    };
    let again = OnConflict::column(request::Column::Code)
        .update_columns([
            request::Column::Name,
            request::Column::Year,
            request::Column::Contact,
            request::Column::About,
            request::Column::Preferred,
            request::Column::Arranged,
            request::Column::Reminders,
        ])
        .action_and_where(Expr::col((request::Entity, request::Column::Person)).eq(kept.person.as_str()))
        .to_owned();
    match request::Entity::insert(row).on_conflict(again).exec_without_returning(database).await? {
        0 => Err(StoreError::Row(format!("the code `{}` is somebody else's", kept.code))),
        _ => Ok(()),
    }
}

fn read(row: request::Model) -> Result<Request, StoreError> {
    let code =
        Code::parse(&row.code).ok_or_else(|| StoreError::Row(format!("request with the code `{}`", row.code)))?;
    Ok(Request {
        code,
        person: row.person,
        school: row.school,
        name: row.name,
        year: row.year,
        contact: row.contact,
        about: row.about,
        preferred: row.preferred,
        arranged: row.arranged,
        reminders: row.reminders,
        for_child: row.for_child,
        door: row.door,
        made_at: row.made_at,
    })
}
