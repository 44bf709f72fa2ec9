//! Teams takes 100 KB a message, counted as UTF-16. A reply that would be longer is spread over several messages, between blocks where
//! that is enough, between the items of a block where it is not, and between words where one text alone is too long.

use serde_json::Value;

use crate::chat::Block;

/// How much of a message its blocks may fill, in bytes of UTF-16; the rest is for buttons, the words behind them, the text beside the card
/// and the address.
const MOST: usize = 40_000;

/// Length of JSON as Teams counts it, in bytes of UTF-16.
pub(super) fn size(value: &Value) -> usize {
    2 * value.to_string().encode_utf16().count()
}

/// The blocks in groups that each fit one message; `draw` says what a block becomes.
pub(super) fn pieces(blocks: &[Block], draw: &dyn Fn(&Block) -> Vec<Value>) -> Vec<Vec<Block>> {
    let measure = |block: &Block| draw(block).iter().map(size).sum::<usize>();
    let mut groups: Vec<Vec<Block>> = vec![Vec::new()];
    let mut filled = 0;
    for block in blocks.iter().flat_map(|block| small_enough(block, &measure)) {
        let length = measure(&block);
        if filled + length > MOST && groups.last().is_some_and(|group| !group.is_empty()) {
            groups.push(Vec::new());
            filled = 0;
        }
        filled += length;
        groups.last_mut().expect("there is always a group").push(block);
    }
    groups
}

/// The block, or its halves, each small enough for a message.
fn small_enough(block: &Block, measure: &dyn Fn(&Block) -> usize) -> Vec<Block> {
    if measure(block) <= MOST {
        return vec![block.clone()];
    }
    match halves(block) {
        Some((first, second)) => [first, second].iter().flat_map(|half| small_enough(half, measure)).collect(),
        None => vec![block.clone()],
    }
}

/// A block as two of its kind; none if it has but one small part.
fn halves(block: &Block) -> Option<(Block, Block)> {
    Some(match block {
        Block::Heading(text) | Block::Paragraph(text) => {
            let (first, second) = half_text(text)?;
            (Block::Paragraph(first), Block::Paragraph(second))
        }
        Block::Notice(lines) => both(texts(lines)?, Block::Notice),
        Block::List(items) => both(texts(items)?, Block::List),
        Block::Facts(rows) => both(half(rows)?, Block::Facts),
        Block::Table { header, rows } => both(half(rows)?, |rows| Block::Table { header: header.clone(), rows }),
        Block::Routes(cards) => both(half(cards)?, Block::Routes),
        Block::Figure { title, bars, caveat } => {
            both(half(bars)?, |bars| Block::Figure { title: title.clone(), bars, caveat: caveat.clone() })
        }
        Block::Choices(choices) => both(half(choices)?, Block::Choices),
        Block::Sources(sources) => both(half(sources)?, Block::Sources),
    })
}

fn both<T>((first, second): (T, T), make: impl Fn(T) -> Block) -> (Block, Block) {
    (make(first), make(second))
}

fn half<T: Clone>(items: &[T]) -> Option<(Vec<T>, Vec<T>)> {
    let (first, second) = items.split_at(items.len() / 2);
    (!first.is_empty()).then(|| (first.to_vec(), second.to_vec()))
}

fn texts(items: &[String]) -> Option<(Vec<String>, Vec<String>)> {
    match items {
        [only] => half_text(only).map(|(first, second)| (vec![first], vec![second])),
        _ => half(items),
    }
}

/// A text at the gap between words that is nearest to its middle; where it has no gap, between two signs.
fn half_text(text: &str) -> Option<(String, String)> {
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).filter(|at| *at > 0)?;
    let before = text[..middle].rfind(char::is_whitespace).filter(|at| *at > 0);
    let at = before.unwrap_or(middle);
    Some((text[..at].to_owned(), text[at..].trim_start().to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn drawn(block: &Block) -> Vec<Value> {
        let mut lines = Vec::new();
        if let Block::List(items) | Block::Notice(items) = block {
            lines.clone_from(items);
        }
        if let Block::Paragraph(text) = block {
            lines.push(text.clone());
        }
        lines.iter().map(|line| json!(line)).collect()
    }

    #[test]
    fn what_is_short_stays_together() {
        let blocks = [Block::Paragraph("a".to_owned()), Block::List(vec!["b".to_owned()])];
        assert_eq!(pieces(&blocks, &drawn), [blocks.to_vec()]);
        assert_eq!(pieces(&[], &drawn), [Vec::new()]);
    }

    #[test]
    fn what_is_long_is_spread_and_nothing_is_lost_or_cut_within_a_word() {
        let words = vec!["apprenticeship"; 20_000].join(" ");
        let blocks = [Block::Paragraph(words.clone()), Block::List(vec![words.clone(), "end".to_owned()])];
        let groups = pieces(&blocks, &drawn);
        let mut all = Vec::new();
        for group in &groups {
            assert!(group.iter().flat_map(drawn).map(|value| size(&value)).sum::<usize>() <= MOST);
            for value in group.iter().flat_map(drawn) {
                all.extend(value.as_str().expect("words").split(' ').map(str::to_owned).collect::<Vec<_>>());
            }
        }
        assert!(groups.len() > 10);
        assert_eq!(all.len(), 40_001);
        assert!(all.iter().all(|word| word == "apprenticeship" || word == "end"));
    }

    #[test]
    fn a_word_without_end_is_spread_too() {
        let groups = pieces(&[Block::Paragraph("é😀".repeat(50_000))], &drawn);
        assert!(groups.iter().flatten().all(|block| drawn(block).iter().all(|value| size(value) <= MOST)));
        let all: String =
            groups.iter().flatten().flat_map(drawn).map(|v| v.as_str().unwrap_or("").to_owned()).collect();
        assert_eq!(all, "é😀".repeat(50_000));
    }
}
