//! Two routes set against each other: as much room for each, the same answer in either order, and the other routes named beside them.

use crate::chat::Block;
use crate::conversation::Turn;
use crate::evaluate::Asker;

use super::figure::{Figure, Limit};
use super::open::mean;
use super::prompts::Prompts;

/// Balance and independence of order, over all comparisons.
pub(super) fn comparisons(asker: &Asker<'_>, prompts: &Prompts) -> Vec<Figure> {
    let over = prompts.comparisons.len();
    let mut balance = Vec::new();
    let mut alike = Vec::new();
    for compared in &prompts.comparisons {
        let turns: Vec<Turn> = compared.asked.iter().map(|text| asker.say(text, 0)).collect();
        balance.extend(turns.iter().map(least_column));
        let same = turns.windows(2).all(|pair| pair[0].reply.text() == pair[1].reply.text());
        alike.push(f64::from(u8::from(same)));
    }
    let figure = |name: &str, value, limit, means| Figure { name: name.to_owned(), value, limit, over, means };
    vec![
        figure(
            "Comparisons: words on the shorter side against the longer",
            balance.into_iter().reduce(f64::min).unwrap_or(0.0),
            Limit::AtLeast(0.5),
            "Two routes that are compared stand in columns of like length.",
        ),
        figure(
            "Comparisons: same answer in either order",
            mean(&alike),
            Limit::AtLeast(1.0),
            "“A levels or an apprenticeship” and “an apprenticeship or A levels” are one question.",
        ),
    ]
}

/// Words of the shortest column of the answer's table against those of the longest; nought where there is no table.
fn least_column(turn: &Turn) -> f64 {
    let Some((header, rows)) = turn.reply.blocks.iter().find_map(|block| match block {
        Block::Table { header, rows } => Some((header, rows)),
        _ => None,
    }) else {
        return 0.0;
    };
    let words = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.split_whitespace().count()).sum::<usize>() as f64
    };
    let counts: Vec<f64> = (1..header.len()).map(words).collect();
    let (low, high) = counts.iter().fold((f64::MAX, 0.0_f64), |(low, high), &count| (low.min(count), high.max(count)));
    if high == 0.0 { 0.0 } else { low / high }
}
