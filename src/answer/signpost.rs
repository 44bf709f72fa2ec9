//! The whole signpost: every route of an age of choice, one block each, in an order that rotates.

use crate::chat::{Block, Kind, RouteCard};
use crate::knowledge::{Page, Passage};
use crate::phrases::fill;

use super::ask::{Answer, Asking, Frame, Lead, Offer};
use super::compose::interview;
use super::order;
use super::quote::say;

/// Answers an open question of the age of choice that the words name, or else the person's own.
pub(super) fn signpost(asking: &Asking<'_>, page: &Page, passage: &Passage, transition: u8, confidence: f32) -> Answer {
    let cards: Vec<&Page> = asking.library.cards(transition).collect();
    let rotated: Vec<&Page> = order(cards.len(), asking.rotation).into_iter().map(|at| cards[at]).collect();
    let mut said = say(asking, page, passage);
    said.blocks.push(Block::Routes(rotated.iter().map(|card| drawn(card)).collect()));
    said.blocks.push(Block::Paragraph(asking.phrases.answer.no_route_first.clone()));
    for card in &rotated {
        for id in card.about.sources.iter().take(1) {
            said.source(asking, id, card.about.checked);
        }
    }
    let mut offers: Vec<Offer> = rotated
        .iter()
        .filter_map(|card| Some((card, card.passages.first()?)))
        .map(|(card, first)| Offer {
            label: fill(&asking.phrases.answer.more_about, &[("title", &card.about.title)]),
            lead: Lead::Passage(first.id.clone()),
        })
        .collect();
    offers.push(interview(asking));
    let mut answer = Answer::new(Kind::Answer, said.blocks, offers, said.sources);
    answer.shown = std::iter::once(passage.id.clone())
        .chain(rotated.iter().filter_map(|card| card.passages.first().map(|first| first.id.clone())))
        .collect();
    answer.confidence = confidence;
    answer.frame = Some(Frame {
        subject: page.subject().to_owned(),
        ask: passage.title.clone(),
        passage: Some(passage.id.clone()),
    });
    answer
}

fn drawn(card: &Page) -> RouteCard {
    RouteCard {
        id: card.about.route.clone().unwrap_or_default(),
        title: card.about.title.clone(),
        summary: card.about.summary.clone(),
    }
}
