//! Answer, ask back, or say that there is nothing.

use crate::knowledge::Side;
use crate::search::{Before, Hit, Reading, Target};

use super::Asking;
use super::explain::{Candidate, Explanation};
use super::units::{Unit, units};

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

/// How much worse it may fit where the words lean on what went before ("what about …", "and how much").
const LEANING: f32 = 0.16;

/// What the fit with the whole of a longer message counts for, beside the fit of one clause.
const CONTEXT: f32 = 0.35;

/// From this score on a clause that asks is taken for the question of the message.
const ASKED: f32 = 0.6;

/// Candidates of each clause that are weighed against each other.
const WEIGHED: usize = 8;

/// What to do with a message.
#[derive(Debug, Clone)]
pub(super) enum Decision {
    One(Hit),
    Two(Hit, Hit),
    Unclear(Vec<Hit>),
    Nothing(Vec<Hit>),
    Elsewhere,
}

/// A unit with its hits, best first for the message as a whole.
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
    let whole = asking.index.lexicon().read(text);
    let year = whole.year.or(asking.year);
    let mut heard: Vec<Heard<'_>> = Vec::with_capacity(units.len());
    for unit in units {
        let hits = hear(asking, &unit, &mut explanation);
        heard.push(if alone {
            by_itself(unit, hits)
        } else {
            within(asking, unit, hits, &whole, explanation.last_weight())
        });
    }
    prefer_what_is_asked(&mut heard);
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

/// Where a clause asks something that can be answered, what other clauses tell decides nothing: who asks, and why, must not change an
/// answer. The message as a whole still counts, because some questions need it.
fn prefer_what_is_asked(heard: &mut Vec<Heard<'_>>) {
    let answerable = |heard: &Heard<'_>| heard.unit.asks && heard.hits.first().is_some_and(|hit| hit.score >= ASKED);
    if heard.iter().any(|heard| answerable(heard) && !heard.unit.whole) {
        heard.retain(|heard| heard.unit.whole || answerable(heard));
    }
}

fn by_itself(unit: Unit<'_>, hits: Vec<Hit>) -> Heard<'_> {
    let weighed = hits.first().map_or(0.0, |hit| hit.score);
    Heard { unit, hits, weighed }
}

/// A clause of a longer message: what asks counts more than what tells, what says much more than what says little, and a passage that
/// fits the rest of the message more than one that does not.
fn within<'a>(asking: &Asking<'_>, unit: Unit<'a>, mut hits: Vec<Hit>, whole: &Reading, weight: f32) -> Heard<'a> {
    let told = if unit.asks { 1.0 } else { TOLD };
    let share = if unit.whole { 1.0 } else { weight / (weight + SLIGHT) };
    let weigh = |hit: &Hit| hit.score * told * share + CONTEXT * asking.index.cover(whole, hit.target);
    hits.truncate(WEIGHED);
    hits.sort_by(|a, b| weigh(b).total_cmp(&weigh(a)));
    let weighed = hits.first().map_or(0.0, weigh);
    Heard { unit, hits, weighed }
}

/// Hits of a unit: by its own words, or with what was talked about carried in where that fits better.
fn hear(asking: &Asking<'_>, unit: &Unit<'_>, explanation: &mut Explanation) -> Vec<Hit> {
    let plain = asking.index.find(unit.text, None);
    explanation.read(unit.text, &plain.reading, asking.index.weight_of(&plain.reading));
    let Some(frame) = asking.frame else { return plain.hits };
    let leans = leans(asking, unit.text, &plain.reading);
    let carried = asking.index.find(unit.text, Some(&Before { subject: &frame.subject, ask: &frame.ask, leans }));
    let score = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.score);
    let lead = if leans { -LEANING } else { TURN_BACK };
    if score(&carried.hits) > score(&plain.hits) + lead {
        explanation.carry(&frame.subject);
        carried.hits
    } else {
        plain.hits
    }
}

/// Whether the words lean on what went before: they open like it, or name no subject of their own.
fn leans(asking: &Asking<'_>, text: &str, reading: &Reading) -> bool {
    const OPENINGS: [&str; 12] = [
        "what about",
        "wat about",
        "how about",
        "and ",
        "n ",
        "so ",
        "what if",
        "wot if",
        "but ",
        "also ",
        "then ",
        "or ",
    ];
    let lower = text.trim_start().to_lowercase();
    let names_a_subject = reading.terms.iter().any(|term| asking.index.lexicon().is_subject(term.id));
    OPENINGS.iter().any(|opening| lower.starts_with(opening)) || !names_a_subject
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
        let passage = about
            .passages
            .iter()
            .position(|passage| passage.signpost == Some(own) && passage.side != Some(Side::Compare))?;
        Some(Target::Passage { page, passage })
    });
    other.map_or(hit.clone(), |target| Hit { target, ..hit })
}

/// Whether an ask speaks of one age of choice.
fn names_an_age(ask: &str) -> bool {
    let lower = ask.to_lowercase();
    [
        "14",
        "16",
        "18",
        "year",
        "yr",
        "y1",
        "gcse",
        "a level",
        "sixth form",
        "6th form",
        "college",
        "school",
        "uni",
        "btec",
        "t level",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

impl Explanation {
    fn choose(&mut self, asking: &Asking<'_>, unit: &str, hits: &[Hit]) {
        self.unit = unit.to_owned();
        self.candidates =
            hits.iter().take(5).map(|hit| Candidate { id: id_of(asking, hit.target), hit: hit.clone() }).collect();
    }
}

/// The id under which a target is shown.
pub(super) fn id_of(asking: &Asking<'_>, target: Target) -> String {
    match target {
        Target::Passage { page, passage } => asking.library.pages[page].passages[passage].id.clone(),
        Target::Job { job, side } => {
            format!("occupation/{}#{side:?}", asking.library.occupations[job].id).to_lowercase()
        }
    }
}
