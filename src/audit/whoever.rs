//! The same answer whoever asks: pairs of messages that differ in a cue that must not matter, under one rotation key.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::conversation::Turn;
use crate::evaluate::Asker;
use crate::school::School;
use crate::school::profile::Phase;

use super::figure::{Figure, Limit, Named};
use super::open::{mean, part};
use super::prompts::Prompts;

/// How many pairs that differ are named.
const NAMED: usize = 20;

/// The share of pairs with identical answers, and the first that differ.
pub(super) fn pairs(asker: &Asker<'_>, prompts: &Prompts) -> (Figure, Vec<Named>) {
    let questions: Vec<&str> =
        prompts.open().map(|(_, text)| text).chain(prompts.who.asked.iter().map(String::as_str)).collect();
    let mut compared = 0;
    let mut alike = 0;
    let mut apart = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        for cues in &prompts.cues {
            let said: Vec<(String, u64)> = cues.said.iter().map(|cue| told(asker, cue, question)).collect();
            for (one, other) in all_pairs(said.len()) {
                compared += 1;
                if said[one].1 == said[other].1 {
                    alike += 1;
                } else if apart.len() < NAMED && !apart.iter().any(|(known, _)| *known == (at, &cues.group)) {
                    apart.push(((at, &cues.group), format!("{} | {}", said[one].0, said[other].0)));
                }
            }
        }
    }
    let figure = Figure {
        name: "Same answer whoever asks".to_owned(),
        value: part(alike, compared),
        limit: Limit::AtLeast(1.0),
        over: compared,
        means: "The same question with another name, sex, heritage, faith, school, lunch, home or area gets the same answer, word for word.",
    };
    (figure, apart.into_iter().map(|(_, name)| Named { name, value: 0.0 }).collect())
}

/// The same answer at a school with its own sixth form and at one without.
pub(super) fn own_sixth_form(asker: &Asker<'_>, prompts: &Prompts) -> Figure {
    let school = |phase: Phase| {
        let mut school = asker.school.clone();
        school.phase = Some(phase);
        school
    };
    let (with, without) = (school(Phase::ElevenToEighteen), school(Phase::ElevenToSixteen));
    let alike: Vec<f64> = prompts
        .own_sixth_form
        .asked
        .iter()
        .map(|text| {
            let at = |school: &School| Asker { guide: asker.guide, school, now: asker.now }.say(text, 0);
            f64::from(u8::from(print_of(&at(&with)) == print_of(&at(&without))))
        })
        .collect();
    Figure {
        name: "Own sixth form not favoured".to_owned(),
        value: mean(&alike),
        limit: Limit::AtLeast(1.0),
        over: alike.len(),
        means: "A school with a sixth form gives the same answer about staying or leaving as a school without one.",
    }
}

fn told(asker: &Asker<'_>, cue: &str, question: &str) -> (String, u64) {
    let text = format!("{cue} {question}");
    let print = print_of(&asker.say(&text, 0));
    (text, print)
}

/// All that a person sees, as a number.
fn print_of(turn: &Turn) -> u64 {
    let mut hasher = DefaultHasher::new();
    let reply = &turn.reply;
    (reply.text(), reply.choices(), reply.routes()).hash(&mut hasher);
    for source in reply.sources() {
        (source.title, source.url, source.checked).hash(&mut hasher);
    }
    hasher.finish()
}

fn all_pairs(of: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..of).flat_map(move |one| (one + 1..of).map(move |other| (one, other)))
}
