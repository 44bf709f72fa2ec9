//! Answer, ask back, or say that there is nothing.

use crate::knowledge::{Side, Term};
use crate::language::{clean, plain_words};
use crate::search::{Before, Candidates, Clause, Hit, Target};

use super::Asking;
use super::explain::{Candidate, Explanation, Grounds};
use super::jobs_asked::{of_the_job_before, two_jobs, two_sides};
use super::meaning;
use super::nearest_ask;
use super::own_age::{own_age, prefer_own_age};
use super::units::{Unit, units};

/// From this score on a hit is answered with, before what speaks for the question and against it. Calibrated on questions with known
/// answers.
pub const THRESHOLD: f32 = 0.5;

/// How much the score of what is nearest of all that is beyond the house adds to it.
const NEAR_BEYOND: f32 = 0.4;

/// How much it falls with the logarithm of what a message says: of a long one most words stand in no ask.
const SAYS_MUCH: f32 = 0.04;

/// How much what the words weigh as evidence of the beyond adds to it, or takes from it, for each of its log odds.
const STRANGE: f32 = 0.06;

/// More evidence than this, either way, adds nothing: one odd word must not outweigh a question that is asked just so.
const STRANGE_AT_MOST: f32 = 3.0;

/// It never falls below this.
const LEAST: f32 = 0.3;

/// From this score on, near hits are offered as choices.
const NEAR: f32 = 0.34;

/// But not where the words are evidence of the beyond: who asks for a solicitor is not helped by three of our titles.
const STRANGER: f32 = 0.5;

/// Two questions of one message are both answered if each scores this.
const SURE: f32 = 0.66;

/// A second passage stands beside the first if it fits nearly as well.
const NEARLY: f32 = 0.8;

/// What the words that only it has count for, where a second passage is chosen.
const ADDS: f32 = 0.2;

/// How many passages are tried beside the first: a long one may leave no room for the best.
const BESIDE: usize = 5;

/// From this score on a message is taken to be beyond the house.
const BEYOND: f32 = 0.5;

/// How many candidates an explanation names.
const EXPLAINED: usize = 10;

/// How many choices are offered.
const CHOICES: usize = 3;

/// What a clause that tells counts for, beside clauses that ask.
const TOLD: f32 = 0.7;

/// How much better what was talked about must fit than a new subject.
const TURN_BACK: f32 = 0.02;

/// How much worse it may fit where the words lean on what went before ("what about …", "and how much").
const LEANING: f32 = 0.16;

/// Clauses that say at least this much can be a question by themselves.
const WHOLE_QUESTION: f32 = 2.5;

/// A clause that says less is none.
const SAYS_ANYTHING: f32 = 1.0;

/// A clause by itself is taken for the whole question if it fits this well, and this much better than the message.
const PLAIN: f32 = 0.8;
const PLAINER: f32 = 0.12;

/// From this score on, or with an ask so alike, it is the question, whatever is told around it.
const CLEAR: f32 = 0.88;
const SAME_ASK: f32 = 0.97;

/// An open question is taken for the whole from this score on.
const OPEN: f32 = 0.6;

/// Added to a comparison where the words compare, if it speaks of so much of what was asked.
const COMPARES: f32 = 0.12;
const SPEAKS_OF_ALL: f32 = 0.7;

/// What to do with a message.
#[derive(Debug, Clone)]
pub(super) enum Decision<'a> {
    /// What it is answered with, and what may stand beside it, the best first.
    One(Hit, Vec<Hit>),
    Two(Hit, Hit),
    /// Nothing but what a word means.
    Meaning(&'a Term),
    Unclear(Vec<Hit>),
    Nothing(Vec<Hit>),
    Elsewhere,
}

/// A clause with its hits.
struct Heard<'a> {
    unit: Unit<'a>,
    hits: Vec<Hit>,
}

pub(super) fn decide<'a>(asking: &Asking<'a>, text: &str) -> (Decision<'a>, Explanation) {
    let units = units(text);
    let mut explanation = Explanation::new(THRESHOLD);
    let clauses = read(asking, &units);
    explanation.grounds.strange = asking.strange.weigh(&as_meant(text, &clauses));
    let mut decision = weigh(asking, text, &units, &clauses, &mut explanation);
    if decision.confidence() < SURE
        && let Some(term) = meaning::asked(asking, text)
    {
        decision = Decision::Meaning(term);
    }
    explanation.read = units.iter().zip(clauses).map(|(unit, clause)| (unit.text.to_owned(), clause.reading)).collect();
    (decision, explanation)
}

/// The words of a message, those that were read as misspelt the way they were meant.
fn as_meant(text: &str, clauses: &[Clause]) -> Vec<String> {
    let mut words = plain_words(&clean(text));
    for (typed, meant) in clauses.iter().flat_map(|clause| &clause.reading.corrections) {
        words.iter_mut().filter(|word| *word == typed).for_each(|word| word.clone_from(meant));
    }
    words
}

fn weigh<'a>(
    asking: &Asking<'a>,
    text: &str,
    units: &[Unit<'_>],
    clauses: &[Clause],
    explanation: &mut Explanation,
) -> Decision<'a> {
    let year = clauses.iter().find_map(|clause| clause.reading.year).or(asking.year);
    let before = asking.frame.map(|frame| Before {
        subject: &frame.subject,
        ask: &frame.ask,
        leans: leans(asking, text, clauses),
    });
    let wish = tells_a_wish(units);
    if let Some(open) = asking.open.find(asking, units, clauses).filter(|_| !wish) {
        explanation.choose(asking, std::slice::from_ref(&open));
        return Decision::One(in_own_year(asking, open, year), Vec::new());
    }
    let candidates = asking.index.candidates(clauses, before.as_ref());
    let mut hits = hear(asking, &candidates, clauses, before.as_ref(), explanation);
    if compares(text) && names_two_subjects(asking, clauses) {
        prefer_comparisons(asking, &mut hits);
    }
    let alone = questions_by_themselves(asking, &candidates, units, clauses);
    if let Some(plainest) =
        alone.first().filter(|heard| is_plainer(asking, heard, &hits, wish, stands_apart(&heard.unit, units)))
    {
        hits.clone_from(&plainest.hits);
    }
    prefer_own_age(asking, &mut hits, clauses, year);
    let Some(best) = hits.first() else { return Decision::Nothing(Vec::new()) };
    let hit = in_own_year(asking, best.clone(), year);
    explanation.choose(asking, &hits);
    if let Target::Beyond(_) = hit.target
        && hit.score >= BEYOND
    {
        return Decision::One(hit, Vec::new());
    }
    let beyond = best_beyond(&hits);
    hits.retain(|hit| !matches!(hit.target, Target::Beyond(_)));
    let Some(best) = hits.first() else { return Decision::Nothing(Vec::new()) };
    explanation.grounds = grounds(asking, clauses, &hits, beyond, explanation.grounds.strange);
    explanation.threshold = threshold(&explanation.grounds);
    let hit = in_own_year(asking, best.clone(), year);
    if asking.elsewhere && hit.score < SURE {
        Decision::Elsewhere
    } else if hit.score >= explanation.threshold
        && let Some((first, second)) = jobs_or_sides(asking, text, &candidates, &hits, clauses)
    {
        Decision::Two(first, second)
    } else if let Some((first, second)) = two_questions(asking, &alone) {
        Decision::Two(first, second)
    } else if hit.score >= explanation.threshold {
        let beside = beside(asking, clauses, &hit, &hits);
        Decision::One(hit, beside)
    } else if hit.score >= NEAR && explanation.grounds.strange <= STRANGER {
        Decision::Unclear(hits.iter().take(CHOICES).cloned().collect())
    } else {
        Decision::Nothing(Vec::new())
    }
}

/// Two jobs where the words compare, or two sides of one.
fn jobs_or_sides(
    asking: &Asking<'_>,
    text: &str,
    candidates: &Candidates,
    hits: &[Hit],
    clauses: &[Clause],
) -> Option<(Hit, Hit)> {
    if compares(text) { two_jobs(asking, hits, clauses) } else { two_sides(asking, text, candidates, hits, clauses) }
}

/// Whether the words set one thing against another.
fn compares(text: &str) -> bool {
    const SETTING_AGAINST: [&str; 11] =
        ["or", "vs", "versus", "v", "difference", "diffrence", "compare", "compared", "better", "than", "between"];
    text.split(|c: char| !c.is_alphanumeric()).any(|word| SETTING_AGAINST.contains(&word.to_ascii_lowercase().as_str()))
}

fn names_two_subjects(asking: &Asking<'_>, clauses: &[Clause]) -> bool {
    let terms = clauses.iter().flat_map(|clause| &clause.reading.terms);
    let mut named: Vec<u32> = terms.map(|term| term.id).filter(|&id| asking.index.lexicon().is_subject(id)).collect();
    named.sort_unstable();
    named.dedup();
    named.len() >= 2
}

/// A comparison that speaks of all that was named goes before what speaks of one of them.
fn prefer_comparisons(asking: &Asking<'_>, hits: &mut [Hit]) {
    for hit in hits.iter_mut() {
        if side_of(asking, hit.target) == Some(Side::Compare) && hit.parts.cover >= SPEAKS_OF_ALL {
            hit.score += COMPARES;
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
}

/// How well the nearest of all that is beyond the house fits.
fn best_beyond(hits: &[Hit]) -> f32 {
    let beyond = hits.iter().filter(|hit| matches!(hit.target, Target::Beyond(_)));
    beyond.map(|hit| hit.score).fold(0.0, f32::max)
}

/// What speaks for answering with the best of these hits of ours, and against it.
fn grounds(asking: &Asking<'_>, clauses: &[Clause], hits: &[Hit], beyond: f32, strange: f32) -> Grounds {
    let score = |hit: Option<&Hit>| hit.map_or(0.0, |hit| hit.score);
    let weigh = |clause: &Clause| clause.counts * asking.index.weight_of(&clause.reading);
    let said: f32 = clauses.iter().map(weigh).sum();
    let unknown: f32 =
        clauses.iter().map(|clause| clause.counts * asking.index.unknown_weight_of(&clause.reading)).sum();
    // Words that lean on what was talked about say little by themselves, so nothing is read into them.
    let follows = hits.first().is_some_and(|hit| hit.parts.follows > 0.0);
    Grounds {
        best: score(hits.first()),
        next: score(hits.get(1)),
        beyond,
        said,
        unknown: unknown / said.max(1.0),
        strange: if follows { strange.min(0.0) } else { strange },
    }
}

/// The score from which this message is answered. The likeness of a long message to any ask is low and that of small talk is often
/// higher; what tells them apart is how much is said, what its words weigh, and how near it is to what is beyond the house. The sum is the
/// border of a logistic regression of "this is ours to answer" on these and the score.
fn threshold(grounds: &Grounds) -> f32 {
    let strange = STRANGE * grounds.strange.clamp(-STRANGE_AT_MOST, STRANGE_AT_MOST);
    (THRESHOLD + NEAR_BEYOND * grounds.beyond + strange - SAYS_MUCH * grounds.said.max(1.0).ln()).max(LEAST)
}

/// Other passages that fit nearly as well, the one that fits best and adds most first: a question between two sections gets both.
fn beside(asking: &Asking<'_>, clauses: &[Clause], hit: &Hit, hits: &[Hit]) -> Vec<Hit> {
    let passage = |hit: &Hit| matches!(hit.target, Target::Passage { .. }) && !is_signpost(asking, hit.target);
    if !passage(hit) || side_of(asking, hit.target) == Some(Side::Compare) {
        return Vec::new();
    }
    let near = hits.iter().filter(|other| {
        other.target != hit.target && passage(other) && other.score >= NEARLY * hit.score && other.score >= NEAR
    });
    // What somebody tells of themselves adds nothing: the same question gets the same answer whoever asks.
    let told = clauses.iter().any(|clause| clause.asks) && clauses.iter().any(|clause| !clause.asks);
    let adds = |other: &Hit| if told { 0.0 } else { ADDS * asking.index.adds(clauses, hit.target, other.target) };
    let mut others: Vec<(f32, &Hit)> = near.map(|other| (other.score + adds(other), other)).collect();
    others.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    others.into_iter().take(BESIDE).map(|(_, other)| other.clone()).collect()
}

/// Reads every clause: beside clauses that ask enough to be a question, what tells counts less.
fn read(asking: &Asking<'_>, units: &[Unit<'_>]) -> Vec<Clause> {
    let readings: Vec<_> = units.iter().map(|unit| asking.index.lexicon().read(unit.text)).collect();
    let asked: f32 = units
        .iter()
        .zip(&readings)
        .filter(|(unit, _)| unit.asks)
        .map(|(_, reading)| asking.index.weight_of(reading))
        .sum();
    let counts = |unit: &Unit<'_>| if unit.asks || asked < WHOLE_QUESTION { 1.0 } else { TOLD };
    let something_is_asked = units.iter().any(|unit| unit.asks);
    let readings = units.iter().zip(readings).map(|(unit, mut reading)| {
        if something_is_asked && unit.tells_of_work {
            reading.terms.retain(|term| !asking.index.names_a_job(term.id));
        }
        reading
    });
    units
        .iter()
        .zip(readings)
        .map(|(unit, reading)| Clause { reading, counts: counts(unit), asks: unit.asks })
        .collect()
}

/// Hits of the whole message: by its own words, or with what was talked about carried in where that fits better.
fn hear(
    asking: &Asking<'_>,
    candidates: &Candidates,
    clauses: &[Clause],
    before: Option<&Before<'_>>,
    explanation: &mut Explanation,
) -> Vec<Hit> {
    let plain = asking.index.rank(candidates, clauses, None);
    let Some(before) = before else { return plain };
    let carried = asking.index.rank(candidates, clauses, Some(before));
    let score = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.score);
    let lead = if before.leans { -LEANING } else { TURN_BACK };
    if score(&carried) > score(&plain) + lead {
        explanation.carry(before.subject);
        carried
    } else {
        plain
    }
}

/// Clauses that ask and say enough to be questions by themselves, the best met first.
fn questions_by_themselves<'a>(
    asking: &Asking<'_>,
    candidates: &Candidates,
    units: &[Unit<'a>],
    clauses: &[Clause],
) -> Vec<Heard<'a>> {
    if units.len() < 2 {
        return Vec::new();
    }
    let mut heard: Vec<Heard<'_>> = units
        .iter()
        .zip(clauses)
        .enumerate()
        .filter(|(_, (unit, clause))| {
            unit.asks
                && !unit.leans_back
                && !unit.is_condition
                && !is_conditional(unit, units)
                && asking.index.weight_of(&clause.reading) >= SAYS_ANYTHING
        })
        .map(|(at, (unit, clause))| {
            let mut hits = of_the_job_before(asking, candidates, clauses, at);
            hits.retain(|hit| !matches!(hit.target, Target::Beyond(_)));
            (clause, Heard { unit: unit.clone(), hits })
        })
        .filter(|(clause, heard)| {
            let open = heard.hits.first().is_some_and(|hit| is_signpost(asking, hit.target));
            let clear = heard.hits.first().is_some_and(|hit| is_clear(hit, stands_apart(&heard.unit, units)));
            let whole = asking.index.weight_of(&clause.reading) >= WHOLE_QUESTION;
            open || clear || whole && names_a_subject(asking, clause) && !heard.hits.is_empty()
        })
        .map(|(_, heard)| heard)
        .collect();
    heard.sort_by(|a, b| b.hits[0].score.total_cmp(&a.hits[0].score));
    heard
}

fn is_clear(hit: &Hit, stands_apart: bool) -> bool {
    hit.score >= CLEAR || stands_apart && hit.parts.ask >= SAME_ASK
}

/// Whether a clause is asked on a condition that stands beside it: "can you do one | if you failed maths".
fn is_conditional(unit: &Unit<'_>, units: &[Unit<'_>]) -> bool {
    let states_one = |other: &&Unit<'_>| other.sentence == unit.sentence && other.is_condition;
    units.iter().any(|other| states_one(&other))
}

/// Whether a clause is a sentence of its own and the only one that asks.
fn stands_apart(unit: &Unit<'_>, units: &[Unit<'_>]) -> bool {
    let others = || units.iter().filter(|other| other.text != unit.text);
    others().all(|other| other.sentence != unit.sentence && !other.asks)
}

fn names_a_subject(asking: &Asking<'_>, clause: &Clause) -> bool {
    clause.reading.terms.iter().any(|term| asking.index.lexicon().is_subject(term.id))
}

/// Whether a clause that tells says what somebody would like: then the question is about that.
fn tells_a_wish(units: &[Unit<'_>]) -> bool {
    const WISHES: [&str; 14] = [
        "want",
        "wants",
        "wanna",
        "wanted",
        "wanting",
        "like",
        "likes",
        "love",
        "loves",
        "become",
        "dream",
        "dreams",
        "interested",
        "hoping",
    ];
    let told = units.iter().filter(|unit| !unit.asks);
    told.flat_map(|unit| unit.text.split(|c: char| !c.is_alphanumeric()))
        .any(|word| WISHES.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether a clause by itself is the question. An open question stays open, whatever is told around it: who a family is, or what it does,
/// takes no route away.
fn is_plainer(asking: &Asking<'_>, heard: &Heard<'_>, whole: &[Hit], wish: bool, apart: bool) -> bool {
    let score = heard.hits[0].score;
    let clear = is_clear(&heard.hits[0], apart) || whole.first().is_none_or(|hit| score > hit.score + PLAINER);
    let plainer = (score >= PLAIN || is_clear(&heard.hits[0], apart)) && clear;
    plainer || !wish && score >= OPEN && is_signpost(asking, heard.hits[0].target)
}

/// Whether the words lean on what went before: they open like it, or name no subject of their own.
fn leans(asking: &Asking<'_>, text: &str, clauses: &[Clause]) -> bool {
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
    let mut terms = clauses.iter().flat_map(|clause| &clause.reading.terms);
    OPENINGS.iter().any(|opening| lower.starts_with(opening))
        || !terms.any(|term| asking.index.lexicon().is_subject(term.id))
}

/// Two sentences that ask, each as surely, about different subjects.
fn two_questions(asking: &Asking<'_>, alone: &[Heard<'_>]) -> Option<(Hit, Hit)> {
    let (best, rest) = alone.split_first()?;
    let sure = |heard: &Heard<'_>| heard.hits[0].score >= SURE && !is_signpost(asking, heard.hits[0].target);
    let other = rest.iter().find(|other| {
        other.unit.sentence != best.unit.sentence && page_of(other.hits[0].target) != page_of(best.hits[0].target)
    })?;
    if !sure(best) || !sure(other) {
        return None;
    }
    let (first, second) = if best.unit.sentence < other.unit.sentence { (best, other) } else { (other, best) };
    Some((first.hits[0].clone(), second.hits[0].clone()))
}

/// What a target belongs to: a page, or a job.
fn page_of(target: Target) -> (bool, usize) {
    match target {
        Target::Passage { page, .. } => (true, page),
        Target::Job { job, .. } => (false, job),
        Target::Beyond(kind) => (false, usize::MAX - kind),
    }
}

fn side_of(asking: &Asking<'_>, target: Target) -> Option<Side> {
    let Target::Passage { page, passage } = target else { return None };
    asking.library.pages[page].passages[passage].side
}

fn is_signpost(asking: &Asking<'_>, target: Target) -> bool {
    match target {
        Target::Passage { page, passage } => asking.library.pages[page].passages[passage].signpost.is_some(),
        Target::Job { .. } | Target::Beyond(_) => false,
    }
}

/// An open question that names no age of choice is about the person's own: "what are my options" in Year 9 is about 14.
fn in_own_year(asking: &Asking<'_>, hit: Hit, year: Option<u8>) -> Hit {
    let Target::Passage { page, passage } = hit.target else { return hit };
    let found = &asking.library.pages[page].passages[passage];
    let (Some(_), Some(year)) = (found.signpost, year) else { return hit };
    let own = own_age(year);
    if found.signpost == Some(own) || names_an_age(&nearest_ask(asking, &hit)) {
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

impl Decision<'_> {
    /// How surely something was found; nought where nothing was.
    fn confidence(&self) -> f32 {
        match self {
            Decision::One(hit, _) | Decision::Two(hit, _) => hit.score,
            Decision::Meaning(_) => 1.0,
            Decision::Unclear(_) | Decision::Nothing(_) | Decision::Elsewhere => 0.0,
        }
    }
}

impl Explanation {
    fn choose(&mut self, asking: &Asking<'_>, hits: &[Hit]) {
        let candidate = |hit: &Hit| Candidate {
            id: id_of(asking, hit.target),
            hit: hit.clone(),
            nearest: nearest_ask(asking, hit),
        };
        self.candidates = hits.iter().take(EXPLAINED).map(candidate).collect();
    }
}

/// The id under which a target is shown.
pub(super) fn id_of(asking: &Asking<'_>, target: Target) -> String {
    match target {
        Target::Passage { page, passage } => asking.library.pages[page].passages[passage].id.clone(),
        Target::Job { job, side } => {
            format!("occupation/{}#{side:?}", asking.library.occupations[job].id).to_lowercase()
        }
        Target::Beyond(kind) => format!("beyond/{}", asking.library.beyond.kinds[kind].kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(strange: f32) -> f32 {
        threshold(&Grounds { strange, said: 10.0, beyond: 0.3, ..Grounds::default() })
    }

    #[test]
    fn strange_words_need_a_better_hit_and_our_own_words_a_lesser_one() {
        assert!(needed(2.0) > needed(0.0) && needed(0.0) > needed(-2.0));
    }

    #[test]
    fn more_evidence_than_enough_changes_nothing() {
        assert_eq!(needed(9.0), needed(STRANGE_AT_MOST));
        assert_eq!(needed(-9.0), needed(-STRANGE_AT_MOST));
    }

    #[test]
    fn nothing_is_answered_below_the_least_score() {
        let clear = Grounds { strange: -3.0, said: 200.0, ..Grounds::default() };
        assert_eq!(threshold(&clear), LEAST);
    }
}
