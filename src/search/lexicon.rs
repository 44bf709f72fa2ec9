//! What the words of a question mean to this library: which of them name the same thing, which are misspelt, which say
//! nothing.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::knowledge::{Library, Words};
use crate::language::{Known, Speller, Stems, clean, words};

/// A word or phrase of a question or an ask, as the index knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its number in the lexicon; [`UNKNOWN`] for a word the library does not have.
    pub id: u32,
    /// How far it may be trusted: 1 as written, less for a synonym, less for a misspelling, least for both.
    pub trust: f32,
    /// The words as cleaned, for explanations.
    pub words: String,
}

/// The id of all words that the library does not have.
pub const UNKNOWN: u32 = u32::MAX;

/// Trust in another name for the same thing.
const SYNONYM: f32 = 0.96;

/// Trust in a word with one letter mended, and with two.
const MENDED: [f32; 2] = [0.92, 0.84];

/// A text as the lexicon reads it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its terms in order; words that say nothing, and words about the person, left out.
    pub terms: Vec<Term>,
    /// Pairs of neighbouring words, as numbers, sorted: the order in which things were said.
    pub pairs: Vec<u32>,
    /// Misspellings and what they were taken for.
    pub corrections: Vec<(String, String)>,
    /// The year group it names.
    pub year: Option<u8>,
}

/// The library's own dictionary.
#[derive(Debug)]
pub struct Lexicon {
    stems: Stems,
    speller: Speller,
    text_speak: HashMap<String, Vec<String>>,
    silent: HashSet<String>,
    /// Phrases by their first stem, longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Meaning)>>,
    /// Words of the library, spelt once.
    learnt: HashMap<String, Vec<Spelt>>,
    ids: HashMap<String, u32>,
    subjects: HashSet<u32>,
    light: HashSet<u32>,
}

/// A word as it is spelt, with its stem and how far the spelling may be trusted.
#[derive(Debug, Clone, PartialEq)]
struct Spelt {
    word: String,
    stem: String,
    trust: f32,
}

#[derive(Debug, Clone, PartialEq)]
struct Meaning {
    concept: String,
    trust: f32,
}

impl Lexicon {
    /// The dictionary of a library; `written` are the words that stand in it.
    pub fn build(library: &Library, written: &Words) -> Self {
        let vocabulary = &library.vocabulary;
        let mut counts = written.known.clone();
        let mut named = HashSet::new();
        let names = vocabulary.same.iter().flat_map(|(meant, others)| std::iter::once(meant).chain(others));
        let names =
            names.chain(library.occupations.iter().flat_map(|job| std::iter::once(&job.title).chain(&job.names)));
        for name in names.chain(library.pages.iter().flat_map(|page| &page.about.names)) {
            for word in words(&clean(name)) {
                counts.entry(word.clone()).or_insert(1);
                named.insert(word);
            }
        }
        let known = counts.into_iter().map(|(word, count)| Known { name: named.contains(&word), word, count });
        let split = |text: &String| words(&clean(text));
        let mut lexicon = Self {
            stems: Stems::new(vocabulary.stems.clone()),
            speller: Speller::new(known),
            text_speak: vocabulary.text_speak.iter().map(|(from, to)| (from.clone(), split(to))).collect(),
            silent: vocabulary.empty.iter().chain(&vocabulary.people).flat_map(split).collect(),
            phrases: HashMap::new(),
            learnt: HashMap::new(),
            ids: HashMap::new(),
            subjects: HashSet::new(),
            light: HashSet::new(),
        };
        for word in vocabulary.light.iter().flat_map(split) {
            let stem = lexicon.stems.stem(&word);
            let id = lexicon.intern(&stem);
            lexicon.light.insert(id);
        }
        for (meant, others) in &vocabulary.same {
            lexicon.name(meant, meant, 1.0);
            for other in others {
                lexicon.name(other, meant, SYNONYM);
            }
        }
        for job in &library.occupations {
            let concept = job_concept(&job.id);
            lexicon.name(&job.title, &concept, 1.0);
            for name in &job.names {
                lexicon.name(name, &concept, SYNONYM);
            }
            lexicon.mark_subject(&concept);
        }
        lexicon.name(ANY_JOB, &job_concept(ANY_JOB), 1.0);
        for page in &library.pages {
            for name in &page.about.names {
                let concept = lexicon.concept_of(name);
                lexicon.mark_subject(&concept);
            }
        }
        lexicon
    }

    /// Lets `phrase` mean `concept`, unless it has a meaning already: the vocabulary is read first and wins.
    fn name(&mut self, phrase: &str, concept: &str, trust: f32) {
        let stems: Vec<String> = words(&clean(phrase)).iter().map(|word| self.stems.stem(word)).collect();
        let Some(first) = stems.first() else { return };
        let phrases = self.phrases.entry(first.clone()).or_default();
        if phrases.iter().any(|(known, _)| *known == stems) {
            return;
        }
        let at = phrases.partition_point(|(known, _)| known.len() >= stems.len());
        phrases.insert(at, (stems, Meaning { concept: concept.to_owned(), trust }));
    }

    /// The concept a page's name stands for; a name of several words that has none becomes one.
    fn concept_of(&mut self, name: &str) -> String {
        let stems: Vec<String> = words(&clean(name)).iter().map(|word| self.stems.stem(word)).collect();
        let known = stems.first().and_then(|first| self.phrases.get(first)).into_iter().flatten();
        if let Some((_, meaning)) = known.into_iter().find(|(phrase, _)| *phrase == stems) {
            return meaning.concept.clone();
        }
        if stems.len() > 1 {
            self.name(name, name, 1.0);
            return name.to_owned();
        }
        stems.into_iter().next().unwrap_or_default()
    }

    /// The number of a concept.
    pub(super) fn concept(&mut self, name: &str) -> u32 {
        self.intern(name)
    }

    fn mark_subject(&mut self, concept: &str) {
        let id = self.intern(concept);
        self.subjects.insert(id);
    }

    fn intern(&mut self, key: &str) -> u32 {
        let next = self.ids.len() as u32;
        *self.ids.entry(key.to_owned()).or_insert(next)
    }

    /// The stem of a cleaned word.
    pub fn stem(&self, word: &str) -> String {
        self.stems.stem(word)
    }

    /// How many different terms there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True before anything was learnt.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether this term names a subject or a job.
    pub fn is_subject(&self, id: u32) -> bool {
        self.subjects.contains(&id)
    }

    /// Whether this term says little by itself.
    pub fn is_light(&self, id: u32) -> bool {
        self.light.contains(&id)
    }

    /// The terms by which a subject's name or a job's concept is found.
    pub fn subject_terms(&self, name: &str) -> Vec<Term> {
        match self.ids.get(name) {
            Some(&id) => vec![Term { id, trust: 1.0, words: name.to_owned() }],
            None => self.read(name).terms.into_iter().filter(|term| term.id != UNKNOWN).collect(),
        }
    }

    /// Reads text of the library itself, learning its terms. A word is mended and stemmed once, however often it stands there.
    pub fn learn(&mut self, text: &str) -> Reading {
        let mut reading = Reading::default();
        let mut spelt = Vec::new();
        for word in words(&clean(text)) {
            if let Some(known) = self.learnt.get(&word) {
                spelt.extend_from_slice(known);
            } else {
                let fresh = self.spell(&word, &mut reading);
                spelt.extend_from_slice(&fresh);
                self.learnt.insert(word, fresh);
            }
        }
        let mut keys = Vec::new();
        self.name_terms(&spelt, &mut reading, |key| {
            keys.push(key.to_owned());
            Some(0)
        });
        for (term, key) in reading.terms.iter_mut().zip(keys) {
            term.id = self.intern(&key);
        }
        reading
    }

    /// Lets go of what only learning needs.
    pub(super) fn finish(&mut self) {
        self.learnt = HashMap::new();
    }

    /// Reads what a person wrote.
    pub fn read(&self, text: &str) -> Reading {
        let mut reading = Reading::default();
        let mut spelt = Vec::new();
        for word in words(&clean(text)) {
            spelt.extend(self.spell(&word, &mut reading));
        }
        self.name_terms(&spelt, &mut reading, |key| self.ids.get(key).copied());
        reading
    }

    /// Terms of spelt words: the longest phrases with a meaning, then single words; what says nothing is left out.
    fn name_terms(&self, spelt: &[Spelt], reading: &mut Reading, mut id_of: impl FnMut(&str) -> Option<u32>) {
        let mut in_order = Vec::with_capacity(spelt.len());
        let stems: Vec<&str> = spelt.iter().map(|word| word.stem.as_str()).collect();
        let mut at = 0;
        while at < spelt.len() {
            let (length, meaning) = self.longest_phrase(&stems[at..]);
            let piece = &spelt[at..at + length];
            if meaning.is_some_and(|meaning| meaning.concept.starts_with(JOB_CONCEPT)) {
                in_order.push(ANY_JOB);
            } else {
                in_order.extend(piece.iter().map(|word| word.word.as_str()));
            }
            let key = meaning.map_or(stems[at], |meaning| meaning.concept.as_str());
            if meaning.is_some() || !self.silent.contains(&piece[0].word) {
                let mended = piece.iter().map(|word| word.trust).fold(1.0, f32::min);
                let trust = meaning.map_or(1.0, |meaning| meaning.trust) * mended;
                let words = piece.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
                reading.terms.push(Term { id: id_of(key).unwrap_or(UNKNOWN), trust, words });
            }
            at += length;
        }
        reading.pairs = pairs(&in_order);
        reading.year = spelt.iter().find_map(|word| word.word.strip_prefix("year")?.parse().ok());
    }

    /// A word as it is spelt: text-speak written out, a misspelling mended.
    fn spell(&self, word: &str, reading: &mut Reading) -> Vec<Spelt> {
        let spelt = |word: String, trust: f32| Spelt { stem: self.stems.stem(&word), word, trust };
        if let Some(plain) = self.text_speak.get(word) {
            return plain.iter().map(|word| spelt(word.clone(), 1.0)).collect();
        }
        if !self.speller.knows(word) {
            if let Some(whole) = dropped_g(word).filter(|whole| self.speller.knows(whole)) {
                return vec![spelt(whole, 1.0)];
            }
            if let Some(correction) = self.speller.correct(word) {
                reading.corrections.push((word.to_owned(), correction.word.clone()));
                return vec![spelt(correction.word, MENDED[correction.distance - 1])];
            }
        }
        vec![spelt(word.to_owned(), 1.0)]
    }

    /// The longest phrase with a meaning at the start of these stems; one word without meaning otherwise.
    fn longest_phrase(&self, stems: &[&str]) -> (usize, Option<&Meaning>) {
        let Some(phrases) = self.phrases.get(stems[0]) else { return (1, None) };
        phrases
            .iter()
            .find(|(phrase, _)| {
                stems.len() >= phrase.len() && phrase.iter().zip(stems).all(|(want, stem)| want == stem)
            })
            .map_or((1, None), |(phrase, meaning)| (phrase.len(), Some(meaning)))
    }
}

/// "makin" is making.
fn dropped_g(word: &str) -> Option<String> {
    (word.len() > 4 && word.ends_with("in")).then(|| format!("{word}g"))
}

/// Neighbouring words as numbers, the beginning and the end counted as words, sorted.
fn pairs(words: &[&str]) -> Vec<u32> {
    let mut pairs = Vec::with_capacity(words.len() + 1);
    let mut before = "";
    for word in words.iter().copied().chain([""]) {
        let mut hasher = DefaultHasher::new();
        (before, word).hash(&mut hasher);
        pairs.push(hasher.finish() as u32);
        before = word;
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How the concepts of jobs begin.
const JOB_CONCEPT: &str = "job:";

/// Stands for any job in asks that are written once for all of them, and in the order of words.
pub(super) const ANY_JOB: &str = "anyjob";

/// The concept under which a job's names are filed.
pub fn job_concept(id: &str) -> String {
    format!("{JOB_CONCEPT}{id}")
}
