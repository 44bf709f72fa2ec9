//! Requests for an interview, and alerts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, pk_auto, string, text, timestamp, timestamp_null};

pub(super) struct RequestsAndAlerts;

impl MigrationName for RequestsAndAlerts {
    fn name(&self) -> &'static str {
        "m0001_requests_and_alerts"
    }
}

#[derive(DeriveIden)]
enum Requests {
    Table,
    Code,
    Person,
    School,
    Name,
    Year,
    Contact,
    About,
    Preferred,
    ForChild,
    Door,
    MadeAt,
    State,
}

#[derive(DeriveIden)]
enum Alerts {
    Table,
    Id,
    Person,
    School,
    Kind,
    Words,
    AboutStaff,
    RaisedAt,
    SeenAt,
}

#[async_trait::async_trait]
impl MigrationTrait for RequestsAndAlerts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let requests = Table::create()
            .table(Requests::Table)
            .col(string(Requests::Code).primary_key())
            .col(string(Requests::Person))
            .col(string(Requests::School))
            .col(string(Requests::Name))
            .col(string(Requests::Year))
            .col(string(Requests::Contact))
            .col(string(Requests::About))
            .col(string(Requests::Preferred))
            .col(boolean(Requests::ForChild))
            .col(string(Requests::Door))
            .col(timestamp(Requests::MadeAt))
            .col(string(Requests::State))
            .to_owned();
        let by_person = Index::create()
            .name("requests_by_person")
            .table(Requests::Table)
            .col(Requests::Person)
            .col(Requests::State)
            .to_owned();
        let alerts = Table::create()
            .table(Alerts::Table)
            .col(pk_auto(Alerts::Id))
            .col(string(Alerts::Person))
            .col(string(Alerts::School))
            .col(string(Alerts::Kind))
            .col(text(Alerts::Words))
            .col(boolean(Alerts::AboutStaff))
            .col(timestamp(Alerts::RaisedAt))
            .col(timestamp_null(Alerts::SeenAt))
            .to_owned();
        manager.create_table(requests).await?;
        manager.create_index(by_person).await?;
        manager.create_table(alerts).await
    }
}
