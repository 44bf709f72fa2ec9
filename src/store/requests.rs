use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::StoreError;
use super::tables::request;
use crate::booking::{Code, Request, RequestState};

pub(super) async fn open_of(
    database: &impl ConnectionTrait,
    person: &str,
    school: &str,
) -> Result<Option<Request>, StoreError> {
    let row = request::Entity::find()
        .filter(request::Column::Person.eq(person))
        .filter(request::Column::School.eq(school))
        .filter(request::Column::State.eq(RequestState::Requested.word()))
        .one(database)
        .await?;
    row.map(read).transpose()
}

pub(super) async fn with_code(
    database: &impl ConnectionTrait,
    code: &Code,
    school: &str,
) -> Result<Option<Request>, StoreError> {
    let row =
        request::Entity::find_by_id(code.signs()).filter(request::Column::School.eq(school)).one(database).await?;
    row.map(read).transpose()
}

pub(super) async fn all(database: &impl ConnectionTrait) -> Result<Vec<Request>, StoreError> {
    let rows = request::Entity::find().order_by_desc(request::Column::MadeAt).all(database).await?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn insert(database: &impl ConnectionTrait, kept: &Request) -> Result<(), StoreError> {
    let row = request::ActiveModel {
        code: Set(kept.code.signs().to_owned()),
        person: Set(kept.person.clone()),
        school: Set(kept.school.clone()),
        name: Set(kept.name.clone()),
        year: Set(kept.year.clone()),
        contact: Set(kept.contact.clone()),
        about: Set(kept.about.clone()),
        preferred: Set(kept.preferred.clone()),
        for_child: Set(kept.for_child),
        door: Set(kept.door.clone()),
        made_at: Set(kept.made_at),
        state: Set(kept.state.word().to_owned()),
    };
    request::Entity::insert(row).exec_without_returning(database).await?;
    Ok(())
}

/// Cancels a request that is still open; doing it twice does nothing the second time.
pub(super) async fn cancel(database: &impl ConnectionTrait, kept: &Request) -> Result<(), StoreError> {
    request::Entity::update_many()
        .col_expr(request::Column::State, sea_orm::sea_query::Expr::value(RequestState::Cancelled.word()))
        .filter(request::Column::Code.eq(kept.code.signs()))
        .filter(request::Column::State.eq(RequestState::Requested.word()))
        .exec(database)
        .await?;
    Ok(())
}

fn read(row: request::Model) -> Result<Request, StoreError> {
    let code =
        Code::parse(&row.code).ok_or_else(|| StoreError::Row(format!("request with the code `{}`", row.code)))?;
    let state = RequestState::from_word(&row.state)
        .ok_or_else(|| StoreError::Row(format!("request {code} in the unknown state `{}`", row.state)))?;
    Ok(Request {
        code,
        person: row.person,
        school: row.school,
        name: row.name,
        year: row.year,
        contact: row.contact,
        about: row.about,
        preferred: row.preferred,
        for_child: row.for_child,
        door: row.door,
        made_at: row.made_at,
        state,
    })
}
