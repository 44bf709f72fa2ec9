//! The commands with which staff keep the diary: adviser off, JSON everywhere, and what is refused with what to do.

use serde_json::{Value, json};

use crate::command_line::{answers, input, listed, with_data};
use crate::program::{Ended, run, run_with};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn does(&self, words: &[&str]) -> Ended {
        run(with_data(self.0.path(), words))
    }

    /// Each line that a command prints, as JSON.
    fn says(&self, words: &[&str]) -> Vec<Value> {
        answers(self.does(words))
    }

    /// A file of advisers beside the store, and what became of adding them.
    fn add(&self, advisers: &str) -> Ended {
        let file = self.0.path().join("advisers.toml");
        std::fs::write(&file, advisers).expect("written");
        self.does(&["advisers", "add", file.to_str().expect("a path")])
    }

    /// Somebody books in the conversation; their code.
    fn booked(&self, audience: &str, texts: &[&str]) -> String {
        let line = |text| json!({"text": text, "session": texts[2], "audience": audience});
        let lines: Vec<Value> = texts.iter().map(line).collect();
        let told = answers(run_with(with_data(self.0.path(), &["ask", "--json", "-"]), &input(&lines)));
        told.last().and_then(|last| last["booking"]["code"].as_str()).expect("a code").to_owned()
    }

    fn books(&self) -> String {
        self.booked(
            "pupil",
            &["book an appointment", "the first", "Sam year 11", "sam@pupil.example", "university", "yes"],
        )
    }

    fn waits(&self) -> String {
        self.booked(
            "pupil",
            &["book an appointment", "none of these", "Bo year 10", "through my tutor", "university", "any time"],
        )
    }
}

#[test]
fn an_adviser_who_is_off_has_their_meetings_put_back_at_the_head_of_the_list() {
    let desk = Desk::new();
    let (waiting, booked) = (desk.waits(), desk.books());
    let put_back = desk.says(&["advisers", "off", "okoro-lane", "2026-11-24", "2026-11-25", "--json"]);
    assert_eq!(put_back.len(), 1, "{put_back:?}");
    assert_eq!((&put_back[0]["code"], &put_back[0]["state"]), (&json!(booked), &json!("waiting")));
    assert_eq!(put_back[0]["contact"], "sam@pupil.example", "whoever has to be told can be reached");
    let order = desk.says(&["appointments", "waiting", "--json"]);
    let codes: Vec<&Value> = order.iter().map(|rank| &rank["code"]).collect();
    assert_eq!(codes, [&json!(booked), &json!(waiting)], "who had a meeting comes first");
    let days: Vec<String> =
        desk.says(&["slots", "list", "--json"]).iter().map(|slot| slot["key"].to_string()).collect();
    assert!(!days.is_empty() && days.iter().all(|key| !key.contains("2026-11-24")), "{days:?}");
    let again = desk.does(&["advisers", "off", "okoro-lane", "2026-11-24"]);
    assert!(again.out.contains("0 meetings went back"), "{}", again.out);
    desk.does(&["advisers", "off", "nobody", "2026-11-24"]).refused_with("there is no adviser `nobody`");
    desk.does(&["advisers", "off", "okoro-lane", "2026-11-25", "2026-11-24"]).refused_with("lies before the first");
}

#[test]
fn every_command_that_changes_something_says_so_as_json() {
    let desk = Desk::new();
    let (code, slot) = (desk.waits(), desk.says(&["slots", "list", "--json"])[0]["key"].clone());
    let slot = slot.as_str().expect("a time");
    for (words, state) in [
        (vec!["weigh", &code, "referred"], "waiting"),
        (vec!["offer", &code, slot], "offered"),
        (vec!["confirm", &code], "confirmed"),
        (vec!["wait", &code], "waiting"),
        (vec!["decline", &code, "--reason", "no-time"], "declined"),
    ] {
        let command: Vec<&str> = ["appointments"].into_iter().chain(words).chain(["--json"]).collect();
        assert_eq!(desk.says(&command), [json!({"code": code, "state": state})], "{command:?}");
    }
    let refer =
        ["appointments", "refer", "--school", "demo", "--name", "Ana", "--year", "Year 11", "--contact", "tutor"];
    let referred = desk.says(&[&refer[..], &["--about", "college", "--json"]].concat());
    assert_eq!(referred[0]["state"], "waiting");
    let removed = desk.says(&["advisers", "remove", "okoro-lane", "--json"]);
    assert_eq!(removed, [json!({"adviser": "okoro-lane", "done": "removed"})]);
    assert_eq!(listed(desk.0.path()).len(), 2);
}

#[test]
fn what_cannot_be_done_is_refused_with_what_can() {
    let desk = Desk::new();
    let code = desk.waits();
    desk.does(&["appointments", "confirm", &code]).refused_with("staff can make it: offered, declined, cancelled");
    desk.does(&["appointments", "weigh", &code, "blond"]).refused_with("`blond` is no reason of the settings");
    desk.does(&["appointments", "decline", &code, "--reason", "rude"])
        .refused_with("`rude` is no reason that a person can be told; letters.decline_reasons has: no-time, ");
    desk.does(&["slots", "list", "--school", "nowhere"])
        .refused_with("there is no school `nowhere` here; there are: demo");
    let refer = ["appointments", "refer", "--school", "demo", "--name", " ", "--year", "Year 11", "--contact", "tutor"];
    desk.does(&[&refer[..], &["--about", "college"]].concat()).refused_with("--name is empty");
    let parents =
        ["book an appointment for my son", "Leo", "the first", "Year 9", "mum@family.example", "college", "yes"];
    let parents = desk.booked("parent", &parents);
    desk.does(&["appointments", "confirm", &parents]).refused_with("nobody has checked who they are that asked");
    assert_eq!(listed(desk.0.path()).len(), 2, "nothing was kept of what was refused");
}

#[test]
fn advisers_whose_hours_cannot_be_are_not_kept() {
    let desk = Desk::new();
    let file = |id: &str, window: &str| {
        format!("[[advisers]]\nid = \"{id}\"\n[[advisers.hours.weekly]]\nday = \"Tue\"\nplace = \"online\"\n{window}\n")
    };
    let clock = |from: &str, to: &str| format!("time = {{ clock = [\"{from}\", \"{to}\"] }}");
    for (advisers, says) in [
        (file("a", &format!("schools = [\"demo\"]\n{}", clock("12:00", "10:00"))), "it has to end later"),
        (file("a", &format!("schools = [\"nowhere\"]\n{}", clock("10:00", "12:00"))), "there is no school `nowhere`"),
        (file("a", &format!("schools = []\n{}", clock("10:00", "12:00"))), "is for no school"),
        (file("a", "schools = [\"demo\"]\ntime = { period = \"P99\" }"), "has no period `P99`"),
        (file("a b", &format!("schools = [\"demo\"]\n{}", clock("10:00", "12:00"))), "`a b` is no id"),
        ("advisers = 5".to_owned(), "config/demo-advisers.toml shows how it is written"),
    ] {
        desk.add(&advisers).refused_with(says);
    }
    let right = desk.add(&file("a", &format!("schools = [\"demo\"]\n{}", clock("10:00", "12:00"))));
    assert_eq!(right.out, "Kept a.\n", "{}", right.err);
    let listed = desk.says(&["advisers", "list", "--json"]);
    let ids: Vec<&Value> = listed.iter().map(|listed| &listed["adviser"]["id"]).collect();
    assert!(ids.contains(&&json!("a")) && !ids.contains(&&json!("a b")), "{ids:?}");
}
