//! What is kept of a person, shown and erased by the codes of their requests: for whoever asks to see it, at the desk or on the command
//! line.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::Staff;
use crate::booking::Code;
use crate::store::{Erased, Held, RetentionSettings, Store, StoreError};

/// What no code shows or erases, and why. It is said whether or not there is anything, because somebody whom a child is afraid of may
/// read it.
pub const EXEMPT: &str = "Safeguarding alerts, if there are any, are not shown or erased by code: they are kept to keep somebody safe, and that goes \
                          before. The safeguarding lead decides about them, and the school answers questions about them.";

/// Everything that is kept under codes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export {
    /// The code, or several with commas between.
    pub code: String,
    /// When it was looked up, London time.
    pub exported_at: String,
    /// What is kept, by kind.
    pub held: Vec<Held>,
    /// What is not in it, and why.
    pub not_here: &'static str,
}

/// What was erased, for whoever asked for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Receipt {
    /// The code, or several with commas between.
    pub code: String,
    /// When, London time.
    pub erased_at: String,
    /// True where nothing was erased, and it is only said what would go.
    pub dry_run: bool,
    /// What went, by kind.
    pub erased: Vec<Erased>,
    /// What stayed, and why.
    pub not_erased: &'static str,
}

/// Everything that is kept under these codes; nothing where there is nothing.
///
/// # Errors
/// If the store fails.
pub async fn export(
    store: &Store,
    codes: &[Code],
    settings: RetentionSettings,
    now: NaiveDateTime,
) -> Result<Option<Export>, StoreError> {
    let mut held: Vec<Held> = Vec::new();
    for code in codes {
        for more in store.held(code, settings).await? {
            match held.iter_mut().find(|known| known.what == more.what) {
                Some(known) => known.rows.extend(more.rows),
                None => held.push(more),
            }
        }
    }
    let export = Export { code: listed(codes), exported_at: moment(now), held, not_here: EXEMPT };
    Ok((!export.held.is_empty()).then_some(export))
}

/// What would go if everything under these codes was erased; nothing where there is nothing.
///
/// # Errors
/// If the store fails.
pub async fn would_erase(
    store: &Store,
    codes: &[Code],
    settings: RetentionSettings,
    now: NaiveDateTime,
) -> Result<Option<Receipt>, StoreError> {
    let held = export(store, codes, settings, now).await?.map(|export| export.held).unwrap_or_default();
    let rows = |held: Held| Erased { what: held.what, rows: held.rows.len() as u64 };
    Ok(receipt(codes, true, held.into_iter().map(rows).collect(), now))
}

/// Erases everything that is kept under these codes and may be erased; nothing where there is nothing.
///
/// # Errors
/// If the store fails; what stands under one code went wholly or not at all.
pub async fn erase(store: &Store, codes: &[Code], now: NaiveDateTime) -> Result<Option<Receipt>, StoreError> {
    let mut erased: Vec<Erased> = Vec::new();
    for code in codes {
        for more in store.erase(code).await? {
            match erased.iter_mut().find(|known| known.what == more.what) {
                Some(known) => known.rows += more.rows,
                None => erased.push(more),
            }
        }
    }
    Ok(receipt(codes, false, erased, now))
}

impl Staff {
    /// The same, and whoever listens learns of it.
    ///
    /// # Errors
    /// If the store fails; what stands under one code went wholly or not at all.
    pub async fn erase(&self, codes: &[Code], now: NaiveDateTime) -> Result<Option<Receipt>, StoreError> {
        let receipt = erase(&self.store, codes, now).await?;
        for code in codes {
            self.changed.send(code.clone()).ok();
        }
        Ok(receipt)
    }
}

fn receipt(codes: &[Code], dry_run: bool, erased: Vec<Erased>, now: NaiveDateTime) -> Option<Receipt> {
    let receipt = Receipt { code: listed(codes), erased_at: moment(now), dry_run, erased, not_erased: EXEMPT };
    (!receipt.erased.is_empty()).then_some(receipt)
}

fn listed(codes: &[Code]) -> String {
    codes.iter().map(Code::to_string).collect::<Vec<_>>().join(", ")
}

fn moment(now: NaiveDateTime) -> String {
    now.format("%Y-%m-%d %H:%M").to_string()
}
