#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// What became of an alert.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_steps")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The alert.
    pub alert: i32,
    /// seen, recorded or false-alarm.
    pub step: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: DateTime,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
