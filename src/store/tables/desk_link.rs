#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// A one-time link to an account, or to a new password.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_links")]
pub struct Model {
    /// Hash of its secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The school of the account to be.
    pub school: String,
    /// The role of the account to be.
    pub role: String,
    /// The account whose password it sets; none where it makes one.
    pub account: Option<i32>,
    /// Who made it.
    pub made_by: String,
    /// Until when it may be used.
    pub ends_at: DateTime,
    /// When it was used.
    pub used_at: Option<DateTime>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
