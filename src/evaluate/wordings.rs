use std::collections::HashMap;

use super::gold::{Question, Wordings};
use super::scores::{Asker, Tally};

/// How each wording fares.
#[derive(Debug, Clone, Default)]
pub struct WordingScore {
    /// Counts by wording, in the order standard, typos, text-speak, EAL.
    pub of: [(&'static str, Tally); 4],
    /// Questions of which one wording was answered well and another was not.
    pub apart: Vec<String>,
}

impl WordingScore {
    /// How many percentage points the worst wording lies below the best.
    pub fn spread(&self) -> f64 {
        let shares = self.of.iter().map(|(_, tally)| tally.right_and_answered() * 100.0);
        let (low, high) = shares.fold((f64::MAX, f64::MIN), |(low, high), share| (low.min(share), high.max(share)));
        (high - low).max(0.0)
    }
}

/// Puts every question in its four wordings.
pub fn wordings(asker: &Asker<'_>, questions: &[Question], all: &[Wordings]) -> WordingScore {
    let by_id: HashMap<&str, &Question> = questions.iter().map(|question| (question.id.as_str(), question)).collect();
    let mut score = WordingScore::default();
    for (tally, name) in score.of.iter_mut().zip(["standard", "typos", "text-speak", "EAL"]) {
        tally.0 = name;
    }
    for wording in all {
        let Some(question) = by_id.get(wording.of.as_str()) else { continue };
        let mut right = 0;
        for (at, text) in [&wording.standard, &wording.typos, &wording.text_speak, &wording.eal].iter().enumerate() {
            let (outcome, _) = asker.outcome(question, text);
            right += usize::from(outcome.right);
            score.of[at].1.count(&outcome);
        }
        if (1..4).contains(&right) {
            score.apart.push(wording.of.clone());
        }
    }
    score
}
