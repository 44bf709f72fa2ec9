#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// A sign-in that lasts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_sessions")]
pub struct Model {
    /// Hash of what the cookie holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Whose it is.
    pub account: i32,
    /// When it began.
    pub began_at: DateTime,
    /// When it was last used, to the minute.
    pub seen_at: DateTime,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
