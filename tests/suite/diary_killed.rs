//! Several processes book at once on one store and are killed with SIGKILL at random instants: nothing is double, nothing is lost, nothing
//! that was acknowledged is missing. On SQLite and on PostgreSQL.
//!
//! `cargo test` takes some hundred steps of each. `KILLED_STEPS=20000 cargo test --test suite diary_killed -- --nocapture` takes
//! 20,000 of each; `KILLED_ON=SQLite` or `KILLED_ON=PostgreSQL` takes them of one alone. Time goes by as the diaries change, so that a slow machine sees the same story as a fast one.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use fingerpost::booking::{
    Action, Actor, Arranger, Asked, AskedBy, Begin, Book, Calendar, Code, Diary, Entry, For, Request, Slot, Span,
    State, Team, Terms, What, london,
};
use fingerpost::chat::Person;
use fingerpost::conversation::Effect;
use fingerpost::school::Schools;
use fingerpost::store::{Address, Recorded, Store};

use crate::fuzz::dice::Dice;
use crate::house::{advisers, noon, project};
use crate::store::postgres;

const WORKERS: u64 = 3;

/// After so long without a line something is wrong with the test itself.
const NOBODY_SPEAKS: Duration = Duration::from_secs(300);

/// How many people each process books for.
const PEOPLE: u64 = 40;

/// The processes, all of this very program, that are killed and begun anew.
#[tokio::test]
async fn killed_processes_lose_nothing_and_give_no_time_twice() {
    let steps = std::env::var("KILLED_STEPS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    let on = |name: &str| std::env::var("KILLED_ON").map_or(true, |only| only == name);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data").display().to_string();
    if on("SQLite") {
        run("SQLite", &data, steps).await;
    }
    if on("PostgreSQL")
        && let Some(server) = postgres()
        && let Address::PostgreSql(url) = server.fresh_database().await
    {
        run("PostgreSQL", &url, steps).await;
    }
}

async fn run(name: &str, address: &str, steps: usize) {
    let store = Store::open(&Address::parse(address)).await.expect("the store opens");
    let mut dice = Dice::new(20_261_122);
    let mut book = Heard::default();
    let (say, hear) = channel();
    let mut workers: Vec<Worker> = (0..WORKERS).map(|worker| start(address, worker, 0, &say)).collect();
    let (mut kills, mut round) = (0, 0);
    // In a long run a process lives a little longer, or it would do little but start.
    let longest = if steps > 1000 { 80 } else { 24 };
    while book.acknowledged < steps {
        // Killed in the middle of something, however slow the machine is.
        book.listen_for(&hear, 1 + dice.below(longest));
        std::thread::sleep(Duration::from_micros(dice.below(4000) as u64));
        round += 1;
        let which = dice.below(WORKERS as usize);
        workers.remove(which).kill();
        kills += 1;
        workers.insert(which, start(address, which as u64, round, &say));
    }
    for worker in workers {
        worker.kill();
    }
    drop(say);
    book.listen_to_the_end(&hear);
    let entries: Vec<Entry> = {
        let diaries = store.book().await.expect("the diaries can be read").diaries;
        diaries.entries().cloned().chain(store.past().await.expect("the past can be read")).collect()
    };
    let told = store.requests().await.expect("the requests can be read");
    nothing_is_double(name, &entries);
    book.nothing_is_lost(name, &entries, &told);
    println!(
        "{name}: {} steps acknowledged, {} refused, {} gave up waiting, {kills} kills, {} requests: 0 double, 0 lost, 0 acknowledged and missing",
        book.acknowledged,
        book.refused,
        book.failed,
        entries.len()
    );
    println!(
        "{name}: acknowledged {:?}; at the end {:?}",
        book.states,
        counted(entries.iter().map(|entry| entry.state.word()))
    );
}

/// A process that books, and the thread that passes on what it says.
struct Worker {
    process: Child,
    passing_on: JoinHandle<()>,
}

impl Worker {
    /// Kills it, and waits until all it said is passed on: what the next one says comes later.
    fn kill(mut self) {
        let ended = self.process.try_wait().expect("it can be asked");
        assert!(ended.is_none(), "a process ended by itself, before it was killed: {ended:?}");
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("it ends");
        self.passing_on.join().expect("passing on never panics");
    }
}

fn start(address: &str, worker: u64, round: u64, say: &Sender<String>) -> Worker {
    let mut child = Command::new(std::env::current_exe().expect("this program has a path"))
        .args(["diary_killed::a_process_that_books", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env("BOOKS_AT", address)
        .env("BOOKS_AS", worker.to_string())
        .env("BOOKS_SEED", (worker * 1_000_000 + round).to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let say = say.clone();
    let passing_on = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if say.send(line).is_err() {
                return;
            }
        }
    });
    Worker { process: child, passing_on }
}

/// What the processes said.
#[derive(Default)]
struct Heard {
    acknowledged: usize,
    refused: usize,
    /// How often others wrote for longer than anybody waits.
    failed: usize,
    /// How often each state was acknowledged.
    states: BTreeMap<String, usize>,
    /// The last that was acknowledged of a request, and whether another step was under way after it.
    last: HashMap<String, (Option<String>, bool)>,
}

impl Heard {
    /// Hears so many lines.
    fn listen_for(&mut self, hear: &Receiver<String>, lines: usize) {
        for _ in 0..lines {
            match hear.recv_timeout(NOBODY_SPEAKS) {
                Ok(line) => self.hear(&line),
                Err(error) => panic!("no process has said anything for minutes: {error}"),
            }
        }
    }

    /// Hears what was said before the last process ended.
    fn listen_to_the_end(&mut self, hear: &Receiver<String>) {
        while let Ok(line) = hear.recv() {
            self.hear(&line);
        }
    }

    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["TRIES", code] => self.last.entry((*code).to_owned()).or_default().1 = true,
            ["DID", code, state] => {
                self.acknowledged += 1;
                *self.states.entry((*state).to_owned()).or_default() += 1;
                self.last.insert((*code).to_owned(), (Some((*state).to_owned()), false));
            }
            ["NOT", code] => {
                self.refused += 1;
                self.last.entry((*code).to_owned()).or_default().1 = false;
            }
            ["FAILED", code, why @ ..] => {
                assert!(why.join(" ").contains("too many others write"), "{code}: {}", why.join(" "));
                self.failed += 1;
            }
            _ => {}
        }
    }

    fn nothing_is_lost(&self, name: &str, entries: &[Entry], told: &[Request]) {
        let by_code: BTreeMap<String, &Entry> = entries.iter().map(|entry| (entry.code.to_string(), entry)).collect();
        assert_eq!(by_code.len(), entries.len(), "{name}: a request stands in two places");
        for (code, (state, under_way)) in &self.last {
            let Some(acknowledged) = state else { continue };
            let entry = by_code.get(code).unwrap_or_else(|| panic!("{name}: {code} was acknowledged and is not there"));
            // As time passes, what was held or offered runs out.
            let ran_out = matches!(acknowledged.as_str(), "held" | "offered")
                && matches!(entry.state, State::Lapsed | State::Waiting);
            let as_told = entry.state.word() == acknowledged;
            assert!(as_told || ran_out || *under_way, "{name}: {code} was {acknowledged} and is {:?}", entry.state);
        }
        let mut codes: Vec<String> = told.iter().map(|request| request.code.to_string()).collect();
        codes.sort();
        assert_eq!(codes, by_code.into_keys().collect::<Vec<_>>(), "{name}: what was told goes with every request");
    }
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}

fn nothing_is_double(name: &str, entries: &[Entry]) {
    let mut taken: BTreeMap<String, Vec<(Span, &Code)>> = BTreeMap::new();
    let mut open: HashMap<&str, &Code> = HashMap::new();
    for entry in entries {
        if let (Some(slot), Some(span)) = (&entry.slot, entry.blocked()) {
            taken.entry(slot.adviser.to_string()).or_default().push((span, &entry.code));
        }
        let is_open = matches!(entry.state, State::Requested | State::Waiting | State::Held | State::Offered);
        if is_open && let Some(other) = open.insert(entry.person.as_str(), &entry.code) {
            panic!("{name}: {} has two open, {other} and {}", entry.person, entry.code);
        }
    }
    for (adviser, mut spans) in taken {
        spans.sort_unstable();
        for pair in spans.windows(2) {
            let ((one, first), (other, second)) = (pair[0], pair[1]);
            assert!(one.to <= other.from, "{name}: {adviser} has {first} and {second} at once");
        }
    }
}

/// Two minutes pass with each change of a diary, so that holds run out, and half a day with each twelfth, so that offers do, meetings
/// go by, and what is long over leaves the diaries. Every process reads the same time off the same diaries.
fn as_time_goes_by(book: &Book) -> NaiveDateTime {
    let changes: u64 = book.diaries.diaries().map(Diary::version).sum::<u64>() + book.diaries.waiting().version();
    noon() + TimeDelta::minutes((changes * 2 + changes / 12 * 720).cast_signed())
}

/// One of the processes: it books until it is killed, and says what it tries and what was done.
#[tokio::test]
#[ignore = "the other test runs it, and kills it"]
async fn a_process_that_books() {
    let var = |name: &str| std::env::var(name).expect("the other test says so");
    let store = Store::open(&Address::parse(&var("BOOKS_AT"))).await.expect("the store opens");
    let (worker, seed): (u64, u64) =
        (var("BOOKS_AS").parse().expect("a number"), var("BOOKS_SEED").parse().expect("a number"));
    let mut dice = Dice::new(seed);
    let (team, mut person) = (team(), String::new());
    loop {
        let mut book = store.book().await.expect("it can be read");
        book.team.clone_from(&team);
        let now = as_time_goes_by(&book);
        // Often the same person goes on, before what is held runs out.
        if person.is_empty() || dice.once_in(2) {
            person = format!("person {worker}.{}", dice.below(PEOPLE as usize));
        }
        let effects = wish(&book, &mut dice, &person, now);
        let Some(action) = effects.iter().find_map(Effect::step) else { continue };
        say(&format!("TRIES {}", action.code));
        match store.record(&effects, &Person::new(&person), "yew", &book, now).await {
            Ok(Recorded::Kept(_)) => {
                let state = wanted_state(&action.what);
                say(&format!("DID {} {}", action.code, state.word()));
            }
            Ok(Recorded::Refused(_)) => say(&format!("NOT {}", action.code)),
            // Where the others write for longer than anybody waits, nothing was promised.
            Err(error) => say(&format!("FAILED {} {error}", action.code)),
        }
    }
}

/// The advisers of Yew School, in a year without holidays, which a long run would otherwise come to.
fn team() -> Team {
    let schools = Schools::load(&project("tests/schools")).expect("the schools can be read");
    let mut calendar = Calendar::of(schools.find(Some("yew")).expect("it is there"));
    calendar.terms = Terms::default();
    let mut team = advisers();
    team.schools.insert("yew".into(), calendar);
    team
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).ok();
}

fn wanted_state(what: &What) -> State {
    match what {
        What::Begin(begin) => begin.state,
        What::Hold(_) => State::Held,
        What::Confirm | What::Move(_) => State::Confirmed,
        What::Offer(_) => State::Offered,
        What::Wait => State::Waiting,
        _ => State::Cancelled,
    }
}

/// What this person does next: begins, holds, waits, confirms, moves, cancels; or staff offer.
fn wish(book: &Book, dice: &mut Dice, person: &str, now: NaiveDateTime) -> Vec<Effect> {
    let free = free(book, now);
    let slot = |dice: &mut Dice| (!free.is_empty()).then(|| free[dice.below(free.len().min(8))].key());
    let open = book.diaries.entries().find(|entry| entry.person.as_str() == person && entry.is_open(now));
    let Some(entry) = open else {
        let slot = slot(dice).filter(|_| !dice.once_in(3));
        let state = if slot.is_some() { State::Held } else { State::Waiting };
        let asked = Asked {
            person: person.into(),
            by: AskedBy::Pupil,
            school: "yew".into(),
            follows: None,
            first_adviser: None,
        };
        let code = Code::from_bits(dice.bits());
        let begin = action(dice, &code, Actor::Person, now, What::Begin(Begin { asked, state, slot }));
        return vec![Effect::Keep(request(&code, person, now)), begin];
    };
    let code = entry.code.clone();
    let what = match (entry.state, slot(dice)) {
        _ if dice.once_in(6) => What::Cancel,
        (State::Held, Some(slot)) if dice.once_in(3) => What::Hold(slot),
        (State::Held | State::Offered, _) => What::Confirm,
        (State::Waiting, Some(slot)) if dice.once_in(2) => What::Hold(slot),
        (State::Waiting, Some(slot)) => {
            return vec![action(dice, &code, Actor::Staff, now, What::Offer(slot))];
        }
        (State::Confirmed, Some(slot)) => What::Move(slot),
        _ => What::Cancel,
    };
    vec![action(dice, &code, Actor::Person, now, what)]
}

fn free(book: &Book, now: NaiveDateTime) -> Vec<Slot> {
    let wanted = For { school: &"yew".into(), arranged_by: Arranger::Person, moving: None };
    book.slots(london::instant(now)).of_school(wanted, None)
}

fn action(dice: &mut Dice, code: &Code, by: Actor, now: NaiveDateTime, what: What) -> Effect {
    let key = format!("{:x}", dice.bits());
    Effect::Step(Action { key: key.into(), code: code.clone(), by, at: london::instant(now), what })
}

fn request(code: &Code, person: &str, now: NaiveDateTime) -> Request {
    Request {
        code: code.clone(),
        person: person.to_owned(),
        school: "yew".to_owned(),
        name: "Sam".to_owned(),
        year: "Year 11".to_owned(),
        contact: "my school e-mail".to_owned(),
        about: "Apprenticeships".to_owned(),
        preferred: String::new(),
        arranged: String::new(),
        reminders: false,
        for_child: false,
        door: "test".to_owned(),
        made_at: now,
    }
}
