//! What is typed: real messages spoilt letter by letter, what a request is asked with, and things that are no language at all.

use std::path::{Path, PathBuf};

use fingerpost::chat::{Audience, Message};

use super::dice::Dice;
use crate::house::project;

/// The longest message, in bytes.
const LONGEST: usize = 100_000;

/// One message of so many is that long.
const RARELY: usize = 2_000;

/// Said where a request, a choice or a worry is under way.
const UNDER_WAY: [&str; 51] = [
    "book me in",
    "can i book an appointment with the careers adviser",
    "i want to see someone on thursday p4",
    "book an interview for my son in year 10",
    "cancel",
    "cancel my appointment",
    "cancel 00000-00001",
    "stop",
    "my requests",
    "what have i booked",
    "my name is",
    "Sam Ito",
    "call me Zoë",
    "अनिता",
    "🔥",
    "Year 11",
    "13",
    "year 300",
    "left school",
    "school email",
    "my tutor",
    "sam.ito@example.sch.uk",
    "@.",
    "+44 7700 900123",
    "00000000000000000000",
    "college",
    "something else",
    "4/12",
    "31/02",
    "31 february",
    "29/2/2028",
    "1/1/4294967295",
    "0/0/0",
    "99/99",
    "31/12/262142",
    "next tuesday after school",
    "tomorrow",
    "12pm",
    "00am",
    "any time",
    "yes",
    "no",
    "not sure",
    "2",
    "the last one",
    "easier words please",
    "get help now",
    "i want to die",
    "my stepdad hits me",
    "i hurt myself last night",
    "im so stressed i cant cope",
];

/// What forms, programs and attackers send.
const FOREIGN: [&str; 36] = [
    "",
    " ",
    "\0",
    "\r\n\r\n",
    "\t\u{b}\u{c}",
    "...",
    "???",
    "{}",
    "{{bursary.max}}",
    "{{school.adviser}}",
    "{{",
    "}}{{",
    "{name} {code} {when}",
    "<script>alert(1)</script>",
    "<!--",
    "<b><i>busary",
    "&lt;&#0;&#x1F600;",
    "]]>",
    "```",
    "# Heading {#what .money}",
    "[a](javascript:x)",
    "| a | b |",
    r#"{"text": "bursary", "year": 11}"#,
    r#"[[[[[["#,
    r#"{"a":{"a":{"a":null}}}"#,
    "null",
    "undefined",
    "NaN",
    "'; DROP TABLE request; --",
    "1 OR 1=1",
    "%s%s%n%x",
    "%00%ff",
    "../../../../etc/passwd",
    "$(reboot) `id`",
    "https://example.org/?q=a&b=%20#c",
    "-----BEGIN CERTIFICATE-----",
];

/// Numbers, money and days, as they are and as they cannot be.
const NUMBERS: [&str; 20] = [
    "0",
    "-1",
    "255",
    "256",
    "65536",
    "4294967296",
    "99999999999999999999999999",
    "1e309",
    "0x1F",
    "£1,200.50",
    "£",
    "50%",
    "½",
    "②",
    "٣",
    "Ⅷ",
    "2026-02-30",
    "29 feb 2027",
    "25:61",
    "year 0",
];

/// Characters that are easily misread: they grow when they are unified or made small, join, turn round, or are not seen.
const ODD: [&str; 44] = [
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{2029}",
    "\u{3000}",
    "\u{feff}",
    "\u{fe0f}",
    "\u{e0041}",
    "\u{e000}",
    "\u{ffff}",
    "\u{fffd}",
    "\u{10ffff}",
    "\u{301}",
    "\u{489}",
    "\u{1ab0}",
    "e\u{301}\u{323}\u{327}",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "ﬁ",
    "ǅ",
    "ﷺ",
    "﷽",
    "K",
    "ｆｕｌｌ",
    "Ω",
    "ς",
    "한",
    "ᄒ",
    "नि",
    "ש",
    "ع",
    "👨‍👩‍👧‍👦",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
];

/// Scripts, from their first character to their last.
const SCRIPTS: [(u32, u32); 12] = [
    (0x20, 0x7e),
    (0xa0, 0x24f),
    (0x300, 0x36f),
    (0x370, 0x3ff),
    (0x400, 0x4ff),
    (0x590, 0x5ff),
    (0x600, 0x6ff),
    (0x900, 0x97f),
    (0xe00, 0xe7f),
    (0x4e00, 0x9fff),
    (0xff00, 0xffef),
    (0x1f300, 0x1faff),
];

/// Draws messages.
pub struct Input {
    pub dice: Dice,
    /// What people really type.
    texts: Vec<String>,
}

impl Input {
    pub fn new(seed: u64) -> Self {
        let texts: Vec<String> = asks().chain(gold()).chain(said()).collect();
        assert!(texts.len() > 5_000, "only {} texts were found to spoil", texts.len());
        Self { dice: Dice::new(seed), texts }
    }

    /// A message to whoever was offered these choices.
    pub fn message(&mut self, choices: &[String]) -> Message {
        let audiences = [Audience::Pupil, Audience::Parent, Audience::Staff, Audience::Provider];
        let text = self.text(choices);
        let audience = audiences.get(self.dice.below(12)).copied();
        let year = self.dice.once_in(4).then(|| self.dice.below(13) as u8 + 1);
        Message { text, audience, year, ..Message::default() }
    }

    fn text(&mut self, choices: &[String]) -> String {
        if self.dice.once_in(RARELY) {
            return self.very_long();
        }
        match self.dice.below(100) {
            0..=14 => self.choice(choices),
            15..=29 => self.dice.pick(&UNDER_WAY).to_owned(),
            30..=34 => self.spoilt(|input| input.dice.pick(&UNDER_WAY).to_owned()),
            35..=39 => self.real(),
            40..=74 => self.spoilt(Self::real),
            75..=84 => self.no_language(),
            85..=89 => self.foreign(),
            90..=94 => self.spoilt(Self::foreign),
            _ => format!("{} {} {}", self.real(), self.foreign(), self.real()),
        }
    }

    /// A message that somebody wrote.
    fn real(&mut self) -> String {
        let at = self.dice.below(self.texts.len());
        self.texts[at].clone()
    }

    /// A choice as it stands, by its number, or a number too high.
    fn choice(&mut self, choices: &[String]) -> String {
        let at = self.dice.below(choices.len() + 2);
        match choices.get(at) {
            Some(label) if self.dice.once_in(2) => label.clone(),
            _ => at.to_string(),
        }
    }

    fn foreign(&mut self) -> String {
        let from: &[&str] = if self.dice.once_in(3) { &NUMBERS } else { &FOREIGN };
        self.dice.pick(from).to_owned()
    }

    /// Words of letters of any script, now and then very long ones.
    fn no_language(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.dice.mostly_small(40) {
            let script = SCRIPTS[self.dice.below(SCRIPTS.len())];
            for _ in 0..=self.dice.mostly_small(300) {
                match self.dice.below(20) {
                    0 => text.push_str(self.dice.pick(&ODD)),
                    1 => text.extend(self.letter((0, 0x10_ffff))),
                    _ => text.extend(self.letter(script)),
                }
            }
            text.push_str(self.dice.pick(&[" ", " ", " ", "\n", "", ", ", "? ", ". "]));
        }
        text
    }

    fn letter(&mut self, (first, last): (u32, u32)) -> Option<char> {
        char::from_u32(first + self.dice.below((last - first) as usize + 1) as u32)
    }

    /// A text with some letters gone, doubled, swapped or joined by strange ones.
    fn spoilt(&mut self, text: impl Fn(&mut Self) -> String) -> String {
        let mut letters: Vec<char> = text(self).chars().collect();
        for _ in 0..=self.dice.mostly_small(12) {
            self.spoil(&mut letters, &text);
        }
        letters.into_iter().collect()
    }

    fn spoil(&mut self, letters: &mut Vec<char>, other: &impl Fn(&mut Self) -> String) {
        let at = self.dice.below(letters.len());
        match self.dice.below(12) {
            0 | 1 if !letters.is_empty() => drop(letters.remove(at)),
            2 if !letters.is_empty() => letters.insert(at, letters[at]),
            3 | 4 if at > 0 => letters.swap(at - 1, at),
            5 => letters.truncate(at),
            6 => drop(letters.drain(..at)),
            7 => letters.extend(other(self).chars()),
            8 => {
                let times = self.dice.mostly_small(30);
                let again: Vec<char> = letters[at..].iter().copied().take(200).collect();
                letters.extend(again.repeat(times));
            }
            9 => drop(letters.splice(at..at, self.dice.pick(&ODD).chars())),
            10 => letters.retain(|letter| *letter != ' '),
            _ => letters[at..].iter_mut().for_each(|letter| letter.make_ascii_uppercase()),
        }
    }

    /// As long as a door lets in, and longer: one text over and over, or ever new ones.
    pub fn very_long(&mut self) -> String {
        let mut text = String::with_capacity(LONGEST + LONGEST / 4);
        let odd = self.dice.pick(&ODD);
        let one = match self.dice.below(4) {
            0 => self.real(),
            1 => self.dice.pick(&["a", " ", "a ", "(", "?", "year ", "2 ", "no ", "i want to die "]).to_owned(),
            2 => odd.to_owned(),
            _ => String::new(),
        };
        while text.len() < LONGEST {
            match one.is_empty() {
                true if self.dice.once_in(2) => text.push_str(&self.no_language()),
                true => text.extend([self.real().as_str(), " "]),
                false => text.push_str(&one),
            }
        }
        text.truncate(text.floor_char_boundary(LONGEST));
        text
    }
}

/// The asks of the shipped pages, read off their files: loading the whole knowledge would cost more than what is done with it here.
fn asks() -> impl Iterator<Item = String> {
    let pages = files("knowledge/pages", "md").into_iter().chain(files("knowledge/routes", "md"));
    pages.flat_map(|page| {
        let mut asked = false;
        let mut asks = Vec::new();
        for line in read(&page).lines() {
            asked = if line.starts_with('#') { line == "### Asks" } else { asked };
            asks.extend(line.strip_prefix("- ").filter(|_| asked).map(str::to_owned));
        }
        asks
    })
}

/// Every text of `tests/gold`, whatever it is there for.
fn gold() -> impl Iterator<Item = String> {
    files("tests/gold", "jsonl").into_iter().flat_map(|file| {
        let lines: Vec<serde_json::Value> =
            read(&file).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
        let texts = |line: serde_json::Value| {
            ["text", "standard", "typos", "eal"].map(|name| line[name].as_str().map(str::to_owned))
        };
        lines.into_iter().flat_map(texts).flatten().collect::<Vec<_>>()
    })
}

/// What people say in `tests/conversations`.
fn said() -> impl Iterator<Item = String> {
    files("tests/conversations", "txt").into_iter().flat_map(|file| {
        let text = read(&file);
        text.lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_owned).collect::<Vec<_>>()
    })
}

/// Files with this ending in and below a folder of the project, by name.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let (mut found, mut waiting) = (Vec::new(), vec![project(folder)]);
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the project can be read")
}
