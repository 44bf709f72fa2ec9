//! Two hundred people book an interview at the same time through the web door, over SQLite on disk. Prints how long a turn and a whole
//! booking take, beside a fixed page that the same people ask of the same server; fails only where a booking is lost or double.
//!
//! `cargo bench --bench booking`; `PEOPLE` sets how many they are.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use fingerpost::app::App;
use fingerpost::booking::{Code, State, Team};
use fingerpost::channels::web::{self, Web};
use fingerpost::conversation::Guide;
use fingerpost::knowledge::Library;
use fingerpost::phrases::Phrases;
use fingerpost::school::Schools;
use fingerpost::store::{Address, Store};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

#[path = "shared/browser.rs"]
mod browser;
#[path = "shared/took.rs"]
mod took;

use browser::Browser;
use took::Took;

/// One adviser with eight meetings a day for about a month: fewer than there are people, so that some wait.
const TEAM: &str = r#"
[[advisers]]
id = "quill"
name = "Mx A. Quill"
hours.weekly = [
    { day = "Mon", time = { clock = ["09:00:00", "15:00:00"] }, place = "online", schools = ["yew"] },
    { day = "Tue", time = { clock = ["09:00:00", "15:00:00"] }, place = "online", schools = ["yew"] },
    { day = "Wed", time = { clock = ["09:00:00", "15:00:00"] }, place = "online", schools = ["yew"] },
    { day = "Thu", time = { clock = ["09:00:00", "15:00:00"] }, place = "online", schools = ["yew"] },
    { day = "Fri", time = { clock = ["09:00:00", "15:00:00"] }, place = "online", schools = ["yew"] },
]
"#;

/// More turns than a booking takes, even where every time that is shown has just gone.
const MOST_TURNS: usize = 60;

/// What somebody without wishes answers to a question.
const ANSWERS: [(&str, &str); 8] = [
    ("What name should they use", "Sam%2C+year+11"),
    ("How can the team reach you", "through+my+tutor"),
    ("What would you like to talk about", "university"),
    ("Shall I book it", "yes"),
    ("When would suit you", "any+time"),
    ("When shall it be", "any"),
    ("Is one of these free times good", "any"),
    ("Which is it", "any"),
];

fn main() {
    let people = std::env::var("PEOPLE").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(measure(people));
}

async fn measure(people: usize) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (app, address) = served(data.path()).await;
    let began = Instant::now();
    let mut booking = JoinSet::new();
    for number in 0..people {
        booking.spawn(books(address, number));
    }
    let booked = booking.join_all().await;
    let took = began.elapsed();
    nothing_is_lost_or_double(&app, &booked).await;

    let turns: usize = booked.iter().map(|booked| booked.turns.len()).sum();
    let mut fixed = JoinSet::new();
    for number in 0..people {
        fixed.spawn(reads(address, number, turns / people));
    }
    let fixed = fixed.join_all().await.concat();

    let waiting = booked.iter().filter(|booked| booked.state == "waiting").count();
    println!(
        "{people} people at once, {} booked, {waiting} on the waiting list: none lost, none double",
        people - waiting
    );
    println!("{turns} turns in {:.1} s: {:.0} a second", took.as_secs_f64(), turns as f64 / took.as_secs_f64());
    let whole = booked.iter().map(|booked| booked.turns.iter().sum()).collect();
    Took::of(whole).tell("a whole booking, from the first word to the code");
    let turn = Took::of(booked.into_iter().flat_map(|booked| booked.turns).collect());
    turn.tell("a turn of a booking");
    let page = Took::of(fixed);
    page.tell("a fixed page of the same server, asked by as many at once");
    let ratio = turn.most.as_secs_f64() / page.most.as_secs_f64();
    println!("{ratio:>10.1}      times the fixed page, 99th percentile of a turn");
}

async fn nothing_is_lost_or_double(app: &App, booked: &[Booked]) {
    let staff = app.staff();
    let all = staff.appointments(&staff.book().await.expect("a book")).await.expect("appointments");
    let told: BTreeMap<Code, &str> = booked.iter().map(|booked| (booked.code.clone(), booked.state)).collect();
    assert_eq!(told.len(), booked.len(), "two people have one code");
    let kept = all.iter().filter(|own| own.request.is_some());
    let kept: BTreeMap<Code, &str> = kept.map(|own| (own.entry.code.clone(), own.entry.state.word())).collect();
    assert_eq!(told, kept, "what was acknowledged is not what is kept");
    let confirmed = all.iter().filter(|own| own.entry.state == State::Confirmed);
    let times: Vec<_> = confirmed.filter_map(|own| own.entry.slot.as_ref().map(|slot| slot.key())).collect();
    assert_eq!(times.iter().collect::<BTreeSet<_>>().len(), times.len(), "a time was given twice");
}

async fn served(data: &Path) -> (Arc<App>, SocketAddr) {
    let store = Store::open(&Address::Folder(data.to_owned())).await.expect("a store");
    let team: Team = toml::from_str(TEAM).expect("a team");
    for adviser in &team.advisers {
        store.keep_adviser(adviser, now()).await.expect("an adviser is kept");
    }
    let schools = Schools::load(&project("tests/schools")).expect("the schools load");
    let app = Arc::new(App::new(guide(), schools, store, Arc::new(now)));
    let web = Web { app: app.clone(), secret: Arc::from([7_u8; 32]), settings: web::Settings::default() };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, web::router(web)).await });
    (app, address)
}

/// One person's booking: what they were told in the end, and how long each turn took.
struct Booked {
    code: Code,
    state: &'static str,
    turns: Vec<Duration>,
}

async fn books(address: SocketAddr, number: usize) -> Booked {
    let mut browser = Browser::new(address, number).await;
    let (mut says, mut turns) = ("book+an+appointment", Vec::new());
    while turns.len() < MOST_TURNS {
        let began = Instant::now();
        let body = browser.ask("POST /s/yew/ask", format!("text={says}").as_bytes()).await;
        let reply = String::from_utf8_lossy(body).into_owned();
        turns.push(began.elapsed());
        for (told, state) in [("You are booked", "confirmed"), ("Your request is saved", "waiting")] {
            if reply.contains(told) {
                let (_, rest) = reply.split_once("Your code is ").expect("a code is told");
                return Booked { code: Code::find_in(rest).expect("it is one"), state, turns };
            }
        }
        let asked = ANSWERS.iter().find(|(asked, _)| reply.contains(asked));
        says = asked.unwrap_or_else(|| panic!("no question: {reply}")).1;
    }
    panic!("{number} is not booked after {MOST_TURNS} turns");
}

/// As many readings of a page that is the same for everybody.
async fn reads(address: SocketAddr, number: usize, times: usize) -> Vec<Duration> {
    let mut browser = Browser::new(address, number).await;
    let mut took = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        browser.ask("GET /s/yew/privacy", b"").await;
        took.push(began.elapsed());
    }
    took
}

fn guide() -> Guide {
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases load");
    let loaded = Library::load(&project("knowledge"), now().date()).expect("the knowledge is there");
    Guide::new(loaded.library, phrases).expect("the shipped knowledge can be served")
}

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a day of the calendar")
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
