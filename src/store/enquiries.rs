//! Messages for somebody at the school, and what became of them.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::enquiry::{self, Column};
use super::{Store, StoreError, written};
use crate::booking::Code;
use crate::enquiry::{Decision, Enquiry, Outcome};
use crate::knowledge::Matter;
use crate::school::Role;

impl Store {
    /// The messages of a school, newest first; of all schools where none is named.
    ///
    /// # Errors
    /// If the database fails or a row cannot be read.
    pub async fn enquiries(&self, school: Option<&str>) -> Result<Vec<Enquiry>, StoreError> {
        let mut found = enquiry::Entity::find().order_by_desc(Column::MadeAt).order_by_asc(Column::Code);
        if let Some(school) = school {
            found = found.filter(Column::School.eq(school));
        }
        found.all(&self.database).await?.into_iter().map(read).collect()
    }

    /// The message with this code.
    ///
    /// # Errors
    /// If the database fails or the row cannot be read.
    pub async fn enquiry(&self, code: &Code) -> Result<Option<Enquiry>, StoreError> {
        enquiry::Entity::find_by_id(code.signs()).one(&self.database).await?.map(read).transpose()
    }

    /// Writes down what became of a message; false if there is none with this code or something became of it before.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn close_enquiry(&self, code: &Code, decision: &Decision) -> Result<bool, StoreError> {
        let _first = self.first().await?;
        let closed = enquiry::Entity::update_many()
            .col_expr(Column::Outcome, Expr::value(decision.outcome.word()))
            .col_expr(Column::Reason, Expr::value(decision.reason.as_str()))
            .col_expr(Column::DecidedBy, Expr::value(decision.by.as_str()))
            .col_expr(Column::DecidedAt, Expr::value(decision.at))
            .filter(Column::Code.eq(code.signs()))
            .filter(Column::Outcome.is_null())
            .exec(&self.database)
            .await?;
        Ok(closed.rows_affected > 0)
    }
}

pub(super) async fn insert(database: &impl ConnectionTrait, kept: &Enquiry) -> Result<(), StoreError> {
    let row = enquiry::ActiveModel {
        code: Set(kept.code.signs().to_owned()),
        person: Set(kept.person.clone()),
        school: Set(kept.school.clone()),
        matter: Set(kept.matter.word().to_owned()),
        role: Set(kept.to.key().to_owned()),
        told: Set(written(&kept.told)?),
        door: Set(kept.door.clone()),
        made_at: Set(kept.made_at),
        ..Default::default()
    };
    enquiry::Entity::insert(row).exec_without_returning(database).await?;
    Ok(())
}

fn read(row: enquiry::Model) -> Result<Enquiry, StoreError> {
    let unread = || StoreError::Row(format!("message with the code `{}`", row.code));
    let decision = match (&row.outcome, row.decided_at) {
        (Some(outcome), Some(at)) => {
            let outcome = Outcome::from_word(outcome).ok_or_else(unread)?;
            let said = |text: &Option<String>| text.clone().unwrap_or_default();
            Some(Decision { outcome, reason: said(&row.reason), by: said(&row.decided_by), at })
        }
        _ => None,
    };
    Ok(Enquiry {
        code: Code::parse(&row.code).ok_or_else(unread)?,
        matter: Matter::from_word(&row.matter).ok_or_else(unread)?,
        to: Role::all().find(|role| role.key() == row.role).ok_or_else(unread)?,
        told: serde_json::from_str(&row.told).map_err(|_| unread())?,
        decision,
        person: row.person,
        school: row.school,
        door: row.door,
        made_at: row.made_at,
    })
}
