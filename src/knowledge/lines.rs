//! Which line of a file something stands in: the newlines are counted once.

use std::collections::HashMap;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub(super) fn of(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(newlines).collect() }
    }

    /// The line, from 1, in which the byte at `offset` stands.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }
}

/// The line, from 1, of each table of a TOML file, by its name: `[bursary.vulnerable.max]`.
pub(super) fn table_lines(text: &str) -> HashMap<&str, usize> {
    text.lines()
        .enumerate()
        .filter_map(|(at, line)| Some((line.trim().strip_prefix('[')?.strip_suffix(']')?, at + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_tables_have_their_lines() {
        let text = "[a]\nvalue = 1\n\n[b.c]\n";
        let lines = Lines::of(text);
        assert_eq!([lines.at(0), lines.at(3), lines.at(4), lines.at(15)], [1, 1, 2, 4]);
        assert_eq!(table_lines(text), HashMap::from([("a", 1), ("b.c", 4)]));
    }
}
