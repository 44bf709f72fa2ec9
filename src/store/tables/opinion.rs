#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// How helpful an answer was found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opinions")]
pub struct Model {
    /// The passage or job.
    #[sea_orm(primary_key, auto_increment = false)]
    pub passage: String,
    /// The day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// Where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub school: String,
    /// How many found it helpful.
    pub helpful: i32,
    /// How many did not.
    pub not_helpful: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
