//! How the house grows with its knowledge: building the guide, one search and one turn at 300, 3,000 and 30,000 passages. Prints figures
//! and the ratios from size to size; fails on nothing, because time is the machine's.
//!
//! The small library is a part of the shipped one. The large ones are the shipped one with copies beside it: other ids, and in each copy
//! other words in the place of every second one, the same throughout the copy, so that it reads like pages on other subjects. Half the words
//! are still shared with every other copy, so a search meets more rivals than among pages that somebody wrote: the figures err on the slow
//! side. Jobs, signs and vocabulary stay as they are.
//!
//! `cargo bench --bench growth`

use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use fingerpost::booking::{Book, Code};
use fingerpost::chat::{Kind, Message, Person};
use fingerpost::conversation::{Guide, Situation, State};
use fingerpost::evaluate::{Question, read_lines};
use fingerpost::knowledge::{Body, BodyBlock, Library, Page, Part, Passage, Sentence, Words};
use fingerpost::language;
use fingerpost::phrases::Phrases;
use fingerpost::school::{School, Schools};
use fingerpost::search::{Clause, Index};
use rustc_hash::FxHasher;

#[path = "shared/took.rs"]
mod took;

use took::Took;

/// How many passages each library has, as near as whole pages come to it.
const SIZES: [usize; 3] = [300, 3_000, 30_000];

/// How often every question is put.
const ROUNDS: usize = 3;

/// Shorter words hold a sentence together and stay in every copy.
const SHORTEST: usize = 4;

/// Of so many words that are put in, one is new to the whole library: vocabulary grows with what is written, only slower.
const ONE_NEW_IN: u64 = 8;

fn main() {
    let questions = questions();
    let mut grown: Vec<Grown> = Vec::new();
    println!("{} gold questions, {ROUNDS} times each", questions.len());
    for size in SIZES {
        let measured = Grown::measured(size, &questions);
        measured.tell();
        if let Some(before) = grown.last() {
            measured.tell_beside(before);
        }
        grown.push(measured);
    }
    if let [first, .., last] = grown.as_slice() {
        last.tell_beside(first);
    }
}

/// A library of one size, and what it costs.
struct Grown {
    passages: usize,
    asks: usize,
    words: usize,
    build: Duration,
    search: Took,
    turn: Took,
    /// Share of the turns that answered.
    answered: f64,
    /// Megabytes, with one guide in memory.
    resident: Option<f64>,
}

impl Grown {
    fn measured(size: usize, questions: &[Message]) -> Self {
        let library = library_of(size);
        let (passages, asks) = (library.passages().count(), library.passages().map(|(_, own)| own.asks.len()).sum());
        let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases load");
        let began = Instant::now();
        let guide = Guide::new(library, phrases).expect("the knowledge can be served");
        let build = began.elapsed();
        let (turn, answered) = turns(&guide, questions);
        let resident = resident();
        let words = guide.library().words();
        let search = searches(guide.library(), &words, questions);
        Self { passages, asks, words: words.written.len(), build, search, turn, answered, resident }
    }

    fn tell(&self) {
        println!("\n{} passages, {} asks, {} words", self.passages, self.asks, self.words);
        println!("{:>10.0} ms  guide built", self.build.as_secs_f64() * 1e3);
        self.search.tell("a search: candidates found and ranked");
        self.turn.tell(&format!("a turn; {:.0} % of them answered", 100.0 * self.answered));
        match self.resident {
            Some(megabytes) => println!("{megabytes:>10.0} MB  resident"),
            None => println!("   unknown     resident"),
        }
    }

    /// How many times as much as another.
    fn tell_beside(&self, other: &Self) {
        let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
        println!(
            "{:>10.1} times  the passages of {}: build {:.1}, search {:.1} (99th {:.1}), turn {:.1} (99th {:.1}), memory {:.1} times",
            self.passages as f64 / other.passages as f64,
            other.passages,
            ratio(self.build, other.build),
            ratio(self.search.median, other.search.median),
            ratio(self.search.most, other.search.most),
            ratio(self.turn.median, other.turn.median),
            ratio(self.turn.most, other.turn.most),
            self.resident.zip(other.resident).map_or(f64::NAN, |(a, b)| a / b),
        );
    }
}

/// Candidates and their ranking for each question, read as one clause.
fn searches(library: &Library, words: &Words, questions: &[Message]) -> Took {
    let index = Index::build(library, words).expect("the library can be indexed");
    let search = |message: &Message| {
        let clauses = [Clause { reading: index.lexicon().read(&message.text), counts: 1.0, asks: true }];
        index.rank(&index.candidates(&clauses, None), &clauses, None).len()
    };
    let (took, _) = timed(questions, |message, _| search(message));
    took
}

/// A turn for each question, each in a conversation of its own, and the share that answered.
fn turns(guide: &Guide, questions: &[Message]) -> (Took, f64) {
    let person = Person::new("bench");
    let schools = Schools::load(&project("config/schools")).expect("the schools load");
    let school: &School = schools.find(None).expect("there is a school");
    let book = Book::default();
    let (took, turns) = timed(questions, |message, round| {
        let situation = Situation {
            now: now(),
            person: &person,
            school,
            door: "bench",
            state: State::default(),
            own: Vec::new(),
            named: None,
            named_enquiry: None,
            fresh_code: Code::from_bits(1),
            linked: true,
            fresh_key: "bench".into(),
            book: &book,
            rotation: round as u64,
        };
        guide.turn(&situation, message).reply.kind
    });
    let answered = turns.iter().filter(|kind| **kind == Kind::Answer).count();
    (took, answered as f64 / turns.len() as f64)
}

/// How long something takes for each question, in every round after the first, which only warms up; and what came of it.
fn timed<T>(questions: &[Message], mut act: impl FnMut(&Message, usize) -> T) -> (Took, Vec<T>) {
    let (mut took, mut came) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for message in questions {
            let began = Instant::now();
            let result = std::hint::black_box(act(message, round));
            if round > 0 {
                took.push(began.elapsed());
                came.push(result);
            }
        }
    }
    (Took::of(took), came)
}

/// A part of the shipped library, or all of it with copies beside it.
fn library_of(size: usize) -> Library {
    let mut library = Library::load(&project("knowledge"), now().date()).expect("the knowledge is there").library;
    let shipped: usize = library.passages().count();
    if size < shipped {
        thin(&mut library, size, shipped);
    } else {
        copy_up_to(&mut library, size);
    }
    library
}

/// Leaves out pages evenly, so that every topic keeps some.
fn thin(library: &mut Library, size: usize, shipped: usize) {
    let (mut seen, mut kept) = (0, 0);
    library.pages.retain(|page| {
        seen += page.passages.len();
        let keep = kept * shipped < seen * size;
        kept += if keep { page.passages.len() } else { 0 };
        keep
    });
    while library.passages().count() > size && library.pages.pop().is_some() {}
}

fn copy_up_to(library: &mut Library, size: usize) {
    let written = library.words().written;
    let mut others: Vec<&str> = written.all().map(|(word, _)| word).filter(|word| word.len() >= SHORTEST).collect();
    others.sort_unstable();
    let shipped = library.pages.clone();
    let mut count = library.passages().count();
    for copy in 1.. {
        let copier = Copier { copy, others: &others };
        for page in &shipped {
            if count + page.passages.len() > size {
                return;
            }
            count += page.passages.len();
            library.pages.push(copier.page(page));
        }
    }
}

/// Makes one copy of pages, with other words in them.
struct Copier<'a> {
    copy: u64,
    /// Words that may be put in.
    others: &'a [&'a str],
}

impl Copier<'_> {
    /// The page on another subject. It is no route card and no signpost: of those there are as many as there are routes.
    fn page(&self, page: &Page) -> Page {
        let mut copied = page.clone();
        copied.id = self.id(&page.id);
        copied.passages = page.passages.iter().map(|passage| self.passage(passage)).collect();
        let about = &mut copied.about;
        about.title = self.text(&about.title);
        about.summary = self.text(&about.summary);
        about.names = about.names.iter().map(|name| self.name(name)).collect();
        about.subject = about.subject.as_deref().map(|subject| self.id(subject));
        (about.open, about.route, about.transition) = (Vec::new(), None, None);
        copied
    }

    fn passage(&self, passage: &Passage) -> Passage {
        Passage {
            id: self.id(&passage.id),
            title: self.text(&passage.title),
            signpost: None,
            body: self.body(&passage.body),
            parent: passage.parent.as_ref().map(|body| self.body(body)),
            easy: passage.easy.as_ref().map(|body| self.body(body)),
            not_set: passage.not_set.as_ref().map(|body| self.body(body)),
            next: passage.next.iter().map(|id| self.id(id)).collect(),
            asks: passage.asks.iter().map(|ask| self.text(ask)).collect(),
            ..passage.clone()
        }
    }

    /// `bursary#what` in the third copy is `bursary-3#what`.
    fn id(&self, id: &str) -> String {
        let (page, section) = id.split_once('#').map_or((id, String::new()), |(page, rest)| (page, format!("#{rest}")));
        format!("{page}-{}{section}", self.copy)
    }

    /// A name is never that of the page copied.
    fn name(&self, name: &str) -> String {
        let other = self.text(name);
        if other == name { format!("{name} {}", self.new_word(name)) } else { other }
    }

    fn body(&self, body: &Body) -> Body {
        let sentences = |all: &[Sentence]| all.iter().map(|sentence| self.sentence(sentence)).collect::<Vec<_>>();
        let block = |block: &BodyBlock| match block {
            BodyBlock::Paragraph(all) => BodyBlock::Paragraph(sentences(all)),
            BodyBlock::List(items) => BodyBlock::List(items.iter().map(|item| sentences(item)).collect()),
            BodyBlock::Table { header, rows } => {
                BodyBlock::Table { header: sentences(header), rows: rows.iter().map(|row| sentences(row)).collect() }
            }
        };
        Body { blocks: body.blocks.iter().map(block).collect() }
    }

    /// The facts stay in their places.
    fn sentence(&self, sentence: &Sentence) -> Sentence {
        let part = |part: &Part| match part {
            Part::Words(words) => Part::Words(self.text(words)),
            place => place.clone(),
        };
        Sentence { parts: sentence.parts.iter().map(part).collect() }
    }

    /// The text with other words in it, every blank and stop where it was.
    fn text(&self, text: &str) -> String {
        let pieces = text.split_inclusive(|c: char| !c.is_alphanumeric());
        pieces
            .map(|piece| {
                let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
                format!("{}{}", self.word(word), &piece[word.len()..])
            })
            .collect()
    }

    /// The word, or the one that stands for it in this copy.
    fn word(&self, word: &str) -> String {
        let lower = language::clean(word);
        let drawn = self.drawn(&lower);
        if lower.len() < SHORTEST || drawn.is_multiple_of(2) {
            word.to_owned()
        } else if (drawn >> 1).is_multiple_of(ONE_NEW_IN) {
            self.new_word(&lower)
        } else {
            self.others[(drawn >> 8) as usize % self.others.len()].to_owned()
        }
    }

    /// A word that stands nowhere else: four syllables drawn for it.
    fn new_word(&self, word: &str) -> String {
        const STARTS: &[u8; 16] = b"bcdfghklmnprstvz";
        const VOWELS: &[u8; 4] = b"aeio";
        let mut drawn = self.drawn(word) >> 16;
        let mut made = String::new();
        for _ in 0..4 {
            made.push(char::from(STARTS[(drawn & 15) as usize]));
            made.push(char::from(VOWELS[(drawn >> 4 & 3) as usize]));
            drawn >>= 6;
        }
        made
    }

    /// The same number for the same word of the same copy.
    fn drawn(&self, word: &str) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.copy);
        hasher.write(word.as_bytes());
        hasher.finish()
    }
}

/// What this process holds in memory, in megabytes, where `/proc` tells.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// The questions of `tests/gold` that name sections as answers, or say that nothing answers them.
fn questions() -> Vec<Message> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(project("tests/gold"))
        .expect("there are gold questions")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    let texts = files.iter().map(|path| std::fs::read_to_string(path).expect("the questions can be read"));
    texts
        .filter_map(|text| read_lines::<Question>(&text).ok())
        .flatten()
        .map(|question| Message {
            text: question.text,
            audience: question.audience,
            year: question.year,
            ..Message::default()
        })
        .collect()
}

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a day of the calendar")
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
