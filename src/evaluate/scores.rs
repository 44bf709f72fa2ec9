use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::gold::Question;
use super::ranking::Ranking;
use crate::booking::{ActionKey, Book, Code};
use crate::chat::{Kind, Message, Person};
use crate::conversation::{Guide, Situation, State, Turn};
use crate::school::School;

/// Puts questions to a guide, each as the first of a conversation.
pub struct Asker<'a> {
    /// Who answers.
    pub guide: &'a Guide,
    /// Whose pupils ask.
    pub school: &'a School,
    /// When, in London.
    pub now: NaiveDateTime,
}

/// What became of one question.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// Whether it was answered.
    pub answered: bool,
    /// Whether it was answered with a good answer.
    pub right: bool,
    /// The kind of reply.
    pub kind: Kind,
    /// The ids shown.
    pub shown: Vec<String>,
}

/// Counts over some questions that have an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub asked: usize,
    /// How many were answered.
    pub answered: usize,
    /// How many were answered with a good answer.
    pub right: usize,
}

/// Everything measured in one run.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Over all questions that have an answer.
    pub all: Tally,
    /// The same by area, style and audience.
    pub by: BTreeMap<(&'static str, String), Tally>,
    /// Off-topic messages, and how many of them were answered with a section that is not allowed.
    pub off_topic: (usize, usize),
    /// Retrieval alone, whatever was decided.
    pub ranking: Ranking,
    /// For each threshold, the share answered and the share of those wrong: what another threshold would have done.
    pub confidences: Vec<(f32, bool)>,
    /// What went wrong.
    pub wrong: Vec<Outcome>,
}

impl Asker<'_> {
    /// The turn that a gold question gets in these words.
    pub fn ask(&self, question: &Question, text: &str) -> Turn {
        self.turn(
            &Message { text: text.to_owned(), audience: question.audience, year: question.year, ..Message::default() },
            0,
        )
    }

    /// The turn that words get of whom nothing is known, under this rotation key.
    pub fn say(&self, text: &str, rotation: u64) -> Turn {
        self.turn(&Message::new(text), rotation)
    }

    fn turn(&self, message: &Message, rotation: u64) -> Turn {
        let person = Person::new("evaluation");
        let book = Book::default();
        let situation = Situation {
            now: self.now,
            person: &person,
            school: self.school,
            door: "evaluation",
            state: State::default(),
            book: &book,
            own: Vec::new(),
            named: None,
            named_enquiry: None,
            fresh_code: Code::from_bits(0),
            linked: true,
            fresh_key: ActionKey::from("evaluation"),
            rotation,
        };
        self.guide.turn(&situation, message)
    }

    /// What becomes of a question when it is put in these words.
    pub fn outcome(&self, question: &Question, text: &str) -> (Outcome, Turn) {
        let turn = self.ask(question, text);
        let answered = turn.reply.kind == Kind::Answer;
        let right = answered && turn.shown.iter().any(|id| question.is_answered_by(id));
        let outcome =
            Outcome { id: question.id.clone(), answered, right, kind: turn.reply.kind, shown: turn.shown.clone() };
        (outcome, turn)
    }
}

impl Tally {
    pub(super) fn count(&mut self, outcome: &Outcome) {
        self.asked += 1;
        self.answered += usize::from(outcome.answered);
        self.right += usize::from(outcome.right);
    }

    /// Share of questions that were answered.
    pub fn coverage(&self) -> f64 {
        share(self.answered, self.asked)
    }

    /// Share of answers that were good ones.
    pub fn accuracy(&self) -> f64 {
        share(self.right, self.answered)
    }

    /// Share of questions that got a good answer.
    pub fn right_and_answered(&self) -> f64 {
        share(self.right, self.asked)
    }
}

pub(super) fn share(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}

/// Puts every question and counts.
pub fn evaluate(asker: &Asker<'_>, questions: &[Question]) -> Scores {
    let mut scores = Scores::default();
    for question in questions {
        let (outcome, turn) = asker.outcome(question, &question.text);
        if question.answers.is_empty() {
            scores.count_unanswerable(question, outcome);
            continue;
        }
        scores.all.count(&outcome);
        let styles = question.style.iter().map(|style| ("style", style.clone()));
        let audience = question.audience.map(|audience| ("audience", format!("{audience:?}").to_lowercase()));
        for group in styles.chain([("area", question.area.clone())]).chain(audience) {
            scores.by.entry(group).or_default().count(&outcome);
        }
        let ranked: Vec<&str> = turn.explanation.candidates.iter().map(|candidate| candidate.id.as_str()).collect();
        scores.ranking.count(question, &ranked);
        let best = ranked.first().is_some_and(|id| question.is_answered_by(id));
        scores.confidences.push((turn.explanation.candidates.first().map_or(0.0, |first| first.hit.score), best));
        if !outcome.right {
            scores.wrong.push(outcome);
        }
    }
    scores
}

impl Scores {
    fn count_unanswerable(&mut self, question: &Question, outcome: Outcome) {
        if !question.off_topic() {
            return;
        }
        let allowed = |id: &String| question.allowed.contains(id);
        let answered = outcome.answered && !outcome.shown.iter().any(allowed);
        self.off_topic.0 += 1;
        self.off_topic.1 += usize::from(answered);
        if answered {
            self.wrong.push(outcome);
        }
    }

    /// Of all questions that have an answer: the share that would be answered at a threshold, and the share of those answers that would
    /// be wrong (the risk).
    pub fn at_threshold(&self, threshold: f32) -> (f64, f64) {
        let answered: Vec<bool> =
            self.confidences.iter().filter(|(score, _)| *score >= threshold).map(|(_, right)| *right).collect();
        let wrong = answered.iter().filter(|right| !**right).count();
        (share(answered.len(), self.confidences.len()), share(wrong, answered.len()))
    }
}
