//! Advisers, their diaries, and what is written after a meeting. Where a request stands is in the diaries alone from here on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, string, string_null, text, timestamp, timestamp_null};

pub(super) struct Diaries;

impl MigrationName for Diaries {
    fn name(&self) -> &'static str {
        "m0002_diaries"
    }
}

#[derive(DeriveIden)]
enum Table_ {
    Advisers,
    Diaries,
    Records,
    Requests,
}

#[derive(DeriveIden)]
enum Column {
    Id,
    Body,
    ChangedAt,
    Busy,
    BusyReadAt,
    BusyTrouble,
    Name,
    Version,
    Code,
    Met,
    Topics,
    Actions,
    NextStep,
    PrivateNote,
    WrittenBy,
    WrittenAt,
    Person,
    State,
    Arranged,
}

#[async_trait::async_trait]
impl MigrationTrait for Diaries {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let advisers = Table::create()
            .table(Table_::Advisers)
            .col(string(Column::Id).primary_key())
            .col(text(Column::Body))
            .col(text(Column::Busy))
            .col(timestamp_null(Column::BusyReadAt))
            .col(string_null(Column::BusyTrouble))
            .col(timestamp(Column::ChangedAt))
            .to_owned();
        let diaries = Table::create()
            .table(Table_::Diaries)
            .col(string(Column::Name).primary_key())
            .col(big_integer(Column::Version))
            .col(text(Column::Body))
            .to_owned();
        let records = Table::create()
            .table(Table_::Records)
            .col(string(Column::Code).primary_key())
            .col(date(Column::Met))
            .col(text(Column::Topics))
            .col(text(Column::Actions))
            .col(text(Column::NextStep))
            .col(text(Column::PrivateNote))
            .col(string(Column::WrittenBy))
            .col(timestamp(Column::WrittenAt))
            .to_owned();
        manager.create_table(advisers).await?;
        manager.create_table(diaries).await?;
        manager.create_table(records).await?;
        manager.drop_index(Index::drop().name("requests_by_person").table(Table_::Requests).to_owned()).await?;
        let without_state = Table::alter().table(Table_::Requests).drop_column(Column::State).to_owned();
        manager.alter_table(without_state).await?;
        let arranged = ColumnDef::new(Column::Arranged).string().not_null().default("").to_owned();
        manager.alter_table(Table::alter().table(Table_::Requests).add_column(arranged).to_owned()).await?;
        let by_person =
            Index::create().name("requests_of_person").table(Table_::Requests).col(Column::Person).to_owned();
        manager.create_index(by_person).await
    }
}
