#![allow(missing_docs, reason = "columns are explained in booking::Request; the derive makes further items public")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub person: String,
    pub school: String,
    pub name: String,
    pub year: String,
    pub contact: String,
    pub about: String,
    pub preferred: String,
    pub for_child: bool,
    pub door: String,
    pub made_at: DateTime,
    pub arranged: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
