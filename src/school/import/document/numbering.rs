//! The numbers that Word writes by itself before paragraphs: "4.2", "(b)", "iii.".
//!
//! `numbering.xml` says how the levels of a list are numbered and where each begins; `styles.xml` which styles have a list of their own.
//! Paragraphs only name a list and a level, so the numbers are counted here as Word counts them.

use std::collections::HashMap;

use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use super::docx::attribute;

/// Word has no deeper levels.
const LEVELS: usize = 9;

/// No number in front of a line is longer.
const LONGEST: usize = 40;

/// The lists of a Word file, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// How the levels are numbered, by the list's own id.
    levels: HashMap<String, Vec<Level>>,
    /// The lists that paragraphs name.
    lists: HashMap<String, List>,
    /// What each style names: list and level.
    styles: HashMap<String, (String, usize)>,
    counted: HashMap<String, [u32; LEVELS]>,
}

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// How it is written: "%1.%2".
    text: String,
}

/// A use of a list.
#[derive(Debug, Clone, Default)]
struct List {
    of: String,
    /// Levels that begin anew with this number, and whether that was done.
    anew: HashMap<usize, u32>,
    begun: bool,
}

impl Numbering {
    /// Reads the parts that say how things are numbered; what cannot be read numbers nothing.
    pub(super) fn of(numbering: Option<&str>, styles: Option<&str>) -> Self {
        let mut out = Self::default();
        out.read_lists(numbering.unwrap_or_default());
        out.read_styles(styles.unwrap_or_default());
        out
    }

    fn read_lists(&mut self, words: &str) {
        let (mut of, mut list, mut level) = (None::<String>, None::<String>, 0);
        for tag in tags(words) {
            let value = || attribute(&tag, "val").unwrap_or_default();
            match tag.local_name().as_ref() {
                "abstractNum" => (of, list) = (attribute(&tag, "abstractNumId"), None),
                "num" => {
                    (of, list) = (None, attribute(&tag, "numId"));
                    self.lists.insert(list.clone().unwrap_or_default(), List::default());
                }
                "lvl" | "lvlOverride" => level = place(attribute(&tag, "ilvl")),
                "abstractNumId" => self.list(&list, |list| list.of = value()),
                "startOverride" => self.list(&list, |list| {
                    list.anew.insert(level, number(&value()));
                }),
                "start" => self.level(&of, level, |level| level.start = number(&value())),
                "numFmt" => self.level(&of, level, |level| level.format = value()),
                "lvlText" => self.level(&of, level, |level| level.text = value().chars().take(LONGEST).collect()),
                _ => {}
            }
        }
    }

    fn list(&mut self, id: &Option<String>, set: impl FnOnce(&mut List)) {
        if let Some(list) = id.as_ref().and_then(|id| self.lists.get_mut(id)) {
            set(list);
        }
    }

    fn level(&mut self, of: &Option<String>, level: usize, set: impl FnOnce(&mut Level)) {
        let Some(of) = of else { return };
        let levels = self.levels.entry(of.clone()).or_insert_with(|| vec![Level::default(); LEVELS]);
        set(&mut levels[level]);
    }

    fn read_styles(&mut self, words: &str) {
        let (mut style, mut level) = (String::new(), 0);
        for tag in tags(words) {
            match tag.local_name().as_ref() {
                "style" => (style, level) = (attribute(&tag, "styleId").unwrap_or_default(), 0),
                "ilvl" => level = place(attribute(&tag, "val")),
                "numId" => {
                    let list = attribute(&tag, "val").unwrap_or_default();
                    self.styles.insert(style.clone(), (list, level));
                }
                _ => {}
            }
        }
    }

    /// The list and level of a style that has one.
    pub(super) fn of_style(&self, style: &str) -> Option<(String, usize)> {
        self.styles.get(style).cloned()
    }

    /// The number of the next paragraph of this list and level, as it is printed; none where it has a bullet or nothing.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let used = self.lists.get_mut(list)?;
        let levels = self.levels.get(&used.of)?;
        let before = |level: &Level| level.start.max(1) - 1;
        let begin = || std::array::from_fn(|at| before(&levels[at]));
        let counted = self.counted.entry(used.of.clone()).or_insert_with(begin);
        if !std::mem::replace(&mut used.begun, true) {
            used.anew.iter().for_each(|(at, start)| counted[*at] = (*start).max(1) - 1);
        }
        counted[level] = counted[level].saturating_add(1);
        for deeper in level + 1..LEVELS {
            counted[deeper] = before(&levels[deeper]);
        }
        printed(levels, counted, level)
    }
}

/// The text of a level with its numbers filled in.
fn printed(levels: &[Level], counted: &[u32; LEVELS], level: usize) -> Option<String> {
    let mut out = levels[level].text.clone();
    if matches!(levels[level].format.as_str(), "bullet" | "none") || !out.contains('%') {
        return None;
    }
    for (at, of) in levels.iter().enumerate() {
        let place = format!("%{}", at + 1);
        if out.contains(&place) {
            out = out.replace(&place, &formatted(counted[at].max(1), &of.format)?);
        }
    }
    Some(out)
}

fn formatted(number: u32, format: &str) -> Option<String> {
    Some(match format {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" => format!("{number:02}"),
        "bullet" | "none" => return None,
        _ => number.to_string(),
    })
}

/// a to z, then aa to zz, as Word goes on.
fn letters(number: u32) -> String {
    let letter = char::from(b'a' + ((number - 1) % 26) as u8);
    let times = ((number - 1) / 26 + 1).min(9) as usize;
    std::iter::repeat_n(letter, times).collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    number = number.min(999);
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// Every beginning or empty tag, until the end or the first that is broken.
fn tags(words: &str) -> impl Iterator<Item = BytesStart<'_>> {
    let mut xml = Xml::from_str(words);
    xml.config_mut().check_end_names = false;
    std::iter::from_fn(move || {
        loop {
            match xml.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => return Some(tag),
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    })
}

fn place(level: Option<String>) -> usize {
    level.and_then(|level| level.parse::<usize>().ok()).unwrap_or(0).min(LEVELS - 1)
}

fn number(text: &str) -> u32 {
    text.parse().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Numbering {
        let level = |at: usize, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
            )
        };
        let levels = [
            level(0, "decimal", "%1."),
            level(1, "decimal", "%1.%2"),
            level(2, "lowerLetter", "(%3)"),
            level(3, "lowerRoman", "%4."),
        ];
        let words = format!(
            "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\">{}</w:abstractNum><w:abstractNum w:abstractNumId=\"8\">{}</w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\">\
             <w:startOverride w:val=\"1\"/></w:lvlOverride></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>",
            levels.concat(),
            level(0, "bullet", "o")
        );
        let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Heading1\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>";
        Numbering::of(Some(&words), Some(styles))
    }

    #[test]
    fn numbers_are_counted_as_word_counts_them() {
        let mut lists = lists();
        let mut next = |list: &str, level| lists.next(list, level).unwrap_or_else(|| "nothing".to_owned());
        let all: Vec<String> = [0, 1, 1, 2, 2, 3, 3, 1, 2, 0, 1].map(|level| next("1", level)).to_vec();
        assert_eq!(all, ["1.", "1.1", "1.2", "(a)", "(b)", "i.", "ii.", "1.3", "(a)", "2.", "2.1"]);
        assert_eq!(next("2", 0), "1.", "a use of the list that begins anew");
        assert_eq!(next("3", 0), "nothing", "a bullet is no number");
        assert_eq!(next("9", 0), "nothing", "a list that nobody described");
    }

    #[test]
    fn a_style_has_its_list() {
        assert_eq!(lists().of_style("Heading1"), Some(("1".to_owned(), 0)));
        assert_eq!(lists().of_style("Normal"), None);
    }

    #[test]
    fn letters_and_numerals_go_on() {
        assert_eq!([1, 26, 27].map(letters), ["a", "z", "aa"]);
        assert_eq!([4, 9, 14, 40].map(roman), ["iv", "ix", "xiv", "xl"]);
        assert!(roman(u32::MAX).len() < 50 && letters(u32::MAX).len() < 10);
    }
}
