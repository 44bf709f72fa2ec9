use serde::Serialize;

use super::State;
use crate::answer::Explanation;
use crate::booking::{Action, Code, Record, Request};
use crate::chat::Reply;
use crate::enquiry::Enquiry;
use crate::letters::Letter;

/// What became of a message.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What the person reads.
    pub reply: Reply,
    /// What the person reads instead if a staff route accepted the alert in time; only where one is raised.
    pub reply_if_told: Option<Reply>,
    /// What is remembered.
    pub state: State,
    /// What is to be kept before the reply is drawn.
    pub effects: Vec<Effect>,
    /// Where a request stands.
    pub booking: Option<BookingNote>,
    /// Ids of the passages shown.
    pub shown: Vec<String>,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether there was no reviewed answer to a question that may be ours.
    pub gap: bool,
    /// How it came about.
    pub explanation: Explanation,
}

/// Something to be kept, in one transaction with everything else of the turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// What was told with a new request.
    Keep(Request),
    /// A change of a request: it is done on the diaries as they are when it is kept, and if it cannot be done, nothing of the turn is kept.
    Step(Action),
    /// What was written after a meeting.
    Write(Record),
    /// A disclosure, in the child's own words.
    Raise(Alert),
    /// A message for somebody at the school.
    Log(Enquiry),
    /// A letter to be carried.
    Send(Letter),
}

impl Effect {
    /// The change of a request, if this is one.
    pub fn step(&self) -> Option<&Action> {
        if let Effect::Step(action) = self { Some(action) } else { None }
    }
}

/// A disclosure for the people the school has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What it is about.
    pub kind: String,
    /// The message, byte for byte (D09).
    pub words: String,
    /// Whether somebody who works with pupils may be meant (D20).
    pub about_staff: bool,
    /// Whether the headteacher may be meant (D20).
    pub about_head: bool,
    /// What staff name it by.
    pub reference: Code,
    /// The door it came in by.
    pub door: String,
}

/// Where a request stands, for the JSON contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookingNote {
    /// Its state.
    pub state: BookingState,
    /// Its code, once it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The states of the JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BookingState {
    /// Questions are open.
    Asking,
    /// Kept, and waiting for the team.
    Logged,
    /// The meeting will be.
    Booked,
    /// The meeting will be at another time.
    Rescheduled,
    /// Taken back, or stopped before it was sent.
    Cancelled,
    /// Nothing could be done.
    Refused,
}

impl Turn {
    /// A turn that replies and keeps nothing.
    pub fn saying(reply: Reply, state: State) -> Self {
        Self {
            reply,
            reply_if_told: None,
            state,
            effects: Vec::new(),
            booking: None,
            shown: Vec::new(),
            confidence: 1.0,
            gap: false,
            explanation: Explanation::default(),
        }
    }
}
