use serde::{Deserialize, Serialize};

use State::*;

/// Where a request for a personal guidance interview stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Made, and waiting for staff to look at it; it may have a time that is kept for it meanwhile.
    Requested,
    /// On the waiting list.
    Waiting,
    /// A time is kept while the person answers the last questions.
    Held,
    /// Staff offered a time from the waiting list; the person has yet to say yes.
    Offered,
    /// The meeting will be.
    Confirmed,
    /// Staff said no.
    Declined,
    /// A hold or the last offer ran out.
    Lapsed,
    /// Taken back.
    Cancelled,
    /// The meeting was.
    Attended,
    /// The person did not come.
    Missed,
    /// The meeting was, and what was agreed is written down.
    Recorded,
}

/// Who moves a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Who asked, pupil or parent, or who holds the code.
    Person,
    /// The careers team.
    Staff,
    /// The house itself, as time passes.
    House,
}

const PERSON: &[Actor] = &[Actor::Person];
const STAFF: &[Actor] = &[Actor::Staff];
const HOUSE: &[Actor] = &[Actor::House];
const PERSON_STAFF: &[Actor] = &[Actor::Person, Actor::Staff];
const PERSON_HOUSE: &[Actor] = &[Actor::Person, Actor::House];
const STAFF_HOUSE: &[Actor] = &[Actor::Staff, Actor::House];
const ALL: &[Actor] = &[Actor::Person, Actor::Staff, Actor::House];

/// Every way a request may begin.
const BEGINNINGS: &[(State, &[Actor])] =
    &[(Requested, PERSON_STAFF), (Waiting, PERSON_STAFF), (Held, PERSON), (Confirmed, STAFF), (Recorded, STAFF)];

/// Every move there is: from, to, and who may.
const MOVES: &[(State, State, &[Actor])] = &[
    (Requested, Requested, HOUSE), // the time it asked for is over, and staff have yet to check who asks
    (Requested, Waiting, STAFF_HOUSE), // staff looked at it, or the time it asked for is over
    (Requested, Offered, STAFF),
    (Requested, Confirmed, STAFF),
    (Requested, Declined, STAFF),
    (Requested, Cancelled, PERSON_STAFF),
    (Waiting, Held, PERSON), // found a time without being offered one
    (Waiting, Offered, STAFF),
    (Waiting, Declined, STAFF),
    (Waiting, Cancelled, PERSON_STAFF),
    (Held, Held, PERSON),          // another time instead
    (Held, Requested, PERSON),     // answered; staff have to check first
    (Held, Waiting, PERSON_HOUSE), // no time suits, or it was on the list before and ran out
    (Held, Confirmed, PERSON),
    (Held, Cancelled, PERSON_STAFF),
    (Held, Lapsed, HOUSE),
    (Offered, Waiting, ALL), // this time does not suit, is withdrawn, or ran out with an offer to come
    (Offered, Confirmed, PERSON_STAFF),
    (Offered, Declined, STAFF),
    (Offered, Cancelled, PERSON_STAFF),
    (Offered, Lapsed, HOUSE),
    (Confirmed, Confirmed, PERSON_STAFF), // moved to another time
    (Confirmed, Waiting, STAFF),          // the team cannot keep it: first on the waiting list
    (Confirmed, Cancelled, PERSON_STAFF),
    (Confirmed, Attended, STAFF),
    (Confirmed, Missed, STAFF),
    (Attended, Missed, STAFF), // a slip of the pen
    (Missed, Attended, STAFF),
    (Attended, Recorded, STAFF),
];

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [State; 11] =
        [Requested, Waiting, Held, Offered, Confirmed, Declined, Lapsed, Cancelled, Attended, Missed, Recorded];

    /// True where a request may begin so, by this actor.
    pub fn may_begin(self, by: Actor) -> bool {
        BEGINNINGS.iter().any(|(state, who)| *state == self && who.contains(&by))
    }

    /// True where this actor may move a request from here to there.
    pub fn may_become(self, to: State, by: Actor) -> bool {
        MOVES.iter().any(|(from, into, who)| *from == self && *into == to && who.contains(&by))
    }

    /// True while the time of such a request is nobody else's. What took place counts as well: its time is used up.
    pub fn blocks(self) -> bool {
        matches!(self, Requested | Held | Offered | Confirmed | Attended | Missed | Recorded)
    }

    /// True where nothing can come of it any more.
    pub fn is_over(self) -> bool {
        !MOVES.iter().any(|(from, _, _)| *from == self)
    }

    /// The word it is kept under.
    pub fn word(self) -> &'static str {
        match self {
            Requested => "requested",
            Waiting => "waiting",
            Held => "held",
            Offered => "offered",
            Confirmed => "confirmed",
            Declined => "declined",
            Lapsed => "lapsed",
            Cancelled => "cancelled",
            Attended => "attended",
            Missed => "missed",
            Recorded => "recorded",
        }
    }

    /// Reads the kept word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The word in JSON, which tells how far a wish got rather than what staff did with it.
    pub fn json(self) -> &'static str {
        match self {
            Requested | Waiting | Offered | Recorded => "logged",
            Held => "asking",
            Confirmed => "booked",
            Declined | Lapsed => "refused",
            Cancelled | Attended | Missed => self.word(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_what_was_agreed() {
        assert!(Held.may_become(Confirmed, Actor::Person));
        assert!(!Waiting.may_become(Offered, Actor::Person), "only staff offer");
        assert!(!Requested.may_become(Confirmed, Actor::Person), "nobody confirms what staff have to check");
        assert!(!Confirmed.may_become(Lapsed, Actor::House), "a confirmed meeting never runs out");
        assert!(!Confirmed.may_become(Waiting, Actor::Person), "only the team puts somebody back");
        assert!(Declined.is_over() && Lapsed.is_over() && Cancelled.is_over() && Recorded.is_over());
        assert!(!Attended.is_over() && !Missed.is_over());
    }

    #[test]
    fn no_move_stands_in_the_table_twice() {
        for (at, (from, to, _)) in MOVES.iter().enumerate() {
            assert!(!MOVES[at + 1..].iter().any(|(f, t, _)| f == from && t == to), "{from:?} {to:?}");
        }
    }

    #[test]
    fn every_state_can_be_reached_and_read_back() {
        for state in State::ALL {
            let reached = BEGINNINGS.iter().any(|(to, _)| *to == state) || MOVES.iter().any(|(_, to, _)| *to == state);
            assert!(reached, "{state:?}");
            assert_eq!(State::from_word(state.word()), Some(state));
        }
    }

    #[test]
    fn json_words_are_those_that_were_agreed() {
        let words: Vec<_> = State::ALL.into_iter().map(State::json).collect();
        assert_eq!(
            words.join(" "),
            "logged logged asking logged booked refused refused cancelled attended missed logged"
        );
    }
}
