#![allow(missing_docs, reason = "the derive makes further items public")]

use sea_orm::entity::prelude::*;

/// A page of the school's own, from its first draft on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_answers")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The school of the person who began it; empty for the house.
    pub school: String,
    /// The page's name, and of its file.
    pub slug: String,
    /// Where it stands: draft, waiting, published or withdrawn.
    pub state: String,
    /// What the form holds, as JSON.
    pub form: String,
    /// What is in force of it, as the same JSON; none where nothing is.
    pub in_force: Option<String>,
    /// Its title.
    pub title: String,
    /// Who wrote it last.
    pub author: i32,
    /// The name.
    pub author_name: String,
    /// Who read it as the second reader.
    pub reader_name: Option<String>,
    /// When it was last changed.
    pub changed_at: DateTime,
    /// When it came into force.
    pub published_at: Option<DateTime>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
