//! Messages for somebody at the school.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, string_null, text, timestamp, timestamp_null};

pub(super) struct Enquiries;

impl MigrationName for Enquiries {
    fn name(&self) -> &'static str {
        "m0007_enquiries"
    }
}

#[derive(DeriveIden)]
enum EnquiriesTable {
    #[sea_orm(iden = "enquiries")]
    Table,
    Code,
    Person,
    School,
    Matter,
    Role,
    Told,
    Door,
    MadeAt,
    Outcome,
    Reason,
    DecidedBy,
    DecidedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Enquiries {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let enquiries = Table::create()
            .table(EnquiriesTable::Table)
            .col(string(EnquiriesTable::Code).primary_key())
            .col(string(EnquiriesTable::Person))
            .col(string(EnquiriesTable::School))
            .col(string(EnquiriesTable::Matter))
            .col(string(EnquiriesTable::Role))
            .col(text(EnquiriesTable::Told))
            .col(string(EnquiriesTable::Door))
            .col(timestamp(EnquiriesTable::MadeAt))
            .col(string_null(EnquiriesTable::Outcome))
            .col(string_null(EnquiriesTable::Reason))
            .col(string_null(EnquiriesTable::DecidedBy))
            .col(timestamp_null(EnquiriesTable::DecidedAt))
            .to_owned();
        let by_school = Index::create()
            .name("enquiries_by_school")
            .table(EnquiriesTable::Table)
            .col(EnquiriesTable::School)
            .col(EnquiriesTable::MadeAt)
            .to_owned();
        manager.create_table(enquiries).await?;
        manager.create_index(by_school).await
    }
}
