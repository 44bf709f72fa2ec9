use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{DocAddress, IndexReader, TantivyDocument};

use super::hit::{Hit, JobSide, Parts, Target};
use super::lexicon::{ANY_JOB, Lexicon, Reading, Term, UNKNOWN, job_concept};
use super::likeness::{Asks, Clause, QuestionTerms, Weights, unsaid_share};
use super::tokenizer::{ENGLISH, english};
use crate::knowledge::{Library, Page, Passage, PassageWords, Words};
use crate::language::Stems;

/// How many candidates tantivy hands on, for what they say.
const CANDIDATES: usize = 32;

/// How many passages with the likest asks are candidates beside them.
const LIKEST: usize = 32;

/// How many asks are touched in looking for the likest, the words that say most first: after so many, words that every second ask has
/// change nothing any more.
const TOUCHED: usize = 24_000;

/// How many words, those that say most, are looked for in titles and texts.
const SEARCHED_IN_TEXTS: usize = 12;

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
    asks: Asks,
    /// The asks that have each term.
    asked: Postings,
    /// The entry of each ask, and what it costs an ask if the question has none of its terms.
    of_ask: Vec<(u32, f32)>,
    /// Asks written once for all jobs, by side.
    templates: Vec<Template>,
    any_job: u32,
    /// The job that a concept names.
    job_of: FxHashMap<u32, u32>,
    weights: Vec<f32>,
    /// What each term costs an ask that has it where the question has not.
    unsaid: Vec<f32>,
    unknown_weight: f32,
}

#[derive(Clone, Copy)]
struct Fields {
    entry: Field,
    terms: Field,
    title: Field,
    body: Field,
}

/// What the index keeps of a passage or a job beside tantivy's postings.
struct Entry {
    subject: Subject,
    /// Its own asks; none for a job.
    asks: Range<u32>,
    /// Ids of all terms of asks, title and text, sorted.
    holds: Vec<u32>,
}

/// What is asked about one side of any job.
struct Template {
    side: JobSide,
    asks: Range<u32>,
    /// Ids of all terms of the asks, sorted.
    holds: Vec<u32>,
}

/// What an entry is about.
enum Subject {
    /// A passage, by the places of page and passage, and the subject of its page.
    Passage { page: usize, passage: usize, subject: String },
    /// A job, by its place, and its concept.
    Job { job: usize, concept: u32 },
    /// Something beyond the house, by its place.
    Beyond(usize),
}

impl Subject {
    /// Whether it is what a hit leads to: of a job, any side of it.
    fn is(&self, target: Target) -> bool {
        match (self, target) {
            (Self::Passage { page, passage, .. }, Target::Passage { page: at, passage: of }) => {
                (*page, *passage) == (at, of)
            }
            (Self::Job { job, .. }, Target::Job { job: of, .. }) => *job == of,
            (Self::Beyond(kind), Target::Beyond(of)) => *kind == of,
            _ => false,
        }
    }
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

/// What a message may lead to: everything that shares a word with it, most first.
pub struct Candidates {
    found: Vec<(usize, f32)>,
    /// Entries of the jobs it names.
    jobs: Vec<usize>,
}

impl Index {
    /// Indexes a library; `words` are those that stand in it.
    ///
    /// # Errors
    /// Only if tantivy cannot build an index in memory.
    pub fn build(library: &Library, words: &Words) -> tantivy::Result<Self> {
        let mut lexicon = Lexicon::build(library, words);
        let mut asks = Asks::default();
        let any_job = lexicon.concept(&job_concept(ANY_JOB));
        let templates = read_templates(library, &mut lexicon, &mut asks);
        let (schema, fields) = schema();
        let index = tantivy::Index::create_in_ram(schema);
        let stems = Arc::new(Stems::new(library.vocabulary.stems.clone()));
        index.tokenizers().register(ENGLISH, english(stems));
        index.tokenizers().register("terms", TextAnalyzer::from(WhitespaceTokenizer::default()));
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        let mut entries = Vec::with_capacity(words.passages.len() + words.jobs.len());
        for ((page, passage, at), read) in places(library).zip(&words.passages) {
            let (entry, terms) = passage_entry(page, at, read, &lexicon, &mut asks);
            let body: Vec<String> = passage.body.sentences().map(|sentence| sentence.words()).collect();
            let title = format!("{} {}", page.about.title, passage.title);
            writer.add_document(fields.document(entries.len(), &terms, &title, &body.join(" ")))?;
            entries.push(entry);
        }
        for (at, (job, read)) in library.occupations.iter().zip(&words.jobs).enumerate() {
            let concept = lexicon.concept(&job_concept(&job.id));
            let mut holds = ids(&lexicon, read);
            holds.push(concept);
            writer.add_document(fields.document(entries.len(), &[concept], &job.title, &job.work))?;
            entries.push(Entry { subject: Subject::Job { job: at, concept }, asks: 0..0, holds: sorted(holds) });
        }
        for (at, kind) in words.beyond.iter().enumerate() {
            let (range, asked) = learn_asks(kind, &lexicon, &mut asks);
            writer.add_document(fields.document(entries.len(), &asked, "", ""))?;
            entries.push(Entry { subject: Subject::Beyond(at), asks: range, holds: asked });
        }
        writer.commit()?;
        let job_of = entries.iter().enumerate().filter_map(|(at, entry)| Some((entry.concept()?, at as u32))).collect();
        let (weights, unknown_weight) = weights(&lexicon, &entries, &asks);
        let unsaid: Vec<f32> =
            (0..).zip(&weights).map(|(id, weight)| weight * unsaid_share(lexicon.is_subject(id))).collect();
        let asked = Postings::of_asks(&asks, lexicon.len());
        let of_ask = of_asks(&entries, &asks, &unsaid);
        let reader = index.reader()?;
        Ok(Self {
            asked,
            of_ask,
            lexicon,
            reader,
            fields,
            entries,
            asks,
            templates,
            any_job,
            job_of,
            weights,
            unsaid,
            unknown_weight,
        })
    }

    /// Everything that clauses may lead to, with what was talked about, if anything was.
    pub fn candidates(&self, clauses: &[Clause], before: Option<&Before<'_>>) -> Candidates {
        let question = self.question(clauses, before);
        let searcher = self.reader.searcher();
        let entries: Vec<Option<Column<u64>>> =
            searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64("entry").ok()).collect();
        let entry_of = |at: DocAddress| entries[at.segment_ord as usize].as_ref()?.first(at.doc_id);
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let found = searcher.search(&self.query(clauses, &question), &top).unwrap_or_default();
        let mut found: Vec<(usize, f32)> = found
            .into_iter()
            .filter_map(|(score, address)| Some((entry_of(address)? as usize, score)))
            .filter(|(entry, _)| self.entries[*entry].concept().is_none())
            .collect();
        let mut likest = self.likest(&question);
        // What is told around a question must not hide it: each clause that asks brings its own likest.
        for clause in clauses.iter().filter(|clause| clause.asks && clauses.len() > 1) {
            likest.extend(self.likest(&self.question(std::slice::from_ref(clause), None)));
        }
        for entry in likest {
            if !found.iter().any(|(known, _)| *known == entry) {
                found.push((entry, 0.0));
            }
        }
        let jobs = question.ids().filter_map(|id| self.job_of.get(&id)).map(|&at| at as usize);
        Candidates { found, jobs: jobs.collect() }
    }

    /// The entries whose asks are likest at a first look, spelling and order left aside. A search engine's list of the best would lose an
    /// ask of everyday words, which every second passage has.
    fn likest(&self, question: &QuestionTerms) -> Vec<usize> {
        let mut terms: Vec<(u32, f32)> = question.weights(self).collect();
        terms.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let mut met = vec![(0.0_f32, 0.0_f32); self.of_ask.len()];
        let mut touched: Vec<u32> = Vec::new();
        let mut budget = TOUCHED;
        for (id, weight) in terms {
            let asks = self.asked.of(id);
            if budget < asks.len() && !touched.is_empty() {
                break;
            }
            budget = budget.saturating_sub(asks.len());
            for &ask in asks {
                let (both, unsaid) = &mut met[ask as usize];
                if *both == 0.0 {
                    touched.push(ask);
                }
                *both += weight;
                *unsaid += self.unsaid(id);
            }
        }
        let whole = question.weight();
        let mut best: FxHashMap<u32, f32> = FxHashMap::default();
        for ask in touched.into_iter().filter(|ask| self.of_ask[*ask as usize].0 != u32::MAX) {
            let ((both, said), (entry, unsaid)) = (met[ask as usize], self.of_ask[ask as usize]);
            let likeness = both / (whole.max(both) + unsaid - said);
            let best = best.entry(entry).or_default();
            *best = best.max(likeness);
        }
        let mut best: Vec<(u32, f32)> = best.into_iter().collect();
        best.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        best.into_iter().take(LIKEST).map(|(entry, _)| entry as usize).collect()
    }

    /// Ranks candidates by what clauses ask together, with what was talked about carried in, if anything was. Best first.
    pub fn rank(&self, candidates: &Candidates, clauses: &[Clause], before: Option<&Before<'_>>) -> Vec<Hit> {
        let question = self.question(clauses, before);
        let subject = before.map(|before| before.subject);
        let passages =
            candidates.found.iter().map(|&(at, bm25)| self.judge(&self.entries[at], &question, subject, bm25));
        let jobs = candidates.jobs.iter().flat_map(|&at| self.judge_job(&self.entries[at], &question, subject));
        let mut hits: Vec<Hit> = passages.flatten().chain(jobs).collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
        hits
    }

    fn question(&self, clauses: &[Clause], before: Option<&Before<'_>>) -> QuestionTerms {
        let carried = before.map(|before| self.carried(before)).unwrap_or_default();
        QuestionTerms::new(clauses, &carried, before.is_some_and(|before| before.leans), self)
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

    /// Whether a term names a job.
    pub fn names_a_job(&self, id: u32) -> bool {
        self.job_of.contains_key(&id)
    }

    /// The place in `Library::occupations` of the job that a term names.
    pub fn job_named(&self, id: u32) -> Option<usize> {
        match self.entries[*self.job_of.get(&id)? as usize].subject {
            Subject::Job { job, .. } => Some(job),
            Subject::Passage { .. } | Subject::Beyond(_) => None,
        }
    }

    /// The terms in the asks, title and text of a target, sorted.
    fn held(&self, target: Target) -> Option<&[u32]> {
        self.entries.iter().find(|entry| entry.subject.is(target)).map(|entry| entry.holds.as_slice())
    }

    /// Whether a passage has a term in its asks, title or text.
    pub fn holds(&self, target: Target, id: u32) -> bool {
        self.held(target).is_some_and(|holds| holds.binary_search(&id).is_ok())
    }

    /// Share of the weight of a question that the second of two targets holds and the first does not, 0 to 1.
    pub fn adds(&self, clauses: &[Clause], first: Target, second: Target) -> f32 {
        let question = self.question(clauses, None);
        let (Some(first), Some(second)) = (self.held(first), self.held(second)) else { return 0.0 };
        question.cover(&[first, second]) - question.cover(&[first])
    }

    /// Weight of everything a text says, on the scale of [`Index::rank`]: near nought for small words.
    pub fn weight_of(&self, reading: &Reading) -> f32 {
        reading.terms.iter().map(|term| self.weight(term.id)).sum()
    }

    /// Weight of the words of a text that the library does not have, on the same scale.
    pub fn unknown_weight_of(&self, reading: &Reading) -> f32 {
        reading.terms.iter().filter(|term| term.id == UNKNOWN).map(|term| self.weight(term.id)).sum()
    }

    fn judge(&self, entry: &Entry, question: &QuestionTerms, before: Option<&str>, bm25: f32) -> Option<Hit> {
        let (target, follows) = match &entry.subject {
            Subject::Passage { page, passage, subject } => {
                (Target::Passage { page: *page, passage: *passage }, before.is_some_and(|before| before == subject))
            }
            Subject::Beyond(at) => (Target::Beyond(*at), false),
            Subject::Job { .. } => return None,
        };
        let parts = Parts { bm25, cover: question.cover(&[&entry.holds]), ..Parts::default() };
        self.score(target, entry.asks.clone(), question, follows, parts)
    }

    /// A job that is named is compared with the asks of each side, its name standing for any job's.
    fn judge_job(&self, entry: &Entry, question: &QuestionTerms, before: Option<&str>) -> Vec<Hit> {
        let Subject::Job { job, concept } = entry.subject else { return Vec::new() };
        let follows = before.is_some_and(|before| self.lexicon.number(before) == Some(concept));
        let about_any = question.about_any(concept, self.any_job);
        let judged = self.templates.iter().filter_map(|template| {
            let cover = question.cover(&[&entry.holds, &template.holds]);
            let parts = Parts { cover, ..Parts::default() };
            self.score(Target::Job { job, side: template.side }, template.asks.clone(), &about_any, follows, parts)
        });
        judged.collect()
    }

    /// The score of a target by its asks: the nearest, and a little of the second nearest.
    fn score(
        &self,
        target: Target,
        asks: Range<u32>,
        question: &QuestionTerms,
        follows: bool,
        mut parts: Parts,
    ) -> Option<Hit> {
        let (mut best, mut next) = (0.0, 0.0);
        for at in asks.clone() {
            let ask = self.asks.get(at);
            let likeness = question.likeness(ask, self);
            let order = if likeness > ORDER_FROM { question.order(ask) } else { 0.0 };
            let together = ASK_SHARE * likeness + ORDER_SHARE * order;
            if together > best {
                next = best;
                best = together;
                parts.ask = likeness;
                parts.order = order;
                parts.nearest = Some((at - asks.start) as usize);
            } else if together > next {
                next = together;
            }
        }
        if parts.ask == 0.0 && parts.cover == 0.0 {
            return None;
        }
        parts.follows = if follows { FOLLOWS } else { 0.0 };
        let by_asks = (1.0 - SECOND) * best + SECOND * next;
        let score = by_asks + (1.0 - ASK_SHARE - ORDER_SHARE) * parts.cover + parts.follows;
        Some(Hit { target, score, parts })
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
        let mut said: Vec<&Term> = clauses.iter().flat_map(|clause| &clause.reading.terms).collect();
        said.retain(|term| self.weight(term.id) > self.unknown_weight * 0.4);
        said.sort_by(|a, b| self.weight(b.id).total_cmp(&self.weight(a.id)));
        for term in said.into_iter().take(SEARCHED_IN_TEXTS) {
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
    fn terms(&self) -> usize {
        self.weights.len()
    }

    fn weight(&self, id: u32) -> f32 {
        if id == UNKNOWN { self.unknown_weight } else { self.weights.get(id as usize).copied().unwrap_or(0.0) }
    }

    fn unsaid(&self, id: u32) -> f32 {
        self.unsaid.get(id as usize).copied().unwrap_or(0.0)
    }

    fn related(&self, id: u32) -> &[u32] {
        self.lexicon.related(id)
    }
}

/// The asks that have each term, one list behind the other.
struct Postings {
    ends: Vec<u32>,
    asks: Vec<u32>,
}

impl Postings {
    fn of_asks(asks: &Asks, terms: usize) -> Self {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); terms];
        for ask in 0..asks.len() {
            for id in asks.get(ask).ids() {
                lists[id as usize].push(ask);
            }
        }
        let mut postings = Self { ends: Vec::with_capacity(terms), asks: Vec::new() };
        for list in lists {
            postings.asks.extend(list);
            postings.ends.push(postings.asks.len() as u32);
        }
        postings
    }

    fn of(&self, id: u32) -> &[u32] {
        let Some(&to) = self.ends.get(id as usize) else { return &[] };
        let from = (id as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.asks[from as usize..to as usize]
    }
}

/// For each ask, its entry and the cost of all its terms; asks for jobs belong to none and are never looked for here.
fn of_asks(entries: &[Entry], asks: &Asks, unsaid: &[f32]) -> Vec<(u32, f32)> {
    let cost = |ask: u32| asks.get(ask).ids().map(|id| unsaid[id as usize]).sum::<f32>();
    let mut of_ask: Vec<(u32, f32)> = vec![(u32::MAX, 0.0); asks.len() as usize];
    for (at, entry) in entries.iter().enumerate() {
        for ask in entry.asks.clone() {
            of_ask[ask as usize] = (at as u32, cost(ask));
        }
    }
    of_ask
}

impl Entry {
    /// The concept of a job.
    fn concept(&self) -> Option<u32> {
        match self.subject {
            Subject::Job { concept, .. } => Some(concept),
            Subject::Passage { .. } | Subject::Beyond(_) => None,
        }
    }
}

impl Fields {
    fn document(&self, entry: usize, terms: &[u32], title: &str, body: &str) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_u64(self.entry, entry as u64);
        document.add_text(self.terms, terms.iter().map(|&id| term_word(id)).collect::<Vec<_>>().join(" "));
        document.add_text(self.title, title);
        document.add_text(self.body, body);
        document
    }
}

fn schema() -> (Schema, Fields) {
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
    (schema.build(), fields)
}

fn term_word(id: u32) -> String {
    format!("t{id}")
}

/// All passages with their page and the places of both.
fn places(library: &Library) -> impl Iterator<Item = (&Page, &Passage, (usize, usize))> {
    library.pages.iter().enumerate().flat_map(|(page_at, page)| {
        let passages = page.passages.iter().enumerate();
        passages.map(move |(passage_at, passage)| (page, passage, (page_at, passage_at)))
    })
}

/// Reads the asks that are written for all jobs.
fn read_templates(library: &Library, lexicon: &mut Lexicon, asks: &mut Asks) -> Vec<Template> {
    let mut templates = Vec::new();
    for (side, texts) in &library.vocabulary.job_asks {
        let Some(side) = JobSide::of(*side) else { continue };
        let from = asks.len();
        let mut holds = Vec::new();
        for text in texts {
            let (terms, pairs) = lexicon.learn_template(&text.replace("{job}", ANY_JOB));
            holds.extend(terms.iter().map(|(id, _)| *id));
            asks.push(terms, &pairs);
        }
        templates.push(Template { side, asks: from..asks.len(), holds: sorted(holds) });
    }
    templates
}

/// The entry of a passage, and the terms of its asks, once each.
fn passage_entry(
    page: &Page,
    (page_at, passage_at): (usize, usize),
    read: &PassageWords,
    lexicon: &Lexicon,
    asks: &mut Asks,
) -> (Entry, Vec<u32>) {
    let (range, asked) = learn_asks(&read.asks, lexicon, asks);
    let mut holds = asked.clone();
    holds.extend(ids(lexicon, &read.title));
    holds.extend(ids(lexicon, &read.body));
    let subject = Subject::Passage { page: page_at, passage: passage_at, subject: page.subject().to_owned() };
    (Entry { subject, asks: range, holds: sorted(holds) }, asked)
}

/// Learns asks: where they stand, and their terms, once each.
fn learn_asks(read: &[Vec<u32>], lexicon: &Lexicon, asks: &mut Asks) -> (Range<u32>, Vec<u32>) {
    let from = asks.len();
    let mut asked = Vec::new();
    for ask in read {
        let (terms, pairs) = lexicon.learn(ask);
        asked.extend(terms.iter().map(|(id, _)| *id));
        asks.push(terms, &pairs);
    }
    (from..asks.len(), sorted(asked))
}

fn ids(lexicon: &Lexicon, words: &[u32]) -> Vec<u32> {
    lexicon.learn(words).0.into_iter().map(|(id, _)| id).collect()
}

fn sorted(mut ids: Vec<u32>) -> Vec<u32> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// How much each term says: the fewer passages hold it in their asks, the more. Jobs are left out of the count, because their asks
/// are written once for all of them. Unknown words weigh like rare ones, less.
fn weights(lexicon: &Lexicon, entries: &[Entry], asks: &Asks) -> (Vec<f32>, f32) {
    let mut held = vec![0_u32; lexicon.len()];
    let passages: Vec<&Entry> = entries.iter().filter(|entry| entry.concept().is_none()).collect();
    for entry in &passages {
        for id in sorted(entry.asks.clone().flat_map(|at| asks.get(at).ids()).collect()) {
            held[id as usize] += 1;
        }
    }
    let all = passages.len() as f32;
    let rarity = |held: u32| (1.0 + (all - held as f32 + 0.5) / (held as f32 + 0.5)).ln();
    let weight = |(id, held): (usize, u32)| rarity(held.max(1)) * if lexicon.is_light(id as u32) { LIGHT } else { 1.0 };
    (held.into_iter().enumerate().map(weight).collect(), rarity(1) * UNKNOWN_SHARE)
}
