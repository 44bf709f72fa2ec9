//! The audit trail, and forgetting what is over time.

use chrono::{NaiveDateTime, TimeDelta};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::tables::{desk_link as link, opinion, session, step, topic, unanswered};
use super::{Step, Store, StoreError};

/// How long questions without an answer are kept, scrubbed as they are.
const QUESTIONS: TimeDelta = TimeDelta::days(90);

/// How long the trail and the counts are kept: two years.
const TWO_YEARS: TimeDelta = TimeDelta::days(731);

/// How long what people found helpful is kept.
const A_YEAR: TimeDelta = TimeDelta::days(366);

/// Something somebody did.
#[derive(Debug, Clone)]
pub struct Deed<'a> {
    /// The school it concerns; empty for the house.
    pub school: &'a str,
    /// The account; 0 for nobody who is known.
    pub account: i32,
    /// Name and role.
    pub who: &'a str,
    /// What was done.
    pub did: &'a str,
    /// To what: an id or a code, never words.
    pub of: &'a str,
}

impl Store {
    /// Writes a line of the trail.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn note(&self, deed: Deed<'_>, now: NaiveDateTime) -> Result<(), StoreError> {
        let _first = self.first().await?;
        let row = step::ActiveModel {
            at: Set(now),
            school: Set(deed.school.to_owned()),
            account: Set(deed.account),
            who: Set(deed.who.to_owned()),
            did: Set(deed.did.to_owned()),
            of: Set(deed.of.to_owned()),
            ..Default::default()
        };
        step::Entity::insert(row).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// The last lines of the trail, newest first; of one school, or of all where none is named.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn trail(&self, school: Option<&str>, most: u64) -> Result<Vec<Step>, StoreError> {
        let mut found = step::Entity::find().order_by_desc(step::Column::Id).limit(most);
        if let Some(school) = school {
            found = found.filter(step::Column::School.is_in([school, ""]));
        }
        Ok(found.all(&self.database).await?)
    }

    /// Forgets what is over time: questions after 90 days, what people
    /// found helpful after a year, counts and the trail after two, ended sign-ins and links at once.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_old(&self, now: NaiveDateTime) -> Result<(), StoreError> {
        let _first = self.first().await?;
        let database = &self.database;
        unanswered::Entity::delete_many().filter(unanswered::Column::At.lt(now - QUESTIONS)).exec(database).await?;
        topic::Entity::delete_many().filter(topic::Column::Day.lt((now - TWO_YEARS).date())).exec(database).await?;
        opinion::Entity::delete_many().filter(opinion::Column::Day.lt((now - A_YEAR).date())).exec(database).await?;
        step::Entity::delete_many().filter(step::Column::At.lt(now - TWO_YEARS)).exec(database).await?;
        link::Entity::delete_many().filter(link::Column::EndsAt.lt(now)).exec(database).await?;
        let day_ago = now - TimeDelta::days(1);
        session::Entity::delete_many().filter(session::Column::SeenAt.lt(day_ago)).exec(database).await?;
        Ok(())
    }
}
