//! Letters on their way, and what becomes of an alert.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob_null, boolean, integer, string, string_null, timestamp, timestamp_null,
};

pub(super) struct Outbox;

impl MigrationName for Outbox {
    fn name(&self) -> &'static str {
        "m0003_outbox"
    }
}

#[derive(DeriveIden)]
enum Letters {
    #[sea_orm(iden = "outbox")]
    Table,
    Key,
    School,
    Purpose,
    About,
    Route,
    Urgent,
    Sealed,
    State,
    MadeAt,
    DueAt,
    NextAt,
    Attempts,
    Owner,
    LeaseUntil,
    EndedAt,
    Refusal,
}

#[derive(DeriveIden)]
enum Alerts {
    Table,
    Reference,
    AboutHead,
    Door,
    Rounds,
    RepeatedAt,
    SeenBy,
    RecordedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Outbox {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let outbox = Table::create()
            .table(Letters::Table)
            .col(string(Letters::Key).primary_key())
            .col(string(Letters::School))
            .col(string(Letters::Purpose))
            .col(string(Letters::About))
            .col(string(Letters::Route))
            .col(boolean(Letters::Urgent))
            .col(blob_null(Letters::Sealed))
            .col(string(Letters::State))
            .col(timestamp(Letters::MadeAt))
            .col(timestamp(Letters::DueAt))
            .col(timestamp(Letters::NextAt))
            .col(integer(Letters::Attempts))
            .col(string_null(Letters::Owner))
            .col(timestamp_null(Letters::LeaseUntil))
            .col(timestamp_null(Letters::EndedAt))
            .col(string_null(Letters::Refusal))
            .to_owned();
        let by_state = Index::create()
            .name("outbox_by_state")
            .table(Letters::Table)
            .col(Letters::State)
            .col(Letters::NextAt)
            .to_owned();
        let by_about = Index::create().name("outbox_by_about").table(Letters::Table).col(Letters::About).to_owned();
        manager.create_table(outbox).await?;
        manager.create_index(by_state).await?;
        manager.create_index(by_about).await?;
        // SQLite takes one change of a table at a time.
        let columns = [
            string(Alerts::Reference).default("").to_owned(),
            boolean(Alerts::AboutHead).default(false).to_owned(),
            string(Alerts::Door).default("").to_owned(),
            big_integer(Alerts::Rounds).default(0).to_owned(),
            timestamp_null(Alerts::RepeatedAt).to_owned(),
            string_null(Alerts::SeenBy).to_owned(),
            timestamp_null(Alerts::RecordedAt).to_owned(),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table(Alerts::Table).add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
