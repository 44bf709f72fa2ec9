//! A Word file as raw lines: paragraphs with their styles and automatic numbers, list items, rows of tables, links; headers and footers
//! behind them, each once.
//!
//! Only the parts with text are unpacked, and never more of them than a policy can have.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::numbering::Numbering;
use super::read::{MOST_LINES, ReadError};
use super::{Hint, Raw};

/// More text than this is no policy but an attack.
const MOST_TEXT: u64 = 64 * 1024 * 1024;

/// A part beside the text that is larger is left out.
const MOST_BESIDE: u64 = 4 * 1024 * 1024;

/// No policy has more pieces of mark-up and text than this; a file that has more is read so far.
const MOST_PIECES: usize = 2_000_000;

/// How many headers and footers are looked at.
const MOST_EDGES: usize = 12;

/// The raw lines of a Word file.
pub(super) fn lines(name: &str, bytes: &[u8]) -> Result<Vec<Raw>, ReadError> {
    let broken = |says: &str| ReadError::Broken(name.to_owned(), says.to_owned());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("it is no whole Word file"))?;
    let document = part(name, &mut archive, "word/document.xml")?
        .ok_or_else(|| ReadError::Unknown(name.to_owned(), "it is an archive without a Word text in it".to_owned()))?;
    let targets =
        part(name, &mut archive, "word/_rels/document.xml.rels")?.map(|words| targets(&words)).unwrap_or_default();
    let numbering = beside(&mut archive, "word/numbering.xml");
    let styles = beside(&mut archive, "word/styles.xml");
    let numbering = Numbering::of(numbering.as_deref(), styles.as_deref());
    let mut reader = Reader { targets, numbering, page: 1, ..Reader::default() };
    reader.read(&document).map_err(|()| broken("its text is damaged"))?;
    let mut out = reader.out;
    edges(&mut archive, &mut out);
    Ok(out)
}

/// A part that the text can do without: none where it is missing, damaged or too large.
fn beside(archive: &mut Archive<'_>, path: &str) -> Option<String> {
    let file = archive.by_name(path).ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_BESIDE + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MOST_BESIDE).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// What stands in headers and footers, each line once, behind everything else: what the text says itself goes first.
fn edges(archive: &mut Archive<'_>, out: &mut Vec<Raw>) {
    let is_edge = |path: &str| path.starts_with("word/header") || path.starts_with("word/footer");
    let names = archive.file_names().flatten().filter(|path| is_edge(path));
    let mut paths: Vec<String> = names.map(|path| path.into_owned()).collect();
    paths.sort();
    let mut said: Vec<Raw> = Vec::new();
    for path in paths.into_iter().take(MOST_EDGES) {
        let mut reader = Reader::default();
        // A header that cannot be read whole gives what was read so far.
        let _ = beside(archive, &path).map(|words| reader.read(&words));
        said.extend(reader.out);
    }
    let page = out.last().map_or(0, |line| line.page);
    let mut known: HashSet<String> = out.iter().map(|line| line.text.clone()).collect();
    for line in said {
        if line.text.chars().any(char::is_alphabetic) && known.insert(line.text.clone()) {
            let number = out.len() + 1;
            // A blank line before it, so that it is never joined with another.
            out.push(Raw { page, ..Raw::new(number, "") });
            out.push(Raw { page, number: number + 1, hint: None, ..line });
        }
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A part of the archive as text, if there is one; refused when it unpacks to more than a policy can have.
fn part(name: &str, archive: &mut Archive<'_>, path: &str) -> Result<Option<String>, ReadError> {
    let Ok(file) = archive.by_name(path) else { return Ok(None) };
    if file.encrypted() {
        return Err(ReadError::Locked(name.to_owned()));
    }
    let mut bytes = Vec::new();
    let read = file.take(MOST_TEXT + 1).read_to_end(&mut bytes);
    if read.is_err() {
        return Err(ReadError::Broken(name.to_owned(), "it is damaged".to_owned()));
    }
    if bytes.len() as u64 > MOST_TEXT {
        return Err(ReadError::Huge(name.to_owned()));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Addresses of links by their id.
fn targets(words: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    let mut xml = Xml::from_str(words);
    while let Ok(event) = xml.read_event() {
        match event {
            Event::Empty(tag) | Event::Start(tag) => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                    out.insert(id, target);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let raw = found.value.into_owned();
    Some(quick_xml::escape::unescape(&raw).map(|value| value.into_owned()).unwrap_or(raw))
}

#[derive(Default)]
struct Reader {
    out: Vec<Raw>,
    targets: HashMap<String, String>,
    page: usize,
    text: String,
    links: Vec<String>,
    hint: Option<Hint>,
    /// Inside words of the text.
    open: bool,
    /// How deep in tables.
    tables: usize,
    /// How deep in a second copy of a text box for older readers.
    copies: usize,
    /// How deep in what a paragraph was like before it was changed.
    before: usize,
    numbering: Numbering,
    /// The list and level of the paragraph.
    list: Option<(String, usize)>,
    /// The number that was put before its words.
    label: String,
}

impl Reader {
    fn read(&mut self, words: &str) -> Result<(), ()> {
        let mut xml = Xml::from_str(words);
        xml.config_mut().check_end_names = false;
        for _ in 0..MOST_PIECES {
            if self.out.len() >= MOST_LINES {
                break;
            }
            match xml.read_event().map_err(|_| ())? {
                Event::Start(tag) => self.begin(&tag),
                Event::Empty(tag) => {
                    self.begin(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Text(text) if self.open && self.copies == 0 => {
                    self.text.push_str(&text);
                }
                Event::GeneralRef(entity) if self.open && self.copies == 0 => {
                    self.text.push_str(&letter(&entity));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        if self.before > 0 && tag.local_name().as_ref() != "pPrChange" {
            return;
        }
        match tag.local_name().as_ref() {
            "Fallback" => self.copies += 1,
            "pPrChange" => self.before += 1,
            "ilvl" => {
                let level = attribute(tag, "val").and_then(|level| level.parse().ok()).unwrap_or(0);
                self.list = Some((self.list.take().unwrap_or_default().0, level));
            }
            "numId" => {
                let level = self.list.take().unwrap_or_default().1;
                self.list = attribute(tag, "val").map(|list| (list, level));
            }
            "tbl" => self.tables += 1,
            "p" if self.tables == 0 => (self.hint, self.list) = (Some(Hint::Paragraph), None),
            "p" => {
                self.text.push(' ');
                self.list = None;
            }
            "pStyle" => {
                let style = attribute(tag, "val").unwrap_or_default();
                self.list = self.numbering.of_style(&style);
                self.style(&style);
            }
            "outlineLvl" => self.outline(attribute(tag, "val")),
            "numPr" if self.hint == Some(Hint::Paragraph) => self.hint = Some(Hint::Item),
            "t" => self.open = true,
            "tab" if !self.text.is_empty() => self.text.push(if self.tables == 0 { '\t' } else { ' ' }),
            "br" if attribute(tag, "type").as_deref() == Some("page") => self.page += 1,
            "lastRenderedPageBreak" => self.page += 1,
            "br" | "cr" => self.text.push(' '),
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.targets.get(&id).cloned());
                self.links.extend(target);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &str) {
        match tag {
            "Fallback" => self.copies = self.copies.saturating_sub(1),
            "pPrChange" => self.before = self.before.saturating_sub(1),
            "pPr" if self.before == 0 => self.number(),
            "t" => self.open = false,
            "tc" => self.text.push('\t'),
            "tr" => self.flush(Some(Hint::Row)),
            "tbl" => self.tables = self.tables.saturating_sub(1),
            "p" if self.tables == 0 => self.flush(self.hint),
            _ => {}
        }
    }

    /// Puts the automatic number before the words. A numbered paragraph is what its number makes it; one with a bullet is an item.
    fn number(&mut self) {
        self.label.clear();
        let Some((list, level)) = self.list.take() else { return };
        let Some(label) = self.numbering.next(&list, level) else { return };
        if self.hint == Some(Hint::Item) {
            self.hint = Some(Hint::Paragraph);
        }
        self.text.push_str(&label);
        self.text.push(' ');
        self.label = label;
    }

    /// "Heading2" and "Title" are headings; "ListParagraph" is an item.
    fn style(&mut self, style: &str) {
        let style = style.to_lowercase();
        let level = style.strip_prefix("heading").and_then(|rest| rest.trim().parse().ok());
        self.hint = match level {
            Some(level) => Some(Hint::Heading(level)),
            None if style == "title" => Some(Hint::Heading(1)),
            None if style.starts_with("list") => Some(Hint::Item),
            None if style.starts_with("toc") && style.len() < 5 => None,
            None => self.hint,
        };
    }

    fn outline(&mut self, level: Option<String>) {
        let level = level.and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9);
        self.hint = level.map(|level| Hint::Heading(level + 1)).or(self.hint);
    }

    fn flush(&mut self, hint: Option<Hint>) {
        let text = std::mem::take(&mut self.text).trim_end().to_owned();
        let links = std::mem::take(&mut self.links);
        let label = std::mem::take(&mut self.label);
        if text.trim().is_empty() || text.trim() == label || self.tables > 1 {
            return;
        }
        let hint = if hint == Some(Hint::Row) && !text.trim().contains('\t') { Some(Hint::Paragraph) } else { hint };
        self.out.push(Raw { page: self.page, number: self.out.len() + 1, text, hint, links });
    }
}

fn letter(entity: &str) -> String {
    match entity {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => {
            let number = other.strip_prefix("#x").map_or_else(
                || other.strip_prefix('#').and_then(|number| number.parse().ok()),
                |number| u32::from_str_radix(number, 16).ok(),
            );
            number.and_then(char::from_u32).map_or(String::new(), String::from)
        }
    }
}
