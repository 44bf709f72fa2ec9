//! `alerts`, `outbox`, `people` and `retention` as they are typed.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::Value;

use super::alerts::until;
use super::server::{Manner, Server};
use super::{ASH, SECRET, letter};
use crate::house::project;
use crate::program::{Ended, fingerpost};

/// A place for the program: a configuration with one school and perhaps a mail server, and a data folder.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(server: Option<&Server>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mail = server.map_or(String::new(), |server| {
            format!(
                "[mail]\nserver = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"careers@ash.example\"\n",
                server.address.port()
            )
        });
        std::fs::create_dir_all(folder.path().join("schools")).expect("made");
        std::fs::write(folder.path().join("fingerpost.toml"), mail).expect("written");
        std::fs::write(folder.path().join("schools/ash.toml"), ASH).expect("written");
        std::fs::copy(project("config/phrases.toml"), folder.path().join("phrases.toml")).expect("copied");
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self) -> std::process::Command {
        let mut command = fingerpost();
        command.env("FINGERPOST_CONFIG", self.path());
        command.env("FINGERPOST_DATA", self.path().join("data"));
        command.env("FINGERPOST_SECRET", std::str::from_utf8(SECRET).expect("text"));
        command
    }

    fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ended {
        Ended::of(self.command().args(arguments).output().expect("it starts"))
    }

    /// Runs it beside a server of this test, which has to answer meanwhile.
    async fn run_beside(&self, arguments: &[&str]) -> Ended {
        let mut command = self.command();
        command.args(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic");
        Ended::of(output.expect("it starts"))
    }

    /// Says these lines in one conversation and returns the last answer.
    fn say(&self, lines: &[&str]) -> Value {
        let asked: Vec<String> =
            lines.iter().map(|line| serde_json::json!({ "text": line, "session": "kim" }).to_string()).collect();
        let mut command = self.command();
        command.args(["ask", "--json", "-"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut input = child.stdin.take().expect("piped");
        std::io::Write::write_all(&mut input, (asked.join("\n") + "\n").as_bytes()).expect("it reads");
        drop(input);
        let said = Ended::of(child.wait_with_output().expect("it ends"));
        serde_json::from_str(said.out.lines().last().expect("an answer")).expect("JSON")
    }

    /// A request of Sam's; its code.
    fn request(&self) -> String {
        let lines = ["book an appointment", "Sam", "year 11", "sam@pupil.example", "apprenticeships", "any time"];
        let answer = self.say(&lines);
        answer["booking"]["code"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }
}

fn json_lines(ended: &Ended) -> Vec<Value> {
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn an_alert_is_listed_without_its_words_shown_with_them_and_marked_by_name() {
    let place = Place::new(None);
    place.say(&["he hits me"]);
    let listed = place.run(["alerts", "list", "--json"]);
    assert!(!listed.out.contains("hits"), "{}", listed.out);
    let alert = &json_lines(&listed)[0];
    let reference = alert["reference"].as_str().expect("a reference");
    assert_eq!((&alert["school"], &alert["seen_at"]), (&"ash".into(), &Value::Null));
    assert!(place.run(["alerts", "list"]).out.contains("NOT SEEN"));
    assert!(place.run(["alerts", "show", reference]).out.contains("he hits me"));
    place.run(["alerts", "seen", reference]).refused_with("--by");
    place.run(["alerts", "seen", "00000-00000", "--by", "Ms Lead"]).refused_with("there is no alert `00000-00000`");
    place.run(["alerts", "seen", "' OR 1=1", "--by", "Ms Lead"]).refused_with("there is no alert");
    assert!(place.run(["alerts", "seen", reference, "--by", "Ms Lead"]).out.contains("seen by Ms Lead"));
    assert_eq!(json_lines(&place.run(["alerts", "list", "--unseen", "--json"])).len(), 0);
    let counted = json_lines(&place.run(["alerts", "count", "--json"]));
    assert_eq!((&counted[0]["alerts"], &counted[0]["seen"]), (&1.into(), &1.into()));
    assert_eq!(place.run(["alerts", "recorded", reference, "--by", "Ms Lead", "--json"]).code, 0);
}

#[tokio::test]
async fn a_drill_says_who_can_be_reached() {
    let server = Server::start(Manner::Takes(0)).await;
    let place = Place::new(Some(&server));
    let drilled = place.run_beside(&["alerts", "drill"]).await;
    assert_eq!(drilled.code, 0, "{}{}", drilled.out, drilled.err);
    assert!(
        drilled.out.contains("safeguarding lead") && drilled.out.contains("5 of 5 letters were taken"),
        "{}",
        drilled.out
    );
    until(|| server.arrived().len() == 5).await;
    assert!(server.arrived().iter().all(|arrived| arrived.raw.contains("This is a drill")));
    server.behave(Manner::KnowsNobody);
    let failed = place.run_beside(&["alerts", "drill"]).await;
    assert_ne!(failed.code, 0);
    assert!(failed.out.contains("the mail server said 550"), "{}", failed.out);
    Place::new(None).run(["alerts", "drill"]).refused_with("none is set; set [mail] in the settings");
    place.run(["alerts", "drill", "--school", "elm"]).refused_with("there is no school `elm`");
}

#[tokio::test]
async fn letters_are_listed_without_addresses_and_sent_again() {
    let place = Place::new(None);
    let store = place_store(&place).await;
    store.post(&[letter("key/1", "kim@school.example")]).await.expect("kept");
    assert!(place.run(["outbox", "list"]).out.contains("waiting"));
    place.run(["outbox", "resend", "key/1"]).refused_with("there is no letter `key/1` that was given up");
    let house = "2026-11-21T12:00:00Z".parse().expect("an instant");
    let claim = fingerpost::store::Claim {
        owner: "a".to_owned(),
        house,
        now: chrono::Utc::now(),
        lease: chrono::TimeDelta::seconds(60),
        most: 1,
        about: None,
    };
    assert_eq!(store.claim(&claim).await.expect("claimed").len(), 1);
    store.given_up("key/1", "a", "the mail server said 550").await.expect("noted");
    let listed = place.run(["outbox", "list", "--state", "given-up", "--json"]);
    assert!(!listed.out.contains("kim@school.example") && !listed.out.contains("Words for"), "{}", listed.out);
    assert_eq!(json_lines(&listed)[0]["refusal"], "the mail server said 550");
    assert!(place.run(["outbox", "resend", "--all"]).out.contains("1 letters are on their way again"));
    assert_eq!(json_lines(&place.run(["outbox", "list", "--state", "waiting", "--json"])).len(), 1);
}

#[test]
fn what_is_kept_under_a_code_is_shown_and_erased_with_a_receipt() {
    let place = Place::new(None);
    let code = place.request();
    place.say(&["he hits me"]);
    let shown = place.run(["people", "export", &code, "--json"]);
    let export: Value = serde_json::from_str(&shown.out).expect("JSON");
    assert_eq!(export["held"][0]["rows"][0]["name"], "Sam");
    assert!(!shown.out.contains("hits"), "an alert is not shown by code");
    assert!(export["not_here"].as_str().expect("words").contains("Safeguarding alerts, if there are any"));
    let out = place.path().join("out");
    place.run([OsStr::new("people"), OsStr::new("export"), OsStr::new(&code), OsStr::new("--out"), out.as_os_str()]);
    let page = std::fs::read_to_string(out.join(format!("{code}.html"))).expect("a page");
    assert!(page.contains("<dd>sam@pupil.example</dd>") && page.contains("31 August"), "{page}");
    assert!(out.join(format!("{code}.json")).exists());
    assert!(place.run(["people", "erase", &code, "--dry-run"]).out.contains("Would be erased"));
    let receipt: Value = serde_json::from_str(&place.run(["people", "erase", &code, "--json"]).out).expect("JSON");
    assert_eq!((&receipt["erased"][0]["what"], &receipt["erased"][0]["rows"]), (&"requests".into(), &1.into()));
    assert!(receipt["not_erased"].as_str().expect("words").contains("keep somebody safe"));
    place.run(["people", "export", &code]).refused_with("nothing is kept under the code");
    place.run(["people", "erase", "nonsense"]).refused_with("is no code");
    assert_eq!(json_lines(&place.run(["alerts", "list", "--json"])).len(), 1, "the alert is there");
    assert_eq!(json_lines(&place.run(["requests", "list", "--json"])).len(), 0);
}

#[test]
fn what_is_over_goes_and_a_dry_run_only_says_so() {
    let place = Place::new(None);
    place.request();
    let over = |now: &str, dry: bool| {
        let mut arguments = vec!["retention", "--json", "--now", now];
        arguments.extend(dry.then_some("--dry-run"));
        let lines = json_lines(&place.run(arguments));
        let requests = lines.iter().find(|line| line["what"] == "requests").expect("requests");
        (requests["over"].as_u64(), requests["gone"].as_u64())
    };
    assert_eq!(over("2027-08-31", false), (Some(0), Some(0)));
    assert_eq!(over("2027-09-01", true), (Some(1), Some(0)));
    assert_eq!(over("2027-09-01", false), (Some(1), Some(1)));
    assert_eq!(over("2027-09-01", false), (Some(0), Some(0)));
    assert!(place.run(["retention"]).out.contains("until the end of the school year (31 August)"));
}

#[tokio::test]
async fn the_served_house_tells_the_team_of_a_request_made_elsewhere_and_here() {
    let server = Server::start(Manner::Takes(0)).await;
    let place = Place::new(Some(&server));
    let store = place_store(&place).await;
    store.post(&[letter("key/1", "kim@school.example")]).await.expect("kept");
    let mut command = place.command();
    command.args(["serve", "--port", "0"]).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    until(|| server.arrived().len() == 1).await;
    store.post(&[letter("key/2", "lee@school.example")]).await.expect("kept");
    until(|| server.arrived().len() == 2).await;
    let stopped = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(stopped.expect("kill is there").success());
    let status = tokio::task::spawn_blocking(move || child.wait()).await.expect("no panic").expect("it ends");
    assert!(status.success(), "it stops cleanly");
}

async fn place_store(place: &Place) -> fingerpost::store::Store {
    let address = fingerpost::store::Address::Folder(place.path().join("data"));
    fingerpost::store::Store::open(&address).await.expect("it opens").with_secret(SECRET)
}
