//! The real house over the library that never changes, with its store in memory and its clock standing still. Nothing in it is
//! a stand-in for one of our own rooms.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use chrono::{NaiveDate, NaiveDateTime};
use fingerpost::app::App;
use fingerpost::booking::Team;
use fingerpost::conversation::Guide;
use fingerpost::knowledge::Library;
use fingerpost::notify::{AlertSettings, Carrier, OutboxSettings, Post};
use fingerpost::phrases::Phrases;
use fingerpost::school::Schools;
use fingerpost::store::{Address, Store};

/// The day all of `tests/library` was written for.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day of the calendar")
}

/// Noon of that day, the moment the house's clock shows.
pub fn noon() -> NaiveDateTime {
    today().and_hms_opt(12, 0, 0).expect("noon is on every day")
}

/// A path of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A guide over the library that never changes.
pub fn guide() -> Guide {
    let loaded = Library::load(&project("tests/library"), today()).expect("the library is there");
    assert_eq!(loaded.problems, [], "the library can be read");
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole");
    Guide::new(loaded.library, phrases).expect("the library has urgent words and pages")
}

/// The advisers of Yew School.
pub fn advisers() -> Team {
    let text = std::fs::read_to_string(project("tests/advisers.toml")).expect("the advisers are there");
    toml::from_str(&text).expect("the advisers can be read")
}

/// The schools of the tests.
pub fn schools() -> Schools {
    Schools::load(&project("tests/schools")).expect("the schools can be read")
}

/// A house whose clock shows `now`.
pub async fn house_at(now: NaiveDateTime) -> App {
    let store = Store::open(&Address::Memory).await.expect("a store in memory opens");
    for adviser in advisers().advisers {
        store.keep_adviser(&adviser, now).await.expect("an adviser is kept");
    }
    house_over(store, now)
}

/// One guide for all houses: it is a snapshot that nothing changes.
static GUIDE: LazyLock<Arc<Guide>> = LazyLock::new(|| Arc::new(guide()));

/// A house over a store that is there already, as another copy of it or after a new start.
pub fn house_over(store: Store, now: NaiveDateTime) -> App {
    App::new(Arc::clone(&GUIDE), schools(), store, Arc::new(move || now))
}

/// The same house with a post that has these ways out.
pub fn with_ways(app: App, ways: &[Arc<dyn Carrier>]) -> App {
    let (store, now) = (app.store().clone().with_secret(b"an invented secret of thirty-two signs"), app.now());
    let quick = OutboxSettings { patience_ms: 5_000, first_retry_seconds: 1, ..OutboxSettings::default() };
    let letters = app.guide().phrases().letters.clone();
    let post = Post::new(store, schools(), letters, Arc::new(move || now), (quick, AlertSettings::default()));
    let post = ways.iter().fold(post, |post, way| post.with(Arc::clone(way)));
    app.with_post(Arc::new(post), fingerpost::letters::Settings::default())
}
