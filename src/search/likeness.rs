//! How alike a question and an ask are.
//!
//! Matching the stored question beats matching the answer text by far, so this decides most of a score. It is Tversky's
//! measure over weighted terms: what both have, against what only the question has (which weighs more: it may be what was
//! really asked) and what only the ask has.

use super::lexicon::{Reading, UNKNOWN};

/// What only the question has, against what both have. These weights and the threshold are set on the even-numbered gold questions.
const UNASKED: f32 = 0.6;

/// What only the ask has.
const UNSAID: f32 = 0.45;

/// The same, where it names a subject: an ask about another subject is another question.
const UNSAID_SUBJECT: f32 = 1.2;

/// Up to this weight, what only the question has counts in full; a longer story is told with more words than it asks.
const TOLD_IN_FULL: f32 = 5.0;

/// What all the rest of a story can cost at most, and how fast it comes to that.
const TOLD_AT_MOST: f32 = 4.0;
const TOLD_SLOWLY: f32 = 8.0;

/// What a term carried in from before counts for, where the ask has it.
const CARRIED: f32 = 0.8;

/// What a word counts for that is near in sense to one of the question.
const RELATED: f32 = 0.5;

/// The question does not have the term.
const ABSENT: u16 = u16::MAX;

/// The question does not have the term itself, but one that is near to it in sense: its place with this bit.
const NEAR: u16 = 1 << 15;

/// The share at which a carried term is missed, where the words lean on what went before.
const LEANT_ON: f32 = 0.5;

/// An ask, ready to be compared.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ask<'a> {
    /// Id and trust of its terms, once each, sorted by id.
    terms: &'a [(u32, f32)],
    /// Its neighbouring words, sorted.
    pairs: &'a [u32],
}

/// Many asks, one behind the other: tens of thousands are compared in a moment if they lie side by side.
#[derive(Debug, Default)]
pub(super) struct Asks {
    terms: Vec<(u32, f32)>,
    pairs: Vec<u32>,
    ends: Vec<(u32, u32)>,
}

impl Asks {
    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Adds an ask as it was read.
    pub(super) fn push(&mut self, mut terms: Vec<(u32, f32)>, pairs: &[u32]) {
        // The same term twice counts once, as far as it may be trusted where it stood first.
        terms.sort_by_key(|(id, _)| *id);
        terms.dedup_by_key(|(id, _)| *id);
        self.terms.extend(terms);
        self.pairs.extend_from_slice(pairs);
        self.ends.push((self.terms.len() as u32, self.pairs.len() as u32));
    }

    /// The ask at a place.
    pub(super) fn get(&self, at: u32) -> Ask<'_> {
        let at = at as usize;
        let (terms_from, pairs_from) = at.checked_sub(1).map_or((0, 0), |before| self.ends[before]);
        let (terms_to, pairs_to) = self.ends[at];
        Ask {
            terms: &self.terms[terms_from as usize..terms_to as usize],
            pairs: &self.pairs[pairs_from as usize..pairs_to as usize],
        }
    }
}

impl<'a> Ask<'a> {
    pub(super) fn ids(self) -> impl Iterator<Item = u32> + 'a {
        self.terms.iter().map(|(id, _)| *id)
    }
}

/// A question, ready to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct QuestionTerms {
    /// Id, trust and weight, once each, sorted by id; unknown words are left out here.
    known: Vec<(u32, f32, f32)>,
    /// For every term of the lexicon, where it, or one near to it in sense, stands in `known`: thousands of asks are compared with one
    /// question.
    places: Vec<u16>,
    /// Terms that are near in sense to one of the question, and to which.
    related: Vec<(u32, u32)>,
    /// Weight of all known terms.
    said: f32,
    /// Weight of the words the library does not have.
    unknown: f32,
    /// Terms added from what was talked about: they count when met; when not, they are missed only by words that lean on them.
    carried: Vec<u32>,
    leans: bool,
    /// Neighbouring words of each clause.
    pairs: Vec<Vec<u32>>,
}

/// A clause of a question as it was read, and what it counts for: 1 where it asks, less where it tells.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its terms.
    pub reading: Reading,
    /// What it counts for.
    pub counts: f32,
    /// Whether it is put as a question.
    pub asks: bool,
}

/// What is known of a term when it is compared.
pub(super) trait Weights {
    /// How many terms there are.
    fn terms(&self) -> usize;
    /// How much it says.
    fn weight(&self, id: u32) -> f32;
    /// What it costs an ask that has it where the question has not.
    fn unsaid(&self, id: u32) -> f32;
    /// Terms that are near to it in sense.
    fn related(&self, id: u32) -> &[u32];
}

impl QuestionTerms {
    pub(super) fn new(clauses: &[Clause], carried: &[u32], leans: bool, weights: &impl Weights) -> Self {
        let mut question = Self { carried: carried.to_vec(), leans, ..Self::default() };
        for Clause { reading, counts, .. } in clauses {
            question.pairs.push(reading.pairs.clone());
            for term in &reading.terms {
                let weight = weights.weight(term.id) * counts;
                if term.id == UNKNOWN {
                    question.unknown += weight;
                    continue;
                }
                match question.known.iter_mut().find(|(id, ..)| *id == term.id) {
                    Some((_, trust, known)) => {
                        *trust = trust.max(term.trust);
                        *known = known.max(weight);
                    }
                    None => question.known.push((term.id, term.trust, weight)),
                }
            }
        }
        question.known.sort_unstable_by_key(|(id, ..)| *id);
        question.carried.sort_unstable();
        question.carried.dedup();
        question.carried.retain(|id| !question.known.iter().any(|(known, ..)| known == id));
        let by_words = question.known.iter().flat_map(|(id, ..)| weights.related(*id).iter().map(|&near| (near, *id)));
        let by_phrases = clauses.iter().flat_map(|clause| clause.reading.related.iter().copied());
        let related = by_words.chain(by_phrases);
        question.related = related.filter(|(near, _)| question.carried.binary_search(near).is_err()).collect();
        question.place(weights.terms());
        question
    }

    fn place(&mut self, terms: usize) {
        self.places = vec![ABSENT; terms];
        for (at, (id, ..)) in self.known.iter().enumerate().take(usize::from(NEAR - 1)) {
            self.places[*id as usize] = at as u16;
        }
        for (near, id) in &self.related {
            let of = self.places[*id as usize];
            let place = &mut self.places[*near as usize];
            if *place == ABSENT && of != ABSENT {
                *place = of | NEAR;
            }
        }
        self.said = self.known.iter().map(|(.., weight)| weight).sum();
    }

    /// The same question, with one job's name standing for any job: asks for jobs are written once for all of them.
    pub(super) fn about_any(&self, job: u32, any_job: u32) -> Self {
        let mut question = self.clone();
        for (id, ..) in &mut question.known {
            *id = if *id == job { any_job } else { *id };
        }
        for id in &mut question.carried {
            *id = if *id == job { any_job } else { *id };
        }
        question.known.sort_unstable_by_key(|(id, ..)| *id);
        question.carried.sort_unstable();
        question.place(self.places.len());
        question
    }

    /// Ids of all known terms.
    pub(super) fn ids(&self) -> impl Iterator<Item = u32> {
        self.known.iter().map(|(id, ..)| *id).chain(self.carried.iter().copied())
    }

    /// All known terms with what each counts for.
    pub(super) fn weights<'a>(&'a self, weights: &'a impl Weights) -> impl Iterator<Item = (u32, f32)> + 'a {
        let said = self.known.iter().map(|(id, trust, weight)| (*id, weight * trust));
        let near = self.related.iter().filter_map(|(near, id)| {
            let at = self.known.binary_search_by_key(id, |(id, ..)| *id).ok()?;
            let (_, trust, weight) = self.known[at];
            (self.places[*near as usize] & NEAR != 0).then_some((*near, weight * trust * RELATED))
        });
        said.chain(near).chain(self.carried.iter().map(|&id| (id, weights.weight(id) * CARRIED)))
    }

    /// Weight of the whole question.
    pub(super) fn weight(&self) -> f32 {
        self.unknown + self.said
    }

    /// Likeness to an ask, 0 to 1.
    pub(super) fn likeness(&self, ask: Ask<'_>, weights: &impl Weights) -> f32 {
        let mut both = 0.0;
        let mut unasked = self.unknown + self.said;
        let mut unsaid = 0.0;
        let mut met = 0;
        for &(id, trust) in ask.terms {
            let place = self.places.get(id as usize).copied().unwrap_or(ABSENT);
            if place != ABSENT {
                let (_, said, weight) = self.known[usize::from(place & !NEAR)];
                // The same other name on both sides is the same word: trust falls only where they differ.
                let mut trust = if (said - trust).abs() < f32::EPSILON { said.max(trust) } else { said.min(trust) };
                if place & NEAR != 0 {
                    trust *= RELATED;
                    unsaid += weights.unsaid(id) * (1.0 - RELATED);
                }
                both += weight * trust;
                unasked -= weight * trust;
            } else if self.carried.binary_search(&id).is_ok() {
                both += weights.weight(id) * CARRIED;
                met += 1;
            } else {
                unsaid += weights.unsaid(id);
            }
        }
        if self.leans && met < self.carried.len() {
            let missed = self.carried.iter().filter(|id| ask.terms.binary_search_by_key(*id, |(id, _)| *id).is_err());
            unasked += LEANT_ON * missed.map(|&id| weights.weight(id)).sum::<f32>();
        }
        if both == 0.0 { 0.0 } else { both / (both + UNASKED * told(unasked.max(0.0)) + unsaid) }
    }

    /// Share of neighbouring words that question and ask have in common, 0 to 1: it tells apart what has the same words in
    /// another order.
    pub(super) fn order(&self, ask: Ask<'_>) -> f32 {
        let alike = |pairs: &Vec<u32>| {
            let common = pairs.iter().filter(|pair| ask.pairs.binary_search(pair).is_ok()).count();
            2.0 * common as f32 / (pairs.len() + ask.pairs.len()).max(1) as f32
        };
        self.pairs.iter().map(alike).fold(0.0, f32::max)
    }

    /// Share of the question's weight that any of these lists of sorted ids holds, 0 to 1.
    pub(super) fn cover(&self, lists: &[&[u32]]) -> f32 {
        let held = |id: &u32| lists.iter().any(|ids| ids.binary_search(id).is_ok());
        let near = |id: &u32| self.related.iter().any(|(near, of)| of == id && held(near));
        let share = |id: &u32| {
            if held(id) {
                1.0
            } else if near(id) {
                RELATED
            } else {
                0.0
            }
        };
        let met: f32 = self.known.iter().map(|(id, _, weight)| weight * share(id)).sum();
        let whole = self.weight();
        if whole == 0.0 { 0.0 } else { met / whole }
    }
}

/// The share of its weight that a term costs an ask that has it where the question has not.
pub(super) fn unsaid_share(subject: bool) -> f32 {
    if subject { UNSAID_SUBJECT } else { UNSAID }
}

/// What the weight of all that only the question has counts for.
fn told(unasked: f32) -> f32 {
    if unasked <= TOLD_IN_FULL {
        return unasked;
    }
    TOLD_IN_FULL + TOLD_AT_MOST * (1.0 - (-(unasked - TOLD_IN_FULL) / TOLD_SLOWLY).exp())
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Term;
    use super::*;

    struct Even;

    impl Weights for Even {
        fn terms(&self) -> usize {
            10
        }

        fn weight(&self, id: u32) -> f32 {
            if id == 0 { 0.1 } else { 4.0 }
        }

        fn unsaid(&self, id: u32) -> f32 {
            self.weight(id) * unsaid_share(id == 9)
        }

        fn related(&self, id: u32) -> &[u32] {
            match id {
                7 => &[8],
                8 => &[7],
                _ => &[],
            }
        }
    }

    fn terms(ids: &[u32]) -> Vec<Term> {
        ids.iter().map(|&id| Term { id, trust: 1.0, words: String::new() }).collect()
    }

    fn likeness(question: &[u32], ask: &[u32]) -> f32 {
        let reading = Reading { terms: terms(question), ..Reading::default() };
        let mut asks = Asks::default();
        asks.push(ask.iter().map(|&id| (id, 1.0)).collect(), &[]);
        QuestionTerms::new(&[Clause { reading, counts: 1.0, asks: true }], &[], false, &Even)
            .likeness(asks.get(0), &Even)
    }

    #[test]
    fn the_same_words_are_wholly_alike_and_other_words_not_at_all() {
        assert!((likeness(&[1, 2], &[2, 1]) - 1.0).abs() < 1e-6);
        assert_eq!(likeness(&[1], &[2]), 0.0);
    }

    #[test]
    fn a_word_near_in_sense_is_less_alike_than_the_word_itself_and_more_than_another() {
        assert!(likeness(&[1, 7], &[1, 8]) < likeness(&[1, 7], &[1, 7]));
        assert!(likeness(&[1, 7], &[1, 8]) > likeness(&[1, 7], &[1, 6]));
    }

    #[test]
    fn a_word_the_ask_lacks_costs_more_than_a_word_the_question_lacks() {
        assert!(likeness(&[1, 2], &[1]) < likeness(&[1], &[1, 2]));
    }

    #[test]
    fn a_word_the_library_does_not_have_costs_too() {
        assert!(likeness(&[1, UNKNOWN], &[1]) < likeness(&[1], &[1]));
    }

    #[test]
    fn an_ask_about_a_subject_that_was_not_named_is_less_alike() {
        assert!(likeness(&[1], &[1, 9]) < likeness(&[1], &[1, 2]));
    }
}
