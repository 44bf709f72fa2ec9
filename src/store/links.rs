//! Links of chat accounts to people at a school: the school hands out a one-time code, and whoever sends it from an account is that
//! person there. The code itself is not kept, only its hash.

use chrono::{NaiveDateTime, TimeDelta};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

use super::tables::link;
use super::{Store, StoreError};
use crate::booking::Code;
use crate::chat::Person;

/// How long a code can be used, in days.
pub const DAYS: i64 = 14;

/// An account that is linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The school.
    pub school: String,
    /// Whom the school gave the code, in its own words (such as a number of its register).
    pub whom: String,
    /// When the code was used.
    pub redeemed_at: NaiveDateTime,
}

/// Draws a code for somebody at a school. It can be used once, by one account, for fourteen days. Returns the code to hand out.
///
/// # Errors
/// If the database fails.
pub async fn draw(store: &Store, school: &str, whom: &str, now: NaiveDateTime) -> Result<Code, StoreError> {
    let mut bits = [0; 8];
    getrandom::fill(&mut bits).expect("the operating system gives random bytes");
    let code = Code::from_bits(u64::from_le_bytes(bits));
    let row = link::ActiveModel {
        code: Set(hashed(&code)),
        school: Set(school.to_owned()),
        whom: Set(whom.to_owned()),
        drawn_at: Set(now),
        ends_at: Set(now + TimeDelta::days(DAYS)),
        person: Set(None),
        redeemed_at: Set(None),
    };
    let _first = store.first().await?;
    link::Entity::insert(row).exec_without_returning(&store.database).await?;
    Ok(code)
}

/// Uses a code, as it was typed, for an account. Returns whether it was good: known at this school, not used before, not too old. One
/// conditional update, so that of two accounts that send it at once one is linked.
///
/// # Errors
/// If the database fails.
pub async fn redeem(
    store: &Store,
    typed: &str,
    school: &str,
    person: &Person,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let Some(code) = Code::parse(typed.trim()) else { return Ok(false) };
    let _first = store.first().await?;
    let used = link::Entity::update_many()
        .col_expr(link::Column::Person, Expr::value(person.key()))
        .col_expr(link::Column::RedeemedAt, Expr::value(now))
        .filter(link::Column::Code.eq(hashed(&code)))
        .filter(link::Column::School.eq(school))
        .filter(link::Column::Person.is_null())
        .filter(link::Column::EndsAt.gt(now))
        .exec(&store.database)
        .await?;
    Ok(used.rows_affected == 1)
}

/// The link of an account at a school, if there is one; the newest of several.
///
/// # Errors
/// If the database fails.
pub async fn of_person(store: &Store, person: &Person, school: &str) -> Result<Option<Link>, StoreError> {
    let row = link::Entity::find()
        .filter(link::Column::Person.eq(person.key()))
        .filter(link::Column::School.eq(school))
        .order_by_desc(link::Column::RedeemedAt)
        .one(&store.database)
        .await?;
    Ok(row.and_then(|row| Some(Link { school: row.school, whom: row.whom, redeemed_at: row.redeemed_at? })))
}

/// Undoes every link of an account.
///
/// # Errors
/// If the database fails.
pub async fn forget(store: &Store, person: &Person) -> Result<(), StoreError> {
    let _first = store.first().await?;
    link::Entity::delete_many().filter(link::Column::Person.eq(person.key())).exec(&store.database).await?;
    Ok(())
}

fn hashed(code: &Code) -> String {
    let mut hash = Sha256::new();
    hash.update(b"link:");
    hash.update(code.signs().as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
