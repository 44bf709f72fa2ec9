//! Accounts of the desk, and the one-time links that make them.

use chrono::NaiveDateTime;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use sea_orm::{IntoActiveModel, SqlErr};

use super::tables::{account, desk_link as link, session};
use super::{Account, Link, Store, StoreError};

/// What an account is made of.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name, as colleagues read it.
    pub name: String,
    /// School address.
    pub email: String,
    /// The password's hash.
    pub password: String,
}

/// What became of a one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    /// The account stands, or has its new password.
    Done(Account),
    /// The link is used, over, or none of ours.
    NoLink,
    /// Somebody has an account under this address.
    EmailTaken,
}

impl Store {
    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn has_no_account(&self) -> Result<bool, StoreError> {
        Ok(account::Entity::find().count(&self.database).await? == 0)
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        Ok(account::Entity::find().order_by_asc(account::Column::Name).all(&self.database).await?)
    }

    /// The account of this number.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn account(&self, id: i32) -> Result<Option<Account>, StoreError> {
        Ok(account::Entity::find_by_id(id).one(&self.database).await?)
    }

    /// The account under this address, in small letters.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn account_of(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let found = account::Entity::find().filter(account::Column::Email.eq(email)).one(&self.database);
        Ok(found.await?)
    }

    /// Keeps a one-time link.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn offer_link(&self, offered: Link) -> Result<(), StoreError> {
        let _first = self.first().await?;
        link::Entity::insert(offered.into_active_model()).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// The link whose secret has this hash, while it may be used.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn open_link(&self, hash: &str, now: NaiveDateTime) -> Result<Option<Link>, StoreError> {
        let found = link::Entity::find_by_id(hash)
            .filter(link::Column::UsedAt.is_null())
            .filter(link::Column::EndsAt.gt(now))
            .one(&self.database);
        Ok(found.await?)
    }

    /// Uses a link up and makes its account, or sets its account's password and ends its sessions; all or nothing.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn join(&self, hash: &str, new: NewAccount, now: NaiveDateTime) -> Result<Joined, StoreError> {
        let (_first, transaction) = self.begin().await?;
        // The update takes the link: of two who come at once only one changes a row.
        let taken = link::Entity::update_many()
            .col_expr(link::Column::UsedAt, sea_orm::sea_query::Expr::value(now))
            .filter(link::Column::Id.eq(hash))
            .filter(link::Column::UsedAt.is_null())
            .filter(link::Column::EndsAt.gt(now))
            .exec(&transaction)
            .await?;
        let link = link::Entity::find_by_id(hash).one(&transaction).await?;
        let Some(link) = link.filter(|_| taken.rows_affected == 1) else { return Ok(Joined::NoLink) };
        let kept = match link.account {
            Some(id) => {
                let known = account::Entity::find_by_id(id).one(&transaction).await?;
                let Some(known) = known.filter(|known| known.ended_at.is_none()) else { return Ok(Joined::NoLink) };
                session::Entity::delete_many().filter(session::Column::Account.eq(id)).exec(&transaction).await?;
                end_links(&transaction, id, now).await?;
                let mut known = known.into_active_model();
                known.password = Set(new.password);
                known.update(&transaction).await
            }
            None => {
                let made = account::ActiveModel {
                    school: Set(link.school),
                    name: Set(new.name),
                    email: Set(new.email),
                    role: Set(link.role),
                    password: Set(new.password),
                    made_at: Set(now),
                    ended_at: Set(None),
                    ..Default::default()
                };
                made.insert(&transaction).await
            }
        };
        match kept {
            Ok(account) => {
                transaction.commit().await?;
                Ok(Joined::Done(account))
            }
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                Ok(Joined::EmailTaken)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Changes a password and ends all of the account's sessions, and the links by which another could be set.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_password(&self, id: i32, password: &str, now: NaiveDateTime) -> Result<(), StoreError> {
        let (_first, transaction) = self.begin().await?;
        end_links(&transaction, id, now).await?;
        account::Entity::update_many()
            .col_expr(account::Column::Password, sea_orm::sea_query::Expr::value(password))
            .filter(account::Column::Id.eq(id))
            .exec(&transaction)
            .await?;
        session::Entity::delete_many().filter(session::Column::Account.eq(id)).exec(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Gives an account another role; its sessions go on with the new one.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_role(&self, id: i32, role: &str) -> Result<(), StoreError> {
        let _first = self.first().await?;
        account::Entity::update_many()
            .col_expr(account::Column::Role, sea_orm::sea_query::Expr::value(role))
            .filter(account::Column::Id.eq(id))
            .exec(&self.database)
            .await?;
        Ok(())
    }

    /// Ends an account and its sessions at once.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_account(&self, id: i32, now: NaiveDateTime) -> Result<(), StoreError> {
        let (_first, transaction) = self.begin().await?;
        account::Entity::update_many()
            .col_expr(account::Column::EndedAt, sea_orm::sea_query::Expr::value(now))
            .filter(account::Column::Id.eq(id))
            .exec(&transaction)
            .await?;
        session::Entity::delete_many().filter(session::Column::Account.eq(id)).exec(&transaction).await?;
        Ok(transaction.commit().await?)
    }
}

/// Uses up every link that sets this account's password.
async fn end_links(database: &impl ConnectionTrait, id: i32, now: NaiveDateTime) -> Result<(), StoreError> {
    link::Entity::update_many()
        .col_expr(link::Column::UsedAt, sea_orm::sea_query::Expr::value(now))
        .filter(link::Column::Account.eq(id))
        .filter(link::Column::UsedAt.is_null())
        .exec(database)
        .await?;
    Ok(())
}
