use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::Code;

/// What an adviser writes down after a meeting. The pupil sees all of it but the private note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The meeting.
    pub code: Code,
    /// The day it was.
    pub met: NaiveDate,
    /// What was talked about.
    pub topics: String,
    /// What was agreed.
    pub actions: Vec<AgreedAction>,
    /// What comes next.
    pub next_step: String,
    /// For the careers team alone: never shown to the pupil, a parent or a tutor.
    pub private_note: String,
    /// Who wrote it.
    pub written_by: String,
    /// When it was written, London time.
    pub written_at: NaiveDateTime,
}

/// Something that was agreed in a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedAction {
    /// What is to be done, and by whom.
    pub what: String,
    /// By when.
    pub by: Option<NaiveDate>,
}
