//! What was asked: questions without an answer, counts by day and year group, what people found helpful. Counts, never people.

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::{opinion, topic, unanswered};
use super::{Opinion, Store, StoreError, TopicCount, Unanswered};

/// What was noted since the last time it was written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// How often something was asked.
    pub topics: Vec<TopicCount>,
    /// School, time, year group (0 where nobody said) and scrubbed words of questions without an answer.
    pub unanswered: Vec<(String, NaiveDateTime, i32, String)>,
}

impl Store {
    /// Writes down what was noted, in one transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn write_noted(&self, noted: Noted) -> Result<(), StoreError> {
        if noted == Noted::default() {
            return Ok(());
        }
        let (_first, transaction) = self.begin().await?;
        for counted in noted.topics {
            let more = counted.count;
            let row = topic::ActiveModel {
                day: Set(counted.day),
                school: Set(counted.school),
                year: Set(counted.year),
                topic: Set(counted.topic),
                count: Set(more),
            };
            let known = [topic::Column::Day, topic::Column::School, topic::Column::Year, topic::Column::Topic];
            let add = Expr::col((topic::Entity, topic::Column::Count)).add(more);
            let on_conflict = OnConflict::columns(known).value(topic::Column::Count, add).to_owned();
            topic::Entity::insert(row).on_conflict(on_conflict).exec_without_returning(&transaction).await?;
        }
        for (school, at, year, words) in noted.unanswered {
            let row = unanswered::ActiveModel {
                school: Set(school),
                at: Set(at),
                year: Set(year),
                words: Set(words),
                ..Default::default()
            };
            unanswered::Entity::insert(row).exec_without_returning(&transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Questions without an answer since a time, oldest first; of one school, or of all where none is named.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn unanswered(&self, school: Option<&str>, since: NaiveDateTime) -> Result<Vec<Unanswered>, StoreError> {
        let mut found = unanswered::Entity::find().filter(unanswered::Column::At.gte(since));
        if let Some(school) = school {
            found = found.filter(unanswered::Column::School.eq(school));
        }
        Ok(found.order_by_asc(unanswered::Column::Id).all(&self.database).await?)
    }

    /// Lets questions go that have been dealt with; only those of the school, where one is named.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn drop_unanswered(&self, school: Option<&str>, ids: &[i32]) -> Result<u64, StoreError> {
        let _first = self.first().await?;
        let mut gone = unanswered::Entity::delete_many().filter(unanswered::Column::Id.is_in(ids.to_vec()));
        if let Some(school) = school {
            gone = gone.filter(unanswered::Column::School.eq(school));
        }
        Ok(gone.exec(&self.database).await?.rows_affected)
    }

    /// Counts from one day to another, both included; of one school, or of all where none is named.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn topic_counts(
        &self,
        school: Option<&str>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<TopicCount>, StoreError> {
        let mut found = topic::Entity::find().filter(topic::Column::Day.between(from, to));
        if let Some(school) = school {
            found = found.filter(topic::Column::School.eq(school));
        }
        Ok(found.all(&self.database).await?)
    }

    /// Counts that somebody found a passage helpful, or not.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_opinion(
        &self,
        passage: &str,
        school: &str,
        day: NaiveDate,
        helpful: bool,
    ) -> Result<(), StoreError> {
        let _first = self.first().await?;
        let (yes, no) = (i32::from(helpful), i32::from(!helpful));
        let row = opinion::ActiveModel {
            passage: Set(passage.to_owned()),
            day: Set(day),
            school: Set(school.to_owned()),
            helpful: Set(yes),
            not_helpful: Set(no),
        };
        let known = [opinion::Column::Passage, opinion::Column::Day, opinion::Column::School];
        let add = |column, more: i32| Expr::col((opinion::Entity, column)).add(more);
        let on_conflict = OnConflict::columns(known)
            .value(opinion::Column::Helpful, add(opinion::Column::Helpful, yes))
            .value(opinion::Column::NotHelpful, add(opinion::Column::NotHelpful, no))
            .to_owned();
        opinion::Entity::insert(row).on_conflict(on_conflict).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// What people found helpful; of one school, or of all where none is named.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn opinions(&self, school: Option<&str>) -> Result<Vec<Opinion>, StoreError> {
        let mut found = opinion::Entity::find();
        if let Some(school) = school {
            found = found.filter(opinion::Column::School.eq(school));
        }
        Ok(found.all(&self.database).await?)
    }
}
