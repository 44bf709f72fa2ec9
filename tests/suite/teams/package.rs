//! The app package: held to what the published schema of manifest version 1.19 asks, and the program's own words about it.

use std::io::{Cursor, Read};

use fingerpost::channels::teams::package::package;
use fingerpost::channels::teams::{Settings, Tenant};
use fingerpost::config::Settings as All;
use fingerpost::phrases::Phrases;
use serde_json::Value;

use super::visit::{BOT, TENANT};
use crate::house::project;
use crate::program::run;

fn settings() -> Settings {
    let tenants = vec![Tenant { id: TENANT.to_owned(), schools: Vec::new() }];
    let site = "https://careers.school.example/".to_owned();
    Settings { app_id: BOT.to_owned(), tenant: TENANT.to_owned(), site, tenants, ..Settings::default() }
}

fn phrases() -> Phrases {
    Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole")
}

/// A file of the package.
fn file(package: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("it is a zip file");
    let mut bytes = Vec::new();
    archive.by_name(name).expect("the file is there").read_to_end(&mut bytes).expect("it can be read");
    bytes
}

/// What the schema asks of a text: where it stands, longest length.
const TEXTS: [(&str, usize); 13] = [
    ("/version", 256),
    ("/developer/name", 32),
    ("/developer/websiteUrl", 2048),
    ("/developer/privacyUrl", 2048),
    ("/developer/termsOfUseUrl", 2048),
    ("/name/short", 30),
    ("/name/full", 100),
    ("/description/short", 80),
    ("/description/full", 4000),
    ("/icons/color", 2048),
    ("/icons/outline", 2048),
    ("/accentColor", 7),
    ("/id", 36),
];

/// The keys that the schema knows, as far as we use them: it refuses all others.
const KEYS: [(&str, &[&str]); 8] = [
    (
        "",
        &[
            "$schema",
            "manifestVersion",
            "version",
            "id",
            "developer",
            "name",
            "description",
            "icons",
            "accentColor",
            "bots",
            "permissions",
            "defaultInstallScope",
        ],
    ),
    ("/developer", &["name", "websiteUrl", "privacyUrl", "termsOfUseUrl"]),
    ("/name", &["short", "full"]),
    ("/description", &["short", "full"]),
    ("/icons", &["outline", "color"]),
    ("/bots/0", &["botId", "scopes", "isNotificationOnly", "supportsFiles", "commandLists"]),
    ("/bots/0/commandLists/0", &["scopes", "commands"]),
    ("/bots/0/commandLists/0/commands/0", &["title", "description"]),
];

#[test]
fn the_manifest_keeps_the_rules_of_its_schema() {
    let bytes =
        package(&settings(), "The Reedmoor and Fern Vale Learning Trust of Schools", &phrases()).expect("a package");
    let manifest: Value = serde_json::from_slice(&file(&bytes, "manifest.json")).expect("it is JSON");
    let at = |path: &str| manifest.pointer(path).unwrap_or_else(|| panic!("{path} is there"));
    for (path, longest) in TEXTS {
        let length = at(path).as_str().unwrap_or_else(|| panic!("{path} is text")).chars().count();
        assert!((1..=longest).contains(&length), "{path} has {length} signs, at most {longest} may be");
    }
    for (path, known) in KEYS {
        let keys: Vec<&String> = at(path).as_object().expect("an object").keys().collect();
        assert!(keys.iter().all(|key| known.contains(&key.as_str())), "{path} has other keys than {known:?}: {keys:?}");
    }
    assert_eq!(at("/manifestVersion"), "1.19");
    assert_eq!(at("/$schema"), "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json");
    assert!(
        ["/developer/websiteUrl", "/developer/privacyUrl"]
            .iter()
            .all(|path| at(path).as_str().is_some_and(|url| url.starts_with("https://careers.school.example/")))
    );
    assert_eq!((at("/id"), at("/bots/0/botId")), (&Value::from(BOT), &Value::from(BOT)));
    assert_eq!(at("/bots").as_array().map(Vec::len), Some(1), "one bot an app");
    assert_eq!(at("/bots/0/scopes"), &serde_json::json!(["personal", "team", "groupChat"]));
    let commands = at("/bots/0/commandLists/0/commands").as_array().expect("a list");
    assert!((1..=10).contains(&commands.len()));
    for command in commands {
        let length = |key: &str| command[key].as_str().map_or(0, |text| text.chars().count());
        assert!((1..=32).contains(&length("title")) && (1..=128).contains(&length("description")), "{command}");
    }
    let numbers: Vec<&str> = at("/version").as_str().expect("text").split('.').collect();
    assert!(numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok()), "three numbers");
}

#[test]
fn the_icons_have_the_size_and_colours_that_teams_asks() {
    let bytes = package(&settings(), "Fern Vale Academy", &phrases()).expect("a package");
    for (name, side, transparent) in [("colour.png", 192, false), ("outline.png", 32, true)] {
        let png = file(&bytes, name);
        assert_eq!(&png[1..4], b"PNG");
        let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert_eq!((number(16), number(20)), (side, side), "{name}");
        assert_eq!(png[25] == 6, transparent, "{name} is {}transparent", if transparent { "" } else { "not " });
    }
}

#[test]
fn a_package_without_what_it_needs_is_refused_with_what_to_do() {
    type Mistake = fn(&mut Settings);
    let wrong: [(&str, Mistake); 3] = [
        ("teams.site", |settings| settings.site = "http://school.example".to_owned()),
        ("teams.name", |settings| settings.name = "Fingerpost for all our many schools".to_owned()),
        ("teams.app_id", |settings| settings.app_id.clear()),
    ];
    for (says, change) in wrong {
        let mut settings = settings();
        change(&mut settings);
        let error = package(&settings, "Fern Vale", &phrases()).expect_err("it is refused").to_string();
        assert!(error.contains(says), "“{says}” is not in “{error}”");
    }
}

/// A configuration folder with the Teams part of the shipped settings opened.
fn opened(folder: &std::path::Path, change: impl FnOnce(String) -> String) {
    let shipped = std::fs::read_to_string(project("config/fingerpost.toml")).expect("the settings are there");
    let (before, part) = shipped.split_once("#\n# [teams]").expect("the Teams part is there");
    let part: Vec<&str> =
        part.lines().map(|line| line.strip_prefix("# ").or(line.strip_prefix('#')).unwrap_or(line)).collect();
    std::fs::write(folder.join("fingerpost.toml"), change(format!("{before}[teams]{}\n", part.join("\n"))))
        .expect("written");
    std::fs::copy(project("config/phrases.toml"), folder.join("phrases.toml")).expect("copied");
    std::fs::create_dir(folder.join("schools")).expect("made");
    std::fs::copy(project("config/schools/demo.toml"), folder.join("schools/demo.toml")).expect("copied");
}

#[test]
fn the_shipped_part_of_the_settings_can_be_opened_and_holds_the_defaults() {
    let folder = tempfile::tempdir().expect("a folder");
    opened(folder.path(), |text| text);
    let teams = All::load(folder.path()).expect("it can be read").teams.expect("the door is on");
    let defaults = Settings::default();
    assert_eq!((&teams.metadata, &teams.login, &teams.name), (&defaults.metadata, &defaults.login, &defaults.name));
    assert_eq!(teams.extra_hosts, defaults.extra_hosts);
    assert_eq!(teams.problem(&["demo"]), None);
    let mistyped = All::parse("[teams]\napp_di = \"x\"\n", "fingerpost.toml").expect_err("it is unknown");
    assert!(mistyped.to_string().contains("did you mean `teams.app_id`"), "{mistyped}");
}

#[test]
fn the_command_writes_the_package_and_names_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("teams.zip");
    let (config, out) = (folder.path().display().to_string(), out.display().to_string());
    run(["teams", "package", "--out", &out]).refused_with("there is no [teams] in the settings");
    opened(folder.path(), |text| text);
    let ended = run(["teams", "package", "--out", &out, "--config", &config]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("Upload it in the Teams admin centre"), "{}", ended.out);
    let manifest = file(&std::fs::read(&out).expect("it was written"), "manifest.json");
    assert!(String::from_utf8_lossy(&manifest).contains("careers.school.example"));
    run(["teams", "package", "--out", "/nowhere/at/all.zip", "--config", &config]).refused_with("cannot write");
}

#[test]
fn serving_with_a_door_that_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    opened(folder.path(), |text| text);
    let data = folder.path().join("data").display().to_string();
    let config = folder.path().display().to_string();
    let serve = ["serve", "--port", "0", "--data", &data, "--config", &config];
    run(serve).refused_with("set FINGERPOST_TEAMS_SECRET");
    std::fs::remove_dir_all(folder.path().join("schools")).expect("removed");
    std::fs::remove_file(folder.path().join("phrases.toml")).expect("removed");
    opened(folder.path(), |text| text.replace("schools = [\"demo\"]", "schools = [\"ash\"]"));
    run(serve).refused_with("names the school `ash`; there are only: demo");
}
