use std::fmt;
use std::path::{Path, PathBuf};

use super::lines::Lines;

/// Something in the knowledge folder that must be mended, with the place and the mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the knowledge folder.
    pub file: PathBuf,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub says: String,
    /// What to do about it.
    pub mend: String,
}

impl Problem {
    /// A problem at a place.
    pub fn at(file: &Path, line: usize, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, says: says.into(), mend: mend.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}; {}", self.file.display(), self.line, self.says, self.mend)
    }
}

/// A TOML error as a problem; `lines_before` counts lines of the file that stand before the TOML.
pub fn toml_problem(file: &Path, text: &str, lines_before: usize, error: &toml::de::Error) -> Problem {
    let line = error.span().map_or(0, |span| Lines::of(text).at(span.start) + lines_before);
    Problem::at(file, line, error.message().trim().replace('\n', " "), "correct the TOML here")
}
