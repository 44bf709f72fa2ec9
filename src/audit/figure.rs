use serde::Serialize;

/// Everything that was measured in one run.
#[derive(Debug, Clone, Serialize)]
pub struct Audit {
    /// The day it was measured for, as YYYY-MM-DD.
    pub day: String,
    /// The school asked.
    pub school: String,
    /// The figures, in the order of the design.
    pub figures: Vec<Figure>,
    /// The share of attention of each route over many conversations, by age of choice.
    pub shares: Vec<Shares>,
    /// The route cards.
    pub cards: Vec<Card>,
    /// The least even open answers, worst first.
    pub worst: Vec<Named>,
    /// Pairs of cues that got different answers.
    pub apart: Vec<Named>,
}

/// A figure and its limit.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What is measured.
    pub name: String,
    /// How much it is.
    pub value: f64,
    /// What it must be.
    pub limit: Limit,
    /// Over how many answers, cards or pairs.
    pub over: usize,
    /// What it says to somebody who is no statistician.
    pub means: &'static str,
}

/// What a figure must be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
}

/// Attention by route over many conversations.
#[derive(Debug, Clone, Serialize)]
pub struct Shares {
    /// The age of choice: 14, 16 or 18.
    pub age: u8,
    /// Route, share of attention, share of first places; each 0 to 1.
    pub routes: Vec<(String, f64, f64)>,
}

/// A route card, as it compares with the others.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// The age of choice: 14, 16 or 18.
    pub age: u8,
    /// Its words.
    pub words: usize,
    /// Its reading age in years.
    pub reading_age: f64,
    /// The day it was last checked, as YYYY-MM-DD.
    pub checked: String,
}

/// Something named, with its figure.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// The question or card.
    pub name: String,
    /// Its figure.
    pub value: f64,
}

impl Figure {
    /// Whether it keeps its limit.
    pub fn is_kept(&self) -> bool {
        match self.limit {
            Limit::AtLeast(least) => self.value >= least,
            Limit::AtMost(most) => self.value <= most,
        }
    }
}

impl Limit {
    /// The limit as a person reads it.
    pub fn says(self) -> String {
        match self {
            Limit::AtLeast(least) => format!("at least {least}"),
            Limit::AtMost(most) => format!("at most {most}"),
        }
    }
}

impl Audit {
    /// Whether every figure keeps its limit.
    pub fn is_kept(&self) -> bool {
        self.figures.iter().all(Figure::is_kept)
    }
}
