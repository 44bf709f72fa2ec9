#![allow(missing_docs, reason = "columns are explained in booking::Record; the derive makes further items public")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub met: Date,
    #[sea_orm(column_type = "Text")]
    pub topics: String,
    #[sea_orm(column_type = "Text")]
    pub actions: String,
    #[sea_orm(column_type = "Text")]
    pub next_step: String,
    #[sea_orm(column_type = "Text")]
    pub private_note: String,
    pub written_by: String,
    pub written_at: DateTime,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
