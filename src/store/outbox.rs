//! Letters on their way. Written in the transaction that promises them; claimed by one conditional update; carried at least once.
//!
//! Two clocks: `due_at` is the house's (a test may pin it), leases and retries are the machine's, so that a pinned house still retries.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::sealed::Seal;
use super::tables::outbox::{self, Column};
use crate::letters::{Letter, Purpose, Recipient, Route};

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    /// To be carried.
    Waiting,
    /// A carrier's other side took it.
    Sent,
    /// It was refused for good, or too often. It can be sent again.
    GivenUp,
    /// What it was about was taken back before it was carried.
    Withdrawn,
}

/// A letter as staff see it: no address and no words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posted {
    /// What names it.
    pub key: String,
    /// The school.
    pub school: String,
    /// What it is for.
    pub purpose: String,
    /// The request or alert it is about.
    pub about: String,
    /// By which route.
    pub route: String,
    /// Where it stands.
    pub state: PostState,
    /// When it was written, UTC.
    pub made_at: NaiveDateTime,
    /// Not to be carried before this, UTC.
    pub due_at: NaiveDateTime,
    /// When it is tried next, UTC.
    pub next_at: NaiveDateTime,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was carried, given up or withdrawn, UTC.
    pub ended_at: Option<NaiveDateTime>,
    /// Why it was refused last, without anybody's words.
    pub refusal: Option<String>,
}

/// Who claims letters, and how.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What names this claim and no other.
    pub owner: String,
    /// Now, by the house's clock.
    pub house: DateTime<Utc>,
    /// Now, by the machine's clock.
    pub now: DateTime<Utc>,
    /// How long nobody else may claim them.
    pub lease: TimeDelta,
    /// How many at most.
    pub most: u64,
    /// Only letters about this, if anything.
    pub about: Option<String>,
}

/// A letter that was claimed, with how often it was tried before.
#[derive(Debug)]
pub struct Claimed {
    /// The letter; none if it cannot be opened with the secret of this house.
    pub letter: Option<Letter>,
    /// What names it.
    pub key: String,
    /// How often it was tried before.
    pub tried: u32,
}

/// What is kept closed of a letter.
#[derive(Serialize, Deserialize)]
struct Inside {
    to: Recipient,
    subject: String,
    text: String,
    html: String,
    calendar: Option<String>,
}

impl PostState {
    /// Every state.
    const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::GivenUp, Self::Withdrawn];

    /// The word it is kept under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::GivenUp => "given up",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Puts a letter on its way; the same key again changes nothing.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    seal: &Seal,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let inside = Inside {
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        html: letter.html.clone(),
        calendar: letter.calendar.clone(),
    };
    let inside = serde_json::to_vec(&inside).expect("text can be written as JSON");
    let row = outbox::ActiveModel {
        key: Set(letter.key.clone()),
        school: Set(letter.school.clone()),
        purpose: Set(letter.purpose.word().to_owned()),
        about: Set(letter.about.clone()),
        route: Set(letter.to.route.word().to_owned()),
        urgent: Set(letter.purpose.is_alert()),
        sealed: Set(Some(seal.close(&inside, &letter.key)?)),
        state: Set(PostState::Waiting.word().to_owned()),
        made_at: Set(now.naive_utc()),
        due_at: Set(letter.due_at.naive_utc()),
        next_at: Set(now.naive_utc()),
        attempts: Set(0),
        owner: Set(None),
        lease_until: Set(None),
        ended_at: Set(None),
        refusal: Set(None),
    };
    let once = OnConflict::column(Column::Key).do_nothing().to_owned();
    outbox::Entity::insert(row).on_conflict(once).exec_without_returning(database).await?;
    Ok(())
}

/// Claims letters that are due, alerts first, in one conditional update: of two who claim at the same time only one gets a letter.
pub(super) async fn claim(
    database: &impl ConnectionTrait,
    seal: &Seal,
    claim: &Claim,
) -> Result<Vec<Claimed>, StoreError> {
    let mut keys = Query::select();
    keys.column(Column::Key)
        .from(outbox::Entity)
        .cond_where(free(claim))
        .order_by(Column::Urgent, sea_orm::Order::Desc)
        .order_by(Column::DueAt, sea_orm::Order::Asc)
        .limit(claim.most);
    let taken = outbox::Entity::update_many()
        .col_expr(Column::Owner, Expr::value(claim.owner.clone()))
        .col_expr(Column::LeaseUntil, Expr::value((claim.now + claim.lease).naive_utc()))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Key.in_subquery(keys))
        // Said again outside: a database that waited for another's update looks at these alone.
        .filter(free(claim))
        .exec(database)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(Vec::new());
    }
    let rows = outbox::Entity::find()
        .filter(Column::Owner.eq(&claim.owner))
        .filter(Column::State.eq(PostState::Waiting.word()))
        .order_by_desc(Column::Urgent)
        .order_by_asc(Column::DueAt)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| open(seal, row)).collect())
}

/// What may be claimed.
fn free(claim: &Claim) -> Condition {
    let now = claim.now.naive_utc();
    let free = Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lte(now));
    let about = claim.about.as_ref().map(|about| Column::About.eq(about));
    Condition::all()
        .add(Column::State.eq(PostState::Waiting.word()))
        .add(Column::DueAt.lte(claim.house.naive_utc()))
        .add(Column::NextAt.lte(now))
        .add(free)
        .add_option(about)
}

fn open(seal: &Seal, row: outbox::Model) -> Claimed {
    let tried = u32::try_from(row.attempts - 1).unwrap_or(0);
    let key = row.key.clone();
    Claimed { letter: read(seal, row), key, tried }
}

fn read(seal: &Seal, row: outbox::Model) -> Option<Letter> {
    let inside = seal.open(row.sealed.as_deref()?, &row.key).ok()?;
    let inside: Inside = serde_json::from_slice(&inside).ok()?;
    Some(Letter {
        purpose: Purpose::from_word(&row.purpose)?,
        key: row.key,
        school: row.school,
        to: inside.to,
        about: row.about,
        subject: inside.subject,
        text: inside.text,
        html: inside.html,
        calendar: inside.calendar,
        due_at: row.due_at.and_utc(),
    })
}

/// The letter was taken. Address and words are gone; what it was for and when stays for the school year.
pub(super) async fn sent(database: &impl ConnectionTrait, key: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let done = end(PostState::Sent, now).col_expr(Column::Sealed, Expr::value(None::<Vec<u8>>));
    // Whoever has the lease by now: it was taken, and to send it again would be once too often.
    done.filter(Column::Key.eq(key)).exec(database).await?;
    Ok(())
}

/// The letter was refused; it is tried again at a time.
pub(super) async fn failed(
    database: &impl ConnectionTrait,
    key: &str,
    owner: &str,
    refusal: &str,
    next_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    outbox::Entity::update_many()
        .col_expr(Column::NextAt, Expr::value(next_at.naive_utc()))
        .col_expr(Column::Refusal, Expr::value(refusal))
        .col_expr(Column::Owner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<NaiveDateTime>))
        .filter(Column::Key.eq(key))
        .filter(Column::Owner.eq(owner))
        .exec(database)
        .await?;
    Ok(())
}

/// The letter is not tried any more. It stays closed as it is, so that it can be sent again.
pub(super) async fn given_up(
    database: &impl ConnectionTrait,
    key: &str,
    owner: &str,
    refusal: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    end(PostState::GivenUp, now)
        .col_expr(Column::Refusal, Expr::value(refusal))
        .filter(Column::Key.eq(key))
        .filter(Column::Owner.eq(owner))
        .exec(database)
        .await?;
    Ok(())
}

/// Sends a letter that was given up once more; false if there is none of this key.
pub(super) async fn resend(database: &impl ConnectionTrait, key: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let again = outbox::Entity::update_many()
        .col_expr(Column::State, Expr::value(PostState::Waiting.word()))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::NextAt, Expr::value(now.naive_utc()))
        .col_expr(Column::EndedAt, Expr::value(None::<NaiveDateTime>))
        .filter(Column::Key.eq(key))
        .filter(Column::State.eq(PostState::GivenUp.word()))
        .filter(Column::Sealed.is_not_null())
        .exec(database)
        .await?;
    Ok(again.rows_affected > 0)
}

/// Takes back what still waits about a request, such as reminders of a meeting that was called off.
pub(super) async fn withdraw(
    database: &impl ConnectionTrait,
    about: &str,
    purposes: &[Purpose],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    end(PostState::Withdrawn, now)
        .col_expr(Column::Sealed, Expr::value(None::<Vec<u8>>))
        .filter(Column::About.eq(about))
        .filter(Column::Purpose.is_in(purposes.iter().map(|purpose| purpose.word())))
        .filter(Column::State.eq(PostState::Waiting.word()))
        .exec(database)
        .await?;
    Ok(())
}

/// Letters of a state, or all; the newest first.
pub(super) async fn all(
    database: &impl ConnectionTrait,
    state: Option<PostState>,
    about: Option<&str>,
) -> Result<Vec<Posted>, StoreError> {
    let wanted = Condition::all()
        .add_option(state.map(|state| Column::State.eq(state.word())))
        .add_option(about.map(|about| Column::About.eq(about)));
    let rows =
        outbox::Entity::find().filter(wanted).order_by_desc(Column::MadeAt).order_by_asc(Column::Key).all(database);
    rows.await?.into_iter().map(posted).collect()
}

/// When the next letter that is due by the house's clock is to be tried, by the machine's.
pub(super) async fn next(
    database: &impl ConnectionTrait,
    house: DateTime<Utc>,
) -> Result<Option<NaiveDateTime>, StoreError> {
    let row = outbox::Entity::find()
        .filter(Column::State.eq(PostState::Waiting.word()))
        .filter(Column::DueAt.lte(house.naive_utc()))
        .order_by_asc(Column::NextAt)
        .limit(1)
        .one(database)
        .await?;
    Ok(row.map(|row| Ord::max(row.next_at, row.lease_until.unwrap_or(row.next_at))))
}

fn end(state: PostState, now: DateTime<Utc>) -> sea_orm::UpdateMany<outbox::Entity> {
    outbox::Entity::update_many()
        .col_expr(Column::State, Expr::value(state.word()))
        .col_expr(Column::EndedAt, Expr::value(now.naive_utc()))
        .col_expr(Column::Owner, Expr::value(None::<String>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<NaiveDateTime>))
}

fn posted(row: outbox::Model) -> Result<Posted, StoreError> {
    let state = PostState::from_word(&row.state);
    let known = state.filter(|_| Route::from_word(&row.route).is_some());
    let state = known.ok_or_else(|| StoreError::Row(format!("letter `{}`", row.key)))?;
    Ok(Posted {
        key: row.key,
        school: row.school,
        purpose: row.purpose,
        about: row.about,
        route: row.route,
        state,
        made_at: row.made_at,
        due_at: row.due_at,
        next_at: row.next_at,
        attempts: row.attempts,
        ended_at: row.ended_at,
        refusal: row.refusal,
    })
}
