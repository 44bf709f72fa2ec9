//! Saying that there is no reviewed answer, and who has one.

use crate::chat::{Block, Kind};
use crate::knowledge::Beyond;
use crate::phrases::fill;
use crate::search::{Hit, JobSide, Target};

use super::ask::{Answer, Asking, Lead, Offer};
use super::compose::{interview, label};
use super::job::with_article;

/// Asks back once, with choices.
pub(super) fn unclear(asking: &Asking<'_>, hits: &[Hit]) -> Answer {
    let mut offers: Vec<Offer> = Vec::new();
    for offer in hits.iter().filter_map(|hit| offer(asking, hit.target)) {
        if !offers.iter().any(|known| known.label == offer.label) {
            offers.push(offer);
        }
    }
    offers.push(interview(asking));
    let blocks = vec![Block::Paragraph(asking.phrases.nothing.unclear.clone())];
    let mut answer = Answer::new(Kind::Clarify, blocks, offers, Vec::new());
    answer.confidence = hits.first().map_or(0.0, |hit| hit.score);
    answer
}

/// Says that there is nothing, and offers the adviser.
pub(super) fn nothing(asking: &Asking<'_>, near: &[Hit]) -> Answer {
    let phrases = &asking.phrases.nothing;
    let blocks = vec![Block::Paragraph(format!("{} {}", phrases.unknown, phrases.ask_adviser))];
    let mut offers: Vec<Offer> = near.iter().filter_map(|hit| offer(asking, hit.target)).collect();
    offers.push(interview(asking));
    Answer { gap: true, ..Answer::new(Kind::Abstain, blocks, offers, Vec::new()) }
}

/// Says that another country's rules are not known here.
pub(super) fn elsewhere(asking: &Asking<'_>) -> Answer {
    let phrases = &asking.phrases.nothing;
    let ask = fill(&phrases.elsewhere_ask, &[("place", "that")]);
    let blocks = vec![Block::Paragraph(format!("{} {ask}", phrases.elsewhere))];
    Answer::new(Kind::Abstain, blocks, vec![interview(asking)], Vec::new())
}

/// Says that the message is about something else, and who can help with that.
pub(super) fn beyond(asking: &Asking<'_>, kind: &Beyond) -> Answer {
    let offers = if kind.adviser { vec![interview(asking)] } else { Vec::new() };
    Answer::new(Kind::Abstain, vec![Block::Paragraph(kind.reply.clone())], offers, Vec::new())
}

/// A choice that leads to a target; what is beyond the house is none.
fn offer(asking: &Asking<'_>, target: Target) -> Option<Offer> {
    Some(match target {
        Target::Beyond(_) => return None,
        Target::Passage { page, passage } => {
            let page = &asking.library.pages[page];
            let passage = &page.passages[passage];
            Offer { label: label(page, passage), lead: Lead::Passage(passage.id.clone()) }
        }
        Target::Job { job, side } => {
            let job = &asking.library.occupations[job];
            let phrases = &asking.phrases.job;
            let words = match side {
                JobSide::What => &phrases.what_work,
                JobSide::Entry => &phrases.how_in,
                JobSide::Money => &phrases.how_paid,
            };
            Offer { label: fill(words, &[("a_job", &with_article(&job.title))]), lead: Lead::Job(job.id.clone(), side) }
        }
    })
}
