#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// An account of somebody who works at the desk.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The school it belongs to; empty for all schools of the house.
    pub school: String,
    /// Name, as colleagues read it.
    pub name: String,
    /// School address, in small letters; unique.
    pub email: String,
    /// The word of its role.
    pub role: String,
    /// The password's hash with its salt and cost, as argon2 writes it.
    pub password: String,
    /// When it was made, London time.
    pub made_at: DateTime,
    /// When it was ended; an ended account cannot sign in.
    pub ended_at: Option<DateTime>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
