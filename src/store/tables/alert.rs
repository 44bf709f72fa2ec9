#![allow(missing_docs, reason = "columns are explained in store::Raised; the derive makes further items public")]

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
    pub reference: String,
    pub about_head: bool,
    pub door: String,
    pub rounds: i64,
    pub repeated_at: Option<DateTime>,
    pub seen_by: Option<String>,
    pub recorded_at: Option<DateTime>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
