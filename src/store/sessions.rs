//! Sign-ins that last, known by the hash of what the cookie holds.

use chrono::{NaiveDateTime, TimeDelta};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::tables::{account, session};
use super::{Account, Session, Store, StoreError};

/// How long a sign-in lasts.
#[derive(Debug, Clone, Copy)]
pub struct Lasting {
    /// Without being used.
    pub idle: TimeDelta,
    /// At most.
    pub whole: TimeDelta,
}

/// Who used a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// Somebody who opened a page or sent a form.
    ByAPerson,
    /// A page that keeps itself fresh: that is no use, and the sign-in ends all the same.
    ByItself,
}

/// How often the last use is written down: a page a second shall not be a write a second.
const SEEN: TimeDelta = TimeDelta::seconds(60);

impl Store {
    /// Keeps a sign-in.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn begin_session(&self, begun: Session) -> Result<(), StoreError> {
        let _first = self.first().await?;
        session::Entity::insert(begun.into_active_model()).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// Whose sign-in has this hash, while it lasts and the account does.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn signed_in(
        &self,
        hash: &str,
        now: NaiveDateTime,
        lasting: Lasting,
        used: Used,
    ) -> Result<Option<Account>, StoreError> {
        let Some(found) = session::Entity::find_by_id(hash).one(&self.database).await? else { return Ok(None) };
        if now - found.seen_at > lasting.idle || now - found.began_at > lasting.whole {
            self.end_session(hash).await?;
            return Ok(None);
        }
        if used == Used::ByAPerson && now - found.seen_at > SEEN {
            let _first = self.first().await?;
            session::Entity::update_many()
                .col_expr(session::Column::SeenAt, sea_orm::sea_query::Expr::value(now))
                .filter(session::Column::Id.eq(hash))
                .exec(&self.database)
                .await?;
        }
        let account = account::Entity::find_by_id(found.account).one(&self.database).await?;
        Ok(account.filter(|account| account.ended_at.is_none()))
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        let _first = self.first().await?;
        session::Entity::delete_by_id(hash).exec(&self.database).await?;
        Ok(())
    }
}
