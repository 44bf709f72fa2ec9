use serde::Serialize;

use super::gold::Question;
use super::scores::Asker;
use crate::answer::Grounds;

/// What spoke for answering a question and against it, and whether it should have been answered: what a threshold is fitted on.
#[derive(Debug, Clone, Serialize)]
pub struct Weighed {
    /// The question's id; never its words.
    pub id: String,
    /// Whether it is no question for this bot.
    pub off_topic: bool,
    /// Whether it was answered.
    pub answered: bool,
    /// Whether the best candidate is a good answer, or one that may be shown.
    pub right: bool,
    /// What was weighed; all nought where something else decided.
    #[serde(flatten)]
    pub grounds: Grounds,
}

/// Weighs every question that is either answered by something or off-topic.
pub fn weighed(asker: &Asker<'_>, questions: &[Question]) -> Vec<Weighed> {
    let counts = questions.iter().filter(|question| question.off_topic() || !question.answers.is_empty());
    counts.map(|question| weigh(asker, question)).collect()
}

fn weigh(asker: &Asker<'_>, question: &Question) -> Weighed {
    let (outcome, turn) = asker.outcome(question, &question.text);
    let good = |id: &String| question.is_answered_by(id) || question.allowed.contains(id);
    let best = turn.explanation.candidates.first().map(|candidate| &candidate.id);
    Weighed {
        id: outcome.id,
        off_topic: question.off_topic(),
        answered: outcome.answered,
        right: best.is_some_and(good) || outcome.shown.iter().any(good),
        grounds: turn.explanation.grounds,
    }
}
