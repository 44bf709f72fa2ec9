//! Questions about jobs that one ask does not hold: two jobs set against each other, two sides of one job, and a question that leaves out
//! the job named before it.

use crate::search::{Candidates, Clause, Hit, JobSide, Target, Term};

use super::Asking;

/// How much better a clause must be met without the job named before it to be no question about that job.
const WITHOUT: f32 = 0.1;

/// An ask about a side of a job is met from this likeness on.
const MET: f32 = 0.75;

/// Hits of the clause at a place by itself. One that names no job ("do you need a degree") is asked of the job named before it, where that
/// is met as well.
pub(super) fn of_the_job_before(
    asking: &Asking<'_>,
    candidates: &Candidates,
    clauses: &[Clause],
    at: usize,
) -> Vec<Hit> {
    let alone = asking.index.rank(candidates, &clauses[at..=at], None);
    let job = clauses[..at].iter().rev().find_map(|clause| jobs(asking, clause).next());
    let Some(job) = job.filter(|_| jobs(asking, &clauses[at]).next().is_none()) else { return alone };
    let joined = asking.index.rank(candidates, &[with(&clauses[at], job)], None);
    if score(&joined) + WITHOUT >= score(&alone) { joined } else { alone }
}

/// The same side of two jobs, in the order they were named, where the best hit is about one of exactly two.
pub(super) fn two_jobs(asking: &Asking<'_>, hits: &[Hit], clauses: &[Clause]) -> Option<(Hit, Hit)> {
    let side = side_of(hits.first()?.target)?;
    let named = named(asking, clauses);
    let [one, other] = named.as_slice() else { return None };
    let about = |job: &Term| {
        let target = Target::Job { job: asking.index.job_named(job.id)?, side };
        hits.iter().find(|hit| hit.target == target).cloned()
    };
    Some((about(one)?, about(other)?))
}

/// Two sides of one job, each asked for outright: "plumber wages and how do you get in". What the work is like says all sides by itself.
pub(super) fn two_sides(
    asking: &Asking<'_>,
    text: &str,
    candidates: &Candidates,
    hits: &[Hit],
    clauses: &[Clause],
) -> Option<(Hit, Hit)> {
    side_of(hits.first()?.target)?;
    let named = named(asking, clauses);
    let [job] = named.as_slice() else { return None };
    let (before, behind) = joined_by_and(text)?;
    let asked = |part: &str| {
        let reading = asking.index.lexicon().read(part);
        let clause = with(&Clause { reading, counts: 1.0, asks: true }, job);
        let best = asking.index.rank(candidates, &[clause], None).into_iter().next()?;
        let side = side_of(best.target).filter(|side| *side != JobSide::What)?;
        (best.parts.ask >= MET).then_some((side, best))
    };
    let ((one, first), (other, second)) = (asked(before)?, asked(behind)?);
    (one != other).then_some((first, second))
}

fn side_of(target: Target) -> Option<JobSide> {
    match target {
        Target::Job { side, .. } => Some(side),
        Target::Passage { .. } | Target::Beyond(_) => None,
    }
}

/// What stands before and behind the only "and" of a text.
fn joined_by_and(text: &str) -> Option<(&str, &str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_and = |word: &&&str| matches!(word.to_ascii_lowercase().as_str(), "and" | "n" | "&" | "+");
    let [and] = words.iter().filter(is_and).collect::<Vec<_>>()[..] else { return None };
    let at = and.as_ptr() as usize - text.as_ptr() as usize;
    Some((&text[..at], &text[at + and.len()..]))
}

/// The jobs that clauses name, once each.
fn named<'a>(asking: &Asking<'_>, clauses: &'a [Clause]) -> Vec<&'a Term> {
    let mut named: Vec<&Term> = Vec::new();
    for term in clauses.iter().flat_map(|clause| jobs(asking, clause)) {
        if !named.iter().any(|known| known.id == term.id) {
            named.push(term);
        }
    }
    named
}

fn jobs<'a>(asking: &Asking<'_>, clause: &'a Clause) -> impl Iterator<Item = &'a Term> {
    clause.reading.terms.iter().filter(|term| asking.index.names_a_job(term.id))
}

/// The clause with a job's name in it.
fn with(clause: &Clause, job: &Term) -> Clause {
    let mut clause = clause.clone();
    if clause.reading.terms.iter().all(|term| term.id != job.id) {
        clause.reading.terms.push(job.clone());
    }
    clause
}

fn score(hits: &[Hit]) -> f32 {
    hits.iter().find(|hit| !matches!(hit.target, Target::Beyond(_))).map_or(0.0, |hit| hit.score)
}
