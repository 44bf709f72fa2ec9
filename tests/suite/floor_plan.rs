//! Holds every file to the plan of the house: a room names only rooms of floors below its own, and what must be absent from a
//! room is absent from it. The plan is read from `src/lib.rs`, so the drawing never lies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::house::project;

/// A file of `src/` as the plan sees it.
struct File {
    /// Below `src/`.
    path: PathBuf,
    /// The room it belongs to.
    room: String,
    /// What is compiled into the program: comments, strings and tests left out; line for line.
    code: Vec<String>,
}

#[test]
fn a_room_names_only_rooms_of_floors_below_its_own() {
    let floors = floors();
    let mut wrong = Vec::new();
    for file in files() {
        let own =
            floors.get(&file.room).unwrap_or_else(|| panic!("{} stands in a room of lib.rs", file.path.display()));
        for (line, named) in file.named_rooms() {
            match floors.get(&named) {
                _ if named == file.room => {}
                Some(floor) if floor < own => {}
                Some(_) => wrong.push(format!("{}:{line}: `{}` names `{named}`", file.path.display(), file.room)),
                None => wrong.push(format!("{}:{line}: there is no room `{named}`", file.path.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "rooms name rooms of their own floor or above it:\n{}", wrong.join("\n"));
}

#[test]
fn no_file_leaves_its_room_by_the_window() {
    let wrong = found(|file, code| {
        let deep = file.path.components().count() - usize::from(file.path.ends_with("mod.rs"));
        code.contains(&"super::".repeat(deep))
    });
    assert!(wrong.is_empty(), "`super` leads out of a room; say `crate::`:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let silent: Vec<String> = files()
        .iter()
        .filter(|file| file.path.ends_with("mod.rs") || file.path.components().count() == 1)
        .filter(|file| {
            !std::fs::read_to_string(project("src").join(&file.path)).expect("read before").starts_with("//!")
        })
        .map(|file| file.path.display().to_string())
        .collect();
    assert_eq!(silent, Vec::<String>::new(), "every room opens with a paragraph");
}

#[test]
fn only_search_knows_tantivy() {
    absent(&["tantivy::"], |file| file.room == "search");
}

#[test]
fn only_the_store_speaks_sql() {
    absent(&["sea_orm::", "sea_orm_migration::", "sqlx::", "sea_query::"], |file| file.room == "store");
}

#[test]
fn only_doors_on_the_web_and_the_server_know_http() {
    absent(&["axum::", "tower_http::"], |file| {
        file.path.starts_with("channels/web")
            || file.path.starts_with("channels/teams")
            || ["desk", "server"].contains(&file.room.as_str())
    });
    absent(&["askama::"], |file| {
        let pages = ["audit", "cli", "desk", "letters", "school"];
        file.path.starts_with("channels/web") || pages.contains(&file.room.as_str())
    });
}

#[test]
fn platforms_stay_behind_their_doors() {
    absent(&["serenity::"], |file| file.path.starts_with("channels/discord"));
    absent(&["adaptivecard", "AdaptiveCard"], |file| file.path.starts_with("channels/teams"));
}

#[test]
fn only_settings_and_the_command_line_read_the_environment() {
    absent(&["std::env", "env::var", "dotenvy::"], |file| matches!(file.room.as_str(), "config" | "cli"));
}

#[test]
fn clocks_and_dice_begin_with_the_store() {
    let above = from_store_upward();
    absent(&["Utc::now", "Local::now", "Instant::now", "SystemTime", "getrandom", "rand::"], above);
}

#[test]
fn waiting_begins_with_the_store() {
    absent(&["tokio", "async fn", "async move", ".await", "async |"], from_store_upward());
}

#[test]
fn below_the_store_only_what_is_loaded_at_the_start_reads_files() {
    let above = from_store_upward();
    absent(&["std::fs", "File::open", "std::net", "std::process", "thread::spawn"], |file| {
        above(file) || matches!(file.room.as_str(), "knowledge" | "phrases" | "school")
    });
}

#[test]
fn only_the_command_line_and_the_program_print() {
    absent(&["println!", "print!"], |file| file.room == "cli");
}

/// Fails if one of these stands anywhere but in the files that may have it.
fn absent(signs: &[&str], may: impl Fn(&File) -> bool) {
    let wrong = found(|file, code| !may(file) && signs.iter().any(|sign| code.contains(sign)));
    assert!(wrong.is_empty(), "{signs:?} must be absent here:\n{}", wrong.join("\n"));
}

/// Lines of code of which this is true, with their places.
fn found(is: impl Fn(&File, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files() {
        for (at, code) in file.code.iter().enumerate().filter(|(_, code)| is(&file, code)) {
            found.push(format!("{}:{}: {}", file.path.display(), at + 1, code.trim()));
        }
    }
    found
}

fn from_store_upward() -> impl Fn(&File) -> bool {
    let floors = floors();
    let store = floors["store"];
    move |file| floors[&file.room] >= store
}

/// The floor of every room, from the groups of `lib.rs`.
fn floors() -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(project("src/lib.rs")).expect("the plan is there");
    let mut floors = BTreeMap::new();
    let mut floor = 0;
    for line in text.lines() {
        match line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            Some(room) => {
                floors.insert(room.to_owned(), floor);
            }
            None if line.trim().is_empty() => floor += 1,
            None => {}
        }
    }
    assert!(floors.len() > 10, "the plan of lib.rs can be read: {floors:?}");
    assert!(floors["chat"] < floors["knowledge"] && floors["conversation"] < floors["store"]);
    floors
}

/// All files of all rooms; `lib.rs` and `main.rs` stand outside.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    let mut waiting = vec![project("src")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(
                std::fs::read_dir(&path).expect("src can be read").map(|entry| entry.expect("an entry").path()),
            );
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let below = path.strip_prefix(project("src")).expect("it stands below src").to_owned();
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            files.push(File { room: room_of(&below), path: below, code: code(&text) });
        }
    }
    files.retain(|file| file.room != "lib" && file.room != "main");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn room_of(path: &Path) -> String {
    let first = path.components().next().expect("a path has a first piece");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The lines of a file without comments, strings and its tests.
fn code(text: &str) -> Vec<String> {
    let program = text.split_once("#[cfg(test)]\nmod tests").map_or(text, |(program, _)| program);
    program
        .lines()
        .map(|line| {
            let line = if line.trim_start().starts_with("//") { "" } else { line };
            let outside = line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
            outside.split(" // ").next().unwrap_or_default().to_owned()
        })
        .collect()
}

impl File {
    /// Rooms named by `crate::room` or `crate::{room, …}`, with their lines.
    fn named_rooms(&self) -> Vec<(usize, String)> {
        let mut named = Vec::new();
        for (at, code) in self.code.iter().enumerate() {
            for (start, _) in code.match_indices("crate::") {
                if code[..start].ends_with("pub(in ") || code[..start].ends_with('$') {
                    continue;
                }
                let rest = &code[start + "crate::".len()..];
                match rest.strip_prefix('{') {
                    Some(group) => {
                        let rooms = group.split(['{', '}', ',']).map(ident).filter(|room| !room.is_empty());
                        named.extend(rooms.map(|room| (at + 1, room)));
                    }
                    None => named.push((at + 1, ident(rest))),
                }
            }
        }
        named
    }
}

/// The name at the start of a piece of code.
fn ident(code: &str) -> String {
    code.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_plan_can_tell_a_climber_from_a_neighbour() {
    let file = |code_text: &str| File { path: "chat/message.rs".into(), room: "chat".into(), code: code(code_text) };
    let rooms = |text: &str| file(text).named_rooms().into_iter().map(|(_, room)| room).collect::<Vec<_>>();
    assert_eq!(rooms("use crate::store::Store;\nlet a = crate::app::App::new();"), ["store", "app"]);
    assert_eq!(rooms("use crate::{search, store};"), ["search", "store"]);
    assert_eq!(rooms("//! see [`crate::store`]\nlet a = \"crate::store\";"), Vec::<String>::new());
    assert_eq!(rooms("fn a() {}\n#[cfg(test)]\nmod tests {\n use crate::store::Store;\n}"), Vec::<String>::new());
}
