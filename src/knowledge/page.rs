//! Pages and route cards: a Markdown file with TOML front matter, cut into passages.

use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Deserialize;

use super::body::{Body, BodyBlock, Sentence};
use super::fact::day;
use super::lines::Lines;
use super::matter::Matter;
use super::problem::{Problem, toml_problem};

/// One subject, or one route at one age of choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The file name without its ending; unique in the folder.
    pub id: String,
    /// The folder it stands in: the area of knowledge.
    pub topic: String,
    /// The file, relative to the knowledge folder.
    pub file: PathBuf,
    /// Its front matter.
    pub about: About,
    /// Its sections.
    pub passages: Vec<Passage>,
}

impl Page {
    /// What the page is about, for follow-ups: its subject's first name, or its own id.
    pub fn subject(&self) -> &str {
        self.about.names.first().map_or(&self.id, String::as_str)
    }
}

/// The front matter of a page.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Title as a person reads it.
    pub title: String,
    /// One or two sentences; on a route card 22 to 32 words.
    pub summary: String,
    /// Id of the subject, for follow-ups.
    pub subject: Option<String>,
    /// What people call the subject.
    #[serde(default)]
    pub names: Vec<String>,
    /// The role that looks after the page.
    pub owner: String,
    /// The day it was last read against its sources.
    #[serde(with = "day")]
    pub checked: NaiveDate,
    /// The day by which it is read again.
    #[serde(with = "day")]
    pub review_by: NaiveDate,
    /// Who must be able to read it.
    #[serde(default)]
    pub reading: Reading,
    /// Ids of the sources its sections rest on.
    #[serde(default)]
    pub sources: Vec<String>,
    /// On the page of a signpost: patterns by which an open question is known.
    #[serde(default)]
    pub open: Vec<String>,
    /// On a route card: the route.
    pub route: Option<String>,
    /// The age of choice that the page is about: 14, 16 or 18. Every route card has one; other pages only if they speak of no other age.
    pub transition: Option<u8>,
}

/// For whom a page must be readable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Reading {
    /// Reading age 13.
    #[default]
    #[serde(rename = "everyone")]
    Everyone,
    /// Reading age 11.
    #[serde(rename = "years-7-9")]
    Years7To9,
}

impl Reading {
    /// The highest reading age allowed, in years.
    pub fn limit(self) -> f64 {
        match self {
            Reading::Everyone => 13.0,
            Reading::Years7To9 => 11.0,
        }
    }
}

/// A section: it answers one question by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// `page#section`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Which side of the subject it answers.
    pub side: Option<Side>,
    /// If it is a whole signpost: of which age of choice.
    pub signpost: Option<u8>,
    /// What can be written to the school about it.
    pub enquiry: Option<Matter>,
    /// The text.
    pub body: Body,
    /// The text worded for a parent.
    pub parent: Option<Body>,
    /// The text in easy words.
    pub easy: Option<Body>,
    /// Said instead where the school has not filled in what the text quotes.
    pub not_set: Option<Body>,
    /// Passages that people ask for next.
    pub next: Vec<String>,
    /// How people put the question.
    pub asks: Vec<String>,
    /// Ids of its sources, where they differ from the page's.
    pub sources: Vec<String>,
    /// Line of the heading.
    pub line: usize,
    /// Lines of the asks, in their order.
    pub ask_lines: Vec<usize>,
}

impl Passage {
    /// All its wordings.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        [Some(&self.body), self.parent.as_ref(), self.easy.as_ref(), self.not_set.as_ref()].into_iter().flatten()
    }

    /// The section's name, behind the `#`.
    pub fn section(&self) -> &str {
        self.id.split_once('#').map_or("", |(_, section)| section)
    }
}

/// The sides of a subject that people ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the words used in pages, explained in knowledge/README.md")]
pub enum Side {
    What,
    Who,
    Entry,
    Length,
    Money,
    Where,
    Next,
    Apply,
    Dates,
    Compare,
    Rules,
    Ended,
}

impl Side {
    fn from_class(class: &str) -> Option<Self> {
        Side::deserialize(toml::Value::String(class.to_owned())).ok()
    }
}

/// Sections that every route card has, in order.
pub const CARD_SLOTS: [&str; 9] =
    ["what", "who", "length", "money", "where", "leads", "apply", "suits", "may-not-suit"];

/// Reads one page. A page whose front matter cannot be read is left out and named.
pub(super) fn read_page(file: &Path, topic: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Page> {
    let id = file.file_stem()?.to_string_lossy().into_owned();
    let Some((front, body_at)) = front_matter(text) else {
        problems.push(Problem::at(
            file,
            1,
            format!("page `{id}` has no front matter"),
            "begin the file with +++, the front matter as TOML, and +++",
        ));
        return None;
    };
    let about: About = match toml::from_str(front) {
        Ok(about) => about,
        Err(error) => {
            problems.push(toml_problem(file, front, 1, &error));
            return None;
        }
    };
    let lines = Lines::of(text);
    let mut reader = Reader { file, page: &id, text, lines, body_at, passages: Vec::new(), part: Part::Body, problems };
    reader.read();
    let passages = reader.passages;
    Some(Page { id, topic: topic.to_owned(), file: file.to_owned(), about, passages })
}

/// The TOML between the two `+++` lines, and where the text behind them begins.
fn front_matter(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n"))?;
    let start = text.len() - rest.len();
    let end = rest.find("\n+++")?;
    Some((&rest[..=end], (start + end + 5).min(text.len())))
}

/// Which part of a section the reader is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Body,
    Parent,
    Easy,
    NotSet,
    Next,
    Asks,
    Sources,
}

impl Part {
    fn from_heading(heading: &str) -> Option<Self> {
        Some(match heading {
            "Parent" => Part::Parent,
            "Easy" => Part::Easy,
            "Not set" => Part::NotSet,
            "Next" => Part::Next,
            "Asks" => Part::Asks,
            "Sources" => Part::Sources,
            _ => return None,
        })
    }
}

struct Reader<'a> {
    file: &'a Path,
    page: &'a str,
    text: &'a str,
    lines: Lines,
    body_at: usize,
    passages: Vec<Passage>,
    part: Part,
    problems: &'a mut Vec<Problem>,
}

type Events<'a> = std::iter::Peekable<pulldown_cmark::OffsetIter<'a>>;

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
        let mut events = Parser::new_ext(&self.text[self.body_at..], options).into_offset_iter().peekable();
        while let Some((event, range)) = events.next() {
            let line = self.line(&range);
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, .. }) => {
                    let title = words(&mut events, TagEnd::Heading(HeadingLevel::H2));
                    let classes: Vec<String> = classes.iter().map(ToString::to_string).collect();
                    self.begin(title, id.as_deref(), &classes, line);
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let heading = words(&mut events, TagEnd::Heading(level));
                    match Part::from_heading(&heading) {
                        Some(part) if level == HeadingLevel::H3 => self.part = part,
                        _ => self.problem(
                            line,
                            format!("unknown heading `{heading}` inside a section"),
                            "use ## for a section, and ### for Parent, Easy, Not set, Next, Asks or Sources",
                        ),
                    }
                }
                Event::Start(Tag::Paragraph) => {
                    let text = words(&mut events, TagEnd::Paragraph);
                    self.add(BodyBlock::Paragraph(Sentence::split(&text)), line);
                }
                Event::Start(Tag::List(_)) => self.list(&mut events, line),
                Event::Start(Tag::Table(_)) => {
                    let block = table(&mut events);
                    self.add(block, line);
                }
                Event::Start(tag) => {
                    self.problem(
                        line,
                        format!("{tag:?} is not drawn by every door"),
                        "use paragraphs, lists and small tables",
                    );
                    skip(&mut events);
                }
                _ => {}
            }
        }
    }

    fn begin(&mut self, title: String, id: Option<&str>, classes: &[String], line: usize) {
        self.part = Part::Body;
        let section = id.map(str::to_owned).unwrap_or_default();
        if section.is_empty() {
            self.problem(line, format!("section `{title}` has no name"), "write {#name} behind the heading");
        }
        let mut side = None;
        let mut signpost = None;
        let mut enquiry = None;
        for class in classes {
            if let Some(matter) = class.strip_prefix("enquiry-").and_then(Matter::from_word) {
                enquiry = Some(matter);
                continue;
            }
            if let Some(age) = class.strip_prefix("signpost-") {
                signpost = age.parse().ok();
            } else if let Some(found) = Side::from_class(class) {
                side = Some(found);
            } else {
                self.problem(line, format!("unknown side `.{class}`"), "use one of the sides of knowledge/README.md");
            }
        }
        self.passages.push(Passage {
            id: format!("{}#{section}", self.page),
            title,
            side,
            signpost,
            enquiry,
            body: Body::default(),
            parent: None,
            easy: None,
            not_set: None,
            next: Vec::new(),
            asks: Vec::new(),
            sources: Vec::new(),
            line,
            ask_lines: Vec::new(),
        });
    }

    fn list(&mut self, events: &mut Events<'_>, line: usize) {
        let mut items = Vec::new();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Item) => items.push((words(events, TagEnd::Item), self.line(&range))),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        let part = self.part;
        let Some(passage) = self.passages.last_mut() else {
            return self.problem(line, "a list stands before the first section", "put it under a ## heading");
        };
        match part {
            Part::Asks => {
                for (ask, line) in items {
                    passage.asks.push(ask);
                    passage.ask_lines.push(line);
                }
            }
            Part::Next => passage.next.extend(items.into_iter().map(|(id, _)| id)),
            Part::Sources => passage.sources.extend(items.into_iter().map(|(id, _)| id)),
            _ => {
                let items = items.iter().map(|(text, _)| Sentence::split(text)).collect();
                self.add(BodyBlock::List(items), line);
            }
        }
    }

    fn add(&mut self, block: BodyBlock, line: usize) {
        let part = self.part;
        let Some(passage) = self.passages.last_mut() else {
            return self.problem(line, "text stands before the first section", "put it under a ## heading");
        };
        let body = match part {
            Part::Body => &mut passage.body,
            Part::Parent => passage.parent.get_or_insert_default(),
            Part::Easy => passage.easy.get_or_insert_default(),
            Part::NotSet => passage.not_set.get_or_insert_default(),
            Part::Next | Part::Asks | Part::Sources => {
                return self.problem(line, "text stands where a list belongs", "write the items as a list with -");
            }
        };
        body.blocks.push(block);
    }

    fn line(&self, range: &Range<usize>) -> usize {
        self.lines.at(self.body_at + range.start)
    }

    fn problem(&mut self, line: usize, says: impl Into<String>, mend: &str) {
        self.problems.push(Problem::at(self.file, line, says, mend));
    }
}

/// The words up to the end of a block, mark-up inside it dropped.
fn words(events: &mut Events<'_>, end: TagEnd) -> String {
    let mut text = String::new();
    for (event, _) in events.by_ref() {
        match event {
            Event::End(tag) if tag == end => break,
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

fn table(events: &mut Events<'_>) -> BodyBlock {
    let (mut header, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
    while let Some((event, _)) = events.next() {
        match event {
            Event::Start(Tag::TableCell) => row.push(Sentence::parse(&words(events, TagEnd::TableCell))),
            Event::End(TagEnd::TableHead) => header = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    BodyBlock::Table { header, rows }
}

/// Passes over everything inside the block that has just begun.
fn skip(events: &mut Events<'_>) {
    let mut depth = 1;
    for (event, _) in events.by_ref() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "+++\ntitle = \"Bursary\"\nsummary = \"Help.\"\nowner = \"careers leader\"\nchecked = 2026-11-21\nreview_by = 2027-02-19\n+++\n\n## How much {#amount .money}\n\nUp to {{max}} a year. Ask.\n\n- One.\n- Two.\n\n### Parent\n\nYour child.\n\n### Next\n\n- bursary#apply\n\n### Asks\n\n- how much\n- how mutch\n";

    #[test]
    fn a_section_becomes_a_passage_with_its_asks_and_wordings() {
        let mut problems = Vec::new();
        let page = read_page(Path::new("pages/money/bursary.md"), "money", PAGE, &mut problems).expect("a page");
        assert_eq!(problems, []);
        let passage = &page.passages[0];
        assert_eq!(passage.id, "bursary#amount");
        assert_eq!(passage.side, Some(Side::Money));
        assert_eq!(passage.asks, ["how much", "how mutch"]);
        assert_eq!(passage.next, ["bursary#apply"]);
        assert_eq!(passage.body.blocks.len(), 2);
        assert!(passage.parent.is_some());
        assert_eq!(passage.line, 9);
        assert_eq!(passage.ask_lines, [26, 27]);
    }

    #[test]
    fn broken_front_matter_is_named_with_its_line_and_the_page_left_out() {
        let mut problems = Vec::new();
        let text = PAGE.replace("title = \"Bursary\"", "title = Bursary");
        assert!(read_page(Path::new("bursary.md"), "money", &text, &mut problems).is_none());
        assert_eq!(problems[0].line, 2);
    }
}
