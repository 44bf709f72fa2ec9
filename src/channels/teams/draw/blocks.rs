use serde_json::{Value, json};

use super::text::{bold, day_in_words, heading, quiet, run, runs};
use crate::chat::{Bar, Block, RouteCard, SourceLine};
use crate::phrases::{Doors, fill};

/// Most columns of a table that a phone can show; wider ones become a list of labels and values.
const MOST_COLUMNS: usize = 3;

/// Most sources that stand open; more are folded, so that what comes next stays in sight.
const MOST_SOURCES: usize = 2;

/// Width of the longest bar, in hundredths.
const BAR: f64 = 100.0;

/// A block as elements of a card; choices are drawn by `actions`. `at` is its place on the card.
pub(super) fn draw(block: &Block, at: usize, phrases: &Doors) -> Vec<Value> {
    match block {
        Block::Heading(text) => vec![heading(text)],
        Block::Paragraph(text) => vec![run(text)],
        Block::Notice(lines) => vec![notice(lines)],
        Block::List(items) => items.iter().map(|item| item_line(item)).collect(),
        Block::Facts(rows) => rows.iter().map(|(label, value)| fact(label, value)).collect(),
        Block::Table { header, rows } if header.len() <= MOST_COLUMNS => vec![table(header, rows)],
        Block::Table { header, rows } => rows.iter().map(|row| folded(header, row)).collect(),
        Block::Routes(cards) => cards.iter().map(route).collect(),
        Block::Figure { title, bars, caveat } => figure(title, bars, caveat),
        Block::Choices(_) => Vec::new(),
        Block::Sources(sources) => sources_of(sources, at, phrases),
    }
}

fn notice(lines: &[String]) -> Value {
    let items: Vec<Value> = lines.iter().map(|line| bold(line)).collect();
    json!({"type": "Container", "style": "warning", "bleed": true, "items": items})
}

/// A bullet of our own: Teams' lists fail on phones.
fn item_line(item: &str) -> Value {
    let column = |width: &str, text: &str| json!({"type": "Column", "width": width, "items": [run(text)]});
    json!({"type": "ColumnSet", "spacing": "Small", "columns": [column("auto", "•"), column("stretch", item)]})
}

fn fact(label: &str, value: &str) -> Value {
    let column = |width: u8, item: Value| json!({"type": "Column", "width": width, "items": [item]});
    json!({"type": "ColumnSet", "spacing": "Small", "columns": [column(2, bold(label)), column(3, run(value))]})
}

fn table(header: &[String], rows: &[Vec<String>]) -> Value {
    let cell = |item: Value| json!({"type": "TableCell", "items": [item]});
    let row = |cells: Vec<Value>| json!({"type": "TableRow", "cells": cells});
    let names = row(header.iter().map(|name| cell(bold(name))).collect());
    let drawn = rows.iter().map(|one| row(one.iter().map(|text| cell(run(text))).collect()));
    let columns: Vec<Value> = header.iter().map(|_| json!({"width": 1})).collect();
    let all: Vec<Value> = std::iter::once(names).chain(drawn).collect();
    json!({"type": "Table", "firstRowAsHeaders": true, "columns": columns, "rows": all})
}

fn folded(header: &[String], row: &[String]) -> Value {
    let items: Vec<Value> = header.iter().zip(row).map(|(name, cell)| fact(name, cell)).collect();
    json!({"type": "Container", "separator": true, "items": items})
}

fn route(card: &RouteCard) -> Value {
    json!({"type": "Container", "style": "emphasis", "items": [bold(&card.title), run(&card.summary)]})
}

/// A bar is a coloured column beside an empty one; the words above it say the same.
fn figure(title: &str, bars: &[Bar], caveat: &str) -> Vec<Value> {
    let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
    let drawn = bars.iter().flat_map(|bar| {
        let words = runs(vec![
            json!({"type": "TextRun", "text": format!("{}: ", bar.label)}),
            json!({"type": "TextRun", "text": bar.text, "weight": "Bolder"}),
        ]);
        let length = (bar.value / most * BAR).round().clamp(1.0, BAR - 1.0);
        let empty = |width: f64| json!({"type": "Column", "width": width, "minHeight": "10px", "items": []});
        let mut filled = empty(length);
        filled["style"] = json!("accent");
        [words, json!({"type": "ColumnSet", "spacing": "Small", "columns": [filled, empty(BAR - length)]})]
    });
    let mut out: Vec<Value> = std::iter::once(bold(title)).chain(drawn).collect();
    if !caveat.is_empty() {
        out.push(quiet(caveat));
    }
    out
}

fn sources_of(sources: &[SourceLine], at: usize, phrases: &Doors) -> Vec<Value> {
    let lines = sources.iter().map(|source| {
        let checked = fill(&phrases.checked, &[("date", &day_in_words(&source.checked))]);
        let small = |text: &str| json!({"type": "TextRun", "text": text, "size": "Small", "isSubtle": true});
        let mut title = json!({"type": "TextRun", "text": source.title, "size": "Small"});
        if source.url.starts_with("https://") || source.url.starts_with("http://") {
            title["color"] = json!("Accent");
            title["underline"] = json!(true);
            title["selectAction"] = json!({"type": "Action.OpenUrl", "title": source.title, "url": source.url});
        }
        let mut line = runs(vec![title, small(&format!(" – {}, {checked}", source.publisher))]);
        line["spacing"] = json!("Small");
        line
    });
    if sources.len() > MOST_SOURCES {
        return folded_away(&phrases.sources, &format!("sources-{at}"), lines.collect());
    }
    let mut name = quiet(&phrases.sources);
    name["separator"] = json!(true);
    std::iter::once(name).chain(lines).collect()
}

/// A button that opens and closes what stands below it.
fn folded_away(title: &str, id: &str, items: Vec<Value>) -> Vec<Value> {
    let toggle = json!({"type": "Action.ToggleVisibility", "title": title, "targetElements": [id]});
    vec![
        json!({"type": "ActionSet", "separator": true, "actions": [toggle]}),
        json!({"type": "Container", "id": id, "isVisible": false, "items": items}),
    ]
}
