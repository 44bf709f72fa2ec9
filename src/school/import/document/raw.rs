/// A line as a reader found it, before anyone asks what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    /// Its page, from 1; 0 where the format has none.
    pub page: usize,
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its words, with tabs between the cells of a row.
    pub text: String,
    /// What the format itself says the line is.
    pub hint: Option<Hint>,
    /// Addresses that its words link to.
    pub links: Vec<String>,
}

/// What a format that marks its parts says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// A heading of this level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A whole paragraph: never to be joined with the next line.
    Paragraph,
}

impl Raw {
    /// A line with nothing but its number and words.
    pub fn new(number: usize, text: impl Into<String>) -> Self {
        Self { number, text: text.into(), ..Self::default() }
    }

    /// True where there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}
