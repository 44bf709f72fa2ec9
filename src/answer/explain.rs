use std::fmt;

use serde::Serialize;

use crate::search::{Hit, Reading, Term, UNKNOWN};

/// How an answer came about: for `ask --explain`, never for a pupil.
#[derive(Debug, Clone, Default)]
pub struct Explanation {
    /// The score from which a hit is answered with.
    pub threshold: f32,
    /// What speaks for answering and against it.
    pub grounds: Grounds,
    /// Each clause of the message and how it was read.
    pub read: Vec<(String, Reading)>,
    /// What was carried in from before.
    pub carried: Option<String>,
    /// The best candidates.
    pub candidates: Vec<Candidate>,
}

/// What speaks for answering a message and against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Grounds {
    /// The score of the best hit of ours.
    pub best: f32,
    /// The score of the best other hit of ours.
    pub next: f32,
    /// The score of what is nearest of all that is beyond the house.
    pub beyond: f32,
    /// How much the message says, on the scale of the search.
    pub said: f32,
    /// How much of that is words the library does not have, 0 to 1.
    pub unknown: f32,
    /// What its words weigh as evidence that it is beyond the house, in log odds.
    pub strange: f32,
}

/// A candidate with the parts of its score.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its score.
    pub hit: Hit,
    /// The ask that is nearest to the question.
    pub nearest: String,
}

impl Explanation {
    pub(super) fn new(threshold: f32) -> Self {
        Self { threshold, ..Self::default() }
    }

    pub(super) fn carry(&mut self, subject: &str) {
        self.carried = Some(subject.to_owned());
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (clause, reading) in &self.read {
            writeln!(out, "read       “{}” → {}", clause.trim(), terms(reading))?;
        }
        for (typed, meant) in self.read.iter().flat_map(|(_, reading)| &reading.corrections) {
            writeln!(out, "spelling   {typed} → {meant}")?;
        }
        if let Some(subject) = &self.carried {
            writeln!(out, "carried    {subject}")?;
        }
        for Candidate { id, hit, nearest } in &self.candidates {
            let parts = &hit.parts;
            writeln!(
                out,
                "candidate  {:.3}  {id}  (ask {:.3} “{}”, order {:.3}, cover {:.3}, follows {:.3}, bm25 {:.1})",
                hit.score, parts.ask, nearest, parts.order, parts.cover, parts.follows, parts.bm25
            )?;
        }
        let Grounds { beyond, said, unknown, strange, .. } = self.grounds;
        writeln!(out, "grounds    beyond {beyond:.3}, strange {strange:.2}, says {said:.1}, unknown {unknown:.2}")?;
        write!(out, "threshold  {:.2}", self.threshold)
    }
}

/// The terms of a reading with their trust; a word that the library does not have is marked.
fn terms(reading: &Reading) -> String {
    let term = |term: &Term| match term.id {
        UNKNOWN => format!("{}(?)", term.words),
        _ => format!("{}({:.2})", term.words, term.trust),
    };
    reading.terms.iter().map(term).collect::<Vec<_>>().join(" ")
}
