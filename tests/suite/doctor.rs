//! What `fingerpost doctor` finds in good and bad configurations, and that no secret is ever said.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use fingerpost::store::{Address, Store};
use serde_json::Value;

use crate::house::project;
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
         [[discord.servers]]\nserver = \"1234567890123456789\"\nschool = \"demo\"\n"
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
