//! Whatever is typed, a turn ends with a reply that says something: random and spoilt input through whole conversations, state carried
//! from turn to turn.
//!
//! `cargo test` puts about 200 kB to the library that never changes, always the same. `FUZZ_SEED` draws other messages; `FUZZ_BYTES`
//! puts that many to the shipped knowledge instead:
//!
//! ```text
//! FUZZ_BYTES=10000000 cargo test --release --test suite fuzz:: -- --nocapture
//! ```

pub mod dice;
mod input;

use std::collections::BTreeMap;
use std::env;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDateTime};
use fingerpost::booking::{Appointment, Book, Calendar, Code, Entry, Outcome, Request, Team};
use fingerpost::chat::{Kind, Message, Person, Reply};
use fingerpost::conversation::{Effect, Guide, Situation, State, Turn};
use fingerpost::knowledge::Library;
use fingerpost::phrases::Phrases;
use fingerpost::school::{School, Schools};

use crate::house::{advisers, guide, noon, project, today};
use input::Input;

/// How much is typed where nothing else is said.
const BYTES: usize = 200_000;

/// Which messages are drawn where nothing else is said.
const SEED: u64 = 20_261_121;

/// No reply is longer, in characters.
const LONGEST_REPLY: usize = 20_000;

/// Words that are longer, in characters, never come back as they were typed.
const LONGEST_ECHO: usize = 40;

/// The kinds of reply, and one more for a request that is kept.
const KINDS: usize = 7;

/// How many turns a conversation has, more or less.
const TURNS: usize = 40;

#[test]
fn whatever_is_typed_gets_a_reply() {
    let (guide, school) = (guide_in_question(), school_in_question());
    let mut input = Input::new(number("FUZZ_SEED").unwrap_or(SEED));
    let bytes = number("FUZZ_BYTES").map_or(BYTES, |bytes| bytes as usize);
    let mut run = Run::new();
    let mut conversation = Conversation::new(&guide, &school, &mut input);
    while run.bytes < bytes {
        if input.dice.once_in(TURNS) {
            conversation = Conversation::new(&guide, &school, &mut input);
        }
        let message = input.message(&conversation.choices);
        run.take(&mut conversation, message, &mut input);
    }
    run.tell();
    assert!(
        bytes <= 10 * BYTES || run.met.len() == KINDS,
        "in so many turns every kind of reply is come by, and a request kept"
    );
}

#[test]
fn messages_of_any_length_get_a_reply() {
    let (guide, school) = (guide(), schools("tests/schools"));
    let mut input = Input::new(number("FUZZ_SEED").unwrap_or(SEED));
    let mut run = Run::new();
    let mut conversation = Conversation::new(&guide, &school, &mut input);
    for _ in 0..5 {
        let message = Message::new(input.very_long());
        run.take(&mut conversation, message, &mut input);
    }
    run.tell();
}

/// The library that never changes, or the shipped knowledge where it is asked for.
fn guide_in_question() -> Guide {
    if number("FUZZ_BYTES").is_none() {
        return guide();
    }
    let loaded = Library::load(&project("knowledge"), today()).expect("the knowledge is there");
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole");
    Guide::new(loaded.library, phrases).expect("the shipped knowledge can be served")
}

fn school_in_question() -> School {
    schools(if number("FUZZ_BYTES").is_none() { "tests/schools" } else { "config/schools" })
}

fn schools(folder: &str) -> School {
    Schools::load(&project(folder)).expect("the schools load").find(None).expect("there is a school").clone()
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is a number, not `{value}`")))
}

/// What was put, and what it took.
struct Run {
    seed: u64,
    turns: usize,
    bytes: usize,
    began: Instant,
    slowest: (Duration, String),
    /// How often each kind of reply was given, and a request kept.
    met: BTreeMap<String, usize>,
}

impl Run {
    fn new() -> Self {
        let seed = number("FUZZ_SEED").unwrap_or(SEED);
        let slowest = (Duration::ZERO, String::new());
        Self { seed, turns: 0, bytes: 0, began: Instant::now(), slowest, met: BTreeMap::new() }
    }

    /// One turn. If it panics or its reply is wrong, how to come here again is told.
    fn take(&mut self, conversation: &mut Conversation<'_>, message: Message, input: &mut Input) {
        let put = Put { seed: self.seed, turn: self.turns, message: &message, state: conversation.state.clone() };
        let began = Instant::now();
        let turn = conversation.take(&message, Code::from_bits(input.dice.bits()));
        let took = began.elapsed();
        if let Some(wrong) = complaint(&message, &turn, &conversation.choices) {
            panic!("{wrong}: {:?}", turn.reply);
        }
        drop(put);
        if took > self.slowest.0 {
            self.slowest = (took, start(&message.text));
        }
        (self.turns, self.bytes) = (self.turns + 1, self.bytes + message.text.len());
        *self.met.entry(format!("{:?}", turn.reply.kind).to_lowercase()).or_default() += 1;
        if turn.effects.iter().any(|effect| matches!(effect, Effect::Keep(_))) {
            *self.met.entry("kept".to_owned()).or_default() += 1;
        }
        conversation.go_on(turn);
    }

    fn tell(&self) {
        let (seconds, slowest) = (self.began.elapsed().as_secs_f64(), self.slowest.0.as_secs_f64() * 1e3);
        println!("seed {}: {} turns, {} bytes, {seconds:.1} s", self.seed, self.turns, self.bytes);
        println!("{:?}", self.met);
        println!("slowest turn {slowest:.1} ms: {}", self.slowest.1);
    }
}

/// What is told when a turn panics: the seed and the message, so that the case can become a test of its own.
struct Put<'a> {
    seed: u64,
    turn: usize,
    message: &'a Message,
    state: State,
}

impl Drop for Put<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { seed, turn, message, state } = self;
            eprintln!("FUZZ_SEED={seed}, turn {turn}, of {} bytes: {}", message.text.len(), start(&message.text));
            eprintln!("audience {:?}, year {:?}, {state:?}", message.audience, message.year);
        }
    }
}

/// The beginning of a message, on one line.
fn start(text: &str) -> String {
    text.chars().take(400).flat_map(char::escape_debug).collect()
}

/// One person talking, on a day of their own.
struct Conversation<'a> {
    guide: &'a Guide,
    school: &'a School,
    person: Person,
    now: NaiveDateTime,
    rotation: u64,
    state: State,
    book: Book,
    told: Vec<Request>,
    choices: Vec<String>,
}

impl<'a> Conversation<'a> {
    fn new(guide: &'a Guide, school: &'a School, input: &mut Input) -> Self {
        let dice = &mut input.dice;
        Self {
            guide,
            school,
            person: Person::new("somebody"),
            now: noon() + Days::new(dice.below(800) as u64),
            rotation: dice.bits(),
            state: State::default(),
            book: book(school),
            told: Vec::new(),
            choices: Vec::new(),
        }
    }

    fn take(&self, message: &Message, fresh_code: Code) -> Turn {
        let named = Code::find_in(&message.text);
        let all = || self.book.diaries.entries().map(|entry| self.appointment(entry.clone()));
        let situation = Situation {
            now: self.now,
            person: &self.person,
            school: self.school,
            door: "fuzz",
            state: self.state.clone(),
            book: &self.book,
            own: all().filter(|own| own.entry.is_open(self.now)).collect(),
            named: all().find(|own| Some(&own.entry.code) == named.as_ref()),
            named_enquiry: None,
            linked: true,
            fresh_key: format!("{fresh_code}").as_str().into(),
            fresh_code,
            rotation: self.rotation,
        };
        self.guide.turn(&situation, message)
    }

    fn appointment(&self, entry: Entry) -> Appointment {
        let request = self.told.iter().find(|request| request.code == entry.code).cloned();
        Appointment { entry, request, record: None }
    }

    /// What the corridor would have kept.
    fn go_on(&mut self, turn: Turn) {
        for effect in turn.effects {
            match effect {
                Effect::Keep(request) => self.told.push(request),
                Effect::Step(action) => {
                    let done = self.book.diaries.step(&action, &self.book.team, &self.book.settings);
                    assert!(matches!(done.outcome, Outcome::Done(_)), "what a turn promised can be kept: {done:?}");
                }
                Effect::Raise(_) | Effect::Write(_) | Effect::Log(_) | Effect::Send(_) => {}
            }
        }
        self.choices = turn.reply.choices();
        self.state = turn.state;
    }
}

/// The advisers of the tests, who serve this school too.
fn book(school: &School) -> Book {
    let mut team: Team = advisers();
    for adviser in &mut team.advisers {
        for window in &mut adviser.hours.weekly {
            window.schools = vec![school.id.as_str().into()];
        }
    }
    team.schools.insert(school.id.as_str().into(), Calendar::of(school));
    Book { team, ..Book::default() }
}

/// What is wrong with a turn, if anything is.
fn complaint(message: &Message, turn: &Turn, offered: &[String]) -> Option<String> {
    let replies: Vec<&Reply> = [Some(&turn.reply), turn.reply_if_told.as_ref()].into_iter().flatten().collect();
    let texts: Vec<String> = replies.iter().map(|reply| reply.text()).collect();
    if !texts.iter().all(|text| text.chars().any(char::is_alphanumeric)) {
        return Some("the reply says nothing".to_owned());
    }
    if let Some(long) = texts.iter().map(|text| text.chars().count()).find(|long| *long >= LONGEST_REPLY) {
        return Some(format!("the reply has {long} characters"));
    }
    if !offered.contains(&message.text) && texts.iter().any(|text| echoes(text, message, turn)) {
        return Some("the reply holds what was typed".to_owned());
    }
    let alerts: Vec<&str> = turn.effects.iter().filter_map(raised).collect();
    let wanted: &[&str] = if turn.reply.kind == Kind::Safeguard { &[&message.text] } else { &[] };
    let told = turn.reply_if_told.is_some() == (turn.reply.kind == Kind::Safeguard);
    (alerts != wanted || !told).then(|| format!("{:?} comes with {} alerts", turn.reply.kind, alerts.len()))
}

fn raised(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Raise(alert) => Some(&alert.words),
        _ => None,
    }
}

/// Whether a reply holds a long message as it was typed. A name and an address are read back once, when the request is kept.
fn echoes(reply: &str, message: &Message, turn: &Turn) -> bool {
    let typed = message.text.trim();
    let read_back = turn.effects.iter().any(|effect| match effect {
        Effect::Keep(request) => request.name == typed || request.contact == typed,
        _ => false,
    });
    typed.chars().count() > LONGEST_ECHO && !read_back && reply.contains(typed)
}
