//! A policy as lines that know what they are: heading, clause, list item, table row or text, each with its page and number.
//!
//! The readers (`text`, `html`, `docx`, `pdf`) give raw lines; `shape` takes the noise of extraction away and names each
//! line's kind. Nothing here knows what a careers policy says.

mod clean;
mod columns;
mod contents;
mod docx;
mod furniture;
mod html;
mod join;
mod kinds;
mod mark;
mod numbering;
mod pdf;
mod plain;
mod raw;
mod read;
mod text;

pub use mark::Mark;
pub use plain::plain;
pub use raw::{Hint, Raw};
pub use read::{Document, ReadError, read};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading, with its level from 1; 8 for a key stage, 9 for one without a number.
    Heading(u8),
    /// A numbered paragraph.
    Clause,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A line of the list of contents.
    Contents,
    /// Anything else.
    Text,
}

/// One line of a policy: a paragraph, an item, a row; broken lines are already joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which file it is of.
    pub file: usize,
    /// Its page, from 1; 0 where the format has none.
    pub page: usize,
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it is.
    pub kind: Kind,
    /// Its number or letter, if it has one.
    pub mark: Option<Mark>,
    /// Its words, without bullet and number.
    pub text: String,
    /// The same in lower case with straight quotes and hyphens, for rules to look at.
    pub plain: String,
    /// Addresses that its words link to.
    pub links: Vec<String>,
}

impl Line {
    /// The cells of a row; a line that is no row is one cell.
    pub fn cells(&self) -> Vec<&str> {
        self.text.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect()
    }

    /// True for a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
    }

    /// True where a list may be promised: the line ends with a colon.
    pub fn introduces(&self) -> bool {
        self.text.trim_end().ends_with(':')
    }

    /// The number as printed and the words, for showing.
    pub fn shown(&self) -> String {
        let mark = self.mark.as_ref().map_or(String::new(), |mark| format!("{} ", mark.label));
        format!("{mark}{}", self.text.replace('\t', " | "))
    }
}
