//! What the words of a question mean to this library: which of them name the same thing, which are misspelt, which say
//! nothing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::knowledge::Library;
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
    phrases: HashMap<Vec<String>, Meaning>,
    longest: usize,
    ids: HashMap<String, u32>,
    subjects: HashSet<u32>,
    light: HashSet<u32>,
}

#[derive(Debug, Clone, PartialEq)]
struct Meaning {
    concept: String,
    trust: f32,
}

impl Lexicon {
    /// The dictionary of a library; `known` are the words it knows how to spell, with how often they stand there.
    pub fn build(library: &Library, known: &BTreeMap<String, u32>) -> Self {
        let vocabulary = &library.vocabulary;
        let mut counts = known.clone();
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
            longest: 1,
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
        if stems.is_empty() {
            return;
        }
        self.longest = self.longest.max(stems.len());
        self.phrases.entry(stems).or_insert_with(|| Meaning { concept: concept.to_owned(), trust });
    }

    /// The concept a page's name stands for; a name of several words that has none becomes one.
    fn concept_of(&mut self, name: &str) -> String {
        let stems: Vec<String> = words(&clean(name)).iter().map(|word| self.stems.stem(word)).collect();
        if let Some(meaning) = self.phrases.get(&stems) {
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

    /// Reads text of the library itself, learning its terms.
    pub fn learn(&mut self, text: &str) -> Reading {
        let mut keys = Vec::new();
        let reading = self.read_with(text, |key| {
            keys.push(key.to_owned());
            Some(0)
        });
        let ids: Vec<u32> = keys.iter().map(|key| self.intern(key)).collect();
        let terms = reading.terms.into_iter().zip(ids).map(|(term, id)| Term { id, ..term }).collect();
        Reading { terms, ..reading }
    }

    /// Reads what a person wrote.
    pub fn read(&self, text: &str) -> Reading {
        self.read_with(text, |key| self.ids.get(key).copied())
    }

    fn read_with(&self, text: &str, mut id_of: impl FnMut(&str) -> Option<u32>) -> Reading {
        let mut reading = Reading::default();
        let spelt = self.spell(words(&clean(text)), &mut reading);
        let mut in_order = Vec::with_capacity(spelt.len());
        let stems: Vec<String> = spelt.iter().map(|(word, _)| self.stems.stem(word)).collect();
        let mut at = 0;
        while at < spelt.len() {
            let (length, meaning) = self.longest_phrase(&stems[at..]);
            let piece = &spelt[at..at + length];
            let mended = piece.iter().map(|(_, trust)| *trust).fold(1.0, f32::min);
            let written = piece.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
            if meaning.is_some_and(|meaning| meaning.concept.starts_with(JOB_CONCEPT)) {
                in_order.push(ANY_JOB);
            } else {
                in_order.extend(piece.iter().map(|(word, _)| word.as_str()));
            }
            if let Some(meaning) = meaning {
                let id = id_of(&meaning.concept).unwrap_or(UNKNOWN);
                reading.terms.push(Term { id, trust: meaning.trust * mended, words: written });
            } else if !self.silent.contains(&spelt[at].0) {
                let id = id_of(&stems[at]).unwrap_or(UNKNOWN);
                reading.terms.push(Term { id, trust: mended, words: written });
            }
            at += length;
        }
        reading.pairs = pairs(&in_order);
        reading
    }

    /// Each word with its trust: text-speak written out, misspellings mended.
    fn spell(&self, raw: Vec<String>, reading: &mut Reading) -> Vec<(String, f32)> {
        let mut spelt = Vec::with_capacity(raw.len());
        for word in raw {
            if let Some(year) = word.strip_prefix("year").and_then(|rest| rest.parse().ok()) {
                reading.year.get_or_insert(year);
                spelt.push((word, 1.0));
            } else if let Some(plain) = self.text_speak.get(&word) {
                spelt.extend(plain.iter().map(|word| (word.clone(), 1.0)));
            } else if let Some(whole) =
                dropped_g(&word).filter(|whole| !self.speller.knows(&word) && self.speller.knows(whole))
            {
                spelt.push((whole, 1.0));
            } else if let Some(correction) = self.speller.correct(&word) {
                reading.corrections.push((word, correction.word.clone()));
                spelt.push((correction.word, MENDED[correction.distance - 1]));
            } else {
                spelt.push((word, 1.0));
            }
        }
        spelt
    }

    /// The longest phrase with a meaning at the start of these stems; one word without meaning otherwise.
    fn longest_phrase(&self, stems: &[String]) -> (usize, Option<&Meaning>) {
        (1..=stems.len().min(self.longest))
            .rev()
            .find_map(|length| self.phrases.get(&stems[..length]).map(|meaning| (length, Some(meaning))))
            .unwrap_or((1, None))
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
