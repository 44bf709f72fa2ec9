use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ActionKey, AdviserId, Code, PersonId, SchoolId, Slot, Span, State, What};

/// A request as the diaries see it: where it stands and which time it has. What the person wrote, their name and how to
/// reach them are not here but with the `Request` of the same code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What names it.
    pub code: Code,
    /// For whom.
    pub person: PersonId,
    /// Who asked.
    pub asked_by: AskedBy,
    /// The person's school.
    pub school: SchoolId,
    /// Where it stands.
    pub state: State,
    /// Its time: kept for it, or last kept for it once it is over.
    pub slot: Option<Slot>,
    /// When a hold or an offer ends.
    pub until: Option<DateTime<Utc>>,
    /// Since when it is on the waiting list; a place is kept through holds and offers.
    pub waiting_since: Option<DateTime<Utc>>,
    /// True where the team could not keep a meeting that was confirmed: first on the waiting list, until there is another.
    #[serde(default)]
    pub put_back: bool,
    /// How many offers ran out.
    pub offers_lapsed: u16,
    /// Keys of the reasons that staff gave it on the waiting list. For staff only.
    pub reasons: Vec<String>,
    /// The key of the reason for which the team declined it, where it gave one; the person is told the reason in reviewed words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined_because: Option<String>,
    /// To whom it was referred on last, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_on: Option<ReferredOn>,
    /// The meeting that this one follows.
    pub follows: Option<Code>,
    /// The adviser whose times are offered first: that of the meeting before.
    pub first_adviser: Option<AdviserId>,
    /// How often what the person's calendar shows has changed; the SEQUENCE of an invitation.
    pub revision: u32,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// The actions that changed it lately, so that none does it twice.
    pub done: Vec<ActionKey>,
}

/// Who asked for a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// The pupil or leaver.
    Pupil,
    /// A parent or carer, whom staff have yet to check.
    Parent,
    /// A parent or carer whom staff have checked.
    CheckedParent,
    /// Staff, who referred the pupil.
    Staff,
    /// Somebody who says they are staff, in a conversation that proves nothing; the team has yet to check it.
    Colleague,
}

/// That somebody else of the staff goes on with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferredOn {
    /// Who, as staff read it.
    pub to: String,
    /// The adviser, where it is one: their times come first from then on.
    pub adviser: Option<AdviserId>,
    /// Why, from the school's list.
    pub why: String,
    /// Who referred it.
    pub by: String,
}

/// How many of the latest actions are remembered: many more than a chat can have on the way.
const REMEMBERED: usize = 32;

impl Entry {
    /// True while the person has it still before them: no second request beside it.
    pub fn is_open(&self, now: NaiveDateTime) -> bool {
        match self.state {
            State::Requested | State::Waiting | State::Held | State::Offered => true,
            State::Confirmed => self.slot.as_ref().is_some_and(|slot| slot.span().to > now),
            _ => false,
        }
    }

    /// The time that nobody else can have because of it.
    pub fn blocked(&self) -> Option<Span> {
        self.slot.as_ref().filter(|_| self.state.blocks()).map(Slot::span)
    }

    /// What frees a time that the adviser cannot keep any more. A parent's request that staff have yet to check stays as it is: its time
    /// is nobody's promise, and staff look at it next.
    pub fn set_free(&self) -> Option<What> {
        match self.state {
            State::Confirmed | State::Offered => Some(What::Wait),
            State::Requested if !self.needs_check() => Some(What::Wait),
            State::Held => Some(What::Cancel),
            _ => None,
        }
    }

    /// Staff have to look at it before a time is confirmed.
    pub fn needs_check(&self) -> bool {
        matches!(self.asked_by, AskedBy::Parent | AskedBy::Colleague)
    }

    /// Sets the state and what goes with it.
    pub(super) fn turn(&mut self, to: State, now: DateTime<Utc>) {
        let called_off = self.state == State::Confirmed && matches!(to, State::Cancelled | State::Waiting);
        if to == State::Confirmed || called_off {
            self.revision += 1;
        }
        self.put_back = to != State::Confirmed && (self.put_back || called_off && to == State::Waiting);
        if to == State::Waiting {
            self.waiting_since.get_or_insert(now);
            self.slot = None;
        }
        self.state = to;
        self.until = None;
        self.changed_at = self.changed_at.max(now);
    }

    pub(super) fn has_done(&self, key: &ActionKey) -> bool {
        self.done.contains(key)
    }

    pub(super) fn remember(&mut self, key: ActionKey) {
        if self.done.len() == REMEMBERED {
            self.done.remove(0);
        }
        self.done.push(key);
    }
}
