//! What `fingerpost doctor` finds in good and bad configurations, and that no secret is ever said.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use chrono::{TimeDelta, Utc};
use fingerpost::booking::Book;
use fingerpost::chat::Person;
use fingerpost::store::{Address, Claim, Store};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::house::{noon, project};
use crate::program::{Ended, fingerpost};

const SECRETS: [(&str, &str); 6] = [
    ("FINGERPOST_SECRET", "hush-secret-hush-secret-hush-secret-1"),
    ("FINGERPOST_DISCORD_TOKEN", "hush-discord"),
    ("FINGERPOST_TEAMS_SECRET", "hush-teams"),
    ("FINGERPOST_MAIL_USER", "hush-user"),
    ("FINGERPOST_MAIL_PASSWORD", "hush-password"),
    ("FINGERPOST_WEBHOOK_SECRET", "hush-webhook-hush-webhook-hush-webhook"),
];

#[test]
fn a_house_as_it_is_shipped_is_well_and_may_have_things_to_look_at() {
    let place = House::new("");
    let ended = place.doctor(&[]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    for words in ["settings   can be read", "demo is a demo", "none yet, the first start makes it", "LOOK   mail"] {
        assert!(ended.out.contains(words), "“{words}” is not in “{}”", ended.out);
    }
    assert!(!place.data().exists(), "looking makes nothing");
}

#[tokio::test]
async fn a_house_that_is_set_up_is_well_and_says_no_secret() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = server.local_addr().expect("an address").port();
    let place = House::new(&format!(
        "[web]\nhttps = true\n[mail]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"careers@school.example\"\n\
         [webhook]\naddresses = {{ demo = \"https://hooks.example.org/hush-path\" }}\n\
         [discord]\nproxy = \"http://127.0.0.1:{port}\"\n[[discord.servers]]\nserver = \"1234567890123456789\"\nschool = \"demo\"\n"
    ));
    drop(Store::open(&Address::Folder(place.data())).await.expect("a store"));
    let ended = place.doctor(&SECRETS);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    for words in ["well   mail", "well   webhook", "well   discord", "well   store", "well   key", "LOOK   desk"] {
        assert!(ended.out.contains(words), "“{words}” is not in “{}”", ended.out);
    }
}

#[test]
fn each_thing_that_is_wrong_is_named_and_ends_with_one() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let mail = format!("[mail]\nserver = \"127.0.0.1\"\nport = {gone}\ntls = \"none\"\nfrom = \"a@school.example\"\n");
    let cases: [(&str, &str, &str); 9] = [
        ("web", "listens beyond this machine without https", "[web]\nlisten = \"0.0.0.0\"\n"),
        ("desk", "cookies travel in the open", "[desk]\naddress = \"https://careers.school.example\"\n"),
        ("mail", "cannot be reached", &mail),
        (
            "webhook",
            "does not begin with https://",
            "[webhook]\naddresses = { demo = \"http://hush.example.org/hush\" }\n",
        ),
        ("webhook", "unknown school `ash`", "[webhook]\naddresses = { ash = \"https://hooks.example.org/hush\" }\n"),
        ("discord", "unknown school `ash`", "[[discord.servers]]\nserver = \"1\"\nschool = \"ash\"\n"),
        ("teams", "no GUID", "[teams]\napp_id = \"x\"\n"),
        ("settings", "unknown setting `mail.password`", "[mail]\npassword = \"hush\"\n"),
        ("settings", "line 2", "[mail]\nport = \"hush\"\n"),
    ];
    for (what, words, settings) in cases {
        let ended = House::new(settings).doctor(&SECRETS);
        assert_eq!(ended.code, 1, "{words}: {}", ended.out);
        let found = ended.out.lines().any(|line| line.starts_with(&format!("WRONG  {what} ")) && line.contains(words));
        assert!(found, "“{words}” is not in “{}”", ended.out);
    }
    let ended = House::new("[discord]\n").doctor(&[]);
    assert!(ended.code == 1 && ended.out.contains("FINGERPOST_DISCORD_TOKEN is not set"), "{}", ended.out);
    let ended = House::new("").doctor(&[("FINGERPOST_SECRET", "hush")]);
    assert!(ended.code == 1 && ended.out.contains("too short"), "{}", ended.out);
    let unreadable = House::new("[web\nlisten hush");
    assert_eq!(unreadable.doctor(&[]).code, 1);
}

#[test]
fn a_damaged_store_is_wrong_and_stays_as_it_is() {
    let place = House::new("");
    fs::create_dir_all(place.data()).expect("a folder");
    let file = place.data().join("fingerpost.sqlite");
    fs::write(&file, "this is no store, and never was one ".repeat(300)).expect("written");
    let before = fs::read(&file).expect("read");
    let ended = place.doctor(&[]);
    assert!(ended.code == 1 && ended.out.contains("WRONG  store"), "{}", ended.out);
    assert_eq!(fs::read(&file).expect("read"), before);
}

#[test]
fn as_json_there_is_one_object_a_line() {
    let place = House::new("");
    let ended = place.run(&["doctor", "--json"], &[]);
    let found: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |what: &str| found.iter().find(|finding| finding["what"] == what).expect("it is there")["state"].clone();
    assert_eq!((of("settings"), of("mail"), of("clock")), ("well".into(), "warning".into(), "warning".into()));
}

/// A configuration of its own, the shipped one but for its settings.
struct House(tempfile::TempDir);

impl House {
    fn new(settings: &str) -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let config = place.path().join("config");
        fs::create_dir_all(config.join("schools")).expect("a folder");
        for name in ["phrases.toml", "schools/demo.toml"] {
            fs::copy(project("config").join(name), config.join(name)).expect("copied");
        }
        fs::write(config.join("fingerpost.toml"), settings).expect("written");
        Self(place)
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn config(&self, name: &str) -> PathBuf {
        self.0.path().join("config").join(name)
    }

    /// What stands in every file of the data folder.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.data()).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.map(|path| (path.clone(), fs::read(&path).expect("read"))).collect()
    }

    /// The doctor of a house whose store is not in its own folder.
    fn doctor_of(&self, environment: &[(&str, &str)]) -> Ended {
        let config: &Path = &self.0.path().join("config");
        let mut command = fingerpost();
        command.env("FINGERPOST_CONFIG", config).envs(environment.iter().copied()).arg("doctor");
        let ended = Ended::of(command.output().expect("it starts"));
        assert!(!ended.out.contains("hush") && !ended.err.contains("hush"), "a secret: {}{}", ended.out, ended.err);
        ended
    }

    fn doctor(&self, environment: &[(&str, &str)]) -> Ended {
        self.run(&["doctor"], environment)
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
        let config: &Path = &self.0.path().join("config");
        let mut command = fingerpost();
        command.env("FINGERPOST_CONFIG", config).env("FINGERPOST_DATA", self.data());
        command.envs(environment.iter().copied());
        let ended = Ended::of(command.args(arguments).output().expect("it starts"));
        assert!(!ended.out.contains("hush") && !ended.err.contains("hush"), "a secret: {}{}", ended.out, ended.err);
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
        ended
    }
}

/// Each line that the settings alone decide: how it stands, what it is about, words of it, the settings.
#[test]
fn each_line_about_the_settings_is_said() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let here = TcpListener::bind("127.0.0.1:0").expect("a port");
    let open = here.local_addr().expect("an address").port();
    let id = "11111111-2222-3333-4444-555555555555";
    let teams = |port| {
        format!(
            "[teams]\napp_id = \"{id}\"\ntenant = \"{id}\"\nmetadata = \"http://127.0.0.1:{port}/metadata\"\n\
             login = \"http://127.0.0.1:{port}\"\nextra_hosts = [\"127.0.0.1:{port}\"]\n[[teams.tenants]]\nid = \"{id}\"\n"
        )
    };
    let discord = |port, more| {
        format!(
            "[discord]\nproxy = \"http://127.0.0.1:{port}\"\n[[discord.servers]]\nserver = 1\nschool = \"demo\"\n{more}"
        )
    };
    let cases: [(&str, &str, &str, String); 15] = [
        ("well", "web", "listens on this machine alone", String::new()),
        ("well", "web", "with https before it", "[web]\nhttps = true\n".to_owned()),
        ("LOOK", "web", "let nobody but the proxy", "[web]\nhttps = true\nlisten = \"0.0.0.0\"\n".to_owned()),
        ("WRONG", "desk", "is not https", "[desk]\naddress = \"http://careers.school.example\"\n".to_owned()),
        ("LOOK", "mail", "off", String::new()),
        ("WRONG", "mail", "", "[mail]\nserver = \"127.0.0.1\"\nfrom = \"nobody\"\n".to_owned()),
        ("well", "webhook", "none is set", String::new()),
        ("well", "discord", "closed", String::new()),
        ("well", "discord", "servers: 1, and a token is set", discord(open, "")),
        ("LOOK", "discord", "cannot be reached", discord(gone, "")),
        ("LOOK", "discord", "no staff_roles", discord(open, "staff_channel = 2\n")),
        ("well", "teams", "closed", String::new()),
        ("well", "teams", "tenants: 1, and a secret is set", teams(open)),
        ("LOOK", "teams", "cannot be reached", teams(gone)),
        ("well", "settings", "can be read", String::new()),
    ];
    for (state, what, words, settings) in cases {
        says(&House::new(&settings).doctor(&SECRETS), state, what, words);
    }
    says(&House::new(&teams(open)).doctor(&[]), "WRONG", "teams", "FINGERPOST_TEAMS_SECRET is not set");
    let hooks = House::new("[webhook]\naddresses = { demo = \"https://hooks.example.org/hush\" }\n");
    says(&hooks.doctor(&[]), "WRONG", "webhook", "FINGERPOST_WEBHOOK_SECRET");
}

#[test]
fn each_line_about_the_folders_is_said() {
    let broken = House::new("");
    fs::write(broken.config("phrases.toml"), "first_words = \"hush\"").expect("written");
    fs::write(broken.config("schools/demo.toml"), "name = 7 # hush").expect("written");
    let nowhere = [("FINGERPOST_KNOWLEDGE", "/nowhere/at/all")];
    for (what, ended) in
        [("phrases", broken.doctor(&[])), ("school", broken.doctor(&[])), ("knowledge", broken.doctor(&nowhere))]
    {
        says(&ended, "WRONG", what, "");
    }
    let real = House::new("");
    fs::remove_file(real.config("schools/demo.toml")).expect("removed");
    fs::write(real.config("schools/fern.toml"), "name = \"Fern Vale\"\n").expect("written");
    says(&real.doctor(&[]), "LOOK", "school", "stays closed, still missing: 15");
    says(&real.doctor(&[]), "LOOK", "web", "https is false");
    says(&real.doctor(&[]), "LOOK", "clock", "it is pinned");
    let mut unpinned = fingerpost();
    unpinned.env("FINGERPOST_CONFIG", real.config("")).env("FINGERPOST_DATA", real.data()).env_remove("FINGERPOST_NOW");
    says(&Ended::of(unpinned.arg("doctor").output().expect("it starts")), "well", "clock", "in London");
    says(&real.doctor(&[("FINGERPOST_NOW", "yesterday")]), "WRONG", "clock", "");
}

#[test]
fn each_line_about_the_key_is_said() {
    let away = [("FINGERPOST_DATABASE_URL", "postgres://fingerpost:hush@127.0.0.1:1/fingerpost")];
    let place = House::new("");
    says(&place.doctor(&[]), "well", "key", "the first start draws it");
    says(&place.doctor_of(&away), "WRONG", "key", "every copy needs the same");
    says(&place.doctor_of(&away), "WRONG", "store", "");
    fs::create_dir_all(place.data()).expect("a folder");
    let key = place.data().join("secret");
    fs::write(&key, [7; 10]).expect("written");
    says(&place.doctor(&[]), "WRONG", "key", "is cut short");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::write(&key, [7; 32]).expect("written");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("set");
        says(&place.doctor(&[]), "WRONG", "key", "others can read");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("set");
        says(&place.doctor(&[]), "well", "key", "stands in the data folder");
    }
}

#[tokio::test]
async fn what_waits_in_the_store_is_said_and_looking_changes_nothing() {
    let place = House::new("");
    let address = Address::Folder(place.data());
    let store = Store::open(&address).await.expect("a store").with_secret(SECRETS[0].1.as_bytes());
    says(&place.doctor(&[]), "LOOK", "desk", "nobody looks after it");
    says(&place.doctor(&[]), "well", "alerts", "all are seen");
    says(&place.doctor(&[]), "well", "letters", "none was given up");
    for adviser in crate::house::advisers().advisers {
        store.keep_adviser(&adviser, noon()).await.expect("kept");
        store.set_busy(&adviser.id, Err("the calendar could not be read"), noon()).await.expect("kept");
    }
    let (nobody, book) = (Person::new("nobody"), Book::default());
    store.record(&[crate::store::raised()], &nobody, "demo", &book, noon()).await.expect("kept");
    store.post(&[crate::post::letter("one", "kim@pupil.example")]).await.expect("promised");
    let (owner, lease) = ("a test".to_owned(), TimeDelta::minutes(1));
    let claim = Claim { owner: owner.clone(), house: Utc::now(), now: Utc::now(), lease, most: 1, about: None };
    store.claim(&claim).await.expect("claimed");
    store.given_up("one", &owner, "a test refused it").await.expect("noted");
    store.close().await.expect("let go");

    let before = place.files();
    let ended = place.doctor(&[]);
    assert_eq!(place.files(), before, "looking changes nothing");
    says(&ended, "LOOK", "alerts", "waiting to be seen: 1");
    says(&ended, "LOOK", "letters", "given up: 1");
    says(&ended, "LOOK", "calendar", "lane: the calendar could not be read");
    says(&ended, "well", "store", "can be read");
    let reader = Store::open_to_read(&address).await.expect("it can be read");
    assert_eq!(reader.alerts_waiting().await.expect("counted"), 1);
    reader.record(&[crate::store::raised()], &nobody, "demo", &book, noon()).await.expect_err("nothing is written");
    reader.close().await.expect("let go");

    let database = sea_orm::Database::connect(format!("sqlite://{}/fingerpost.sqlite", place.data().display()));
    let database = database.await.expect("the database is there");
    let last = "DELETE FROM seaql_migrations WHERE version = 'm0008_staff_cards'";
    database.execute_unprepared(last).await.expect("it is of an earlier version now");
    database.close().await.expect("let go");
    let before = place.files();
    says(&place.doctor(&[]), "LOOK", "store", "the next start brings it up to date; make a backup before");
    assert_eq!(place.files(), before, "looking changes nothing");
}

/// Checks that the doctor says this.
fn says(ended: &Ended, state: &str, what: &str, words: &str) {
    let begins = format!("{state:6} {what:10} ");
    let found = ended.out.lines().any(|line| line.starts_with(&begins) && line.contains(words));
    assert!(found, "“{begins}{words}” is not in “{}{}”", ended.out, ended.err);
}
