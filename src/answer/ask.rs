use chrono::NaiveDate;

use super::{Explanation, OpenQuestions};
use crate::chat::{Audience, Block, Choice, Kind, Reply};
use crate::knowledge::{Library, Matter};
use crate::language::Evidence;
use crate::phrases::Phrases;
use crate::school::School;
use crate::search::{Index, JobSide};

/// Everything an answer may look at.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// What is known.
    pub library: &'a Library,
    /// How it is found.
    pub index: &'a Index,
    /// How an open question is known.
    pub open: &'a OpenQuestions,
    /// What words weigh as evidence that a message is beyond the house.
    pub strange: &'a Evidence,
    /// How it is framed.
    pub phrases: &'a Phrases,
    /// Whose pupils ask.
    pub school: &'a School,
    /// The day, in London.
    pub today: NaiveDate,
    /// Who asks, where known.
    pub audience: Option<Audience>,
    /// The year group, where known.
    pub year: Option<u8>,
    /// The key by which routes rotate.
    pub rotation: u64,
    /// What was talked about before.
    pub frame: Option<&'a Frame>,
    /// Whether the message is about another country's system.
    pub elsewhere: bool,
    /// Whether easy words are wanted, where there are any.
    pub easy: bool,
}

/// An answer with what a conversation must remember of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What a person reads.
    pub reply: Reply,
    /// Ids of the passages it shows.
    pub shown: Vec<String>,
    /// 0 to 1.
    pub confidence: f32,
    /// What it is about, for what follows.
    pub frame: Option<Frame>,
    /// Choices offered.
    pub offers: Vec<Offer>,
    /// Whether it says that there is no reviewed answer to a question that may be ours.
    pub gap: bool,
    /// How it came about.
    pub explanation: Explanation,
}

/// What an answer was about, in words of our own: never the person's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The subject.
    pub subject: String,
    /// The ask of ours that met the question.
    pub ask: String,
    /// Id of the passage shown, if it was one.
    pub passage: Option<String>,
}

/// A choice and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The words on the button.
    pub label: String,
    /// Where a tap leads.
    pub lead: Lead,
}

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To a passage.
    Passage(String),
    /// To the same passage in easy words.
    Easy(String),
    /// To a side of a job.
    Job(String, JobSide),
    /// To a step of a journey.
    Step(String, String),
    /// To asking for an interview.
    Book,
    /// To a message for somebody at the school.
    Enquire(Matter),
}

impl Answer {
    /// An answer of one kind and these blocks, with its choices drawn last but for the sources.
    pub(super) fn new(
        kind: Kind,
        mut blocks: Vec<Block>,
        offers: Vec<Offer>,
        sources: Vec<crate::chat::SourceLine>,
    ) -> Self {
        if !offers.is_empty() {
            blocks.push(Block::Choices(offers.iter().map(|offer| Choice::new(&offer.label)).collect()));
        }
        if !sources.is_empty() {
            blocks.push(Block::Sources(sources));
        }
        Self {
            reply: Reply { kind, blocks },
            shown: Vec::new(),
            confidence: 0.0,
            frame: None,
            offers,
            gap: false,
            explanation: Explanation::default(),
        }
    }
}
