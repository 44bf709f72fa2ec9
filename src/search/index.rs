use std::collections::HashMap;
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{IndexReader, Searcher, TantivyDocument};

use super::hit::{Hit, JobSide, Parts, Target};
use super::lexicon::{ANY_JOB, Lexicon, Reading, UNKNOWN, job_concept};
use super::likeness::{AskTerms, Clause, QuestionTerms, Weights};
use super::tokenizer::{ENGLISH, english};
use crate::knowledge::{Library, Occupation, Page, Passage, Words};
use crate::language::Stems;

/// How many candidates tantivy hands on.
const CANDIDATES: usize = 48;

/// How much likeness to the nearest ask counts in a score.
const ASK_SHARE: f32 = 0.78;

/// How much the order of the words counts.
const ORDER_SHARE: f32 = 0.08;

/// What the second nearest ask counts for beside the nearest: one ask may be alike by chance.
const SECOND: f32 = 0.45;

/// Below this likeness the order of the words is not looked at.
const ORDER_FROM: f32 = 0.4;

/// Added to what continues the subject talked about.
const FOLLOWS: f32 = 0.06;

/// What a word that says little by itself counts for, against its weight by rarity.
const LIGHT: f32 = 0.5;

/// Weight of a word that the library does not have, against the weight of the rarest word it has.
const UNKNOWN_SHARE: f32 = 0.7;

/// The library, ready to be searched. Built in memory, never changed.
pub struct Index {
    lexicon: Lexicon,
    reader: IndexReader,
    fields: Fields,
    entries: Vec<Entry>,
    weights: Vec<f32>,
    unknown_weight: f32,
}

#[derive(Clone, Copy)]
struct Fields {
    entry: Field,
    terms: Field,
    title: Field,
    body: Field,
}

/// What the index keeps of one target beside tantivy's postings.
struct Entry {
    target: Target,
    asks: Vec<(AskTerms, String)>,
    /// Ids of all terms of asks, title and text, sorted.
    holds: Vec<u32>,
    /// The subject it belongs to.
    subject: String,
}

/// What was talked about before a question, in words of our own.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The subject.
    pub subject: &'a str,
    /// The ask that met the last question.
    pub ask: &'a str,
    /// Whether the question leans on it ("what about …").
    pub leans: bool,
}

/// The texts of one target before they are indexed.
struct Draft {
    target: Target,
    subject: String,
    title: String,
    body: String,
    asks: Asks,
}

/// How a target is asked for.
enum Asks {
    /// In asks of its own.
    Own(Vec<String>),
    /// In asks written once for all jobs, with `{job}` for its names.
    Job { templates: Vec<String>, title: String },
}

/// Asks for all jobs, each read once: five hundred jobs share them.
#[derive(Default)]
struct Templates {
    read: HashMap<String, Reading>,
}

impl Templates {
    /// A template as it reads for one job.
    fn read_for(&mut self, lexicon: &mut Lexicon, template: &str, any_job: u32, job: u32) -> Reading {
        let reading =
            self.read.entry(template.to_owned()).or_insert_with(|| lexicon.learn(&template.replace("{job}", ANY_JOB)));
        let mut reading = reading.clone();
        for term in reading.terms.iter_mut().filter(|term| term.id == any_job) {
            term.id = job;
        }
        reading
    }
}

impl Index {
    /// Indexes a library; `written` are the words that stand in it.
    ///
    /// # Errors
    /// Only if tantivy cannot build an index in memory.
    pub fn build(library: &Library, written: &Words) -> tantivy::Result<Self> {
        let mut lexicon = Lexicon::build(library, written);
        let drafts = drafts(library);
        let mut schema = Schema::builder();
        let text = |tokenizer: &str| {
            let indexing =
                TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqs);
            TextOptions::default().set_indexing_options(indexing)
        };
        // A passage with many asks is no less likely to be meant: in the field of asks a term counts once, whatever the length.
        let once = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("terms")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let fields = Fields {
            entry: schema.add_u64_field("entry", FAST),
            terms: schema.add_text_field("terms", once),
            title: schema.add_text_field("title", text(ENGLISH)),
            body: schema.add_text_field("body", text(ENGLISH)),
        };
        let index = tantivy::Index::create_in_ram(schema.build());
        let stems = Arc::new(Stems::new(library.vocabulary.stems.clone()));
        index.tokenizers().register(ENGLISH, english(stems));
        index.tokenizers().register("terms", TextAnalyzer::from(WhitespaceTokenizer::default()));
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        let mut templates = Templates::default();
        let mut entries = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let (title, body) = (draft.title.clone(), draft.body.clone());
            let entry = learn(&mut lexicon, &mut templates, draft);
            let mut document = TantivyDocument::default();
            document.add_u64(fields.entry, entries.len() as u64);
            document.add_text(fields.terms, terms_text(entry.asks.iter().flat_map(|(ask, _)| ask.ids())));
            document.add_text(fields.title, &title);
            document.add_text(fields.body, &body);
            writer.add_document(document)?;
            entries.push(entry);
        }
        lexicon.finish();
        writer.commit()?;
        let (weights, unknown_weight) = weights(&lexicon, &entries);
        Ok(Self { reader: index.reader()?, lexicon, fields, entries, weights, unknown_weight })
    }

    /// Finds what clauses ask together, with what was talked about carried in, if anything was. Best first.
    pub fn find(&self, clauses: &[Clause], before: Option<&Before<'_>>) -> Vec<Hit> {
        let carried = before.map(|before| self.carried(before)).unwrap_or_default();
        let question = QuestionTerms::new(clauses, &carried, before.is_some_and(|before| before.leans), self);
        let subject = before.map(|before| before.subject);
        let mut hits: Vec<Hit> = self
            .candidates(clauses, &question)
            .into_iter()
            .map(|(entry, bm25)| self.judge(&self.entries[entry], &question, subject, bm25))
            .filter(|hit| hit.score > 0.0)
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
        hits
    }

    /// Terms of what was talked about: of its subject, and, for words that lean on it, of our own ask that met it.
    fn carried(&self, before: &Before<'_>) -> Vec<u32> {
        let mut ids: Vec<u32> = self.lexicon.subject_terms(before.subject).iter().map(|term| term.id).collect();
        if before.leans {
            let ask = self.lexicon.read(before.ask);
            ids.extend(ask.terms.iter().map(|term| term.id).filter(|&id| id != UNKNOWN && !self.lexicon.is_light(id)));
        }
        ids
    }

    /// The lexicon, for those who must read words as the index does.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Ids of jobs that the reading names, best trusted first.
    pub fn jobs_named<'a>(&self, reading: &Reading, library: &'a Library) -> Vec<&'a Occupation> {
        let named: HashMap<u32, &Occupation> = library
            .occupations
            .iter()
            .filter_map(|job| self.lexicon.subject_terms(&job_concept(&job.id)).first().map(|term| (term.id, job)))
            .collect();
        reading.terms.iter().filter_map(|term| named.get(&term.id).copied()).collect()
    }

    /// Weight of everything a text says, on the scale of [`Index::find`]: near nought for small words.
    pub fn weight_of(&self, reading: &Reading) -> f32 {
        reading.terms.iter().map(|term| self.weight(term.id)).sum()
    }

    fn judge(&self, entry: &Entry, question: &QuestionTerms, subject: Option<&str>, bm25: f32) -> Hit {
        let mut parts = Parts { bm25, cover: question.cover(&entry.holds), ..Parts::default() };
        let mut best = 0.0;
        let mut next = 0.0;
        for (ask, words) in &entry.asks {
            let likeness = question.likeness(ask, self);
            let order = if likeness > ORDER_FROM { question.order(ask) } else { 0.0 };
            let together = ASK_SHARE * likeness + ORDER_SHARE * order;
            if together > best {
                next = best;
                best = together;
                parts.ask = likeness;
                parts.order = order;
                parts.nearest.clone_from(words);
            } else if together > next {
                next = together;
            }
        }
        best = (1.0 - SECOND) * best + SECOND * next;
        if subject.is_some_and(|subject| subject == entry.subject) {
            parts.follows = FOLLOWS;
        }
        let score = best + (1.0 - ASK_SHARE - ORDER_SHARE) * parts.cover + parts.follows;
        Hit { target: entry.target, score: if parts.ask == 0.0 && parts.cover == 0.0 { 0.0 } else { score }, parts }
    }

    fn candidates(&self, clauses: &[Clause], question: &QuestionTerms) -> Vec<(usize, f32)> {
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let found = searcher.search(&self.query(clauses, question), &top).unwrap_or_default();
        found.into_iter().filter_map(|(score, address)| Some((entry_of(&searcher, address)?, score))).collect()
    }

    /// Terms of the asks weigh most, then titles, then texts.
    fn query(&self, clauses: &[Clause], question: &QuestionTerms) -> BooleanQuery {
        let mut wanted: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut add = |field: Field, text: &str, boost: f32| {
            let option =
                if field == self.fields.terms { IndexRecordOption::Basic } else { IndexRecordOption::WithFreqs };
            let term = TermQuery::new(tantivy::Term::from_field_text(field, text), option);
            wanted.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost))));
        };
        for id in question.ids() {
            add(self.fields.terms, &term_word(id), 3.0);
        }
        let said = clauses.iter().flat_map(|clause| &clause.reading.terms);
        for term in said.filter(|term| self.weight(term.id) > self.unknown_weight * 0.4) {
            for word in term.words.split(' ') {
                let stem = self.lexicon.stem(word);
                add(self.fields.title, &stem, 1.5);
                add(self.fields.body, &stem, 0.5);
            }
        }
        BooleanQuery::new(wanted)
    }
}

impl Weights for Index {
    fn weight(&self, id: u32) -> f32 {
        if id == UNKNOWN { self.unknown_weight } else { self.weights.get(id as usize).copied().unwrap_or(0.0) }
    }

    fn is_subject(&self, id: u32) -> bool {
        self.lexicon.is_subject(id)
    }
}

fn entry_of(searcher: &Searcher, address: tantivy::DocAddress) -> Option<usize> {
    let column = searcher.segment_reader(address.segment_ord).fast_fields().u64("entry").ok()?;
    column.first(address.doc_id).map(|entry| entry as usize)
}

fn term_word(id: u32) -> String {
    format!("t{id}")
}

fn terms_text(ids: impl Iterator<Item = u32>) -> String {
    ids.map(term_word).collect::<Vec<_>>().join(" ")
}

fn learn(lexicon: &mut Lexicon, templates: &mut Templates, draft: Draft) -> Entry {
    let asks: Vec<(AskTerms, String)> = match draft.asks {
        Asks::Own(asks) => asks
            .into_iter()
            .map(|ask| {
                let reading = lexicon.learn(&ask);
                (AskTerms::new(&reading.terms, reading.pairs), ask)
            })
            .collect(),
        Asks::Job { templates: asks, title } => {
            let any_job = lexicon.concept(&job_concept(ANY_JOB));
            let job = lexicon.concept(&draft.subject);
            asks.iter()
                .map(|ask| {
                    let reading = templates.read_for(lexicon, ask, any_job, job);
                    (AskTerms::new(&reading.terms, reading.pairs), ask.replace("{job}", &title))
                })
                .collect()
        }
    };
    let mut holds: Vec<u32> = asks.iter().flat_map(|(ask, _)| ask.ids()).collect();
    for text in [&draft.title, &draft.body] {
        holds.extend(lexicon.learn(text).terms.iter().map(|term| term.id));
    }
    holds.sort_unstable();
    holds.dedup();
    Entry { target: draft.target, asks, holds, subject: draft.subject }
}

/// How much each term says: the fewer passages hold it in their asks, the more. Jobs are left out of the count, because their asks
/// are written once for all of them. Unknown words weigh like rare ones, less.
fn weights(lexicon: &Lexicon, entries: &[Entry]) -> (Vec<f32>, f32) {
    let mut held = vec![0_u32; lexicon.len()];
    let passages: Vec<&Entry> = entries.iter().filter(|entry| matches!(entry.target, Target::Passage { .. })).collect();
    for entry in &passages {
        let mut ids: Vec<u32> = entry.asks.iter().flat_map(|(ask, _)| ask.ids()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            held[id as usize] += 1;
        }
    }
    let all = passages.len() as f32;
    let rarity = |held: u32| (1.0 + (all - held as f32 + 0.5) / (held as f32 + 0.5)).ln();
    let weight = |(id, held): (usize, u32)| rarity(held.max(1)) * if lexicon.is_light(id as u32) { LIGHT } else { 1.0 };
    (held.into_iter().enumerate().map(weight).collect(), rarity(1) * UNKNOWN_SHARE)
}

fn drafts(library: &Library) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (page_at, page) in library.pages.iter().enumerate() {
        for (passage_at, passage) in page.passages.iter().enumerate() {
            drafts.push(passage_draft(page, passage, Target::Passage { page: page_at, passage: passage_at }));
        }
    }
    for (job_at, job) in library.occupations.iter().enumerate() {
        for (side, asks) in &library.vocabulary.job_asks {
            if let Some(side) = JobSide::of(*side) {
                drafts.push(job_draft(job, asks, Target::Job { job: job_at, side }, side));
            }
        }
    }
    drafts
}

fn passage_draft(page: &Page, passage: &Passage, target: Target) -> Draft {
    let body: Vec<String> = passage.body.sentences().map(|sentence| sentence.words()).collect();
    Draft {
        target,
        subject: page.subject().to_owned(),
        title: format!("{} {}", page.about.title, passage.title),
        body: body.join(" "),
        asks: Asks::Own(passage.asks.clone()),
    }
}

/// A job's asks are written once for all jobs; its own title stands for all its names.
fn job_draft(job: &Occupation, asks: &[String], target: Target, side: JobSide) -> Draft {
    let body = match side {
        JobSide::What => job.work.clone(),
        JobSide::Entry => job.ways_in.iter().map(|way| way.text.as_str()).collect::<Vec<_>>().join(" "),
        JobSide::Money => String::new(),
    };
    Draft {
        target,
        subject: job_concept(&job.id),
        title: job.title.clone(),
        body,
        asks: Asks::Job { templates: asks.to_vec(), title: job.title.clone() },
    }
}
