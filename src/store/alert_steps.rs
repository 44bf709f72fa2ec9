//! Alerts as the people see them to whom they go: seen, recorded in the school's own system, or a false alarm.

use chrono::NaiveDateTime;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::{alert, alert_step};
use super::{AlertRow, AlertStep, Store, StoreError};

/// An alert with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAlert {
    /// The alert. Its words are empty once they are forgotten.
    pub alert: AlertRow,
    /// What became of it, in order.
    pub steps: Vec<AlertStep>,
}

impl KeptAlert {
    /// When a step was taken first, if it was.
    pub fn step(&self, name: &str) -> Option<&AlertStep> {
        self.steps.iter().find(|step| step.step == name)
    }
}

impl Store {
    /// All alerts of a school, newest first; of all schools where none is named.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn kept_alerts(&self, school: Option<&str>) -> Result<Vec<KeptAlert>, StoreError> {
        let mut found = alert::Entity::find().order_by_desc(alert::Column::Id);
        if let Some(school) = school {
            found = found.filter(alert::Column::School.eq(school));
        }
        let alerts = found.all(&self.database).await?;
        let steps = alert_step::Entity::find().order_by_asc(alert_step::Column::Id).all(&self.database).await?;
        let of = |id| steps.iter().filter(|step| step.alert == id).cloned().collect();
        Ok(alerts.into_iter().map(|alert| KeptAlert { steps: of(alert.id), alert }).collect())
    }

    /// Writes down a step of an alert of this school; false if there is no such alert, or the step was taken before.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn take_alert_step(
        &self,
        school: Option<&str>,
        id: i32,
        step: &str,
        who: &str,
        now: NaiveDateTime,
    ) -> Result<bool, StoreError> {
        let (_first, transaction) = self.begin().await?;
        let known = alert::Entity::find_by_id(id).one(&transaction).await?;
        let Some(known) = known.filter(|known| school.is_none_or(|school| known.school == school)) else {
            return Ok(false);
        };
        let taken = alert_step::Entity::find()
            .filter(alert_step::Column::Alert.eq(id))
            .filter(alert_step::Column::Step.eq(step))
            .one(&transaction)
            .await?;
        if taken.is_some() {
            return Ok(false);
        }
        // Who recorded it or calls it a false alarm has seen it; the letters about it stop.
        if known.seen_at.is_none() {
            alert::Entity::update_many()
                .col_expr(alert::Column::SeenAt, Expr::value(now))
                .col_expr(alert::Column::SeenBy, Expr::value(who))
                .filter(alert::Column::Id.eq(id))
                .exec(&transaction)
                .await?;
        }
        if step == "recorded" {
            alert::Entity::update_many()
                .col_expr(alert::Column::RecordedAt, Expr::value(now))
                .filter(alert::Column::Id.eq(id))
                .exec(&transaction)
                .await?;
        }
        let row = alert_step::ActiveModel {
            alert: Set(id),
            step: Set(step.to_owned()),
            who: Set(who.to_owned()),
            at: Set(now),
            ..Default::default()
        };
        alert_step::Entity::insert(row).exec_without_returning(&transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
