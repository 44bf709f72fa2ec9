//! What the careers desk keeps: accounts, sessions, the trail, questions, answers of the school's own, measurements.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, integer, integer_null, pk_auto, string, string_null, text, text_null, timestamp, timestamp_null,
};

pub(super) struct Desk;

impl MigrationName for Desk {
    fn name(&self) -> &'static str {
        "m0004_desk"
    }
}

/// A table or column by its name.
fn named(name: &'static str) -> Alias {
    Alias::new(name)
}

fn table(name: &'static str, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(named(name));
    for column in columns {
        table.col(column);
    }
    table
}

fn index(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(named(table));
    for column in columns {
        index.col(named(column));
    }
    index
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        table(
            "accounts",
            vec![
                pk_auto(named("id")),
                string(named("school")),
                string(named("name")),
                string(named("email")),
                string(named("role")),
                string(named("password")),
                timestamp(named("made_at")),
                timestamp_null(named("ended_at")),
            ],
        ),
        table(
            "desk_links",
            vec![
                string(named("id")).primary_key().take(),
                string(named("school")),
                string(named("role")),
                integer_null(named("account")),
                string(named("made_by")),
                timestamp(named("ends_at")),
                timestamp_null(named("used_at")),
            ],
        ),
        table(
            "desk_sessions",
            vec![
                string(named("id")).primary_key().take(),
                integer(named("account")),
                timestamp(named("began_at")),
                timestamp(named("seen_at")),
            ],
        ),
        table(
            "trail",
            vec![
                pk_auto(named("id")),
                timestamp(named("at")),
                string(named("school")),
                integer(named("account")),
                string(named("who")),
                string(named("did")),
                string(named("of")),
            ],
        ),
        table(
            "unanswered",
            vec![
                pk_auto(named("id")),
                string(named("school")),
                timestamp(named("at")),
                integer(named("year")),
                text(named("words")),
            ],
        ),
        table(
            "topic_counts",
            vec![
                date(named("day")),
                string(named("school")),
                integer(named("year")),
                string(named("topic")),
                integer(named("count")),
            ],
        )
        .primary_key(Index::create().col(named("day")).col(named("school")).col(named("year")).col(named("topic")))
        .take(),
        table(
            "opinions",
            vec![
                string(named("passage")),
                date(named("day")),
                string(named("school")),
                integer(named("helpful")),
                integer(named("not_helpful")),
            ],
        )
        .primary_key(Index::create().col(named("passage")).col(named("day")).col(named("school")))
        .take(),
        table(
            "desk_answers",
            vec![
                pk_auto(named("id")),
                string(named("school")),
                string(named("slug")),
                string(named("state")),
                text(named("form")),
                text_null(named("in_force")),
                string(named("title")),
                integer(named("author")),
                string(named("author_name")),
                string_null(named("reader_name")),
                timestamp(named("changed_at")),
                timestamp_null(named("published_at")),
            ],
        ),
        table(
            "switched_off",
            vec![
                pk_auto(named("id")),
                string(named("target")),
                text(named("reason")),
                string(named("by")),
                timestamp(named("at")),
                timestamp_null(named("lifted_at")),
                string_null(named("lifted_by")),
            ],
        ),
        table("knowledge_changes", vec![pk_auto(named("id")), timestamp(named("at")), string(named("what"))]),
        table(
            "audit_runs",
            vec![
                pk_auto(named("id")),
                timestamp(named("at")),
                string(named("school")),
                boolean(named("kept")),
                text(named("figures")),
            ],
        ),
        table(
            "alert_steps",
            vec![
                pk_auto(named("id")),
                integer(named("alert")),
                string(named("step")),
                string(named("who")),
                timestamp(named("at")),
            ],
        ),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Desk {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        let mut email = index("accounts_by_email", "accounts", &["email"]);
        manager.create_index(email.unique().take()).await?;
        manager.create_index(index("trail_by_time", "trail", &["at"])).await?;
        manager.create_index(index("unanswered_by_time", "unanswered", &["at"])).await?;
        manager.create_index(index("alert_steps_by_alert", "alert_steps", &["alert"])).await
    }
}
