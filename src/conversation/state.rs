use chrono::NaiveDateTime;

use crate::answer::{Frame, Offer};
use crate::booking::{ActionKey, Appointment, Book, Code, Draft};
use crate::chat::{Audience, Person};
use crate::enquiry::{self, Enquiry};
use crate::knowledge::Matter;
use crate::school::School;

/// What is remembered of a conversation for thirty minutes: ids and a draft, never the person's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// What was talked about.
    pub frame: Option<Frame>,
    /// Choices offered last.
    pub offers: Vec<Offer>,
    /// A request that is being asked for.
    pub draft: Option<Draft>,
    /// The request that was settled by the last message, so that a second tap is told the same.
    pub settled: Option<Code>,
    /// A message for somebody at the school that is being asked for.
    pub enquiry: Option<enquiry::Draft>,
    /// The message that was passed on by the last words, so that a second tap is told the same.
    pub passed_on: Option<(Code, Matter)>,
    /// Who asks, as the door or the words told: it chooses between wordings of the same facts.
    pub audience: Option<Audience>,
    /// The year group, told the same way: it chooses the age of choice.
    pub year: Option<u8>,
    /// True right after the question whether the person is safe.
    pub asked_if_safe: bool,
}

impl State {
    /// Whether a request was begun in this very conversation and is not settled yet.
    pub fn has_begun(&self, code: &Code) -> bool {
        self.draft.as_ref().and_then(|draft| draft.code.as_ref()) == Some(code)
    }
}

/// What this turn knows beside the message.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// Now, in London.
    pub now: NaiveDateTime,
    /// Who it is.
    pub person: &'a Person,
    /// Whose pupil it is.
    pub school: &'a School,
    /// The door.
    pub door: &'a str,
    /// What was remembered.
    pub state: State,
    /// The advisers, the rules and the diaries; empty where the message has nothing to do with them.
    pub book: &'a Book,
    /// The person's open requests, soonest first.
    pub own: Vec<Appointment>,
    /// The request whose code stands in the message.
    pub named: Option<Appointment>,
    /// The message whose reference stands in the message.
    pub named_enquiry: Option<Enquiry>,
    /// Whether the account proves who somebody is; without, what was asked for before is neither shown nor changed without its code.
    pub linked: bool,
    /// The code a new request would get: drawn outside, because a turn has no dice.
    pub fresh_code: Code,
    /// What makes this turn's changes the same ones when they come again.
    pub fresh_key: ActionKey,
    /// The key by which routes rotate.
    pub rotation: u64,
}
