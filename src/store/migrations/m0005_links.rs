//! Links of chat accounts to people at a school, made by one-time codes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null, timestamp, timestamp_null};

pub(super) struct Links;

impl MigrationName for Links {
    fn name(&self) -> &'static str {
        "m0005_links"
    }
}

#[derive(DeriveIden)]
enum LinksTable {
    #[sea_orm(iden = "links")]
    Table,
    Code,
    School,
    Whom,
    DrawnAt,
    EndsAt,
    Person,
    RedeemedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Links {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let links = Table::create()
            .table(LinksTable::Table)
            .col(string(LinksTable::Code).primary_key())
            .col(string(LinksTable::School))
            .col(string(LinksTable::Whom))
            .col(timestamp(LinksTable::DrawnAt))
            .col(timestamp(LinksTable::EndsAt))
            .col(string_null(LinksTable::Person))
            .col(timestamp_null(LinksTable::RedeemedAt))
            .to_owned();
        let by_person = Index::create()
            .name("links_by_person")
            .table(LinksTable::Table)
            .col(LinksTable::Person)
            .col(LinksTable::School)
            .to_owned();
        manager.create_table(links).await?;
        manager.create_index(by_person).await
    }
}
