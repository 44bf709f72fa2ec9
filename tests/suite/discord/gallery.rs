//! One of each kind of reply as this door draws it, compared with `tests/wire/discord/*.json`. FINGERPOST_WRITE=1 writes them anew; the
//! change then shows what people will see otherwise.

use fingerpost::channels::discord::{draw, fits};
use fingerpost::chat::{Bar, Block, Choice, Kind, Reply, RouteCard, SourceLine};
use fingerpost::phrases::Phrases;
use serde_json::{Value, json};

use super::here::{parts, text_of};
use crate::house::project;

fn drawn(blocks: Vec<Block>) -> Vec<Value> {
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole");
    let sheets = draw(&Reply { kind: Kind::Answer, blocks }, &phrases);
    sheets.iter().map(|sheet| serde_json::to_value(sheet.message()).expect("it is JSON")).collect()
}

fn choices(labels: impl IntoIterator<Item = impl Into<String>>) -> Block {
    Block::Choices(labels.into_iter().map(Choice::new).collect())
}

fn gallery() -> Vec<(&'static str, Vec<Block>)> {
    let card = |id: &str, title: &str| RouteCard {
        id: id.into(),
        title: title.into(),
        summary: format!("{title} is a route."),
    };
    let source = SourceLine {
        title: "Routes [at] 16".into(),
        publisher: "Ministry of Routes".into(),
        url: "https://routes.example/at_16(all)".into(),
        checked: "2026-11-21".into(),
    };
    let bar = |label: &str, value: f64| Bar { label: label.into(), value, text: format!("£{value}") };
    let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let figure = Block::Figure {
        title: "Full-time pay, pounds a year".into(),
        bars: vec![bar("Lamplighter", 31_250.0), bar("All jobs", 39_039.0), bar("Bell keeper", 1.0)],
        caveat: "This is not starting pay.".into(),
    };
    vec![
        ("heading", vec![Block::Heading("First: the bursary".into()), Block::Paragraph("It helps with costs.".into())]),
        ("paragraph", vec![Block::Paragraph("Plain *words* with_marks, # and @everyone.\nA second line.".into())]),
        ("notice", vec![Block::Notice(vec!["Call 999 if it is now.".into(), "I can't keep this secret.".into()])]),
        ("list", vec![Block::List(vec!["one".into(), "two".into()])]),
        (
            "facts",
            vec![Block::Facts(vec![
                ("Most you can get".into(), "£1,200".into()),
                ("Who pays".into(), "your college".into()),
            ])],
        ),
        (
            "table",
            vec![Block::Table {
                header: cells(&["", "A levels", "T Level"]),
                rows: vec![cells(&["Subjects", "three", "one"])],
            }],
        ),
        (
            "table-of-two",
            vec![Block::Table {
                header: cells(&["Help", "Who runs it"]),
                rows: vec![cells(&["Bursary", "Your school"])],
            }],
        ),
        (
            "routes",
            vec![
                Block::Routes(vec![card("a-levels", "A levels"), card("t-levels", "T Levels")]),
                Block::Paragraph("No route is above another.".into()),
            ],
        ),
        ("figure", vec![figure]),
        ("choices", vec![Block::Paragraph("What about?".into()), choices(["Apprenticeships", "Money for studying"])]),
        (
            "choices-many",
            vec![Block::Paragraph("Which year?".into()), choices((1..=13).map(|year| format!("Year {year}")))],
        ),
        ("sources", vec![Block::Paragraph("It is so.".into()), Block::Sources(vec![source])]),
    ]
}

#[test]
fn each_kind_of_reply_is_drawn_as_it_was_looked_at() {
    let folder = project("tests/wire/discord");
    for (name, blocks) in gallery() {
        let written = serde_json::to_string_pretty(&drawn(blocks)).expect("it is JSON") + "\n";
        let path = folder.join(format!("{name}.json"));
        if std::env::var("FINGERPOST_WRITE").is_ok() {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            std::fs::write(&path, &written).expect("the drawing can be written");
        }
        let looked_at = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, looked_at, "{name}.json; FINGERPOST_WRITE=1 writes it anew");
    }
}

#[test]
fn whatever_the_size_discord_takes_it_and_no_word_is_lost() {
    let words: Vec<String> = (0..3000).map(|at| format!("word{at}")).collect();
    let long = words.join(" ");
    let cards =
        (0..23).map(|at| RouteCard { id: at.to_string(), title: format!("Route {at}"), summary: long[..900].into() });
    let lines: Vec<String> = words.chunks(30).map(|line| line.join(" ")).collect();
    let all = vec![
        Block::Notice(lines.clone()),
        Block::Paragraph(long.clone()),
        Block::Routes(cards.collect()),
        Block::List(lines.clone()),
        Block::Facts(lines.iter().map(|line| ("Label".to_owned(), line.clone())).collect()),
        Block::Table {
            header: vec!["A".into(), "B".into()],
            rows: lines.iter().map(|line| vec![line.clone(), line.clone()]).collect(),
        },
        choices(
            (0..7).map(|at| format!("A choice whose words are rather long for a button, number {at}: {}", &long[..60])),
        ),
    ];
    for blocks in all.iter().map(|block| vec![block.clone()]).chain([all.clone()]) {
        let sheets = drawn(blocks.clone());
        for sheet in &sheets {
            assert_eq!(fits(sheet), Vec::<String>::new());
        }
        if !matches!(blocks[0], Block::Routes(_) | Block::Choices(_)) {
            let text = sheets.iter().map(text_of).collect::<Vec<_>>().join(" ");
            let found: std::collections::HashSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            assert!(words.iter().all(|word| found.contains(word.as_str())), "every word is whole");
        }
        assert!(parts(sheets.last().expect("there is one")).len() >= 4, "what every screen has stands on the last");
    }
}

#[test]
fn choices_become_menus_and_then_numbers_as_they_grow() {
    let shown = |labels: Vec<String>| {
        let sheets = drawn(vec![Block::Paragraph("Which?".into()), choices(labels)]);
        let last = sheets.last().expect("there is one").clone();
        assert_eq!(fits(&last), Vec::<String>::new());
        last
    };
    let kinds =
        |sheet: &Value| parts(sheet).iter().map(|part| part["type"].as_u64().expect("a kind")).collect::<Vec<_>>();
    let named = |count: usize| (1..=count).map(|at| format!("Choice {at}")).collect::<Vec<_>>();
    assert_eq!(kinds(&shown(named(10))), vec![2; 14], "ten buttons and four for every screen");
    assert_eq!(kinds(&shown(named(11))), vec![3, 2, 2, 2, 2]);
    assert_eq!(kinds(&shown(named(60))), vec![3, 3, 3, 2, 2, 2, 2]);
    let many = shown(named(101));
    assert_eq!(kinds(&many), vec![2, 2, 2, 2]);
    assert!(text_of(&many).contains("101) Choice 101"));
    let long = shown(vec!["x".repeat(99), "y".repeat(140)]);
    assert!(text_of(&long).contains(&"y".repeat(140)), "words that fit nowhere stand in a list");
    assert_eq!(parts(&long)[0]["options"][1]["value"], json!("nth:2"), "and are chosen by their number");
    assert_eq!(drawn(Vec::new()).len(), 1, "a reply of nothing is still a message");
}
