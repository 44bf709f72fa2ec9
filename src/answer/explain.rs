use std::fmt;

use crate::search::{Hit, Reading, Term, UNKNOWN};

/// How an answer came about: for `ask --explain`, never for a pupil.
#[derive(Debug, Clone, Default)]
pub struct Explanation {
    /// The score from which a hit is answered with.
    pub threshold: f32,
    /// Each clause of the message and how it was read.
    pub read: Vec<(String, Reading)>,
    /// What was carried in from before.
    pub carried: Option<String>,
    /// The best candidates.
    pub candidates: Vec<Candidate>,
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
