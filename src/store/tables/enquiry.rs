#![allow(missing_docs, reason = "columns are explained in enquiry::Enquiry; the derive makes further items public")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enquiries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub person: String,
    pub school: String,
    pub matter: String,
    pub role: String,
    #[sea_orm(column_type = "Text")]
    pub told: String,
    pub door: String,
    pub made_at: DateTime,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
