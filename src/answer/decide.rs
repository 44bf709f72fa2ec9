//! Answer, ask back, or say that there is nothing.

use crate::knowledge::Side;
use crate::search::{Hit, Target};

use super::explain::{Candidate, Explanation};
use super::units::{Unit, units};
use super::Asking;

/// From this score on a hit is answered with. Calibrated on questions with known answers.
pub const THRESHOLD: f32 = 0.50;

/// From this score on, near hits are offered as choices.
const NEAR: f32 = 0.40;

/// Two questions of one message are both answered if each scores this.
const SURE: f32 = 0.66;

/// How many choices are offered.
const CHOICES: usize = 3;

/// What a clause that does not ask counts for.
const TOLD: f32 = 0.86;

/// Half the weight at which a clause of a longer message counts in full.
const SLIGHT: f32 = 3.0;

/// How much better what was talked about must fit than a new subject.
const TURN_BACK: f32 = 0.02;

/// What to do with a message.
#[derive(Debug, Clone)]
pub(super) enum Decision {
    One(Hit),
    Two(Hit, Hit),
    Unclear(Vec<Hit>),
    Nothing(Vec<Hit>),
    Elsewhere,
}

/// A unit with its hits.
struct Heard<'a> {
    unit: Unit<'a>,
    hits: Vec<Hit>,
    /// The best hit's score as weighed within the message.
    weighed: f32,
}

pub(super) fn decide(asking: &Asking<'_>, text: &str) -> (Decision, Explanation) {
    let units = units(text);
    let alone = units.len() == 1;
    let mut explanation = Explanation::new(THRESHOLD);
    let mut heard: Vec<Heard<'_>> = Vec::with_capacity(units.len());
    let mut year = asking.year;
    for unit in units {
        let (hits, named_year) = hear(asking, &unit, &mut explanation);
        year = named_year.or(year);
        let slight = explanation.last_weight();
        let weighed = hits.first().map_or(0.0, |hit| {
            let told = if unit.asks || alone { 1.0 } else { TOLD };
            let share = if alone || unit.whole { 1.0 } else { slight / (slight + SLIGHT) };
            hit.score * told * share
        });
        heard.push(Heard { unit, hits, weighed });
    }
    heard.sort_by(|a, b| b.weighed.total_cmp(&a.weighed));
    let Some(best) = heard.first().filter(|heard| !heard.hits.is_empty()) else {
        return (Decision::Nothing(Vec::new()), explanation);
    };
    let hit = in_own_year(asking, best.hits[0].clone(), year);
    explanation.choose(asking, best.unit.text, &best.hits);
    let decision = if asking.elsewhere && hit.score < SURE {
        Decision::Elsewhere
    } else if let Some(second) = second_question(asking, &heard) {
        Decision::Two(hit, second)
    } else if hit.score >= THRESHOLD {
        Decision::One(hit)
    } else if hit.score >= NEAR {
        Decision::Unclear(best.hits.iter().take(CHOICES).cloned().collect())
    } else {
        Decision::Nothing(Vec::new())
    };
    (decision, explanation)
}

/// Hits of a unit: by its own words, or with what was talked about carried in where that fits better.
fn hear(asking: &Asking<'_>, unit: &Unit<'_>, explanation: &mut Explanation) -> (Vec<Hit>, Option<u8>) {
    let plain = asking.index.find(unit.text, None);
    let named_year = plain.reading.year;
    explanation.read(unit.text, &plain.reading, asking.index.weight_of(&plain.reading));
    let Some(subject) = asking.subject else { return (plain.hits, named_year) };
    let carried = asking.index.find(unit.text, Some(subject));
    let score = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.score);
    if score(&carried.hits) > score(&plain.hits) + TURN_BACK {
        explanation.carry(subject);
        (carried.hits, named_year)
    } else {
        (plain.hits, named_year)
    }
}

/// Another sentence that asks about another subject as surely.
fn second_question(asking: &Asking<'_>, heard: &[Heard<'_>]) -> Option<Hit> {
    let (best, rest) = heard.split_first()?;
    if !best.unit.asks || best.hits[0].score < SURE || best.unit.whole {
        return None;
    }
    rest.iter()
        .filter(|other| other.unit.asks && !other.unit.whole && other.unit.sentence != best.unit.sentence)
        .filter_map(|other| other.hits.first())
        .find(|hit| hit.score >= SURE && page_of(hit.target) != page_of(best.hits[0].target))
        .filter(|hit| !is_signpost(asking, hit.target))
        .cloned()
}

/// What a target belongs to: a page, or a job.
fn page_of(target: Target) -> (bool, usize) {
    match target {
        Target::Passage { page, .. } => (true, page),
        Target::Job { job, .. } => (false, job),
    }
}

fn is_signpost(asking: &Asking<'_>, target: Target) -> bool {
    match target {
        Target::Passage { page, passage } => asking.library.pages[page].passages[passage].signpost.is_some(),
        Target::Job { .. } => false,
    }
}

/// An open question that names no age of choice is about the person's own: "what are my options" in Year 9 is about 14.
fn in_own_year(asking: &Asking<'_>, hit: Hit, year: Option<u8>) -> Hit {
    let Target::Passage { page, passage } = hit.target else { return hit };
    let found = &asking.library.pages[page].passages[passage];
    let (Some(_), Some(year)) = (found.signpost, year) else { return hit };
    let own = match year {
        0..=9 => 14,
        10 | 11 => 16,
        _ => 18,
    };
    if found.signpost == Some(own) || names_an_age(&hit.parts.nearest) {
        return hit;
    }
    let other = asking.library.pages.iter().enumerate().find_map(|(page, about)| {
        let passage = about.passages.iter().position(|passage| passage.signpost == Some(own) && passage.side != Some(Side::Compare))?;
        Some(Target::Passage { page, passage })
    });
    other.map_or(hit.clone(), |target| Hit { target, ..hit })
}

/// Whether an ask speaks of one age of choice.
fn names_an_age(ask: &str) -> bool {
    let lower = ask.to_lowercase();
    ["14", "16", "18", "year", "yr", "y1", "gcse", "a level", "sixth form", "6th form", "college", "school", "uni", "btec", "t level"]
        .iter()
        .any(|word| lower.contains(word))
}

impl Explanation {
    fn choose(&mut self, asking: &Asking<'_>, unit: &str, hits: &[Hit]) {
        self.unit = unit.to_owned();
        self.candidates = hits.iter().take(5).map(|hit| Candidate { id: id_of(asking, hit.target), hit: hit.clone() }).collect();
    }
}

/// The id under which a target is shown.
pub(super) fn id_of(asking: &Asking<'_>, target: Target) -> String {
    match target {
        Target::Passage { page, passage } => asking.library.pages[page].passages[passage].id.clone(),
        Target::Job { job, side } => format!("occupation/{}#{side:?}", asking.library.occupations[job].id).to_lowercase(),
    }
}
