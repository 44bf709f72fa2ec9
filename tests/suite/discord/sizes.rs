//! What this door makes of replies that are too large for one message. How it draws each kind stands in `tests/gallery`.

use fingerpost::channels::discord::{draw, fits};
use fingerpost::chat::{Block, Choice, Kind, Reply, RouteCard};
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
