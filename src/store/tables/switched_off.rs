#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// An answer that a person switched off.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "switched_off")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The passage, or `occupation/` and a job's name.
    pub target: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime,
    /// When it was switched on again.
    pub lifted_at: Option<DateTime>,
    /// By whom.
    pub lifted_by: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
