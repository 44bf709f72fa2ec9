//! What is laid over the shipped knowledge: pages of the school's own and answers switched off. Every change has a number, and the
//! highest is the version that every copy is to have in force.

use chrono::NaiveDateTime;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use super::tables::{answer, audit_run, knowledge_change, switched_off};
use super::{AuditRun, Change, OwnAnswer, Store, StoreError, SwitchedOff};

impl Store {
    /// The version of what is laid over the shipped knowledge; 0 for nothing.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn knowledge_version(&self) -> Result<i32, StoreError> {
        let last = knowledge_change::Entity::find().order_by_desc(knowledge_change::Column::Id);
        Ok(last.one(&self.database).await?.map_or(0, |change| change.id))
    }

    /// All changes of knowledge, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn knowledge_changes(&self) -> Result<Vec<Change>, StoreError> {
        let all = knowledge_change::Entity::find().order_by_desc(knowledge_change::Column::Id);
        Ok(all.all(&self.database).await?)
    }

    /// All pages of the school's own, drafts and withdrawn ones too, last changed first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn own_answers(&self) -> Result<Vec<OwnAnswer>, StoreError> {
        Ok(answer::Entity::find().order_by_desc(answer::Column::ChangedAt).all(&self.database).await?)
    }

    /// The page of this number.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn own_answer(&self, id: i32) -> Result<Option<OwnAnswer>, StoreError> {
        Ok(answer::Entity::find_by_id(id).one(&self.database).await?)
    }

    /// Keeps a page; a number of 0 is a new one. Where what is in force changes, the version goes up. Gives its number.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_answer(&self, kept: OwnAnswer, what: &str) -> Result<i32, StoreError> {
        let (_first, transaction) = self.begin().await?;
        let before = answer::Entity::find_by_id(kept.id).one(&transaction).await?;
        if before.as_ref().and_then(|before| before.in_force.as_ref()) != kept.in_force.as_ref() {
            change(&transaction, &format!("{what} “{}”", kept.title), kept.changed_at).await?;
        }
        let mut row = kept.into_active_model();
        let kept = if before.is_some() {
            row.reset_all().update(&transaction).await?
        } else {
            row.id = sea_orm::ActiveValue::NotSet;
            row.insert(&transaction).await?
        };
        transaction.commit().await?;
        Ok(kept.id)
    }

    /// Answers switched off, those switched on again too, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn switched_off(&self) -> Result<Vec<SwitchedOff>, StoreError> {
        Ok(switched_off::Entity::find().order_by_desc(switched_off::Column::Id).all(&self.database).await?)
    }

    /// Switches an answer off; nothing changes if it is off already.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn switch_off(&self, target: &str, reason: &str, by: &str, now: NaiveDateTime) -> Result<(), StoreError> {
        let (_first, transaction) = self.begin().await?;
        let already = switched_off::Entity::find()
            .filter(switched_off::Column::Target.eq(target))
            .filter(switched_off::Column::LiftedAt.is_null())
            .one(&transaction)
            .await?;
        if already.is_some() {
            return Ok(());
        }
        let row = switched_off::ActiveModel {
            target: Set(target.to_owned()),
            reason: Set(reason.to_owned()),
            by: Set(by.to_owned()),
            at: Set(now),
            lifted_at: Set(None),
            lifted_by: Set(None),
            ..Default::default()
        };
        switched_off::Entity::insert(row).exec_without_returning(&transaction).await?;
        change(&transaction, &format!("switched off `{target}`"), now).await?;
        Ok(transaction.commit().await?)
    }

    /// Switches an answer on again.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn switch_on(&self, target: &str, by: &str, now: NaiveDateTime) -> Result<(), StoreError> {
        let (_first, transaction) = self.begin().await?;
        let lifted = switched_off::Entity::update_many()
            .col_expr(switched_off::Column::LiftedAt, Expr::value(now))
            .col_expr(switched_off::Column::LiftedBy, Expr::value(by))
            .filter(switched_off::Column::Target.eq(target))
            .filter(switched_off::Column::LiftedAt.is_null())
            .exec(&transaction)
            .await?;
        if lifted.rows_affected > 0 {
            change(&transaction, &format!("switched on `{target}`"), now).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Keeps a measurement of impartiality.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_audit(
        &self,
        school: &str,
        kept: bool,
        figures: &str,
        now: NaiveDateTime,
    ) -> Result<(), StoreError> {
        let _first = self.first().await?;
        let row = audit_run::ActiveModel {
            at: Set(now),
            school: Set(school.to_owned()),
            kept: Set(kept),
            figures: Set(figures.to_owned()),
            ..Default::default()
        };
        audit_run::Entity::insert(row).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// All measurements, oldest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn audits(&self) -> Result<Vec<AuditRun>, StoreError> {
        Ok(audit_run::Entity::find().order_by_asc(audit_run::Column::Id).all(&self.database).await?)
    }
}

async fn change(transaction: &DatabaseTransaction, what: &str, now: NaiveDateTime) -> Result<(), StoreError> {
    let row = knowledge_change::ActiveModel { at: Set(now), what: Set(what.to_owned()), ..Default::default() };
    knowledge_change::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}
