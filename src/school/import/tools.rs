//! Careers tools and services that the policy says are used.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::found::Found;
use super::lines::Text;

#[derive(Deserialize)]
struct File {
    tool: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    words: Vec<String>,
}

static TOOLS: LazyLock<Vec<(String, Regex)>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("tools.toml")).expect("the list of tools is valid, see the test");
    file.tool.into_iter().map(|entry| (entry.name, pattern(&entry.words))).collect()
});

fn pattern(words: &[String]) -> Regex {
    let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    Regex::new(&format!(r"(?:^|[^\w])(?:{})(?:$|[^\w+])", words.join("|"))).expect("escaped words are a valid pattern")
}

/// Each tool the text names, once, in the order of the list.
pub fn tools(text: &Text) -> Vec<Found<String>> {
    TOOLS
        .iter()
        .filter_map(|(name, words)| {
            let line = text.body().find(|line| words.is_match(&line.plain))?;
            Some(Found::at(line, name.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    #[test]
    fn tools_are_named_once_by_their_own_name() {
        let text = Text::of(&[Document::of_text("a", "We use Compass+ and Career Pilot, and CareerPilot again.")]);
        let found: Vec<String> = tools(&text).into_iter().map(|found| found.value).collect();
        assert_eq!(found, ["Compass+", "Careerpilot"]);
    }
}
