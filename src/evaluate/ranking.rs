use std::collections::BTreeSet;

use serde::Serialize;

use super::gold::Question;
use super::scores::Asker;
use crate::knowledge::Library;
use crate::search::Plain;

/// How well a ranked list of sections fits questions: nDCG@10 and recall@3, each from 0 to 1 in the mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ranking {
    asked: usize,
    gain: f64,
    found: usize,
}

/// How far down the list is looked.
const DEPTH: usize = 10;
/// How many of our own best, and how many of plain BM25's, a person looks at.
const POOLED_OURS: usize = 6;
const POOLED_PLAIN: usize = 4;

/// The sections that may answer a question, to be judged by a person.
#[derive(Debug, Clone, Serialize)]
pub struct Pool {
    /// The question's id.
    pub id: String,
    /// Ids of sections and jobs.
    pub sections: Vec<String>,
}

impl Ranking {
    /// Counts one question with its ranked list. Any good answer is as good as another; a list is measured against the best that it
    /// could be with as many good answers as it can hold.
    pub(super) fn count(&mut self, question: &Question, ranked: &[&str]) {
        let discount = |place: usize| 1.0 / (place as f64 + 2.0).log2();
        let mut met = Vec::new();
        let mut gain = 0.0;
        for (place, id) in ranked.iter().take(DEPTH).enumerate() {
            let of = if id.starts_with("occupation/") { id.split('#').next().unwrap_or(id) } else { id };
            if question.is_answered_by(id) && !met.contains(&of) {
                met.push(of);
                gain += discount(place);
            }
        }
        let best: f64 = (0..question.answers.len().min(DEPTH)).map(discount).sum();
        self.asked += 1;
        self.gain += if best > 0.0 { gain / best } else { 0.0 };
        self.found += usize::from(ranked.iter().take(3).any(|id| question.is_answered_by(id)));
    }

    /// nDCG@10 in the mean.
    pub fn ndcg(&self) -> f64 {
        if self.asked == 0 { 0.0 } else { self.gain / self.asked as f64 }
    }

    /// The share of questions with a good answer among the first three.
    pub fn recall(&self) -> f64 {
        super::scores::share(self.found, self.asked)
    }
}

/// The same questions put to plain BM25 over the text of sections and jobs: what any search would do with these pages.
///
/// # Errors
/// Only if tantivy cannot build an index in memory.
pub fn rank_bodies(library: &Library, questions: &[Question]) -> Result<Ranking, crate::search::IndexError> {
    let plain = Plain::build(library)?;
    let mut ranking = Ranking::default();
    for question in questions.iter().filter(|question| !question.answers.is_empty()) {
        let ranked = plain.find(&question.text, DEPTH);
        ranking.count(question, &ranked.iter().map(String::as_str).collect::<Vec<_>>());
    }
    Ok(ranking)
}

/// For each question, what a person should look at to say which sections answer it: our own best, the best of plain BM25, and what was
/// shown, in the order of their ids, so that nobody can tell who ranked what.
///
/// # Errors
/// Only if tantivy cannot build an index in memory.
pub fn pools(asker: &Asker<'_>, questions: &[Question]) -> Result<Vec<Pool>, crate::search::IndexError> {
    let plain = Plain::build(asker.guide.library())?;
    let pool = |question: &Question| {
        let turn = asker.ask(question, &question.text);
        let ours = turn.explanation.candidates.iter().take(POOLED_OURS).map(|candidate| candidate.id.clone());
        let ids: BTreeSet<String> = ours.chain(plain.find(&question.text, POOLED_PLAIN)).chain(turn.shown).collect();
        Pool { id: question.id.clone(), sections: ids.into_iter().collect() }
    };
    Ok(questions.iter().filter(|question| !question.off_topic()).map(pool).collect())
}
