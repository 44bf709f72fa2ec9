use serde::Serialize;

/// One answer, as data. A door draws it; nothing behind the doors can post anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What sort of answer this is.
    pub kind: Kind,
    /// What a person reads, top to bottom.
    pub blocks: Vec<Block>,
}

/// The sorts of answer, in the words of the JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Reviewed text that answers.
    Answer,
    /// A question back, with choices.
    Clarify,
    /// No reviewed answer.
    Abstain,
    /// A disclosure was met and an alert raised.
    Safeguard,
    /// A step of asking for a personal guidance interview.
    Booking,
    /// A greeting, a thank-you, or a worry met kindly without an alert.
    SmallTalk,
}

/// One piece of a reply. All text is plain: escaping, length limits and rows of buttons belong to the door.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Marks the second answer where one message asked two things.
    Heading(String),
    /// Running text.
    Paragraph(String),
    /// Urgent words, one idea a line. Always drawn first and never folded.
    Notice(Vec<String>),
    /// Short items.
    List(Vec<String>),
    /// Labels with values.
    Facts(Vec<(String, String)>),
    /// A small table.
    Table {
        /// Column names.
        header: Vec<String>,
        /// Rows of as many cells.
        rows: Vec<Vec<String>>,
    },
    /// Equal cards, one a route, in the order given.
    Routes(Vec<RouteCard>),
    /// Numbers a door may draw as bars; the text beside each bar says the same.
    Figure {
        /// What is drawn.
        title: String,
        /// One bar each.
        bars: Vec<Bar>,
        /// What the numbers do not say.
        caveat: String,
    },
    /// Things to tap or type; a door may number them, and the number may always be typed.
    Choices(Vec<Choice>),
    /// Where the facts come from.
    Sources(Vec<SourceLine>),
}

/// A route in an open answer: the same fields for every route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteCard {
    /// The route's id, such as `t-levels`.
    pub id: String,
    /// The route's name.
    pub title: String,
    /// 15 to 40 words about it.
    pub summary: String,
}

/// One bar of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What the bar stands for.
    pub label: String,
    /// Its length, in the figure's unit.
    pub value: f64,
    /// The value as a person reads it.
    pub text: String,
}

/// Something to tap: sending its label is the same as typing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The words on the button, and what a tap says.
    pub label: String,
}

impl Choice {
    /// A choice with these words on it.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into() }
    }
}

/// A source as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SourceLine {
    /// Title of the page.
    pub title: String,
    /// Who publishes it; "reported by …" where it is not the responsible body's own page.
    pub publisher: String,
    /// The official page to check.
    pub url: String,
    /// The day we last compared it, as YYYY-MM-DD.
    pub checked: String,
}

impl Reply {
    /// A reply of one paragraph.
    pub fn of(kind: Kind, paragraph: impl Into<String>) -> Self {
        Self { kind, blocks: vec![Block::Paragraph(paragraph.into())] }
    }

    /// All that a person would read, in order; sources and choices left out.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        for block in &self.blocks {
            block.read_into(&mut lines);
        }
        lines.join("\n")
    }

    /// The labels of all choices, in order.
    pub fn choices(&self) -> Vec<String> {
        let mut labels = Vec::new();
        for block in &self.blocks {
            if let Block::Choices(choices) = block {
                labels.extend(choices.iter().map(|choice| choice.label.clone()));
            }
        }
        labels
    }

    /// All sources, in order.
    pub fn sources(&self) -> Vec<SourceLine> {
        let mut all = Vec::new();
        for block in &self.blocks {
            if let Block::Sources(sources) = block {
                all.extend(sources.iter().cloned());
            }
        }
        all
    }

    /// Ids of the routes shown as cards, in order.
    pub fn routes(&self) -> Vec<String> {
        let mut ids = Vec::new();
        for block in &self.blocks {
            if let Block::Routes(cards) = block {
                ids.extend(cards.iter().map(|card| card.id.clone()));
            }
        }
        ids
    }
}

impl Block {
    fn read_into(&self, lines: &mut Vec<String>) {
        match self {
            Block::Heading(text) | Block::Paragraph(text) => lines.push(text.clone()),
            Block::Notice(notice) => lines.extend(notice.iter().cloned()),
            Block::List(items) => lines.extend(items.iter().map(|item| format!("• {item}"))),
            Block::Facts(rows) => lines.extend(rows.iter().map(|(label, value)| format!("{label}: {value}"))),
            Block::Table { header, rows } => {
                lines.push(header.join(" | "));
                lines.extend(rows.iter().map(|row| row.join(" | ")));
            }
            Block::Routes(cards) => {
                lines.extend(cards.iter().map(|card| format!("{}: {}", card.title, card.summary)));
            }
            Block::Figure { title, bars, caveat } => {
                lines.push(title.clone());
                lines.extend(bars.iter().map(|bar| format!("{}: {}", bar.label, bar.text)));
                if !caveat.is_empty() {
                    lines.push(caveat.clone());
                }
            }
            Block::Choices(_) | Block::Sources(_) => {}
        }
    }
}
