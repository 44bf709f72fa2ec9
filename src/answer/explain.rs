use std::fmt;

use crate::search::{Hit, Reading, UNKNOWN};

/// How an answer came about: for `ask --explain`, never for a pupil.
#[derive(Debug, Clone, Default)]
pub struct Explanation {
    /// The score from which a hit is answered with.
    pub threshold: f32,
    /// Each piece of the message and how it was read.
    pub read: Vec<String>,
    /// Misspellings and what they were taken for.
    pub corrections: Vec<(String, String)>,
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
}

impl Explanation {
    pub(super) fn new(threshold: f32) -> Self {
        Self { threshold, ..Self::default() }
    }

    pub(super) fn read(&mut self, text: &str, reading: &Reading) {
        let terms: Vec<String> = reading
            .terms
            .iter()
            .map(|term| {
                if term.id == UNKNOWN {
                    format!("{}(?)", term.words)
                } else {
                    format!("{}({:.2})", term.words, term.trust)
                }
            })
            .collect();
        self.read.push(format!("“{}” → {}", text.trim(), terms.join(" ")));
        self.corrections.extend(reading.corrections.iter().cloned());
    }

    pub(super) fn carry(&mut self, subject: &str) {
        self.carried = Some(subject.to_owned());
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.read {
            writeln!(out, "read       {line}")?;
        }
        for (typed, meant) in &self.corrections {
            writeln!(out, "spelling   {typed} → {meant}")?;
        }
        if let Some(subject) = &self.carried {
            writeln!(out, "carried    {subject}")?;
        }
        for Candidate { id, hit } in &self.candidates {
            let parts = &hit.parts;
            writeln!(
                out,
                "candidate  {:.3}  {id}  (ask {:.3} “{}”, order {:.3}, cover {:.3}, follows {:.3}, bm25 {:.1})",
                hit.score, parts.ask, parts.nearest, parts.order, parts.cover, parts.follows, parts.bm25
            )?;
        }
        write!(out, "threshold  {:.2}", self.threshold)
    }
}
