//! How long one turn takes on the shipped knowledge, and how the web ask route compares with a route that answers the same length of
//! fixed text behind the same layers. Prints figures and a ratio; fails on nothing, because time is the machine's.
//!
//! `cargo bench --bench turn`

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form};
use axum::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse};
use axum::routing::post;
use chrono::{NaiveDate, NaiveDateTime};
use fingerpost::app::App;
use fingerpost::booking::{Book, Code};
use fingerpost::channels::web::{self, Web};
use fingerpost::chat::{Audience, Kind, Message, Person};
use fingerpost::conversation::{Guide, Situation, State};
use fingerpost::knowledge::Library;
use fingerpost::phrases::Phrases;
use fingerpost::safety::Safety;
use fingerpost::school::{School, Schools};
use fingerpost::store::{Address, Store};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

#[path = "shared/browser.rs"]
mod browser;
#[path = "shared/took.rs"]
mod took;

use browser::Browser;
use took::Took;

/// How often every question is put.
const ROUNDS: usize = 30;

/// How long each route is asked, in each of its turns.
const SPELL: Duration = Duration::from_secs(3);

/// How many connections ask at once.
const CONNECTIONS: usize = 8;

/// Asked where there is no `tests/gold`.
const FALLBACK: [&str; 8] = [
    "what can i do after yr 11",
    "how much do sparkies get payed",
    "busary for collage im a single mum",
    "can my son still get ema",
    "how do i become a paramedic",
    "what do apprentices get paid",
    "do i have to resit maths if i got a 3",
    "what is a t level",
];

fn main() {
    let questions = questions();
    let began = Instant::now();
    let guide = guide();
    println!("{:>10.1} ms  knowledge loaded and indexed", began.elapsed().as_secs_f64() * 1e3);
    turns(&guide, &questions);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(routes(guide, &questions));
}

/// Median and 99th percentile of a turn by itself, over all questions and by kind of answer.
fn turns(guide: &Guide, questions: &[Message]) {
    let person = Person::new("bench");
    let schools = Schools::load(&project("config/schools")).expect("the schools load");
    let school: &School = schools.find(None).expect("there is a school");
    let book = Book::default();
    let situation = |rotation| Situation {
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
        rotation,
    };
    for message in questions {
        std::hint::black_box(guide.turn(&situation(0), message));
    }
    let mut all = Vec::with_capacity(ROUNDS * questions.len());
    let mut kinds: BTreeMap<String, Vec<Duration>> = BTreeMap::new();
    let mut slowest = (Duration::ZERO, "");
    for round in 0..ROUNDS {
        for message in questions {
            let situation = situation(round as u64);
            let began = Instant::now();
            let turn = std::hint::black_box(guide.turn(&situation, message));
            let took = began.elapsed();
            all.push(took);
            kinds.entry(kind(turn.reply.kind)).or_default().push(took);
            if took > slowest.0 {
                slowest = (took, &message.text);
            }
        }
    }
    println!("\nOne turn, {} questions, {ROUNDS} times each", questions.len());
    Took::of(all).tell("all");
    for (kind, took) in kinds {
        Took::of(took).tell(&kind);
    }
    let safety = Safety::new(guide.library(), guide.library().words().written);
    let mut urgent = Vec::with_capacity(questions.len());
    for message in questions {
        let began = Instant::now();
        std::hint::black_box(safety.find(&message.text));
        urgent.push(began.elapsed());
    }
    Took::of(urgent).tell("looking for urgent words, which every turn begins with");
    let text: String = slowest.1.chars().take(60).collect();
    println!("{:>10.1} µs  slowest: {text}", micros(slowest.0));
}

fn micros(took: Duration) -> f64 {
    took.as_secs_f64() * 1e6
}

fn kind(kind: Kind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// Requests a second of the ask route, and of a fixed body of the same length behind the same layers and the same parsing. They take
/// turns, so that whatever else the machine does falls on both.
async fn routes(guide: Guide, questions: &[Message]) {
    let schools = Schools::load(&project("config/schools")).expect("the schools load");
    let store = Store::open(&Address::Memory).await.expect("a store in memory");
    let app = Arc::new(App::new(guide, schools, store, Arc::new(now)));
    let settings = web::Settings::default();
    let ask = served(web::router(Web { app, secret: Arc::from([7_u8; 32]), settings })).await;
    let bodies: Arc<[Vec<u8>]> = questions.iter().map(|message| form(message).into_bytes()).collect::<Vec<_>>().into();

    let length = mean_length(ask, &bodies).await;
    let fixed = served(fixed_router(length)).await;
    let mut counts = [0_usize; 2];
    for _ in 0..2 {
        for (at, address) in [ask, fixed].into_iter().enumerate() {
            counts[at] += pressed(address, &bodies).await;
        }
    }
    let [ask, fixed] = counts.map(|count| count as f64 / (2.0 * SPELL.as_secs_f64()));
    println!("\nPOST /ask on loopback, {CONNECTIONS} connections, client and server in this process");
    println!("{ask:>10.0} /s  ask route, answers of {length} bytes in the mean");
    println!("{fixed:>10.0} /s  fixed body of {length} bytes, same layers and parsing");
    println!("{:>10.1} %   ratio", 100.0 * ask / fixed);
}

/// The layers of the web door around a handler that reads the same form and answers always the same.
fn fixed_router(length: usize) -> Router {
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::overriding(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let text: &'static str = Box::leak("x".repeat(length).into_boxed_str());
    let handler = move |headers: HeaderMap, Form(form): Form<BTreeMap<String, String>>| async move {
        std::hint::black_box((&headers, &form));
        let mut response = Html(text.to_owned()).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    };
    Router::new()
        .route("/ask", post(handler))
        .layer(DefaultBodyLimit::max(1_000_000))
        .layer(header("content-security-policy", "default-src 'none'; style-src 'self'; script-src 'self'"))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "no-referrer"))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(20)))
        .layer(CatchPanicLayer::new())
}

async fn served(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// How many requests are answered in one spell.
async fn pressed(address: SocketAddr, bodies: &Arc<[Vec<u8>]>) -> usize {
    let next = Arc::new(AtomicUsize::new(0));
    let end = Instant::now() + SPELL;
    let mut clients = Vec::new();
    for number in 0..CONNECTIONS {
        let (bodies, next) = (bodies.clone(), next.clone());
        clients.push(tokio::spawn(async move {
            let mut browser = Browser::new(address, number).await;
            let mut answered = 0;
            while Instant::now() < end {
                browser.ask("POST /ask", &bodies[next.fetch_add(1, Ordering::Relaxed) % bodies.len()]).await;
                answered += 1;
            }
            answered
        }));
    }
    let mut all = 0;
    for client in clients {
        all += client.await.expect("the client ends");
    }
    all
}

async fn mean_length(address: SocketAddr, bodies: &[Vec<u8>]) -> usize {
    let mut browser = Browser::new(address, CONNECTIONS).await;
    let mut total = 0;
    for body in bodies {
        total += browser.ask("POST /ask", body).await.len();
    }
    total / bodies.len()
}

fn form(message: &Message) -> String {
    let encoded: String = message
        .text
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect();
    let audience = match message.audience {
        Some(Audience::Parent) => "parent",
        Some(Audience::Staff) => "staff",
        Some(Audience::Provider) => "provider",
        Some(Audience::Pupil) => "pupil",
        None => "",
    };
    let year = message.year.map(|year| year.to_string()).unwrap_or_default();
    format!("text={encoded}&audience={audience}&year={year}")
}

/// The questions of `tests/gold`, as they stand there.
fn questions() -> Vec<Message> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(project("tests/gold"))
        .map(|entries| entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect())
        .unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    let texts = files.iter().map(|path| std::fs::read_to_string(path).expect("the questions can be read"));
    let mut questions: Vec<Message> = texts
        .flat_map(|text| text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<_>>())
        .filter_map(|line: serde_json::Value| {
            Some(Message {
                text: line["text"].as_str()?.to_owned(),
                audience: line["audience"].as_str().and_then(Audience::from_word),
                year: line["year"].as_u64().and_then(|year| u8::try_from(year).ok()),
                ..Message::default()
            })
        })
        .collect();
    if questions.is_empty() {
        println!("There is no tests/gold; a few questions stand in.");
        questions = FALLBACK.map(Message::new).to_vec();
    }
    questions
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
