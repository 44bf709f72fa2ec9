//! The transcripts of `tests/conversations` through every door: whatever the house says stands in what each door shows, and no sum of money
//! stands there that the house did not say. Where a door differs by rule, `tests/conversations/doors.toml` says so, with the reason.

use std::collections::BTreeSet;

use fingerpost::chat::Message;
use serde::Deserialize;

use super::said::{bare, pieces, sums};
use super::through::{DOORS, Door};
use crate::conversations::{Line, Transcript, all, fill};
use crate::house::{house_at, project};

/// What doors do otherwise, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    cannot_tell: Vec<CannotTell>,
    otherwise: Vec<Otherwise>,
}

/// A door that has no field for what a transcript begins with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CannotTell {
    door: String,
    why: String,
}

/// A conversation that goes otherwise through a door, from the moment something is said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Otherwise {
    door: String,
    file: String,
    from: String,
    why: String,
}

/// What the house says at each turn, through no door.
struct Told {
    who: String,
    said: String,
    pieces: Vec<String>,
}

#[tokio::test]
async fn the_same_conversation_gives_the_same_facts_through_every_door() {
    let text = std::fs::read_to_string(project("tests/conversations/doors.toml")).expect("there are rules");
    let rules: Rules = toml::from_str(&text).expect("the rules can be read");
    assert!(
        rules
            .otherwise
            .iter()
            .map(|rule| &rule.why)
            .chain(rules.cannot_tell.iter().map(|rule| &rule.why))
            .all(|why| !why.is_empty())
    );
    let (mut differs, mut needed, mut compared) = (Vec::new(), BTreeSet::new(), 0);
    for transcript in all() {
        let told = tell(&transcript).await;
        for door in DOORS {
            let headed = transcript.audience.is_some() || transcript.year.is_some();
            if headed && rules.cannot_tell.iter().any(|rule| rule.door == door) {
                continue;
            }
            compared += 1;
            let Some((at, says)) = difference(door, &transcript, &told).await else { continue };
            let name = transcript.name();
            let rule = rules
                .otherwise
                .iter()
                .position(|rule| rule.door == door && rule.file == name && rule.from == told[at].said);
            match rule {
                Some(rule) => _ = needed.insert(rule),
                None => differs.push(format!("{name} by {door} at “{}”: {says}", told[at].said)),
            }
        }
    }
    assert!(differs.is_empty(), "{} conversations differ\n\n{}", differs.len(), differs.join("\n\n"));
    let idle: Vec<&str> = rules
        .otherwise
        .iter()
        .enumerate()
        .filter(|(at, _)| !needed.contains(at))
        .map(|(_, rule)| rule.file.as_str())
        .collect();
    assert!(idle.is_empty(), "these go the same by now, so no rule is needed: {idle:?}");
    assert!(compared > 150, "only {compared} conversations were compared");
}

/// What the house says to a transcript.
async fn tell(transcript: &Transcript) -> Vec<Told> {
    let app = house_at(transcript.date.expect("read with a date")).await;
    let (mut told, mut who, mut code) = (Vec::new(), "the first".to_owned(), String::new());
    for (_, line) in &transcript.lines {
        match line {
            Line::Person(name) => who.clone_from(name),
            Line::Says(text) => {
                let message = Message { ..transcript.message(&fill(text, &code)) };
                let turn = app.receive(&transcript.caller(&who), &message).await.expect("a reply");
                if let Some(given) = turn.booking.as_ref().and_then(|note| note.code.clone()) {
                    code = given;
                }
                let pieces = pieces(&turn.reply).iter().map(|piece| without_code(piece)).collect();
                told.push(Told { who: who.clone(), said: text.clone(), pieces });
            }
            _ => {}
        }
    }
    told
}

/// Where a door first shows something else, and what.
async fn difference(name: &str, transcript: &Transcript, told: &[Told]) -> Option<(usize, String)> {
    let app = house_at(transcript.date.expect("read with a date")).await;
    let mut door = Door::open(name, app, transcript).await;
    let mut code = String::new();
    for (at, turn) in told.iter().enumerate() {
        let wanted: Vec<String> = turn.pieces.iter().map(|piece| piece.replace(CODE, &code)).collect();
        let said = fill(&turn.said, &code);
        let shown = door.say(transcript, &turn.who, &said, &wanted).await;
        code = code_in(&shown).unwrap_or(code);
        let shown = without_code(&shown);
        let bare_shown = bare(&shown);
        if let Some(missing) = turn.pieces.iter().find(|piece| !bare_shown.contains(&bare(piece))) {
            return Some((at, format!("“{missing}” is missing in\n{shown}")));
        }
        let known: Vec<String> = turn.pieces.iter().flat_map(|piece| sums(piece)).collect();
        if let Some(sum) = sums(&shown).into_iter().find(|sum| !known.contains(sum)) {
            return Some((at, format!("£{sum} is not what the house said in\n{shown}")));
        }
    }
    None
}

/// What stands in the place of a code that was drawn by lot.
const CODE: &str = "·····-·····";

/// The last code in a text.
fn code_in(text: &str) -> Option<String> {
    codes(text).pop()
}

fn without_code(text: &str) -> String {
    codes(text).iter().fold(text.to_owned(), |text, code| text.replace(code.as_str(), CODE))
}

/// Codes as they are written: `7K2QX-M4TRA`.
fn codes(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !(sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '-'));
    let is_half = |half: &str| half.len() == 5;
    let is_code = |word: &&str| word.split_once('-').is_some_and(|(one, other)| is_half(one) && is_half(other));
    words.filter(is_code).map(str::to_owned).collect()
}
