//! A journey one step further: a question with its choices, or the passages at its end.

use crate::chat::{Block, Kind};
use crate::knowledge::{Journey, Passage, Step};

use super::ask::{Answer, Asking, Lead, Offer};
use super::compose::{interview, label};

/// The journeys that are offered under a passage.
pub(super) fn offered_by(asking: &Asking<'_>, passage: &Passage) -> Vec<Offer> {
    let offered = asking.library.journeys.iter().filter(|journey| journey.offered_by.contains(&passage.id));
    offered.filter_map(begin).collect()
}

fn begin(journey: &Journey) -> Option<Offer> {
    let first = journey.steps.first()?;
    Some(Offer { label: journey.title.clone(), lead: Lead::Step(journey.id.clone(), first.id.clone()) })
}

/// A step as an answer.
pub(super) fn step_answer(asking: &Asking<'_>, journey: &Journey, step: &Step) -> Answer {
    let further = |step: &str| Lead::Step(journey.id.clone(), step.to_owned());
    let mut offers: Vec<Offer> = step
        .choices
        .iter()
        .map(|choice| Offer { label: choice.label.clone(), lead: further(&choice.step) })
        .chain(step.leads.iter().filter_map(|id| {
            let (page, passage) = asking.library.passage(id)?;
            Some(Offer { label: label(page, passage), lead: Lead::Passage(id.clone()) })
        }))
        .collect();
    let kind = if step.choices.is_empty() { Kind::Answer } else { Kind::Clarify };
    if journey.steps.first().is_some_and(|first| first.id != step.id) {
        let back = journey.steps.iter().find(|from| from.choices.iter().any(|choice| choice.step == step.id));
        offers.extend(back.map(|from| Offer { label: asking.phrases.answer.back.clone(), lead: further(&from.id) }));
    }
    if kind == Kind::Answer {
        offers.push(interview(asking));
    }
    let mut answer = Answer::new(kind, vec![Block::Paragraph(step.says.clone())], offers, Vec::new());
    answer.confidence = 1.0;
    answer
}
