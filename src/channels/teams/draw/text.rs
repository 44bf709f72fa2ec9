//! Words on a card. Teams reads Markdown in a `TextBlock` and in facts, but never in a `TextRun`: so what anybody wrote goes into runs,
//! and no sign has to be escaped.

use serde_json::{Value, json};

/// Signs that Markdown may take for its own.
const MARKUP: [char; 14] = ['*', '_', '`', '[', ']', '<', '>', '#', '~', '\\', '|', '&', '{', '}'];

/// A paragraph.
pub(in crate::channels::teams) fn run(text: &str) -> Value {
    runs(vec![json!({"type": "TextRun", "text": text})])
}

/// A paragraph in bold.
pub(super) fn bold(text: &str) -> Value {
    runs(vec![json!({"type": "TextRun", "text": text, "weight": "Bolder"})])
}

/// A paragraph in small, quiet letters.
pub(super) fn quiet(text: &str) -> Value {
    runs(vec![json!({"type": "TextRun", "text": text, "size": "Small", "isSubtle": true})])
}

/// A paragraph of given runs.
pub(super) fn runs(runs: Vec<Value>) -> Value {
    json!({"type": "RichTextBlock", "inlines": runs})
}

/// A heading that screen readers know as one, unless its words could be taken for mark-up.
pub(super) fn heading(text: &str) -> Value {
    if text.contains(MARKUP) || text.starts_with(|c: char| c.is_ascii_digit() || "-+>=".contains(c)) {
        return runs(vec![json!({"type": "TextRun", "text": text, "weight": "Bolder", "size": "Medium"})]);
    }
    json!({"type": "TextBlock", "text": text, "wrap": true, "style": "heading", "weight": "Bolder", "size": "Medium"})
}

/// `2026-11-21` as 21 November 2026.
pub(super) fn day_in_words(date: &str) -> String {
    chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_or_else(|_| date.to_owned(), |day| day.format("%-d %B %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_could_be_mark_up_is_drawn_as_a_run() {
        assert_eq!(heading("First: Bursaries")["type"], "TextBlock");
        for text in ["*bold*", "[a](https://school.example)", "1. first", "# big", "<at>Sam</at>"] {
            assert_eq!(heading(text)["type"], "RichTextBlock", "{text}");
        }
    }
}
