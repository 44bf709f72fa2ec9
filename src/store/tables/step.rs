#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// One line of the audit trail: who saw or changed what, never the words.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trail")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// When.
    pub at: DateTime,
    /// The school it concerns; empty for the house.
    pub school: String,
    /// Whose account; 0 for nobody who is known.
    pub account: i32,
    /// Name and role at that time.
    pub who: String,
    /// What was done.
    pub did: String,
    /// To what: an id or a code.
    pub of: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
