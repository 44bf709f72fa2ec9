#![allow(
    missing_docs,
    reason = "columns are explained in letters::Letter and store::Posted; the derive makes further items public"
)]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub school: String,
    pub purpose: String,
    pub about: String,
    pub route: String,
    pub urgent: bool,
    #[sea_orm(column_type = "Blob", nullable)]
    pub sealed: Option<Vec<u8>>,
    pub state: String,
    pub made_at: DateTime,
    pub due_at: DateTime,
    pub next_at: DateTime,
    pub attempts: i32,
    pub owner: Option<String>,
    pub lease_until: Option<DateTime>,
    pub ended_at: Option<DateTime>,
    pub refusal: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
