//! Everything that is kept of people: what for, until when, how it is shown to them, and how it goes.
//!
//! A new table takes one file here and one line in [`KEPT`]; retention, export and erasure then know it.

mod alerts;
mod doors;
mod enquiries;
mod letters;
mod meetings;
mod requests;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use sea_orm::{DatabaseTransaction, TransactionTrait};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Store, StoreError};
use crate::booking::Code;

/// All that is kept, in the order in which it is erased: what points to a row goes before the row.
static KEPT: &[&dyn Kept] = &[
    &letters::Carried,
    &letters::GivenUp,
    &doors::WriteBack,
    &requests::Requests,
    &doors::Cards,
    &meetings::Meetings,
    &meetings::Records,
    &enquiries::Enquiries,
    &enquiries::Feedback,
    &alerts::Words,
    &alerts::Times,
];

/// When what is kept goes. Defaults are those of the duty of care; the shortest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionSettings {
    /// The month in which the school year ends.
    pub school_year_ends_month: u32,
    /// The last day of the school year in that month.
    pub school_year_ends_day: u32,
    /// For how many days the words of a letter that was given up wait to be sent again.
    pub given_up_letters_days: u32,
    /// For how many days an alert's words stay after it was recorded in the school's own system.
    pub recorded_alerts_days: u32,
    /// For how many months the times of an alert stay.
    pub alert_times_months: u32,
    /// For how many years what was written after a meeting stays (duty of care: Guidance record). A school that keeps it to leaving and
    /// longer sets more.
    pub records_years: u32,
    /// For how many months messages of providers, employers and complaints stay (duty of care: Provider access requests).
    pub enquiries_months: u32,
    /// For how many months feedback stays; it has no name on it (duty of care: Feedback).
    pub feedback_months: u32,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            school_year_ends_month: 8,
            school_year_ends_day: 31,
            given_up_letters_days: 30,
            recorded_alerts_days: 7,
            alert_times_months: 24,
            records_years: 3,
            enquiries_months: 24,
            feedback_months: 12,
        }
    }
}

/// One kind of thing that is kept, as people may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Keeping {
    /// What.
    pub what: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// Until when, by the settings in force.
    pub until: String,
    /// How many are over now.
    pub over: u64,
}

/// What is kept under a code, of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// What kind.
    pub what: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// Until when.
    pub until: String,
    /// The rows.
    pub rows: Vec<Value>,
}

/// What was erased of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// What kind.
    pub what: &'static str,
    /// How many rows.
    pub rows: u64,
}

/// One kind of thing that is kept.
#[async_trait::async_trait]
trait Kept: Sync {
    /// What it is.
    fn what(&self) -> &'static str;

    /// What it is kept for.
    fn purpose(&self) -> &'static str;

    /// Until when, in words.
    fn until(&self, settings: &RetentionSettings) -> String;

    /// How many are over.
    async fn over(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError>;

    /// Lets go what is over.
    async fn end(&self, database: &DatabaseTransaction, at: &Moment) -> Result<u64, StoreError>;

    /// What is held under a code; nothing for what is never shown by code.
    async fn of(&self, _database: &DatabaseTransaction, _code: &Code) -> Result<Vec<Value>, StoreError> {
        Ok(Vec::new())
    }

    /// Erases what is held under a code.
    async fn erase(&self, _database: &DatabaseTransaction, _code: &Code) -> Result<u64, StoreError> {
        Ok(0)
    }
}

/// Now, and the settings by which something is over.
struct Moment {
    now: NaiveDateTime,
    settings: RetentionSettings,
}

impl Moment {
    /// The last day of the last school year that is over.
    fn last_school_year(&self) -> NaiveDate {
        let today = self.now.date();
        let this_year = self.settings.school_year_end(today.year());
        if this_year < today { this_year } else { self.settings.school_year_end(today.year() - 1) }
    }

    /// The first moment that is not over yet, of what goes with a school year.
    fn this_school_year(&self) -> NaiveDateTime {
        (self.last_school_year() + Days::new(1)).and_time(chrono::NaiveTime::MIN)
    }
}

impl RetentionSettings {
    /// The last day of the school year that ends in a year; what is no date is read as 31 August.
    fn school_year_end(&self, year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, self.school_year_ends_month, self.school_year_ends_day)
            .or_else(|| NaiveDate::from_ymd_opt(year, 8, 31))
            .expect("31 August is in every year")
    }

    fn year_end_in_words(&self) -> String {
        self.school_year_end(2026).format("%-d %B").to_string()
    }
}

impl Store {
    /// Everything that is kept, and how much of it is over.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keeping(&self, settings: RetentionSettings, now: NaiveDateTime) -> Result<Vec<Keeping>, StoreError> {
        let (transaction, at) = (self.database.begin().await?, Moment { now, settings });
        let mut all = Vec::new();
        for kept in KEPT {
            let over = kept.over(&transaction, &at).await?;
            all.push(Keeping { what: kept.what(), purpose: kept.purpose(), until: kept.until(&settings), over });
        }
        Ok(all)
    }

    /// Lets go everything that is over, and says how much of each kind.
    ///
    /// # Errors
    /// If the database fails; then nothing went.
    pub async fn let_go(&self, settings: RetentionSettings, now: NaiveDateTime) -> Result<Vec<Erased>, StoreError> {
        let ((_first, transaction), at) = (self.begin().await?, Moment { now, settings });
        let mut gone = Vec::new();
        for kept in KEPT {
            gone.push(Erased { what: kept.what(), rows: kept.end(&transaction, &at).await? });
        }
        transaction.commit().await?;
        Ok(gone)
    }

    /// Everything that is held under a code and may be shown.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn held(&self, code: &Code, settings: RetentionSettings) -> Result<Vec<Held>, StoreError> {
        let transaction = self.database.begin().await?;
        let mut all = Vec::new();
        for kept in KEPT {
            let rows = kept.of(&transaction, code).await?;
            if !rows.is_empty() {
                all.push(Held { what: kept.what(), purpose: kept.purpose(), until: kept.until(&settings), rows });
            }
        }
        Ok(all)
    }

    /// Erases everything that is held under a code and may be erased; letters that wait are not sent any more.
    ///
    /// # Errors
    /// If the database fails; then nothing was erased.
    pub async fn erase(&self, code: &Code) -> Result<Vec<Erased>, StoreError> {
        let (_first, transaction) = self.begin().await?;
        let mut gone = Vec::new();
        for kept in KEPT {
            let rows = kept.erase(&transaction, code).await?;
            if rows > 0 {
                gone.push(Erased { what: kept.what(), rows });
            }
        }
        transaction.commit().await?;
        Ok(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_over_the_day_after_its_last() {
        let last = |now: &str| {
            let now = now.parse().expect("a moment");
            Moment { now, settings: RetentionSettings::default() }.last_school_year().to_string()
        };
        assert_eq!(last("2026-08-31T23:59:00"), "2025-08-31");
        assert_eq!(last("2026-09-01T00:00:00"), "2026-08-31");
        assert_eq!(last("2027-01-01T00:00:00"), "2026-08-31");
    }
}
