use super::gold::Question;
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
