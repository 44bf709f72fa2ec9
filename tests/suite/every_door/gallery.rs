//! Every kind of reply as every door draws it, compared with `tests/gallery/<reply>.<door>.<ending>`. FINGERPOST_WRITE=1 writes them anew;
//! what changed is then what people will see otherwise.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fingerpost::booking::Code;
use fingerpost::channels::{discord, lines, teams, terminal, web};
use fingerpost::conversation::{BookingState, Turn};
use fingerpost::phrases::Phrases;
use serde_json::Value;

use super::replies::{Shown, all};
use crate::house::{guide, project};

/// The code in every drawing: real ones are drawn by lot.
const CODE: &str = "7K2QX-M4TRA";

/// A door's name, the ending of its files, and how it draws a turn.
type Door = (&'static str, &'static str, fn(&Turn, &Phrases) -> String);

const DOORS: [Door; 5] = [
    ("web", "html", |turn, phrases| web::draw(&turn.reply, phrases)),
    ("terminal", "txt", |turn, phrases| terminal::draw(&turn.reply, &phrases.doors)),
    ("lines", "json", |turn, _| {
        let line: Value = serde_json::from_str(&lines::draw(turn, None)).expect("it is JSON");
        pretty(&line)
    }),
    ("discord", "json", |turn, phrases| {
        let sheets = discord::draw(&turn.reply, phrases);
        let drawn = sheets.iter().map(|sheet| serde_json::to_value(sheet.message()).expect("it is JSON"));
        let drawn: Vec<Value> = drawn.collect();
        assert!(drawn.iter().all(|sheet| discord::fits(sheet).is_empty()), "Discord would not take {drawn:#?}");
        pretty(&Value::Array(drawn))
    }),
    ("teams", "json", |turn, phrases| {
        let step = turn.booking.as_ref().is_some_and(|note| note.state == BookingState::Asking);
        pretty(&Value::Array(teams::draw(&turn.reply, phrases, &["Call 999 if it is now.".to_owned()], step, "…")))
    }),
];

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

#[tokio::test]
async fn every_kind_of_reply_is_drawn_by_every_door_as_it_was_looked_at() {
    let (guide, folder) = (guide(), project("tests/gallery"));
    let writes = std::env::var("FINGERPOST_WRITE").is_ok();
    let mut hung = BTreeSet::new();
    let mut otherwise = Vec::new();
    for Shown { name, turn } in all().await {
        for (door, ending, draw) in DOORS {
            let drawn = format!("{}\n", with_one_code(&draw(&turn, guide.phrases()), &turn).trim_end());
            let file = format!("{name}.{door}.{ending}");
            if writes {
                std::fs::create_dir_all(&folder).expect("the folder can be made");
                std::fs::write(folder.join(&file), &drawn).expect("a drawing can be written");
            }
            if std::fs::read_to_string(folder.join(&file)).unwrap_or_default() != drawn {
                otherwise.push(format!("{file} is now\n{drawn}"));
            }
            assert!(hung.insert(file), "{name} is drawn twice by {door}");
        }
    }
    assert!(otherwise.is_empty(), "FINGERPOST_WRITE=1 writes them anew\n{}", otherwise.join("\n"));
    let left: Vec<String> = files(folder).into_iter().filter(|file| !hung.contains(file)).collect();
    assert!(left.is_empty(), "nobody draws these any more: {left:?}");
}

fn files(folder: PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("there is a gallery");
    entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect()
}

fn with_one_code(drawn: &str, turn: &Turn) -> String {
    let noted = turn.booking.as_ref().and_then(|note| note.code.clone()).unwrap_or_default();
    let words = format!("{} {} {noted}", turn.reply.text(), turn.reply.choices().join(" "));
    Code::find_in(&words).map_or_else(|| drawn.to_owned(), |code| drawn.replace(&code.to_string(), CODE))
}
