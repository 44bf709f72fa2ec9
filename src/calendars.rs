//! Reads the calendars that advisers publish, so that nobody is offered a time at which the adviser is busy. The last good copy stays in force
//! until a newer one could be read; why it could not is kept for staff to see.

use std::time::Duration;

use chrono::{Days, NaiveDateTime};
use thiserror::Error;

use crate::booking::{AdviserId, Busy, BusyError, Span};
use crate::store::{Store, StoreError};

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How far ahead a calendar is read, in days.
const AHEAD: u64 = 400;

/// How often calendars are read while the house is open.
pub const EVERY: Duration = Duration::from_secs(15 * 60);

/// The most that is read of an address, in bytes.
const MOST: usize = 11_000_000;

/// Why a calendar could not be read.
#[derive(Debug, Error)]
pub enum CalendarError {
    /// Nobody answers at the address.
    #[error("the calendar's address does not answer; check it, or publish the calendar again")]
    Unreachable,
    /// The address refused.
    #[error("the calendar's address answered with {0}; check it, or publish the calendar again")]
    Refused(u16),
    /// What came is no calendar.
    #[error(transparent)]
    NoCalendar(#[from] BusyError),
}

/// Reads every published calendar and keeps what it says: how many busy times each has, or the trouble with it.
///
/// # Errors
/// If the store fails; a calendar that cannot be read is no error.
pub async fn read_all(
    store: &Store,
    now: NaiveDateTime,
) -> Result<Vec<(AdviserId, Result<usize, String>)>, StoreError> {
    let mut outcomes = Vec::new();
    for kept in store.advisers().await? {
        let Some(address) = &kept.adviser.calendar else { continue };
        let within = Span { from: now, to: now + Days::new(AHEAD) };
        let outcome = match read(address, within).await {
            Ok(busy) => {
                store.set_busy(&kept.adviser.id, Ok(&busy.times), now).await?;
                Ok(busy.times.len())
            }
            Err(error) => {
                let trouble = error.to_string();
                store.set_busy(&kept.adviser.id, Err(&trouble), now).await?;
                Err(trouble)
            }
        };
        outcomes.push((kept.adviser.id, outcome));
    }
    Ok(outcomes)
}

async fn read(address: &str, within: Span) -> Result<Busy, CalendarError> {
    let client = reqwest::Client::builder().timeout(PATIENCE).build().map_err(|_| CalendarError::Unreachable)?;
    // Calendar programs copy the address with a scheme of their own.
    let address = address.replacen("webcal://", "https://", 1);
    let mut response = client.get(address).send().await.map_err(|_| CalendarError::Unreachable)?;
    if !response.status().is_success() {
        return Err(CalendarError::Refused(response.status().as_u16()));
    }
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|_| CalendarError::Unreachable)? {
        bytes.extend_from_slice(&part);
        if bytes.len() > MOST {
            return Err(BusyError::TooLong.into());
        }
    }
    Ok(Busy::read(&String::from_utf8_lossy(&bytes), within)?)
}
