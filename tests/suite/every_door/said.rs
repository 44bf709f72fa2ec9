//! What a reply says, in pieces that every door must show, and whether what a door showed holds them.

use fingerpost::chat::{Block, Reply};

/// Every piece of a reply: words, figures, choices, sources.
pub fn pieces(reply: &Reply) -> Vec<String> {
    let mut pieces: Vec<String> = reply.blocks.iter().flat_map(pieces_of).collect();
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

fn pieces_of(block: &Block) -> Vec<String> {
    match block {
        Block::Heading(text) | Block::Paragraph(text) => text.lines().map(str::to_owned).collect(),
        Block::Notice(lines) | Block::List(lines) => lines.clone(),
        Block::Facts(rows) => rows.iter().flat_map(|(label, value)| [label.clone(), value.clone()]).collect(),
        Block::Table { header, rows } => header.iter().chain(rows.iter().flatten()).cloned().collect(),
        Block::Routes(cards) => cards.iter().flat_map(|card| [card.title.clone(), card.summary.clone()]).collect(),
        Block::Figure { title, bars, caveat } => {
            let bars = bars.iter().flat_map(|bar| [bar.label.clone(), bar.text.clone()]);
            [title.clone(), caveat.clone()].into_iter().chain(bars).collect()
        }
        Block::Choices(choices) => choices.iter().map(|choice| choice.label.clone()).collect(),
        Block::Sources(sources) => {
            sources.iter().flat_map(|source| [source.title.clone(), source.url.clone()]).collect()
        }
    }
}

/// Signs by which a door keeps words from becoming mark-up, and where it breaks lines, say nothing.
pub fn bare(shown: &str) -> String {
    let entities = [("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    let read = entities.iter().fold(shown.to_owned(), |read, (entity, sign)| read.replace(entity, sign));
    read.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '\\' | '\u{200b}')).collect()
}

/// Sums of money in what was shown.
pub fn sums(shown: &str) -> Vec<String> {
    let sum =
        |rest: &str| -> String { rest.chars().take_while(|sign| sign.is_ascii_digit() || *sign == ',').collect() };
    shown.split('£').skip(1).map(sum).filter(|sum| !sum.is_empty()).collect()
}
