use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ActionKey, Actor, AdviserId, AskedBy, Code, Entry, PersonId, ReferredOn, SchoolId, Slot, SlotKey, State, Unfit,
};

/// Something that somebody wants done with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What makes it the same one when it comes again.
    pub key: ActionKey,
    /// The request.
    pub code: Code,
    /// Who wants it. Whether they may speak for the request at all was looked at before.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: What,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A new request.
    Begin(Begin),
    /// A new record of a meeting that was, with nothing booked before it.
    Log(Asked, Slot),
    /// Keep this time while the person answers.
    Hold(SlotKey),
    /// The meeting is to be, at the time that is kept. From a parent whom staff have not checked, it is a request.
    Confirm,
    /// On the waiting list, without a time.
    Wait,
    /// Offer this time to somebody who waits.
    Offer(SlotKey),
    /// Another time instead of the confirmed one, which is kept until then.
    Move(SlotKey),
    /// No meeting, says the team, without a reason.
    Decline,
    /// No meeting, says the team, for the reason of this key in the list of reasons that people may be told.
    DeclineBecause(String),
    /// No meeting, says the person, or the team in their place.
    Cancel,
    /// The person came.
    Attend,
    /// The person did not come.
    Miss,
    /// What was agreed is written down.
    Record,
    /// The parent who asked is who they say they are.
    Check,
    /// These reasons, and no others, weigh on the waiting list.
    Weigh(Vec<String>),
    /// Somebody else of the staff goes on with it.
    ReferOn(ReferredOn),
}

/// A new request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// Who asks, and for whom.
    pub asked: Asked,
    /// Its state: held with a time, requested with or without one, waiting without, confirmed by staff with one.
    pub state: State,
    /// The time.
    pub slot: Option<SlotKey>,
}

/// Who asks, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// For whom.
    pub person: PersonId,
    /// Who asks.
    pub by: AskedBy,
    /// The person's school.
    pub school: SchoolId,
    /// The meeting that it follows.
    pub follows: Option<Code>,
    /// The adviser whose times are offered first; none for the one of the meeting before.
    pub first_adviser: Option<AdviserId>,
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done; the request now stands so.
    Done(State),
    /// It had been done before; nothing was done again.
    DoneBefore(State),
    /// The time cannot be had; what there was is as it was.
    Unfit(Unfit),
    /// Not from this state, or not by this actor.
    NotAllowed(State),
    /// The person has another request open.
    HasOpen(Code),
    /// The code is another request's; draw a new one.
    CodeInUse,
    /// No such request.
    Unknown,
    /// The meeting has not begun yet, so nobody can have come or missed it.
    TooEarly,
    /// The meeting has begun, so it can be neither moved nor called off.
    TooLate,
}

/// Something that happened, for letters, invitations and the team's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The request.
    pub code: Code,
    /// Where it stood before; none for a new one.
    pub from: Option<State>,
    /// Where it stands.
    pub to: State,
    /// Its time before.
    pub old_slot: Option<Slot>,
    /// Its time.
    pub slot: Option<Slot>,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The SEQUENCE that an invitation about it carries.
    pub revision: u32,
}

impl Event {
    pub(super) fn of(before: Option<&Entry>, entry: &Entry, by: Actor) -> Self {
        Self {
            code: entry.code.clone(),
            from: before.map(|before| before.state),
            to: entry.state,
            old_slot: before.and_then(|before| before.slot.clone()),
            slot: entry.slot.clone(),
            by,
            at: entry.changed_at,
            revision: entry.revision,
        }
    }
}

/// What an action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The request: where a beginning came again with a newly drawn code, the first one.
    pub code: Code,
    /// What became of it.
    pub outcome: Outcome,
    /// What happened: what ran out before it, then the action's own.
    pub events: Vec<Event>,
}
