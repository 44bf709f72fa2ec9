//! What the words of a question mean to this library: which of them name the same thing, which are misspelt, which say
//! nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::knowledge::{Library, WordNumbers, Words};
use crate::language::{Known, Speller, Stems, clean, is_misspelt, words};

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

/// Trust in a phrase whose words are put the other way round, and how long each must be: "level A" is no A level.
const TURNED: f32 = 0.95;
const LONG_ENOUGH_TO_TURN: usize = 4;

/// In a message of so many words, an abbreviation counts without its capitals.
const FEW: usize = 4;

/// A text as the lexicon reads it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its terms in order; words that say nothing, and words about the person, left out.
    pub terms: Vec<Term>,
    /// Pairs of neighbouring words, as numbers, sorted: the order in which things were said.
    pub pairs: Vec<u32>,
    /// Terms that are near in sense to a phrase of it, and the term of that phrase that says most.
    pub related: Vec<(u32, u32)>,
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
    text_speak: FxHashMap<String, Vec<String>>,
    /// Misspellings that no rule mends.
    misspelt: FxHashMap<String, String>,
    /// Abbreviations that are everyday words too.
    capitals: FxHashSet<String>,
    silent: FxHashSet<String>,
    /// Phrases by their first stem, longest first.
    phrases: FxHashMap<u32, Vec<Phrase>>,
    written: Arc<WordNumbers>,
    /// Words of the library as they are spelt, by number.
    spelt: Vec<Vec<Spelt>>,
    /// Numbers of stems and concepts.
    ids: FxHashMap<String, u32>,
    subjects: FxHashSet<u32>,
    light: FxHashSet<u32>,
    /// Terms that are near in sense, by term.
    related: FxHashMap<u32, Vec<u32>>,
    /// Phrases that terms are near to in sense, by their first stem.
    related_phrases: FxHashMap<u32, Vec<RelatedPhrase>>,
    /// Stems of the words that need no correction.
    known_stems: FxHashSet<String>,
}

/// A word as it is spelt, with its stem and how far the spelling may be trusted.
#[derive(Debug, Clone, PartialEq)]
struct Spelt {
    word: String,
    /// The word as a number, for the order of words.
    mark: u32,
    stem: u32,
    trust: f32,
    /// Whether it says nothing by itself.
    silent: bool,
}

/// Stems that mean something together.
#[derive(Debug, Clone, PartialEq)]
struct Phrase {
    stems: Vec<u32>,
    concept: u32,
    /// Whether it is the name of a job.
    job: bool,
    trust: f32,
}

/// Words that together are near in sense to terms.
#[derive(Debug, Clone, PartialEq)]
struct RelatedPhrase {
    stems: Vec<u32>,
    /// The word of it that says most.
    says_most: u32,
    near: Vec<u32>,
}

impl Lexicon {
    /// The dictionary of a library; `words` are those that stand in it.
    pub fn build(library: &Library, words: &Words) -> Self {
        let vocabulary = &library.vocabulary;
        let split = |text: &String| -> Vec<String> { cut(text) };
        let stems = Stems::new(vocabulary.stems.clone());
        let mut misspelt = misspelt_names(library, words, &stems);
        let known = known(library, words, &misspelt);
        misspelt.extend(vocabulary.misspelt.iter().map(|(from, to)| (from.clone(), to.clone())));
        let known_stems = known.iter().map(|known| stems.stem(&known.word)).collect();
        let mut lexicon = Self {
            stems,
            speller: Speller::new(known).leaving(vocabulary.everyday.iter().cloned().chain(related_words(library))),
            text_speak: vocabulary.text_speak.iter().map(|(from, to)| (from.clone(), split(to))).collect(),
            misspelt,
            capitals: vocabulary.capitals.iter().cloned().collect(),
            silent: vocabulary.empty.iter().chain(&vocabulary.people).flat_map(split).collect(),
            phrases: FxHashMap::default(),
            written: Arc::clone(&words.written),
            spelt: vec![Vec::new(); words.written.len()],
            ids: FxHashMap::default(),
            subjects: FxHashSet::default(),
            light: FxHashSet::default(),
            related: FxHashMap::default(),
            related_phrases: FxHashMap::default(),
            known_stems,
        };
        for word in vocabulary.light.iter().flat_map(split) {
            let id = lexicon.intern_stem(&word);
            lexicon.light.insert(id);
        }
        for (word, number) in words.written.all() {
            lexicon.spelt[number as usize] = lexicon.learn_word(word);
        }
        lexicon.learn_names(library);
        lexicon.learn_related(library);
        lexicon
    }

    /// Words of a group are near in sense to each other. A phrase of a question is near to the words; an ask is read by its words alone.
    fn learn_related(&mut self, library: &Library) {
        for word in related_words(library) {
            self.intern_stem(&word);
        }
        for group in &library.vocabulary.related {
            let words: Vec<u32> = group.iter().filter_map(|words| self.one_term(words)).collect();
            for &id in &words {
                let near = self.related.entry(id).or_default();
                near.extend(words.iter().filter(|&&other| other != id));
                near.sort_unstable();
                near.dedup();
            }
            for phrase in group.iter().filter(|words| words.contains(' ')) {
                self.learn_related_phrase(phrase, &words);
            }
        }
    }

    fn learn_related_phrase(&mut self, phrase: &str, near: &[u32]) {
        let terms = self.read(phrase).terms;
        let heavy = |term: &&Term| term.id != UNKNOWN && !self.is_light(term.id);
        let Some(says_most) = terms.iter().filter(heavy).max_by_key(|term| term.words.len()).map(|term| term.id) else {
            return;
        };
        let stems = self.name_stems(phrase);
        let near = near.iter().copied().filter(|&id| id != says_most).collect();
        self.related_phrases.entry(stems[0]).or_default().push(RelatedPhrase { stems, says_most, near });
    }

    /// The term that these words are read as, if it is one.
    fn one_term(&self, words: &str) -> Option<u32> {
        match self.read(words).terms.as_slice() {
            [term] if term.id != UNKNOWN => Some(term.id),
            _ => None,
        }
    }

    /// What phrases among these words are near to in sense.
    fn related_to_phrases(&self, spelt: &[&Spelt]) -> Vec<(u32, u32)> {
        let begun = (0..spelt.len()).flat_map(|at| {
            let phrases = self.related_phrases.get(&spelt[at].stem).into_iter().flatten();
            phrases.filter(move |phrase| {
                let rest = &spelt[at..];
                rest.len() >= phrase.stems.len() && phrase.stems.iter().zip(rest).all(|(want, word)| *want == word.stem)
            })
        });
        begun.flat_map(|phrase| phrase.near.iter().map(|&near| (near, phrase.says_most))).collect()
    }

    /// Terms that are near in sense to a term.
    pub(super) fn related(&self, id: u32) -> &[u32] {
        self.related.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Phrases of the vocabulary, then names of jobs, then names of pages: who comes first wins.
    fn learn_names(&mut self, library: &Library) {
        for (meant, others) in &library.vocabulary.same {
            self.name(meant, meant, 1.0);
            for other in others {
                self.name(other, meant, SYNONYM);
            }
        }
        for job in &library.occupations {
            let concept = job_concept(&job.id);
            self.name(&job.title, &concept, 1.0);
            for name in &job.names {
                self.name(name, &concept, SYNONYM);
            }
            self.mark_subject(&concept);
        }
        self.name(ANY_JOB, &job_concept(ANY_JOB), 1.0);
        for page in &library.pages {
            for name in &page.about.names {
                let concept = self.concept_of(name);
                self.subjects.insert(concept);
            }
        }
    }

    /// Lets `phrase` mean `concept`, unless it has a meaning already.
    fn name(&mut self, phrase: &str, concept: &str, trust: f32) {
        let stems = self.name_stems(phrase);
        let Some(&first) = stems.first() else { return };
        let (job, concept) = (concept.starts_with(JOB_CONCEPT), self.intern(concept));
        let phrases = self.phrases.entry(first).or_default();
        if phrases.iter().any(|known| known.stems == stems) {
            return;
        }
        let at = phrases.partition_point(|known| known.stems.len() >= stems.len());
        phrases.insert(at, Phrase { stems, concept, job, trust });
    }

    /// The concept a page's name stands for; a name of several words that has none becomes one.
    fn concept_of(&mut self, name: &str) -> u32 {
        let stems = self.name_stems(name);
        let known = stems.first().and_then(|first| self.phrases.get(first)).into_iter().flatten();
        if let Some(phrase) = known.into_iter().find(|known| known.stems == stems) {
            return phrase.concept;
        }
        if stems.len() > 1 {
            self.name(name, name, 1.0);
            return self.intern(name);
        }
        stems.first().copied().unwrap_or(UNKNOWN)
    }

    /// The stems of a name, its words spelt as they are read.
    fn name_stems(&mut self, name: &str) -> Vec<u32> {
        let stem = |word: String| {
            let meant = self.misspelt.get(&word).filter(|_| !self.speller.knows(&word)).unwrap_or(&word).clone();
            self.intern_stem(&meant)
        };
        cut(name).into_iter().map(stem).collect()
    }

    /// The number of a concept.
    pub(super) fn concept(&mut self, name: &str) -> u32 {
        self.intern(name)
    }

    /// The number of a concept, if it has one.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    fn mark_subject(&mut self, concept: &str) {
        let id = self.intern(concept);
        self.subjects.insert(id);
    }

    fn intern_stem(&mut self, word: &str) -> u32 {
        let stem = self.stems.stem(word);
        self.intern(&stem)
    }

    fn intern(&mut self, key: &str) -> u32 {
        if let Some(&id) = self.ids.get(key) {
            return id;
        }
        let next = self.ids.len() as u32;
        self.ids.insert(key.to_owned(), next);
        next
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

    /// Reads a text of the library itself: its terms with their trust, and its neighbouring words.
    pub(super) fn learn(&self, words: &[u32]) -> (Vec<(u32, f32)>, Vec<u32>) {
        let spelt: Vec<&Spelt> = words.iter().flat_map(|&number| &self.spelt[number as usize]).collect();
        let mut terms = Vec::with_capacity(spelt.len());
        let pairs = self.name_terms(&spelt, |_, id, trust| terms.push((id, trust)));
        (terms, pairs)
    }

    /// Reads an ask that is written for all jobs, learning its words; [`ANY_JOB`] stands for the job.
    pub(super) fn learn_template(&mut self, ask: &str) -> (Vec<(u32, f32)>, Vec<u32>) {
        let mut spelt = Vec::new();
        for word in words(&clean(ask)) {
            match self.written.number(&word) {
                Some(number) => spelt.extend_from_slice(&self.spelt[number as usize]),
                None if word == ANY_JOB => spelt.push(self.spelt(word.into_owned(), 1.0)),
                None => spelt.extend(self.learn_word(&word)),
            }
        }
        let spelt: Vec<&Spelt> = spelt.iter().collect();
        let mut terms = Vec::with_capacity(spelt.len());
        let pairs = self.name_terms(&spelt, |_, id, trust| terms.push((id, trust)));
        (terms, pairs)
    }

    /// Reads what a person wrote.
    pub fn read(&self, text: &str) -> Reading {
        let mut reading = Reading::default();
        let mut spelt = Vec::new();
        let cleaned = clean(text);
        let words = words(&cleaned);
        let few = words.len() <= FEW;
        let (mut introduces, mut introduces_before) = (false, String::new());
        for word in words {
            if !few && self.capitals.contains(word.as_ref()) && !stands_in_capitals(text, &word) {
                continue;
            }
            let introduced = std::mem::replace(&mut introduces, introduces_a_name(&word, &introduces_before));
            introduces_before = word.to_string();
            if introduced && !self.speller.knows(&word) {
                continue;
            }
            let as_spelt = match self.written.number(&word) {
                Some(number) => self.spelt[number as usize].clone(),
                None => self.spell(&word).into_iter().map(|(word, trust)| self.spelt(word, trust)).collect(),
            };
            if let [one] = as_spelt.as_slice()
                && one.trust < 1.0
            {
                reading.corrections.push((word.into_owned(), one.word.clone()));
            }
            spelt.extend(as_spelt);
        }
        let spelt: Vec<&Spelt> = spelt.iter().collect();
        let terms = &mut reading.terms;
        reading.pairs = self.name_terms(&spelt, |piece, id, trust| {
            let words = piece.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
            terms.push(Term { id, trust, words });
        });
        reading.related = self.related_to_phrases(&spelt);
        reading.year = spelt.iter().find_map(|word| word.word.strip_prefix("year")?.parse().ok());
        reading
    }

    /// Terms of spelt words: the longest phrases with a meaning, then single words; what says nothing is left out. Returns the pairs of
    /// neighbouring words.
    fn name_terms(&self, spelt: &[&Spelt], mut each: impl FnMut(&[&Spelt], u32, f32)) -> Vec<u32> {
        let mut marks = Vec::with_capacity(spelt.len());
        let mut at = 0;
        while at < spelt.len() {
            let rest = &spelt[at..];
            let in_order = self.longest_phrase(rest).map(|phrase| (phrase, phrase.stems.len(), 1.0));
            let found = in_order.or_else(|| self.turned_phrase(rest));
            let phrase = found.map(|(phrase, ..)| phrase);
            let piece = &rest[..found.map_or(1, |(_, length, _)| length)];
            if phrase.is_some_and(|phrase| phrase.job) {
                marks.push(mark(ANY_JOB));
            } else {
                marks.extend(piece.iter().map(|word| word.mark));
            }
            let turned = found.map_or(1.0, |(.., trust)| trust);
            let mended = piece.iter().map(|word| word.trust).fold(turned, f32::min);
            match phrase {
                Some(phrase) => each(piece, phrase.concept, phrase.trust * mended),
                None if !piece[0].silent => each(piece, piece[0].stem, mended),
                None => {}
            }
            at += piece.len();
        }
        pairs(&marks)
    }

    /// A word of the library as it is spelt.
    fn learn_word(&mut self, word: &str) -> Vec<Spelt> {
        let spelt = self.spell(word);
        for (word, _) in &spelt {
            self.intern_stem(word);
        }
        spelt.into_iter().map(|(word, trust)| self.spelt(word, trust)).collect()
    }

    fn spelt(&self, word: String, trust: f32) -> Spelt {
        let stem = self.ids.get(&self.stems.stem(&word)).copied().unwrap_or(UNKNOWN);
        Spelt { mark: mark(&word), stem, silent: self.silent.contains(&word), word, trust }
    }

    /// A word with text-speak written out and misspellings mended, and how far that may be trusted.
    fn spell(&self, word: &str) -> Vec<(String, f32)> {
        if let Some(plain) = self.text_speak.get(word) {
            return plain.iter().map(|word| (word.clone(), 1.0)).collect();
        }
        if let Some(meant) = self.misspelt.get(word) {
            return vec![(meant.clone(), MENDED[0])];
        }
        if !self.speller.knows(word) {
            if let Some(whole) = dropped_g(word).filter(|whole| self.speller.knows(whole)) {
                return vec![(whole, 1.0)];
            }
            if let Some(correction) = self.speller.correct(word).filter(|meant| !self.is_inflected(word, &meant.word)) {
                return vec![(correction.word, MENDED[correction.distance - 1])];
            }
        }
        vec![(word.to_owned(), 1.0)]
    }

    /// Whether a word is another form of one that is known, and not a misspelling of what it would be mended into: "insured" goes with
    /// insurance, and is no injury.
    fn is_inflected(&self, word: &str, meant: &str) -> bool {
        let stem = self.stems.stem(word);
        stem != word && self.known_stems.contains(&stem) && stem != self.stems.stem(meant)
    }

    /// The longest phrase with a meaning at the start of these words.
    fn longest_phrase(&self, spelt: &[&Spelt]) -> Option<&Phrase> {
        self.phrases.get(&spelt[0].stem)?.iter().find(|phrase| {
            spelt.len() >= phrase.stems.len() && phrase.stems.iter().zip(spelt).all(|(want, word)| *want == word.stem)
        })
    }

    /// A phrase whose words are put the other way round, as people new to English put them ("control of air traffic", "statement personal"):
    /// with how many words it takes up and how far it may be trusted.
    fn turned_phrase(&self, spelt: &[&Spelt]) -> Option<(&Phrase, usize, f32)> {
        let whole = |stems: &[u32]| self.phrases.get(&stems[0])?.iter().find(|phrase| phrase.stems == stems);
        if let [what, of, rest @ ..] = spelt
            && of.word == "of"
        {
            let turned = |words: usize| {
                let mut stems: Vec<u32> = rest.get(..words)?.iter().map(|word| word.stem).collect();
                stems.push(what.stem);
                Some((whole(&stems)?, words + 2, TURNED))
            };
            return turned(2).or_else(|| turned(1));
        }
        let [second, first, ..] = spelt else { return None };
        let long = |word: &Spelt| word.word.len() >= LONG_ENOUGH_TO_TURN;
        (long(first) && long(second)).then_some(())?;
        Some((whole(&[first.stem, second.stem])?, 2, TURNED))
    }
}

/// Everything that has names, with its names.
fn all_names(library: &Library) -> impl Iterator<Item = Vec<&String>> {
    let same = library.vocabulary.same.iter().map(|(meant, others)| std::iter::once(meant).chain(others).collect());
    let jobs = library.occupations.iter().map(|job| std::iter::once(&job.title).chain(&job.names).collect());
    let pages = library.pages.iter().map(|page| std::iter::once(&page.about.title).chain(&page.about.names).collect());
    same.chain(jobs).chain(pages)
}

/// Words of names that are misspelt on purpose ("personel trainer"), with what they stand for: no text has them, and another name of
/// the same thing has a word of the texts that is nearly the same. Where such a word is a whole name, the other must be one too: "spacex"
/// is no misspelling of space.
fn misspelt_names(library: &Library, words: &Words, stems: &Stems) -> FxHashMap<String, String> {
    let count = |word: &str| words.written.number(word).map_or(0, |at| words.known[at as usize]);
    let everyday = &library.vocabulary.everyday;
    let mut misspelt = FxHashMap::default();
    for names in all_names(library) {
        let names: Vec<Vec<String>> = names.into_iter().map(|name| cut(name)).collect();
        let whole = |word: &String| names.iter().any(|name| matches!(name.as_slice(), [one] if one == word));
        let all: FxHashSet<&String> = names.iter().flatten().collect();
        let (right, strange): (Vec<&String>, Vec<&String>) = all.into_iter().partition(|word| count(word) > 0);
        for word in strange.into_iter().filter(|word| !everyday.contains(*word)) {
            let near = right.iter().filter(|meant| {
                is_misspelt(word, meant) && stems.stem(word) != stems.stem(meant) && (!whole(word) || whole(meant))
            });
            if let Some(meant) = near.min_by_key(|meant| (strsim::osa_distance(word, meant), **meant)) {
                misspelt.insert(word.clone(), (*meant).clone());
            }
        }
    }
    misspelt
}

/// The words that need no correction: those the library knows how to spell, and names.
fn known(library: &Library, words: &Words, misspelt: &FxHashMap<String, String>) -> Vec<Known> {
    let mut counts: BTreeMap<String, u32> =
        words.written.all().map(|(word, at)| (word.to_owned(), words.known[at as usize])).collect();
    counts.retain(|_, count| *count > 0);
    let names = library.vocabulary.same.iter().flat_map(|(meant, others)| std::iter::once(meant).chain(others));
    let names = names.chain(library.occupations.iter().flat_map(|job| std::iter::once(&job.title).chain(&job.names)));
    let names = names.chain(library.pages.iter().flat_map(|page| &page.about.names));
    let mut named: FxHashSet<String> = names.flat_map(|name| cut(name)).collect();
    named.retain(|word| !misspelt.contains_key(word));
    for word in &named {
        counts.entry(word.clone()).or_insert(1);
    }
    counts.into_iter().map(|(word, count)| Known { name: named.contains(&word), word, count }).collect()
}

/// The single words of groups that are near in sense.
fn related_words(library: &Library) -> impl Iterator<Item = String> {
    library.vocabulary.related.iter().flatten().flat_map(|words| cut(words))
}

fn cut(text: &str) -> Vec<String> {
    words(&clean(text)).into_iter().map(Cow::into_owned).collect()
}

/// Whether a name follows: "my name is", "called".
fn introduces_a_name(word: &str, before: &str) -> bool {
    word == "called" || word == "names" || word == "is" && before == "name"
}

/// Whether a word stands in a text in capitals.
fn stands_in_capitals(text: &str, word: &str) -> bool {
    let capitals = word.to_uppercase();
    text.split(|c: char| !c.is_alphanumeric()).any(|typed| typed == capitals)
}

/// "makin" is making.
fn dropped_g(word: &str) -> Option<String> {
    (word.len() > 4 && word.ends_with("in")).then(|| format!("{word}g"))
}

/// A word as a number.
fn mark(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish() as u32
}

/// Neighbouring words as numbers, the beginning and the end counted as words, sorted.
fn pairs(marks: &[u32]) -> Vec<u32> {
    let ends = std::iter::once(&0).chain(marks).zip(marks.iter().chain([&0]));
    let mut pairs: Vec<u32> =
        ends.map(|(before, word)| before.rotate_left(7).wrapping_mul(0x9e37_79b9) ^ word).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_form_of_a_known_word_is_mended_into_no_other_word() {
        let mut library = Library::default();
        let same = &mut library.vocabulary.same;
        same.insert("insurance".to_owned(), Vec::new());
        same.insert("injured".to_owned(), Vec::new());
        let lexicon = Lexicon::build(&library, &library.words());
        let read = |word: &str| lexicon.read(word).terms.into_iter().map(|term| term.words).collect::<Vec<_>>();
        assert_eq!(read("insured"), ["insured"]);
        assert_eq!(read("inxured"), ["injured"], "what is no form of a known word is mended as before");
    }
}
