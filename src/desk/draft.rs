//! An answer of the school's own, as the form of the desk holds it and as the files it becomes. The files pass the same gates as every
//! other page; what is typed into a field stays in its field.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::knowledge::{LaidOver, Library, Loaded, OwnPage, Problem, check::check, lay_over};
use crate::store::OwnAnswer;

/// Days until a new answer is read again, if nobody says another day.
const REVIEW: TimeDelta = TimeDelta::days(90);

/// What the form holds. All fields are text, as a person typed them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) topic: String,
    pub(super) summary: String,
    /// The question that it answers: the heading.
    pub(super) heading: String,
    pub(super) text: String,
    pub(super) parent: String,
    pub(super) easy: String,
    /// How people ask, one a line.
    pub(super) asks: String,
    /// Ids of known sources, one a line.
    pub(super) sources: String,
    pub(super) publisher: String,
    pub(super) page_title: String,
    pub(super) page_date: String,
    pub(super) address: String,
    pub(super) review_by: String,
    pub(super) fact1_name: String,
    pub(super) fact1_value: String,
    pub(super) fact1_applies: String,
    pub(super) fact1_until: String,
    pub(super) fact1_lapsed: String,
    pub(super) fact2_name: String,
    pub(super) fact2_value: String,
    pub(super) fact2_applies: String,
    pub(super) fact2_until: String,
    pub(super) fact2_lapsed: String,
    pub(super) fact3_name: String,
    pub(super) fact3_value: String,
    pub(super) fact3_applies: String,
    pub(super) fact3_until: String,
    pub(super) fact3_lapsed: String,
}

/// A figure, date or rule that the answer brings with it.
pub(super) struct DraftFact<'a> {
    pub(super) number: u8,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) applies: &'a str,
    pub(super) until: &'a str,
    pub(super) lapsed: &'a str,
}

impl Draft {
    pub(super) fn facts(&self) -> [DraftFact<'_>; 3] {
        let fact =
            |number, name, value, applies, until, lapsed| DraftFact { number, name, value, applies, until, lapsed };
        [
            fact(1, &self.fact1_name, &self.fact1_value, &self.fact1_applies, &self.fact1_until, &self.fact1_lapsed),
            fact(2, &self.fact2_name, &self.fact2_value, &self.fact2_applies, &self.fact2_until, &self.fact2_lapsed),
            fact(3, &self.fact3_name, &self.fact3_value, &self.fact3_applies, &self.fact3_until, &self.fact3_lapsed),
        ]
    }

    /// The day by which it is read again: the one typed, or three months from the day it is written.
    fn review_by(&self, today: NaiveDate) -> String {
        let typed = self.review_by.trim().parse::<NaiveDate>().ok();
        typed.unwrap_or(today + REVIEW).to_string()
    }

    fn asks(&self) -> impl Iterator<Item = String> {
        self.asks.lines().map(one_line).filter(|ask| !ask.is_empty())
    }

    fn has_own_source(&self) -> bool {
        [&self.publisher, &self.page_title, &self.address].iter().any(|field| !field.trim().is_empty())
    }

    fn source_ids(&self, name: &str) -> Vec<String> {
        let known = self.sources.split([',', '\n']).map(one_line).filter(|id| !id.is_empty());
        self.has_own_source().then(|| name.to_owned()).into_iter().chain(known).collect()
    }

    /// The files that it becomes under this name.
    pub(super) fn own_page(&self, name: &str, written: NaiveDate) -> OwnPage {
        let topic = one_line(&self.topic);
        OwnPage {
            name: name.to_owned(),
            topic: if slug(&topic) == topic && !topic.is_empty() { topic } else { "guidance".to_owned() },
            page: self.page(name, written),
            facts: self.facts_file(name, written),
            sources: self.sources_file(name),
        }
    }

    fn page(&self, name: &str, written: NaiveDate) -> String {
        let mut about = Table::new();
        for (key, text) in [("title", &self.title), ("summary", &self.summary)] {
            about.insert(key.to_owned(), Value::String(one_line(text)));
        }
        about.insert("owner".to_owned(), Value::String("careers leader".to_owned()));
        about.insert("checked".to_owned(), day(&written.to_string()));
        about.insert("review_by".to_owned(), day(&self.review_by(written)));
        let sources = self.source_ids(name).into_iter().map(Value::String).collect();
        about.insert("sources".to_owned(), Value::Array(sources));
        let mut page = format!("+++\n{about}+++\n\n## {} {{#answer}}\n\n", heading(&self.heading));
        page += &self.body(name, &self.text);
        for (title, text) in [("Parent", &self.parent), ("Easy", &self.easy)] {
            if !text.trim().is_empty() {
                page += &format!("\n### {title}\n\n{}", self.body(name, text));
            }
        }
        page += "\n### Asks\n\n";
        for ask in self.asks() {
            page += &format!("- {}\n", plain(&ask));
        }
        page
    }

    /// Paragraphs and lists as typed; places of its own facts with their whole ids.
    fn body(&self, name: &str, text: &str) -> String {
        let mut body = text.replace('\r', "");
        for fact in self.facts().iter().map(|fact| slug(fact.name)).filter(|fact| !fact.is_empty()) {
            body = body.replace(&format!("{{{{{fact}}}}}"), &format!("{{{{{name}.{fact}}}}}"));
        }
        let lines = body.trim().lines().map(|line| match line.trim_start() {
            // A heading typed into a text would begin a section of its own.
            begins if begins.starts_with(['#', '+', '=']) => format!("\\{begins}\n"),
            _ => format!("{line}\n"),
        });
        lines.collect()
    }

    fn facts_file(&self, name: &str, written: NaiveDate) -> String {
        let mut facts = Table::new();
        let source = self.source_ids(name).first().cloned().unwrap_or_default();
        for fact in self.facts() {
            let (id, value) = (slug(fact.name), one_line(fact.value));
            if id.is_empty() || value.is_empty() {
                continue;
            }
            let mut table = Table::new();
            let lines = [("value", value), ("applies_to", one_line(fact.applies)), ("region", "England".to_owned())];
            for (key, text) in
                lines.into_iter().chain([("source", source.clone()), ("confidence", "official".to_owned())])
            {
                table.insert(key.to_owned(), Value::String(text));
            }
            table.insert("checked".to_owned(), day(&written.to_string()));
            table.insert("review_by".to_owned(), day(&self.review_by(written)));
            if fact.until.trim().parse::<NaiveDate>().is_ok() {
                table.insert("until".to_owned(), day(fact.until.trim()));
            }
            if !fact.lapsed.trim().is_empty() {
                table.insert("lapsed".to_owned(), Value::String(one_line(fact.lapsed)));
            }
            facts.insert(id, Value::Table(table));
        }
        if facts.is_empty() {
            String::new()
        } else {
            Table::from_iter([(name.to_owned(), Value::Table(facts))]).to_string()
        }
    }

    fn sources_file(&self, name: &str) -> String {
        if !self.has_own_source() {
            return String::new();
        }
        let mut source = Table::new();
        let fields = [
            ("publisher", &self.publisher),
            ("title", &self.page_title),
            ("date", &self.page_date),
            ("read_at", &self.address),
            ("check_at", &self.address),
        ];
        for (key, text) in fields {
            source.insert(key.to_owned(), Value::String(one_line(text)));
        }
        source.insert("reported".to_owned(), Value::Boolean(false));
        Table::from_iter([(name.to_owned(), Value::Table(source))]).to_string()
    }
}

/// What the gates say about a draft, laid over everything that is in force. It may take a second: not for threads that answer.
pub(super) fn problems(in_force: &Library, own: OwnPage, today: NaiveDate) -> Vec<Problem> {
    let files: Vec<String> = own.files().into_iter().map(|(file, _)| file).collect();
    let named = format!("`{}#answer`", own.name);
    let loaded: Loaded = lay_over(in_force.clone(), &LaidOver { pages: vec![own], off: Vec::new() });
    let is_own = |problem: &Problem| {
        files.iter().any(|file| problem.file.as_os_str() == file.as_str()) || problem.says.contains(&named)
    };
    check(&loaded, today).into_iter().filter(is_own).collect()
}

/// The pages that are in force, as files; what cannot be read is left out and named in the log.
pub fn own_pages(answers: &[OwnAnswer]) -> Vec<OwnPage> {
    let page = |answer: &OwnAnswer| {
        let form = answer.in_force.as_ref()?;
        match serde_json::from_str::<Draft>(form) {
            Ok(draft) => {
                let written = answer.published_at.unwrap_or(answer.changed_at).date();
                Some(draft.own_page(&answer.slug, written))
            }
            Err(error) => {
                tracing::warn!(answer = answer.slug, %error, "left out an answer of the school's own");
                None
            }
        }
    };
    answers.iter().filter_map(page).collect()
}

/// Small letters, digits and hyphens of a text.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.trim().to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').chars().take(60).collect()
}

fn day(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::String(text.to_owned()), Value::Datetime)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what Markdown would read as more than words.
fn plain(text: &str) -> String {
    text.trim_start_matches(['-', '*', '+', '#', '>', ' ']).to_owned()
}

/// A heading without the signs that give a section its name and side.
fn heading(text: &str) -> String {
    let words = one_line(text).replace(['{', '}', '#'], "");
    if words.is_empty() { "Untitled".to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
    }

    #[test]
    fn a_draft_becomes_files_that_can_be_read() {
        let draft = Draft {
            title: "Bees \"and\" hives".into(),
            topic: "work".into(),
            summary: "Keeping bees.".into(),
            heading: "How to begin {#evil .signpost-16}".into(),
            text: "It costs {{fee}}.\n\n# Not a heading\n+++\nAsk.".into(),
            asks: "- how do i keep bees\nbees\n\n".into(),
            publisher: "The Hive".into(),
            page_title: "Fees".into(),
            page_date: "2026".into(),
            address: "https://hive.example/fees".into(),
            fact1_name: "Fee".into(),
            fact1_value: "£5".into(),
            fact1_applies: "beginners".into(),
            ..Draft::default()
        };
        let own = draft.own_page("own-bees", written());
        let loaded = lay_over(Library::default(), &LaidOver { pages: vec![own], off: vec![] });
        assert_eq!(loaded.problems, []);
        let page = &loaded.library.pages[0];
        assert_eq!((page.about.title.as_str(), page.passages.len()), ("Bees \"and\" hives", 1));
        let passage = &page.passages[0];
        assert_eq!((passage.id.as_str(), passage.signpost), ("own-bees#answer", None));
        assert_eq!(passage.asks, ["how do i keep bees", "bees"]);
        let quoted: Vec<&str> = passage.body.sentences().flat_map(|sentence| sentence.facts()).collect();
        assert_eq!(quoted, ["own-bees.fee"]);
        assert_eq!(loaded.library.facts["own-bees.fee"].value, "£5");
        assert_eq!(loaded.library.sources["own-bees"].check_at, "https://hive.example/fees");
        assert_eq!(page.about.review_by.to_string(), "2027-02-19");
    }

    #[test]
    fn a_topic_cannot_lead_out_of_its_folder() {
        let draft = Draft { topic: "../../etc".into(), ..Draft::default() };
        assert_eq!(draft.own_page("own-x", written()).topic, "guidance");
    }
}
