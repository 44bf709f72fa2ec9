use super::document::Line;

/// A value, with the exact words and the place it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// What it says.
    pub value: T,
    /// The words it was read from.
    pub words: String,
    /// Where they stand.
    pub place: Place,
}

/// A place in what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Which file, from 0.
    pub file: usize,
    /// Its page; 0 where the format has none.
    pub page: usize,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
}

/// Words shown in a draft or report are cut here; the place says where the rest is.
const LONGEST: usize = 300;

impl Place {
    /// Where a line stands.
    pub fn of(line: &Line) -> Self {
        Self { file: line.file, page: line.page, line: line.number }
    }
}

impl<T> Found<T> {
    /// Found in this line.
    pub fn at(line: &Line, value: T) -> Self {
        Self { value, words: short(&line.shown()), place: Place::of(line) }
    }
}

/// Words, cut where they are very long.
pub fn short(words: &str) -> String {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
