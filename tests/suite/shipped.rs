//! What is shipped: the real knowledge, settings, phrases and schools.

use chrono::NaiveDate;
use fingerpost::config::{Secrets, Settings};
use fingerpost::conversation::Guide;
use fingerpost::knowledge::Library;
use fingerpost::knowledge::check::check;
use fingerpost::phrases::Phrases;
use fingerpost::school::Schools;

use crate::house::{project, today};

/// The day on which the shipped knowledge was last reviewed; `.ci/run` pins the same one.
fn reviewed() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar")
}

#[test]
fn the_shipped_knowledge_passes_every_gate() {
    let loaded = Library::load(&project("knowledge"), reviewed()).expect("the folder is there");
    let problems: Vec<String> = check(&loaded, reviewed()).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn the_house_opens_with_what_is_shipped() {
    let loaded = Library::load(&project("knowledge"), today()).expect("the folder is there");
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("every phrase is there");
    let guide = Guide::new(loaded.library, phrases).expect("there are urgent words and pages");
    assert!(!guide.help_now_lines().is_empty(), "“get help now” leads somewhere");
    for transition in [14, 16, 18] {
        assert!(guide.library().cards(transition).count() > 1, "there are cards at {transition}");
    }
}

#[test]
fn every_setting_stands_in_its_file_with_its_default() {
    let text = std::fs::read_to_string(project("config/fingerpost.toml")).expect("the settings are there");
    let written: toml::Table = text.parse().expect("the settings are TOML");
    let defaults = toml::Table::try_from(Settings::default()).expect("settings are a table");
    assert_eq!(written, defaults, "every key stands there, with its default");
    assert_eq!(Settings::load(&project("config")).expect("they load"), Settings::default());
}

#[test]
fn every_setting_has_its_sentence() {
    let text = std::fs::read_to_string(project("config/fingerpost.toml")).expect("the settings are there");
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(" = ") && !line.starts_with('#')) {
        assert!(at > 0 && lines[at - 1].starts_with("# "), "a sentence stands above `{line}`");
    }
}

#[test]
fn the_demo_school_says_that_it_is_one() {
    let schools = Schools::load(&project("config/schools")).expect("they load");
    let first = schools.find(None).expect("there is one");
    assert!(first.demo, "the shipped school is invented and says so");
}

#[test]
fn every_secret_stands_in_the_example_without_a_value() {
    let code = std::fs::read_to_string(project("src/config.rs")).expect("the settings' code is there");
    let example = std::fs::read_to_string(project("config/secrets.example.env")).expect("the example is there");
    let names: Vec<&str> = code.split("read(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() >= 2, "the secrets can be read from the code: {names:?}");
    for name in names {
        assert!(example.contains(&format!("# {name}=")), "{name} stands in secrets.example.env, commented out");
    }
    assert!(example.lines().all(|line| line.is_empty() || line.starts_with('#')), "nothing in it is set");
    let secrets =
        Secrets { database_url: Some("postgres://u:pw@h/d".into()), secret: Some("s3".into()), ..Secrets::default() };
    assert!(!format!("{secrets:?}").contains("pw"));
}
