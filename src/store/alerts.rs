//! Disclosures, until the school has them in its own system. The only table in which a person's words stand.

use chrono::NaiveDateTime;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::StoreError;
use super::tables::alert::{self, Column};
use crate::booking::Code;
use crate::chat::Person;
use crate::conversation::Alert;

/// The kind of an alert that tries the routes.
pub const DRILL: &str = "drill";

/// An alert, as those it goes to may see it. Times are London's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// Its number.
    pub id: i32,
    /// What staff name it by.
    pub reference: String,
    /// The school.
    pub school: String,
    /// What it is about.
    pub kind: String,
    /// The message, byte for byte; empty once the school has it in its own system and the days are over.
    pub words: String,
    /// The door it came in by.
    pub door: String,
    /// Whether somebody who works with pupils may be meant.
    pub about_staff: bool,
    /// Whether the head may be meant.
    pub about_head: bool,
    /// When it was raised.
    pub raised_at: NaiveDateTime,
    /// How many rounds of letters have gone out.
    pub rounds: u32,
    /// When the last round went out.
    pub repeated_at: Option<NaiveDateTime>,
    /// When somebody marked it as seen.
    pub seen_at: Option<NaiveDateTime>,
    /// Who did.
    pub seen_by: Option<String>,
    /// When it was said to be in the school's own system.
    pub recorded_at: Option<NaiveDateTime>,
}

/// What may be said of an alert afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Somebody has seen it: letters stop.
    Seen,
    /// It is in the school's own system: our copy of the words goes after some days.
    Recorded,
}

pub(super) async fn insert(
    database: &impl ConnectionTrait,
    raised: &Alert,
    person: &Person,
    school: &str,
    now: NaiveDateTime,
    rounds: i64,
) -> Result<(), StoreError> {
    let row = alert::ActiveModel {
        person: Set(person.key().to_owned()),
        school: Set(school.to_owned()),
        kind: Set(raised.kind.clone()),
        words: Set(raised.words.clone()),
        about_staff: Set(raised.about_staff),
        raised_at: Set(now),
        seen_at: Set(None),
        reference: Set(raised.reference.to_string()),
        about_head: Set(raised.about_head),
        door: Set(raised.door.clone()),
        rounds: Set(rounds),
        repeated_at: Set((rounds > 0).then_some(now)),
        seen_by: Set(None),
        recorded_at: Set(None),
        ..Default::default()
    };
    alert::Entity::insert(row).exec(database).await?;
    Ok(())
}

/// Alerts, the newest first; all, or those that nobody has seen.
pub(super) async fn all(database: &impl ConnectionTrait, unseen_only: bool) -> Result<Vec<Raised>, StoreError> {
    let wanted = Condition::all().add_option(unseen_only.then(|| Column::SeenAt.is_null()));
    let rows = alert::Entity::find().filter(wanted).order_by_desc(Column::RaisedAt).order_by_desc(Column::Id);
    Ok(rows.all(database).await?.into_iter().map(Raised::from).collect())
}

/// Marks an alert; false if there is none of this name, or it is marked so already. What is recorded was seen.
pub(super) async fn mark(
    database: &impl ConnectionTrait,
    reference: &str,
    mark: Mark,
    by: &str,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let seen = alert::Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(now))
        .col_expr(Column::SeenBy, Expr::value(by))
        .filter(named(reference))
        .filter(Column::SeenAt.is_null())
        .exec(database)
        .await?;
    if mark == Mark::Seen {
        return Ok(seen.rows_affected > 0);
    }
    let recorded = alert::Entity::update_many()
        .col_expr(Column::RecordedAt, Expr::value(now))
        .filter(named(reference))
        .filter(Column::RecordedAt.is_null())
        .exec(database)
        .await?;
    Ok(recorded.rows_affected > 0)
}

/// Counts one more round for an alert that nobody has seen; false if another copy did, or somebody has seen it.
pub(super) async fn count_round(
    database: &impl ConnectionTrait,
    raised: &Raised,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let counted = alert::Entity::update_many()
        .col_expr(Column::Rounds, Expr::value(i64::from(raised.rounds) + 1))
        .col_expr(Column::RepeatedAt, Expr::value(now))
        .filter(Column::Id.eq(raised.id))
        .filter(Column::Rounds.eq(i64::from(raised.rounds)))
        .filter(Column::SeenAt.is_null())
        .exec(database)
        .await?;
    Ok(counted.rows_affected == 1)
}

/// By its reference, however that is typed, or by its number.
fn named(reference: &str) -> Condition {
    let typed = Code::parse(reference).map(|code| Column::Reference.eq(code.to_string()));
    let number = reference.trim_start_matches(['A', 'a']).parse::<i32>().ok().map(|id| Column::Id.eq(id));
    // A name that is neither names nothing.
    let none = (typed.is_none() && number.is_none()).then(|| Column::Id.eq(-1));
    Condition::any().add_option(typed).add_option(number).add_option(none)
}

impl From<alert::Model> for Raised {
    fn from(row: alert::Model) -> Self {
        // Alerts of the first version had no reference.
        let reference = if row.reference.is_empty() { format!("A{}", row.id) } else { row.reference };
        Self {
            id: row.id,
            reference,
            school: row.school,
            kind: row.kind,
            words: row.words,
            door: row.door,
            about_staff: row.about_staff,
            about_head: row.about_head,
            raised_at: row.raised_at,
            rounds: u32::try_from(row.rounds).unwrap_or(u32::MAX),
            repeated_at: row.repeated_at,
            seen_at: row.seen_at,
            seen_by: row.seen_by,
            recorded_at: row.recorded_at,
        }
    }
}
