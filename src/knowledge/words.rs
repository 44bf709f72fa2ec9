use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::library::Library;
use super::page::{Page, Passage};
use crate::language::{clean, words};

/// In how many sections' asks a word must stand before it counts as known by that alone: asks hold misspellings on purpose.
const SEEN_IN_ASKS: u32 = 3;

/// A longer word that only asks have is likely one of those misspellings, however often it stands there.
const SHORT: usize = 5;

/// Every word that stands anywhere in a library, misspelt asks included, with its number.
#[derive(Debug, Default)]
pub struct WordNumbers {
    numbers: FxHashMap<Box<str>, u32>,
}

/// A library as the numbers of its words: each text is cut into words once, whoever reads it.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The words that stand in it.
    pub written: Arc<WordNumbers>,
    /// How often each word stands there, by number; 0 for a word that it does not know how to spell.
    pub known: Vec<u32>,
    /// The passages, in the order of [`Library::passages`].
    pub passages: Vec<PassageWords>,
    /// What is said of each job, in the order of `Library::occupations`: title, work and ways in.
    pub jobs: Vec<Vec<u32>>,
    /// How messages are put that are beyond the house, by kind.
    pub beyond: Vec<Vec<Vec<u32>>>,
}

/// A passage as the numbers of its words.
#[derive(Debug, Clone, Default)]
pub struct PassageWords {
    /// Titles of page and passage.
    pub title: Vec<u32>,
    /// The text.
    pub body: Vec<u32>,
    /// How people put the question, then the passage's title, then, for the first passage of a page, the names of its subject: who
    /// says no more than "bursary" asks what it is.
    pub asks: Vec<Vec<u32>>,
}

impl WordNumbers {
    /// Whether this cleaned word stands anywhere in the library.
    pub fn has(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
    }

    /// The number of a cleaned word.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// All words with their numbers, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&str, u32)> {
        self.numbers.iter().map(|(word, number)| (&**word, *number))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// True for a library without a word.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl Library {
    /// The library as words, and which of them it knows how to spell.
    pub fn words(&self) -> Words {
        let mut counter = Counter::default();
        let passages = self.passages().map(|(page, passage)| counter.passage(page, passage)).collect();
        let jobs = self
            .occupations
            .iter()
            .map(|job| {
                for line in job.subjects.iter().chain(&job.interests) {
                    counter.count(line);
                }
                let said = [&job.title, &job.work].into_iter().chain(job.ways_in.iter().map(|way| &way.text));
                said.flat_map(|text| counter.count(text)).collect()
            })
            .collect();
        for term in &self.glossary {
            counter.count(&term.term);
            counter.count(&term.means);
        }
        let vocabulary = &self.vocabulary;
        for name in vocabulary.same.keys().chain(&vocabulary.empty).chain(&vocabulary.light).chain(&vocabulary.people) {
            counter.count(name);
        }
        let kinds = self.beyond.kinds.iter();
        let beyond = kinds.map(|kind| kind.asks.iter().map(|ask| counter.read(ask)).collect()).collect();
        Words { passages, jobs, beyond, ..counter.finish() }
    }
}

/// Numbers words, and counts where they stand.
#[derive(Default)]
struct Counter {
    numbers: FxHashMap<Box<str>, u32>,
    /// By number: how often in texts, in how many sections' asks, and whether it is short.
    texts: Vec<u32>,
    asks: Vec<u32>,
    short: Vec<bool>,
}

impl Counter {
    /// The words of a text.
    fn read(&mut self, text: &str) -> Vec<u32> {
        words(&clean(text)).iter().map(|word| self.number(word)).collect()
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.into(), number);
        self.texts.push(0);
        self.asks.push(0);
        self.short.push(word.chars().count() <= SHORT);
        number
    }

    /// The words of a text in which words are spelt as they should be.
    fn count(&mut self, text: &str) -> Vec<u32> {
        let read = self.read(text);
        for &number in &read {
            self.texts[number as usize] += 1;
        }
        read
    }

    fn passage(&mut self, page: &Page, passage: &Passage) -> PassageWords {
        let own_title = self.count(&passage.title);
        let mut title = self.count(&page.about.title);
        title.extend(&own_title);
        let body = passage.body.sentences().flat_map(|sentence| self.count(&sentence.words())).collect();
        for other in passage.bodies().skip(1) {
            for sentence in other.sentences() {
                self.count(&sentence.words());
            }
        }
        let mut asks: Vec<Vec<u32>> = passage.asks.iter().map(|ask| self.read(ask)).collect();
        for number in asks.iter().flatten().copied().collect::<FxHashSet<u32>>() {
            self.asks[number as usize] += 1;
        }
        asks.push(own_title);
        if page.passages.first().is_some_and(|first| first.id == passage.id) {
            asks.extend(page.about.names.iter().map(|name| self.read(name)));
        }
        PassageWords { title, body, asks }
    }

    fn finish(self) -> Words {
        let known = (0..self.numbers.len())
            .map(|at| {
                let by_asks = self.texts[at] > 0 || self.asks[at] >= SEEN_IN_ASKS && self.short[at];
                self.texts[at] + if by_asks { self.asks[at] } else { 0 }
            })
            .collect();
        Words { written: Arc::new(WordNumbers { numbers: self.numbers }), known, ..Words::default() }
    }
}
