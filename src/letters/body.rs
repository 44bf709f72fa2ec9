//! The words of a letter, drawn twice: as plain text and as a page.

use askama::Template;

use crate::phrases::{LetterWords, fill};

/// What stands in a letter, top to bottom.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    parts: Vec<Part>,
}

/// A piece of a letter.
#[derive(Debug, Clone)]
enum Part {
    /// A sentence or a few.
    Line(String),
    /// Short items.
    List(Vec<String>),
    /// Somebody's own words, to the letter (D09).
    Words(String),
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Page<'a> {
    subject: &'a str,
    parts: &'a [Part],
    footer: &'a [String],
}

impl Body {
    /// The lines of a phrase with their braces filled in.
    pub(super) fn of(words: &LetterWords, with: &[(&str, &str)]) -> Self {
        Self::default().lines(&words.lines, with)
    }

    /// More lines.
    pub(super) fn lines(mut self, lines: &[String], with: &[(&str, &str)]) -> Self {
        self.parts.extend(lines.iter().map(|line| Part::Line(fill(line, with))));
        self
    }

    /// Short items.
    pub(super) fn list(mut self, items: Vec<String>) -> Self {
        self.parts.push(Part::List(items));
        self
    }

    /// Somebody's own words.
    pub(super) fn words(mut self, words: &str) -> Self {
        self.parts.push(Part::Words(words.to_owned()));
        self
    }

    /// As plain text.
    pub(super) fn text(&self, footer: &[String]) -> String {
        let mut pieces: Vec<String> = self.parts.iter().map(Part::text).collect();
        pieces.push(format!("-- \n{}", footer.join("\n")));
        pieces.join("\n\n") + "\n"
    }

    /// As a page; what people typed is escaped.
    pub(super) fn html(&self, subject: &str, footer: &[String]) -> String {
        let page = Page { subject, parts: &self.parts, footer };
        page.render().expect("writing a page to a string cannot fail")
    }
}

impl Part {
    fn text(&self) -> String {
        match self {
            Self::Line(line) | Self::Words(line) => line.clone(),
            Self::List(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
        }
    }
}
