use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::{NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::London;

use crate::app::Clock;

/// The clock of the house: London's, or pinned to a day or a moment.
pub(super) fn clock(pinned: Option<&str>) -> anyhow::Result<Clock> {
    let Some(text) = pinned else { return Ok(Arc::new(|| Utc::now().with_timezone(&London).naive_local())) };
    let moment = read(text).with_context(|| format!("`{text}` is not a day; write 2026-11-21 or 2026-11-21T22:00"))?;
    Ok(Arc::new(move || moment))
}

fn read(text: &str) -> anyhow::Result<NaiveDateTime> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return day.and_hms_opt(12, 0, 0).context("noon is on every day");
    }
    for format in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"] {
        if let Ok(moment) = NaiveDateTime::parse_from_str(text, format) {
            return Ok(moment);
        }
    }
    bail!("not understood")
}
