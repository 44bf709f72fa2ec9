#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// How often something was asked on a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic_counts")]
pub struct Model {
    /// The day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// Where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub school: String,
    /// The year group; 0 where nobody said.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The passage or job that was shown, or `none`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic: String,
    /// How often.
    pub count: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
