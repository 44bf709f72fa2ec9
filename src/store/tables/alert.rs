#![allow(missing_docs, reason = "columns are explained in conversation::Alert; the derive makes further items public")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alerts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub person: String,
    pub school: String,
    pub kind: String,
    pub words: String,
    pub about_staff: bool,
    pub raised_at: DateTime,
    pub seen_at: Option<DateTime>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
