use crate::knowledge::Side;

/// What a question can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A passage: its page's and its own place in the library.
    Passage {
        /// Index into `Library::pages`.
        page: usize,
        /// Index into the page's passages.
        passage: usize,
    },
    /// A side of a job: its place in `Library::occupations`.
    Job {
        /// Index into `Library::occupations`.
        job: usize,
        /// What is asked about it.
        side: JobSide,
    },
    /// Beyond the house: its place in `AllBeyond::kinds`.
    Beyond(usize),
}

/// What people ask about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobSide {
    /// The work.
    What,
    /// How to get in.
    Entry,
    /// Pay and outlook.
    Money,
}

impl JobSide {
    /// The side of a job that a side of a page corresponds to.
    pub fn of(side: Side) -> Option<Self> {
        match side {
            Side::What => Some(JobSide::What),
            Side::Entry => Some(JobSide::Entry),
            Side::Money => Some(JobSide::Money),
            _ => None,
        }
    }

    /// The side of a page that this side of a job corresponds to.
    pub fn of_page(self) -> Side {
        match self {
            JobSide::What => Side::What,
            JobSide::Entry => Side::Entry,
            JobSide::Money => Side::Money,
        }
    }
}

/// A candidate with its score and where the score comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it leads to.
    pub target: Target,
    /// 0 to 1: how sure the match is.
    pub score: f32,
    /// What the score is made of.
    pub parts: Parts,
}

/// The parts of a score.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    /// Likeness to the nearest ask, 0 to 1.
    pub ask: f32,
    /// Share of neighbouring words in common with it, 0 to 1.
    pub order: f32,
    /// Share of the question's weight that stands anywhere in the passage, 0 to 1.
    pub cover: f32,
    /// Added because it continues what was talked about.
    pub follows: f32,
    /// The nearest ask: its place among those of the passage, the job's side or the kind; behind them stands the title.
    pub nearest: Option<usize>,
    /// tantivy's BM25 score, by which it became a candidate.
    pub bm25: f32,
}
