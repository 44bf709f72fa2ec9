use crate::chat::{Block, Reply};
use crate::phrases::{Doors, fill};

/// Width that is easy to read.
const WIDTH: usize = 88;

/// Longest bar of a figure, in signs.
const BAR: f64 = 30.0;

/// A reply as lines for a terminal.
pub fn draw(reply: &Reply, phrases: &Doors) -> String {
    let mut out = String::new();
    for block in &reply.blocks {
        let drawn = draw_block(block, phrases);
        if !drawn.is_empty() {
            out.push_str(&drawn);
            out.push('\n');
        }
    }
    out
}

fn draw_block(block: &Block, phrases: &Doors) -> String {
    match block {
        Block::Heading(text) => format!("{}\n{}\n", text, "─".repeat(text.chars().count().min(WIDTH))),
        Block::Paragraph(text) => wrapped(text, "", ""),
        Block::Notice(lines) => lines.iter().map(|line| wrapped(line, "! ", "  ")).collect(),
        Block::List(items) => items.iter().map(|item| wrapped(item, "  • ", "    ")).collect(),
        Block::Facts(rows) => {
            rows.iter().map(|(label, value)| wrapped(&format!("{label}: {value}"), "  ", "    ")).collect()
        }
        Block::Table { header, rows } => table(header, rows),
        Block::Routes(cards) => {
            cards.iter().map(|card| format!("{}\n{}", card.title, wrapped(&card.summary, "  ", "  "))).collect()
        }
        Block::Figure { title, bars, caveat } => {
            let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
            let wide = bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
            let drawn: String = bars
                .iter()
                .map(|bar| {
                    let length = (bar.value / most * BAR).round().max(1.0) as usize;
                    format!("  {:wide$}  {} {}\n", bar.label, "█".repeat(length), bar.text)
                })
                .collect();
            format!(
                "{}{drawn}{}",
                wrapped(title, "", ""),
                if caveat.is_empty() { String::new() } else { wrapped(caveat, "", "") }
            )
        }
        Block::Choices(choices) => {
            let lines: String = choices
                .iter()
                .enumerate()
                .map(|(at, choice)| wrapped(&choice.label, &format!("  {}. ", at + 1), "     "))
                .collect();
            format!("{}\n{lines}", phrases.choose)
        }
        Block::Sources(sources) => {
            let lines: String = sources
                .iter()
                .map(|source| {
                    let checked = fill(&phrases.checked, &[("date", &source.checked)]);
                    format!(
                        "{}    {}\n",
                        wrapped(&format!("{} — {}, {checked}", source.title, source.publisher), "  ", "    "),
                        source.url
                    )
                })
                .collect();
            format!("{}\n{lines}", phrases.sources)
        }
    }
}

fn wrapped(text: &str, first: &str, rest: &str) -> String {
    // A code is never broken at its hyphen: it would not be one any more for whoever copies it.
    let whole = textwrap::WordSplitter::NoHyphenation;
    let options = textwrap::Options::new(WIDTH).word_splitter(whole).break_words(false);
    let options = options.initial_indent(first).subsequent_indent(rest);
    let mut filled = textwrap::fill(text, options);
    filled.push('\n');
    filled
}

/// Columns side by side where they fit, else each row as lines.
fn table(header: &[String], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            std::iter::once(header)
                .chain(rows.iter().map(Vec::as_slice))
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    if widths.iter().sum::<usize>() + 3 * widths.len() > WIDTH {
        return rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = header.iter().zip(row).map(|(name, cell)| format!("{name}: {cell}")).collect();
                wrapped(&cells.join("; "), "  • ", "    ")
            })
            .collect();
    }
    let line = |row: &[String]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("  {}\n", cells.join("   ").trim_end())
    };
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    std::iter::once(line(header)).chain([line(&rule)]).chain(rows.iter().map(|row| line(row))).collect()
}
