//! A backup is made while others write, and is put back whole or not at all: also when the real program is killed at random instants.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use fingerpost::store::backup::{What, make, read, restore};
use fingerpost::store::{Address, Store};

use crate::fuzz::dice::Dice;
use crate::house::{advisers, noon, project};
use crate::program::{fingerpost, run};

/// How many advisers of each kind stand in a store.
const MANY: usize = 60;

#[tokio::test]
async fn a_backup_made_while_somebody_writes_comes_back_whole() {
    let place = tempfile::tempdir().expect("a folder");
    let (data, out) = (place.path().join("data"), place.path().join("backup.zip"));
    let store = house(&data, "old", 1).await;
    let writer = tokio::spawn(async move {
        for number in 0.. {
            keep(&store, "new", number).await;
        }
    });
    let mut last = 0;
    for _ in 0..5 {
        let list = make(&what(&data), &out).await.expect("a backup is made");
        assert!(list.holds_store() && list.holds_key() && list.holds("config/schools/demo.toml"), "{list:?}");
        let to = tempfile::tempdir().expect("a folder");
        restore(&out, &to.path().join("data"), Some(&to.path().join("config")), false).await.expect("it comes back");
        let names = names(&to.path().join("data")).await;
        let new: Vec<&String> = names.iter().filter(|name| name.starts_with("new")).collect();
        assert!(names.contains(&"old-0".to_owned()) && new.len() >= last, "{names:?}");
        let in_order: Vec<String> = (0..new.len()).map(|number| format!("new-{number}")).collect();
        assert!(in_order.iter().all(|name| new.contains(&name)), "an instant, not a mixture: {new:?}");
        last = new.len();
        assert_eq!(fs::read(to.path().join("data/secret")).expect("the key"), [7; 32]);
        let settings = |folder: &Path| fs::read(folder.join("fingerpost.toml")).expect("settings");
        assert_eq!(settings(&to.path().join("config")), settings(&project("config")));
    }
    writer.abort();
    owner_only(&out);
    assert_eq!(left_beside(&out), Vec::<String>::new());
}

#[tokio::test]
async fn a_store_that_is_there_is_kept_unless_it_may_be_replaced_and_then_it_is_moved_aside() {
    let place = tempfile::tempdir().expect("a folder");
    let (old, new, zip) = two_houses(place.path()).await;
    let (zip, old_at) = (zip.display().to_string(), old.display().to_string());
    run(["restore", &zip, "--data", &old_at]).refused_with("say --replace");
    assert!(names(&old).await.iter().all(|name| name.starts_with("old")));
    let ended = run(["restore", &zip, "--data", &old_at, "--replace"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(names(&old).await, names(&new).await);
    let aside = fs::read_dir(&old).expect("listed").filter_map(Result::ok).map(|entry| entry.path());
    let aside: Vec<_> = aside.filter(|path| path.display().to_string().contains("before-")).collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!(fs::read(aside[0].join("secret")).expect("the key"), [7; 32]);
    assert!(names(&aside[0]).await.iter().all(|name| name.starts_with("old")));
}

#[tokio::test]
async fn a_store_in_use_is_not_replaced() {
    let place = tempfile::tempdir().expect("a folder");
    let (old, _, zip) = two_houses(place.path()).await;
    let open = Store::open(&Address::Folder(old.clone())).await.expect("it opens");
    open.advisers().await.expect("somebody reads");
    let (zip, at) = (zip.display().to_string(), old.display().to_string());
    run(["restore", &zip, "--data", &at, "--replace"]).refused_with("stop Fingerpost first");
    assert!(open.advisers().await.expect("it goes on").iter().all(|kept| kept.adviser.id.as_str().starts_with("old")));
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_nothing_is_touched() {
    let place = tempfile::tempdir().expect("a folder");
    let (_, _, zip) = two_houses(place.path()).await;
    let data = place.path().join("untouched");
    let refused = |file: &Path, words: &str| {
        let (file, data) = (file.display().to_string(), data.display().to_string());
        run(["restore", &file, "--data", &data]).refused_with(words);
        assert!(!Path::new(&data).exists(), "{words}");
    };
    refused(&place.path().join("nowhere.zip"), "nowhere.zip");
    let whole = fs::read(&zip).expect("the backup");
    let file = place.path().join("changed.zip");
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..length]).expect("written");
        refused(&file, "cannot be read as a backup");
    }
    let mut turned = whole.clone();
    turned[300] ^= 0x55;
    fs::write(&file, &turned).expect("written");
    refused(&file, "cannot be read as a backup");
    fs::write(&file, archive(&[("readme.txt", b"hello")])).expect("written");
    refused(&file, "is no backup of Fingerpost");
    for name in ["config/../../evil", "/etc/evil", "evil", "config/", "config/a\\b"] {
        let list = format!(
            r#"{{"form": 1, "version": "0.1.0", "made_at": "2026-11-22T12:00:00Z", "steps": [], "files": {{{}: "00"}}}}"#,
            serde_json::Value::from(name)
        );
        fs::write(&file, archive(&[("fingerpost-backup.json", list.as_bytes()), (name, b"x")])).expect("written");
        refused(&file, "does not belong there");
    }
    for list in [
        r#"{"form": 2, "version": "9.0.0"}"#,
        r#"{"form": 1, "version": "9.0.0", "made_at": "2036-11-22T12:00:00Z", "steps": ["m9999_later"], "files": {}}"#,
    ] {
        fs::write(&file, archive(&[("fingerpost-backup.json", list.as_bytes())])).expect("written");
        refused(&file, "made by Fingerpost 9.0.0, which is newer");
    }
}

#[test]
fn where_there_is_no_store_a_backup_says_what_to_do() {
    let place = tempfile::tempdir().expect("a folder");
    let (data, out) = (place.path().join("data").display().to_string(), place.path().join("b.zip"));
    let out = out.display().to_string();
    run(["backup", "--out", &out, "--data", &data]).refused_with("--without-store");
    run(["backup", "--out", &out, "--data", "postgres://db.example/careers"]).refused_with("use pg_dump");
    let ended = run(["backup", "--out", &out, "--data", "postgres://db.example/careers", "--without-store"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("The store is not in it."), "{}", ended.out);
    run(["restore", &out, "--data", &data]).refused_with("--config-to");
}

#[tokio::test]
async fn killed_in_the_middle_a_restore_leaves_the_old_or_the_new() {
    let place = tempfile::tempdir().expect("a folder");
    let (old, new, zip) = two_houses(place.path()).await;
    let (olds, news) = (names(&old).await, names(&new).await);
    let arguments = |data: &Path| {
        ["restore".into(), zip.clone(), "--data".into(), data.to_owned(), "--replace".into()]
            .map(|argument: std::path::PathBuf| argument.into_os_string())
    };
    let longest = timed(&arguments(&copied(&old, &place.path().join("first"))));
    let (mut dice, mut counts) = (Dice::new(7), (0, 0));
    for round in 0..12 {
        let data = copied(&old, &place.path().join(format!("round-{round}")));
        killed_after(&arguments(&data), dice.below(longest));
        let key = |byte| vec![byte; 32];
        let found = names(&data).await;
        let kept = fs::read(data.join("secret")).expect("a key");
        match found == olds {
            true => counts.0 += 1,
            false => counts.1 += 1,
        }
        assert!((found == olds && kept == key(7)) || (found == news && kept == key(9)), "{round}: half a store");
        // And what was left lying about is in nobody's way.
        assert_eq!(run(arguments(&data)).code, 0);
        assert_eq!(names(&data).await, news);
    }
    println!("{} old, {} new, 0 half", counts.0, counts.1);
}

#[tokio::test]
async fn killed_in_the_middle_a_backup_leaves_the_old_file_or_the_new() {
    let place = tempfile::tempdir().expect("a folder");
    let (old, new, zip) = two_houses(place.path()).await;
    let out = place.path().join("nightly.zip");
    let made = |data: &Path| {
        let (out, data) = (out.clone(), data.to_owned());
        ["backup".into(), "--out".into(), out, "--data".into(), data].map(std::path::PathBuf::into_os_string)
    };
    let longest = timed(&made(&old));
    let sums = |zip: &Path| read(zip).expect("it is whole").files["fingerpost.sqlite"].clone();
    let (before, after) = (sums(&out), sums(&zip));
    let mut dice = Dice::new(11);
    for round in 0..20 {
        killed_after(&made(&new), dice.below(longest));
        let found = sums(&out);
        assert!(found == before || found == after, "{round}: neither the old nor the new");
        assert_eq!(run(made(&old)).code, 0);
        assert_eq!(left_beside(&out), Vec::<String>::new());
    }
}

/// Two data folders that are known apart, and a backup of the second.
async fn two_houses(place: &Path) -> (std::path::PathBuf, std::path::PathBuf, std::path::PathBuf) {
    let (old, new, zip) = (place.join("old"), place.join("new"), place.join("new.zip"));
    for (folder, kind) in [(&old, "old"), (&new, "new")] {
        house(folder, kind, MANY).await.close().await.expect("it closes");
    }
    fs::write(new.join("secret"), [9; 32]).expect("a key");
    make(&what(&new), &zip).await.expect("a backup is made");
    (old, new, zip)
}

async fn house(data: &Path, kind: &str, many: usize) -> Store {
    let store = Store::open(&Address::Folder(data.to_owned())).await.expect("it opens");
    fs::write(data.join("secret"), [7; 32]).expect("a key");
    for number in 0..many {
        keep(&store, kind, number).await;
    }
    store
}

async fn keep(store: &Store, kind: &str, number: usize) {
    let mut adviser = advisers().advisers.swap_remove(0);
    adviser.id = format!("{kind}-{number}").as_str().into();
    store.keep_adviser(&adviser, noon()).await.expect("kept");
}

async fn names(data: &Path) -> Vec<String> {
    let store = Store::open(&Address::Folder(data.to_owned())).await.expect("whatever happened, it opens");
    let advisers = store.advisers().await.expect("and can be read");
    store.close().await.expect("it closes");
    advisers.iter().map(|kept| kept.adviser.id.as_str().to_owned()).collect()
}

fn what(data: &Path) -> What {
    What { data: Some(data.to_owned()), store: true, config: project("config") }
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("ended").into_inner()
}

fn copied(from: &Path, to: &Path) -> std::path::PathBuf {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("listed").filter_map(Result::ok).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
    to.to_owned()
}

/// How long the program takes to its end, in microseconds.
fn timed(arguments: &[std::ffi::OsString]) -> usize {
    let began = std::time::Instant::now();
    let ended = run(arguments);
    assert_eq!(ended.code, 0, "{}", ended.err);
    usize::try_from(began.elapsed().as_micros()).expect("it ends").max(1)
}

fn killed_after(arguments: &[std::ffi::OsString], microseconds: usize) {
    let mut child =
        fingerpost().args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    std::thread::sleep(Duration::from_micros(microseconds as u64));
    child.kill().expect("it can be killed");
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).ok();
    child.wait().expect("it ends");
    assert_eq!(said, "", "killed or done, it has no complaint");
}

/// What stands beside a backup and bears its name.
fn left_beside(out: &Path) -> Vec<String> {
    let name = out.file_name().expect("a name").to_string_lossy().into_owned();
    let entries = fs::read_dir(out.parent().expect("a folder")).expect("listed").filter_map(Result::ok);
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with(&name) && *n != name)
        .collect()
}

fn owner_only(path: &Path) {
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&path.metadata().expect("there").permissions()) & 0o777, 0o600);
    let _ = path;
}
