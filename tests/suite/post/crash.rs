//! The real program is killed at random instants while it carries letters. Every letter arrives; one arrives twice only where the process
//! died between the server's 250 and its own note of it.
//!
//! `FINGERPOST_SEED` chooses the instants, `FINGERPOST_KILLS` how many there are at most (6), `FINGERPOST_LETTERS` the letters (60).

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};

use fingerpost::store::{Address, PostState, Store};

use super::server::{Manner, Server};
use super::{ASH, SECRET, letter};
use sea_orm::ConnectionTrait;

use crate::fuzz::dice::Dice;
use crate::house::project;
use crate::program::fingerpost;

/// However slow the machine, it ends.
const LONGEST: Duration = Duration::from_secs(300);

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// A configuration that sends mail to the server.
fn config(folder: &Path, server: &Server) {
    let settings = format!(
        "log = \"error\"\n[mail]\nserver = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"careers@ash.example\"\n\
         [outbox]\nfirst_retry_seconds = 1\n",
        server.address.port()
    );
    std::fs::write(folder.join("fingerpost.toml"), settings).expect("written");
    std::fs::copy(project("config/phrases.toml"), folder.join("phrases.toml")).expect("copied");
    std::fs::create_dir_all(folder.join("schools")).expect("made");
    std::fs::write(folder.join("schools/ash.toml"), ASH).expect("written");
}

/// Keys of the letters that the store holds as sent.
async fn noted(data: &Path) -> (BTreeSet<String>, usize) {
    let store = Store::open(&Address::Folder(data.to_owned())).await.expect("it opens").with_secret(SECRET);
    let all = store.posted(None, None).await.expect("listed");
    let sent = all.iter().filter(|letter| letter.state == PostState::Sent).map(|letter| letter.key.clone()).collect();
    (sent, all.len())
}

/// As if the time of every claim had passed: whoever had one is dead.
async fn end_leases(data: &Path) {
    let url = format!("sqlite://{}/fingerpost.sqlite", data.display());
    let database = sea_orm::Database::connect(url).await.expect("the database is there");
    database.execute_unprepared("UPDATE outbox SET lease_until = NULL").await.expect("the database does it");
    database.close().await.expect("the database lets go");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_no_letter_and_sends_twice_only_what_it_could_not_note() {
    let seed = number("FINGERPOST_SEED", 20_261_122);
    let (kills, letters) = (number("FINGERPOST_KILLS", 6), number("FINGERPOST_LETTERS", 60));
    let mut dice = Dice::new(seed);
    let server = Server::start(Manner::Takes(15)).await;
    let (folder, data) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    config(folder.path(), &server);
    let store = Store::open(&Address::Folder(data.path().to_owned())).await.expect("it opens").with_secret(SECRET);
    let written: Vec<_> = (0..letters).map(|number| letter(&format!("key/{number}"), "kim@school.example")).collect();
    store.post(&written).await.expect("kept");
    drop(store);
    let keys: BTreeMap<String, String> =
        written.iter().map(|letter| (letter.message_id("ash.example"), letter.key.clone())).collect();

    // What the server had taken, and the store had not noted, when the process was killed: by key.
    let mut explained: BTreeSet<String> = BTreeSet::new();
    let (began, mut killed) = (Instant::now(), 0);
    loop {
        let arrived_before = server.arrived().len();
        let mut child = fingerpost()
            .args([
                OsStr::new("serve"),
                OsStr::new("--port"),
                OsStr::new("0"),
                OsStr::new("--data"),
                data.path().as_os_str(),
            ])
            .env("FINGERPOST_CONFIG", folder.path())
            .env("FINGERPOST_SECRET", std::str::from_utf8(SECRET).expect("text"))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        let last = killed >= kills;
        let started = Instant::now();
        // Killed soon after its first letters, or once in a while before any; the last one is left alone until all is sent.
        let instant = Duration::from_millis(dice.below(120) as u64);
        let early = dice.once_in(6);
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
            let under_way = server.arrived().len() > arrived_before;
            let all = server.arrived().iter().map(|letter| letter.id.clone()).collect::<BTreeSet<_>>().len();
            let done = all == keys.len();
            if !last && (under_way || early) {
                tokio::time::sleep(instant).await;
                break;
            }
            if (last && done) || started.elapsed() > Duration::from_secs(20) {
                tokio::time::sleep(Duration::from_millis(if last { 1_500 } else { 0 })).await;
                break;
            }
        }
        child.kill().expect("it was running");
        child.wait().expect("it ends");
        killed += 1;
        // Whoever was killed has closed its connections; what it sent whole may still be on its way into the server.
        tokio::time::sleep(Duration::from_millis(60)).await;
        let (sent, all) = noted(data.path()).await;
        assert_eq!(all, keys.len(), "seed {seed}: a letter is gone from the outbox");
        let taken: BTreeSet<&String> = server.arrived().iter().filter_map(|letter| keys.get(&letter.id)).collect();
        explained.extend(taken.into_iter().filter(|key| !sent.contains(*key)).cloned());
        if sent.len() == keys.len() {
            break;
        }
        end_leases(data.path()).await;
        assert!(began.elapsed() < LONGEST, "seed {seed}: after {LONGEST:?} there are letters left");
    }

    let mut times: BTreeMap<&String, usize> = BTreeMap::new();
    for arrived in &server.arrived() {
        *times.entry(keys.get(&arrived.id).expect("a letter of ours")).or_default() += 1;
    }
    let twice: BTreeSet<String> =
        times.iter().filter(|(_, times)| **times > 1).map(|(key, _)| (*key).clone()).collect();
    println!(
        "seed {seed}: {} letters, {killed} processes killed, {} arrived, {} more than once, {} taken but not noted when killed",
        keys.len(),
        times.len(),
        twice.len(),
        explained.len()
    );
    assert_eq!(times.len(), keys.len(), "seed {seed}: a letter never arrived");
    let unexplained: Vec<&String> = twice.difference(&explained).collect();
    assert!(unexplained.is_empty(), "seed {seed}: sent twice without a death in between: {unexplained:?}");
}
