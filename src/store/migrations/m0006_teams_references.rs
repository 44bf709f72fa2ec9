//! Where to write to in Teams.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{binary, boolean, string, timestamp};

pub(super) struct TeamsReferences;

impl MigrationName for TeamsReferences {
    fn name(&self) -> &'static str {
        "m0006_teams_references"
    }
}

#[derive(DeriveIden)]
enum TeamsReference {
    #[sea_orm(iden = "teams_references")]
    Table,
    Key,
    School,
    Request,
    Sealed,
    Stopped,
    KeptAt,
}

#[async_trait::async_trait]
impl MigrationTrait for TeamsReferences {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let references = Table::create()
            .table(TeamsReference::Table)
            .col(string(TeamsReference::Key).primary_key())
            .col(string(TeamsReference::School))
            .col(string(TeamsReference::Request))
            .col(binary(TeamsReference::Sealed))
            .col(boolean(TeamsReference::Stopped))
            .col(timestamp(TeamsReference::KeptAt))
            .to_owned();
        manager.create_table(references).await
    }
}
