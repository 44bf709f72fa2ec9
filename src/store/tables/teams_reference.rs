#![allow(
    missing_docs,
    reason = "columns are explained in store::TeamsReference; the derive makes further items public"
)]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "teams_references")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub school: String,
    pub request: String,
    pub sealed: Vec<u8>,
    pub stopped: bool,
    pub kept_at: DateTime,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
