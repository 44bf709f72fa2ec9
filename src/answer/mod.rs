//! From a question to an answer made of reviewed text only.
//!
//! In order: cut the message into the things it asks ([`units`]), find passages for each ([`crate::search`]), decide whether one is
//! good enough ([`decide`]), compose it for this reader ([`compose`], [`job`], [`signpost`]), or say honestly that there is nothing
//! ([`nothing`]). No clock and no dice: the day and the rotation come in with the question.

mod ask;
mod compose;
mod decide;
mod explain;
mod job;
mod jobs_asked;
mod journey;
mod meaning;
mod nothing;
mod open;
mod own_age;
mod quote;
mod rotation;
mod shown;
mod signpost;
mod units;

pub use ask::{Answer, Asking, Frame, Lead, Offer};
pub use compose::passage_answer;
pub use decide::THRESHOLD;
pub use explain::{Explanation, Grounds};
pub use open::OpenQuestions;
pub use rotation::{order, rotation_key};
pub use shown::shown_answer;

use crate::search::{Hit, Target};

/// Answers one message.
pub fn answer(asking: &Asking<'_>, text: &str) -> Answer {
    let (decision, explanation) = decide::decide(asking, text);
    let mut answer = match decision {
        decide::Decision::One(hit, others) => {
            let others = others.iter().map(|other| hit_answer(asking, other));
            compose::beside(asking, hit_answer(asking, &hit), others)
        }
        decide::Decision::Two(first, second) => {
            compose::two(asking, hit_answer(asking, &first), hit_answer(asking, &second))
        }
        decide::Decision::Meaning(term) => meaning::meaning(asking, term),
        decide::Decision::Unclear(hits) => nothing::unclear(asking, &hits),
        decide::Decision::Nothing(near) => nothing::nothing(asking, &near),
        decide::Decision::Elsewhere => nothing::elsewhere(asking),
    };
    answer.explanation = explanation;
    answer
}

/// The answer of a hit; the ask that met the question stays for what follows.
fn hit_answer(asking: &Asking<'_>, hit: &Hit) -> Answer {
    let mut answer = target_answer(asking, hit.target, hit.score);
    if let Some(frame) = &mut answer.frame {
        frame.ask = nearest_ask(asking, hit);
    }
    answer
}

/// The ask of ours that is nearest to the question.
fn nearest_ask(asking: &Asking<'_>, hit: &Hit) -> String {
    let Some(nearest) = hit.parts.nearest else { return String::new() };
    match hit.target {
        Target::Passage { page, passage } => {
            let passage = &asking.library.pages[page].passages[passage];
            passage.asks.get(nearest).unwrap_or(&passage.title).clone()
        }
        Target::Beyond(kind) => asking.library.beyond.kinds[kind].asks[nearest].clone(),
        Target::Job { job, side } => {
            let asks = &asking.library.vocabulary.job_asks[&side.of_page()];
            asks[nearest].replace("{job}", &asking.library.occupations[job].title)
        }
    }
}

/// The answer that a target stands for.
pub fn target_answer(asking: &Asking<'_>, target: Target, confidence: f32) -> Answer {
    match target {
        Target::Passage { page, passage } => {
            let page = &asking.library.pages[page];
            let passage = &page.passages[passage];
            match passage.signpost {
                Some(transition) => signpost::signpost(asking, page, passage, transition, confidence),
                None => compose::passage_answer(asking, page, passage, confidence),
            }
        }
        Target::Job { job, side } => job::job_answer(asking, &asking.library.occupations[job], side, confidence),
        Target::Beyond(kind) => nothing::beyond(asking, &asking.library.beyond.kinds[kind]),
    }
}

/// The answer behind a choice that was offered.
pub fn lead_answer(asking: &Asking<'_>, lead: &Lead) -> Option<Answer> {
    match lead {
        Lead::Passage(id) => {
            let (page, passage) = asking.library.passage(id)?;
            Some(match passage.signpost {
                Some(transition) => signpost::signpost(asking, page, passage, transition, 1.0),
                None => compose::passage_answer(asking, page, passage, 1.0),
            })
        }
        Lead::Easy(id) => {
            let (page, passage) = asking.library.passage(id)?;
            Some(compose::easy_answer(asking, page, passage))
        }
        Lead::Job(id, side) => {
            let job = asking.library.occupations.iter().find(|job| job.id == *id)?;
            Some(job::job_answer(asking, job, *side, 1.0))
        }
        Lead::Step(journey, step) => {
            let journey = asking.library.journeys.iter().find(|known| known.id == *journey)?;
            Some(journey::step_answer(asking, journey, journey.step(step)?))
        }
        Lead::Book | Lead::Enquire(_) => None,
    }
}
