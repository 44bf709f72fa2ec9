//! Requests as the careers team sees them in a channel of theirs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, timestamp};

pub(super) struct StaffCards;

impl MigrationName for StaffCards {
    fn name(&self) -> &'static str {
        "m0008_staff_cards"
    }
}

#[derive(DeriveIden)]
enum StaffCard {
    #[sea_orm(iden = "staff_cards")]
    Table,
    Key,
    Place,
    Request,
    Message,
    Shows,
    KeptAt,
}

#[async_trait::async_trait]
impl MigrationTrait for StaffCards {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cards = Table::create()
            .table(StaffCard::Table)
            .col(string(StaffCard::Key).primary_key())
            .col(string(StaffCard::Place))
            .col(string(StaffCard::Request))
            .col(string(StaffCard::Message))
            .col(string(StaffCard::Shows))
            .col(timestamp(StaffCard::KeptAt))
            .to_owned();
        manager.create_table(cards).await
    }
}
