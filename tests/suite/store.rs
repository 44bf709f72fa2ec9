//! The store does the same on SQLite in memory, SQLite in a folder, and PostgreSQL.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use fingerpost::booking::{
    Action, Actor, Appointment, Arranger, Asked, AskedBy, Begin, Book, Calendar, Code, Entry, For, Outcome, Request,
    SlotKey, Span, State, Unfit, What, london,
};
use fingerpost::chat::Person;
use fingerpost::conversation::{Alert, Effect};
use fingerpost::school::{School, Schools};
use fingerpost::store::{Address, Recalled, Recorded, Store, StoreError, TeamsAddressee, TeamsReference, links};
use sea_orm::ConnectionTrait;

use crate::house::{advisers, noon, project};

const SCHOOL: &str = "elm";

#[tokio::test]
async fn a_request_is_kept_and_recalled_by_its_person_and_by_its_code() {
    for place in places().await {
        let store = place.open().await;
        let kept = request(1, "sam");
        keep(&store, &kept).await;
        let own = recall(&store, "sam", SCHOOL, None).await;
        assert_eq!((told(&own.own), own.named), (vec![kept.clone()], None), "{place}");
        let named = recall(&store, "kim", SCHOOL, Some(&kept.code)).await;
        assert_eq!(
            (told(&named.own), named.named.and_then(|named| named.request)),
            (vec![], Some(kept.clone())),
            "{place}"
        );
        assert_eq!(store.requests().await.expect("they are listed"), [kept], "{place}");
    }
}

#[tokio::test]
async fn what_cannot_be_done_on_the_diaries_as_they_are_is_not_kept_at_all() {
    for place in places().await {
        let store = place.open().await;
        let kept = request(1, "sam");
        keep(&store, &kept).await;
        // The same person again, from a copy that has not seen the first: nothing of the turn is kept, the alert neither.
        let second = [raised(), Effect::Keep(request(2, "sam")), begin(&request(2, "sam"))];
        let recorded =
            store.record(&second, &person("sam"), SCHOOL, &Book::default(), noon()).await.expect("it answers");
        assert_eq!(recorded, Recorded::Refused(Outcome::HasOpen(kept.code.clone())), "{place}");
        assert_eq!(store.alerts_waiting().await.expect("counted"), 0, "{place}");
        assert_eq!(store.requests().await.expect("listed"), [kept], "{place}");
    }
}

#[tokio::test]
async fn cancelling_twice_changes_nothing_the_second_time() {
    for place in places().await {
        let store = place.open().await;
        let kept = request(1, "sam");
        keep(&store, &kept).await;
        let once = step(&store, cancel(&kept, "tap"), &Book::default()).await.expect("it answers");
        assert!(matches!(&once, Recorded::Kept(events) if events.len() == 1), "{place}: {once:?}");
        let twice = step(&store, cancel(&kept, "tap"), &Book::default()).await.expect("it answers");
        assert_eq!(twice, Recorded::Kept(Vec::new()), "{place}");
        let recalled = recall(&store, "sam", SCHOOL, Some(&kept.code)).await;
        assert_eq!(recalled.own, [], "{place}");
        assert_eq!(recalled.named.map(|named| named.entry.state), Some(State::Cancelled), "{place}");
    }
}

#[tokio::test]
async fn what_was_over_long_ago_leaves_the_diaries_and_is_still_found() {
    for place in places().await {
        let store = place.open().await;
        let over = request(1, "sam");
        keep(&store, &over).await;
        step(&store, cancel(&over, "tap"), &Book::default()).await.expect("it answers");
        assert_eq!(store.past().await.expect("it can be read"), [], "{place}");
        let (kim, later) = (request(2, "kim"), noon() + TimeDelta::days(40));
        let Effect::Step(mut asks) = begin(&kim) else { panic!("it is a step") };
        asks.at = london::instant(later);
        let effects = [Effect::Keep(kim.clone()), Effect::Step(asks)];
        store.record(&effects, &person("kim"), SCHOOL, &Book::default(), later).await.expect("it answers");
        let in_diaries: Vec<Code> = codes(store.book().await.expect("it can be read").diaries.entries());
        assert_eq!(in_diaries, [kim.code], "{place}");
        let past = codes(store.past().await.expect("it can be read").iter());
        assert_eq!(past, std::slice::from_ref(&over.code), "{place}");
        let named = recall(&store, "sam", SCHOOL, Some(&over.code)).await.named;
        assert_eq!(named.map(|named| named.entry.state), Some(State::Cancelled), "{place}");
    }
}

fn codes<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Code> {
    entries.map(|entry| entry.code.clone()).collect()
}

#[tokio::test]
async fn where_to_write_in_teams_is_kept_sealed_replaced_stopped_and_forgotten() {
    const KEY: &[u8] = b"a key of thirty-two letters, long";
    for place in places().await {
        let store = place.open().await;
        let sam = TeamsAddressee::Person(person("sam"));
        let mut kept = TeamsReference {
            to: sam.clone(),
            school: SCHOOL.to_owned(),
            request: Some(request(1, "sam").code),
            address: "chat of sam".to_owned(),
            stopped: false,
        };
        assert_eq!(store.teams_reference(&sam, KEY).await.expect("looked up"), None, "{place}");
        store.keep_teams_reference(&kept, KEY, noon()).await.expect("it is kept");
        kept.address = "another chat of sam".to_owned();
        store.keep_teams_reference(&kept, KEY, noon()).await.expect("it is replaced");
        assert_eq!(store.teams_reference(&sam, KEY).await.expect("looked up"), Some(kept.clone()), "{place}");
        let other = store.teams_reference(&sam, b"another key").await;
        assert!(matches!(other, Err(StoreError::Row(_))), "{place}: {other:?}");
        for stopped in [true, false] {
            store.stop_teams_reference(&sam, stopped).await.expect("it is marked");
            let all = store.stopped_in_teams().await.expect("listed");
            assert_eq!(all, if stopped { vec![person("sam")] } else { Vec::new() }, "{place}");
        }
        store.forget_teams_reference_of(&request(2, "kim").code).await.expect("nothing is forgotten");
        assert!(store.teams_reference(&sam, KEY).await.expect("looked up").is_some(), "{place}");
        store.forget_teams_reference_of(&request(1, "sam").code).await.expect("it is forgotten");
        assert_eq!(store.teams_reference(&sam, KEY).await.expect("looked up"), None, "{place}");
    }
}

#[tokio::test]
async fn what_a_turn_promises_is_kept_whole_or_not_at_all() {
    for place in places().await {
        let store = place.open().await;
        let kept = request(1, "sam");
        let both = [raised(), Effect::Keep(kept.clone())];
        store.record(&both, &person("sam"), SCHOOL, &Book::default(), noon()).await.expect("both are kept");
        assert_eq!(store.alerts_waiting().await.expect("counted"), 1, "{place}");
        assert_eq!(store.requests().await.expect("listed").len(), 1, "{place}");
        // Somebody else's code cannot be kept, so the alert beside it is not kept either.
        let both = [raised(), Effect::Keep(Request { person: "kim".to_owned(), ..kept.clone() })];
        let again = store.record(&both, &person("kim"), SCHOOL, &Book::default(), noon()).await;
        again.expect_err("a code is given once");
        assert_eq!(store.alerts_waiting().await.expect("counted"), 1, "{place}");
        // And the store goes on.
        raise(&store, "kim").await;
        assert_eq!(store.alerts_waiting().await.expect("counted"), 2, "{place}");
    }
}

#[tokio::test]
async fn a_code_links_one_account_once_and_at_its_own_school() {
    for place in places().await {
        let store = place.open().await;
        let code = links::draw(&store, SCHOOL, "17", noon()).await.expect("it is drawn").to_string();
        let redeem = async |typed: &str, school: &str, who: &str| {
            links::redeem(&store, typed, school, &person(who), noon()).await.expect("it is looked for")
        };
        assert!(!redeem(&code, "oak", "sam").await, "{place}: not at another school");
        assert!(!redeem("no code", SCHOOL, "sam").await, "{place}");
        assert!(redeem(&code.to_lowercase(), SCHOOL, "sam").await, "{place}");
        assert!(!redeem(&code, SCHOOL, "kim").await, "{place}: not twice");
        let link =
            links::of_person(&store, &person("sam"), SCHOOL).await.expect("it is looked for").expect("it is there");
        assert_eq!((link.whom.as_str(), link.redeemed_at), ("17", noon()), "{place}");
        assert_eq!(links::of_person(&store, &person("sam"), "oak").await.expect("it is looked for"), None, "{place}");
        links::forget(&store, &person("sam")).await.expect("it is forgotten");
        assert_eq!(links::of_person(&store, &person("sam"), SCHOOL).await.expect("it is looked for"), None, "{place}");
        assert!(!redeem(&code, SCHOOL, "sam").await, "{place}: a used code stays used");
    }
}

#[tokio::test]
async fn a_link_code_that_is_too_old_links_nobody() {
    for place in places().await {
        let store = place.open().await;
        let code = links::draw(&store, SCHOOL, "17", noon()).await.expect("it is drawn").to_string();
        let late = noon() + chrono::TimeDelta::days(links::DAYS);
        assert!(
            !links::redeem(&store, &code, SCHOOL, &person("sam"), late).await.expect("it is looked for"),
            "{place}"
        );
    }
}

#[tokio::test]
async fn words_come_back_as_they_were_given() {
    for place in places().await {
        let store = place.open().await;
        let mut kept = request(1, "sam");
        kept.name = "李雷 O’Neill '; DROP TABLE requests; --".to_owned();
        kept.for_child = true;
        keep(&store, &kept).await;
        assert_eq!(store.requests().await.expect("listed"), [kept], "{place}");
    }
}

#[tokio::test]
async fn a_code_of_another_school_is_not_found() {
    for place in places().await {
        let store = place.open().await;
        let kept = request(1, "sam");
        keep(&store, &kept).await;
        let elsewhere = recall(&store, "sam", "oak", Some(&kept.code)).await;
        assert_eq!((elsewhere.own, elsewhere.named), (vec![], None), "{place}");
    }
}

#[tokio::test]
async fn the_newest_request_is_listed_first() {
    for place in places().await {
        let store = place.open().await;
        let older = request(1, "sam");
        let mut newer = request(2, "kim");
        newer.made_at += chrono::TimeDelta::minutes(1);
        for kept in [&older, &newer] {
            keep(&store, kept).await;
        }
        assert_eq!(store.requests().await.expect("listed"), [newer, older], "{place}");
    }
}

#[tokio::test]
async fn what_was_kept_is_there_when_the_store_is_opened_again() {
    for place in places().await.into_iter().filter(Place::lasts) {
        let kept = request(1, "sam");
        let store = place.open().await;
        keep(&store, &kept).await;
        raise(&store, "sam").await;
        drop(store);
        let again = place.open().await;
        assert_eq!(told(&recall(&again, "sam", SCHOOL, None).await.own), [kept], "{place}");
        assert_eq!(again.alerts_waiting().await.expect("counted"), 1, "{place}");
    }
}

#[tokio::test]
async fn two_copies_never_give_one_time_to_two_people() {
    for place in places().await.into_iter().filter(Place::lasts) {
        let (one, other) = (place.open().await, place.open().await);
        let mut book = Book { team: advisers(), ..Book::default() };
        for adviser in &book.team.advisers {
            one.keep_adviser(adviser, noon()).await.expect("an adviser is kept");
        }
        book.team.schools.insert("yew".into(), Calendar::of(&yew()));
        let slot = book
            .slots(london::instant(noon()))
            .of_school(For { school: &"yew".into(), arranged_by: Arranger::Person, moving: None }, None);
        let first = slot.first().expect("a time is free").key();
        let tries = (0..12).map(|number| {
            let (store, book, first) =
                (if number % 2 == 0 { one.clone() } else { other.clone() }, book.clone(), first.clone());
            tokio::spawn(async move {
                let action = held(number, &first);
                step(&store, action, &book).await.expect("it answers")
            })
        });
        let tries: Vec<_> = tries.collect();
        let mut given = 0;
        for tried in tries {
            match tried.await.expect("no try panics") {
                Recorded::Kept(_) => given += 1,
                Recorded::Refused(outcome) => assert_eq!(outcome, Outcome::Unfit(Unfit::Taken), "{place}"),
            }
        }
        assert_eq!(given, 1, "{place}");
    }
}

#[tokio::test]
async fn an_adviser_is_kept_with_what_their_calendar_said() {
    for place in places().await {
        let store = place.open().await;
        let mut adviser = advisers().advisers.remove(0);
        store.keep_adviser(&adviser, noon()).await.expect("kept");
        let busy = [Span { from: noon(), to: noon() + chrono::TimeDelta::hours(1) }];
        store.set_busy(&adviser.id, Ok(&busy), noon()).await.expect("kept");
        store.set_busy(&adviser.id, Err("the calendar could not be read"), noon()).await.expect("kept");
        adviser.name = "Ms A. New".to_owned();
        store.keep_adviser(&adviser, noon()).await.expect("kept");
        let [kept] = store.advisers().await.expect("listed").try_into().expect("one adviser");
        assert_eq!((kept.adviser.name.as_str(), kept.adviser.busy.as_slice()), ("Ms A. New", &busy[..]), "{place}");
        assert_eq!(kept.trouble.as_deref(), Some("the calendar could not be read"), "{place}");
        assert!(store.remove_adviser(&adviser.id).await.expect("removed"), "{place}");
    }
}

#[tokio::test]
async fn a_store_written_by_a_newer_version_is_refused_and_left_alone() {
    for place in places().await.into_iter().filter(Place::lasts) {
        raise(&place.open().await, "sam").await;
        let future = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_of_a_later_year', 0)";
        place.execute(future).await;
        match Store::open(&place.address).await {
            Err(error @ StoreError::Newer { .. }) => {
                assert!(error.to_string().contains("newer version of Fingerpost"), "{place}: {error}");
            }
            other => panic!("{place}: {other:?}"),
        }
        place.execute("DELETE FROM seaql_migrations WHERE version = 'm9999_of_a_later_year'").await;
        assert_eq!(place.open().await.alerts_waiting().await.expect("counted"), 1, "{place}");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a-file");
    std::fs::write(&file, "in the way").expect("it can be written");
    // A path below a file cannot be made by anybody, root included.
    let address = Address::Folder(file.join("data"));
    match Store::open(&address).await {
        Err(error @ StoreError::Folder { .. }) => {
            assert!(error.to_string().contains("a-file/data"), "{error}");
            assert!(error.to_string().contains("--data"), "it says what to do: {error}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("fingerpost.sqlite"), "this is a letter and no database at all".repeat(100))
        .expect("it can be written");
    let address = Address::Folder(folder.path().to_owned());
    let error = Store::open(&address).await.expect_err("it cannot be opened");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}

fn person(key: &str) -> Person {
    Person::new(key)
}

/// An alert of a test.
pub fn raised() -> Effect {
    Effect::Raise(Alert {
        kind: "harm".to_owned(),
        words: "he hits me 😢".to_owned(),
        about_staff: false,
        about_head: false,
        reference: Code::from_bits(9),
        door: "test".to_owned(),
    })
}

fn request(number: u64, person: &str) -> Request {
    Request {
        code: Code::from_bits(number),
        person: person.to_owned(),
        school: SCHOOL.to_owned(),
        name: "Sam".to_owned(),
        year: "Year 11".to_owned(),
        contact: "my school e-mail".to_owned(),
        about: "Apprenticeships".to_owned(),
        preferred: "any time".to_owned(),
        arranged: String::new(),
        reminders: false,
        for_child: false,
        door: "test".to_owned(),
        made_at: noon(),
    }
}

fn action(request: &Request, key: &str, what: What) -> Action {
    let at = london::instant(noon());
    Action { key: key.into(), code: request.code.clone(), by: Actor::Person, at, what }
}

/// A request on the waiting list.
fn begin(request: &Request) -> Effect {
    let asked = Asked {
        person: request.person.as_str().into(),
        by: AskedBy::Pupil,
        school: request.school.as_str().into(),
        follows: None,
        first_adviser: None,
    };
    let key = format!("begin {}", request.code);
    Effect::Step(action(request, &key, What::Begin(Begin { asked, state: State::Waiting, slot: None })))
}

fn cancel(request: &Request, key: &str) -> Action {
    action(request, key, What::Cancel)
}

/// Somebody takes a time.
fn held(number: u64, slot: &SlotKey) -> Action {
    let mut request = request(100 + number, &format!("person {number}"));
    request.school = "yew".to_owned();
    let asked = Asked {
        person: request.person.as_str().into(),
        by: AskedBy::Pupil,
        school: "yew".into(),
        follows: None,
        first_adviser: None,
    };
    let begin = Begin { asked, state: State::Held, slot: Some(slot.clone()) };
    action(&request, &format!("hold {number}"), What::Begin(begin))
}

async fn keep(store: &Store, request: &Request) {
    let effects = [Effect::Keep(request.clone()), begin(request)];
    let by = person(&request.person);
    let kept = store.record(&effects, &by, SCHOOL, &Book::default(), noon()).await.expect("it answers");
    assert!(matches!(kept, Recorded::Kept(_)), "{kept:?}");
}

async fn step(store: &Store, action: Action, book: &Book) -> Result<Recorded, StoreError> {
    store.record(&[Effect::Step(action)], &person("sam"), SCHOOL, book, noon()).await
}

async fn raise(store: &Store, key: &str) {
    store.record(&[raised()], &person(key), SCHOOL, &Book::default(), noon()).await.expect("it is kept");
}

async fn recall(store: &Store, key: &str, school: &str, code: Option<&Code>) -> Recalled {
    store.recall(&person(key), school, code, noon()).await.expect("it is recalled")
}

fn told(own: &[Appointment]) -> Vec<Request> {
    own.iter().filter_map(|own| own.request.clone()).collect()
}

fn yew() -> School {
    let schools = Schools::load(&project("tests/schools")).expect("the schools can be read");
    schools.find(Some("yew")).expect("Yew School is there").clone()
}

/// A place for a store; what it needs goes with it.
pub struct Place {
    name: &'static str,
    pub address: Address,
    _folder: Option<tempfile::TempDir>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

impl Place {
    pub async fn open(&self) -> Store {
        Store::open(&self.address).await.unwrap_or_else(|error| panic!("{self}: {error}"))
    }

    /// Whether it is still there once the store is dropped.
    pub fn lasts(&self) -> bool {
        self.address != Address::Memory
    }

    /// Does something to the database that the store itself never does.
    pub async fn execute(&self, sql: &str) {
        let url = match &self.address {
            Address::Folder(folder) => format!("sqlite://{}/fingerpost.sqlite", folder.display()),
            Address::PostgreSql(url) => url.clone(),
            Address::Memory => panic!("nobody else can see a store in memory"),
        };
        let database = sea_orm::Database::connect(url).await.expect("the database is there");
        database.execute_unprepared(sql).await.expect("the database does it");
        database.close().await.expect("the database lets go");
    }
}

/// A fresh place of every kind.
pub async fn places() -> Vec<Place> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = Address::Folder(folder.path().join("data"));
    let mut places = vec![
        Place { name: "SQLite in memory", address: Address::Memory, _folder: None },
        Place { name: "SQLite in a folder", address, _folder: Some(folder) },
    ];
    if let Some(server) = postgres() {
        places.push(Place { name: "PostgreSQL", address: server.fresh_database().await, _folder: None });
    }
    places
}

/// A PostgreSQL server for one test run. It ends with this process, however that ends: the shell that started it waits for our end of
/// the pipe to close.
pub(crate) struct Postgres {
    folder: PathBuf,
    _shell: Child,
}

/// Starts a server as the unprivileged user `postgres` where we are root, on a socket in a folder of its own, and stops it once the
/// standard input ends.
const SERVER: &str = r#"
set -euo pipefail
bin=$(pg_config --bindir); dir=$(mktemp -d); as=()
[ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ]
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as=(runuser -u postgres --); fi
cd /
trap '"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
"${as[@]}" "$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses= -k $dir -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
echo "$dir"
cat >/dev/null
"#;

pub(crate) fn postgres() -> Option<&'static Postgres> {
    static SERVER: OnceLock<Option<Postgres>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let started = Postgres::start();
            if started.is_none() {
                assert!(
                    std::env::var("CI").as_deref() != Ok("true"),
                    "CI=true, and there is no PostgreSQL server to test with"
                );
                writeln!(std::io::stderr(), "PostgreSQL is not on this machine; the store is tested on SQLite alone")
                    .ok();
            }
            started
        })
        .as_ref()
}

impl Postgres {
    fn start() -> Option<Self> {
        let bindir =
            Command::new("pg_config").arg("--bindir").output().ok().filter(|output| output.status.success())?;
        let bindir = PathBuf::from(String::from_utf8_lossy(&bindir.stdout).trim());
        if !bindir.join("initdb").exists() || !bindir.join("pg_ctl").exists() {
            return None;
        }
        let mut shell = Command::new("bash")
            .args(["-c", SERVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell is there");
        let mut folder = String::new();
        BufReader::new(shell.stdout.take().expect("piped")).read_line(&mut folder).expect("the shell speaks");
        assert!(!folder.is_empty(), "PostgreSQL is on this machine but does not start");
        Some(Self { folder: PathBuf::from(folder.trim()), _shell: shell })
    }

    pub(crate) async fn fresh_database(&self) -> Address {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("careers_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let server = sea_orm::Database::connect(self.url("postgres")).await.expect("the server answers");
        server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("the server makes a database");
        server.close().await.expect("the server lets go");
        Address::PostgreSql(self.url(&name))
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }
}
