//! The tables, in the steps in which they came to be, a file a step. A step that has been released is never changed.

mod m0001_requests_and_alerts;
mod m0002_diaries;
mod m0003_outbox;
mod m0004_desk;
mod m0005_links;
mod m0006_teams_references;
mod m0007_enquiries;
mod m0008_staff_cards;

use sea_orm_migration::prelude::*;

pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_requests_and_alerts::RequestsAndAlerts),
            Box::new(m0002_diaries::Diaries),
            Box::new(m0003_outbox::Outbox),
            Box::new(m0004_desk::Desk),
            Box::new(m0005_links::Links),
            Box::new(m0006_teams_references::TeamsReferences),
            Box::new(m0007_enquiries::Enquiries),
            Box::new(m0008_staff_cards::StaffCards),
        ]
    }
}
