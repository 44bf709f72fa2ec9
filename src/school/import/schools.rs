//! Which schools and which trust a policy is of, and the phase of each.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::document::{Line, plain};
use super::found::Found;
use super::lines::Text;
use super::tables::{Column, tables};
use crate::school::Role;
use crate::school::profile::Phase;

/// A school the policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name, and where it stands.
    pub name: Found<String>,
    /// Its phase, if the policy tells it.
    pub phase: Option<Phase>,
}

const WORDS: &str = r"(?:(?:\p{Lu}[\p{L}'’.-]*|of|the|and|&|upon|on|in|le)\s+){1,7}?";
static SCHOOL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b({WORDS}(?:(?:Co-operative |Church of England |C of E |CE |Catholic |RC |Primary |Infant |Junior |Secondary |High |Grammar |Community |Free |Special |Upper |Middle )*(?:School|Academy|College|UTC|PRU|Pupil Referral Unit)))\b(\s+[\p{{Lu}}][\p{{L}}]+)?")).expect("valid")
});
static TRUST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b({WORDS}(?:Multi[- ]Academy Trust|Trust|Federation|MAT))\b")).expect("valid")
});
static AGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(\d{1,2})\s*(?:-\s*)?(?:to|-|and)\s*(\d{2})(?:[\s-]*(?:year[\s-]*olds?|years? of age|age range|school|academy|secondary|mixed|comprehensive|provision))|\b(?:aged?|ages)\s*(?:range\s*)?(?:from\s+)?:?\s*(\d{1,2})\s*(?:to|-)\s*(\d{2})\b").expect("valid")
});
static SPECIAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[\w' -]{0,60} is )?an? (?:[\w-]+ ){0,3}special (?:school|academy|needs school)\b").expect("valid")
});
static REFERRAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[\w' -]{0,60} is an? )?(?:pupil referral unit|alternative provision (?:school|academy|setting|free school))\b").expect("valid")
});
static SPAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(\d{1,2})\s*(?:-|to)\s*(\d{2})\b").expect("valid"));
static FROM_SEVEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\byears? 7\s*(?:to|-|through to)\s*(?:year )?(11|13)\b").expect("valid"));
/// Words that kinds of school are made of; a name has another.
const GENERIC: [&str; 47] = [
    "the",
    "our",
    "a",
    "an",
    "all",
    "each",
    "every",
    "primary",
    "secondary",
    "high",
    "free",
    "special",
    "sixth",
    "form",
    "further",
    "education",
    "university",
    "technical",
    "studio",
    "local",
    "independent",
    "grammar",
    "junior",
    "infant",
    "middle",
    "upper",
    "school",
    "academy",
    "college",
    "this",
    "at",
    "in",
    "of",
    "and",
    "to",
    "alternative",
    "provision",
    "tertiary",
    "your",
    "named",
    "individual",
    "multi",
    "multi-academy",
    "or",
    "if",
    "chair",
    "careers",
];

/// Words before a trust's name.
const ARTICLES: [&str; 9] = ["the", "our", "a", "an", "of", "and", "at", "in", "this"];

/// The schools of the text: those of its tables and lists, else the one it speaks of most.
pub fn schools(text: &Text) -> Vec<Named> {
    let mut out = of_tables(text);
    if out.is_empty() {
        out = of_lists(text);
    }
    if out.is_empty() {
        out.extend(most_named(text));
    }
    let general = phase_of_itself(text).or_else(|| phase_of_text(text));
    for school in &mut out {
        let name = &school.name.value;
        school.phase = phase_beside(name, text).or_else(|| phase_of_name(name, text)).or(general);
    }
    out
}

fn of_tables(text: &Text) -> Vec<Named> {
    let mut out = Vec::new();
    for table in tables(text) {
        let Some(at) = table.columns.iter().position(|column| *column == Column::School) else { continue };
        for (cells, line) in &table.rows {
            let name = cells.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
            if name.chars().any(char::is_alphabetic) && name.chars().count() < 70 && Role::in_words(&name).is_none() {
                add(&mut out, line, name);
            }
        }
    }
    out
}

fn add(out: &mut Vec<Named>, line: &Line, name: String) {
    if out.iter().all(|known| !known.name.value.eq_ignore_ascii_case(&name)) {
        out.push(Named { name: Found::at(line, name), phase: None });
    }
}

/// "This policy applies to:" and a list, or "our schools (A School, B Academy)".
fn of_lists(text: &Text) -> Vec<Named> {
    let mut out = Vec::new();
    for (at, line) in text.lines.iter().enumerate() {
        let opens = [
            "applies to",
            "schools in the trust",
            "academies in the trust",
            "our schools",
            "our academies",
            "schools within the trust",
            "following schools",
            "following academies",
            "trust schools",
            "approved for operation within",
        ];
        if !opens.iter().any(|words| line.plain.contains(words)) {
            continue;
        }
        let below = text.lines[at + 1..]
            .iter()
            .take_while(|next| !next.is_heading() && next.text.chars().count() < 90)
            .take(30);
        let lines = std::iter::once(line).chain(below.filter(|_| line.introduces() || line.is_heading()));
        for line in lines {
            for name in line.cells().into_iter().flat_map(names) {
                add(&mut out, line, name);
            }
        }
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// Names of schools in these words.
fn names(words: &str) -> Vec<String> {
    let found = SCHOOL.captures_iter(words).filter(|found| {
        let next = found.get(2).map_or("", |next| next.as_str().trim());
        !["Trust", "Federation", "Partnership", "Standards", "Company", "Improvement", "Leaders", "Trusts"]
            .contains(&next)
    });
    found.filter_map(|found| own_name(&found[1])).collect()
}

/// The name without "At" or "The" before it; none where only kinds of school are left.
fn own_name(words: &str) -> Option<String> {
    own_name_after(words, &GENERIC)
}

fn own_name_after(words: &str, skipped: &[&str]) -> Option<String> {
    let kept: Vec<&str> = words.split_whitespace().skip_while(|word| skipped.contains(&plain(word).as_str())).collect();
    let own = kept
        .iter()
        .take(kept.len().saturating_sub(1))
        .any(|word| word.chars().next().is_some_and(char::is_uppercase) && !GENERIC.contains(&plain(word).as_str()));
    own.then(|| kept.join(" "))
}

fn most_named(text: &Text) -> Option<Named> {
    let scores = scored(text, names);
    let (name, (score, line)) = best(scores)?;
    (score >= 2).then(|| Named { name: Found::at(line, name), phase: None })
}

type Scores<'a> = HashMap<String, (usize, &'a Line)>;

/// How much speaks for each name: every mention, more at the beginning, in a label, or with "part of".
fn scored<'a>(text: &'a Text, names: impl Fn(&str) -> Vec<String>) -> Scores<'a> {
    let mut out: Scores<'a> = HashMap::new();
    for (at, line) in text.body().enumerate().filter(|(_, line)| line.links.is_empty()) {
        let cells: Vec<String> = line.cells().into_iter().map(title_case).collect();
        for name in cells.iter().flat_map(|cell| names(cell)) {
            let early = if at < 8 { 3 } else { 0 };
            let label = if line.plain.starts_with("owner")
                || line.plain.starts_with("school")
                || line.plain.starts_with("trust")
            {
                4
            } else {
                0
            };
            let member = if line.plain.contains("part of") || line.plain.contains("member of") { 3 } else { 0 };
            let entry = out.entry(name).or_insert((0, line));
            entry.0 += 1 + early + label + member;
        }
    }
    out
}

/// Words in capitals, as titles of policies are, in the case of names.
fn title_case(words: &str) -> String {
    if words.chars().any(char::is_lowercase) {
        return words.to_owned();
    }
    let small = |word: &str| ["OF", "THE", "AND", "UPON", "IN", "FOR", "ON"].contains(&word);
    let cased = words.split(' ').map(|word| match word.chars().next() {
        Some(_) if word == "UTC" || word == "PRU" => word.to_owned(),
        Some(_) if small(word) => word.to_lowercase(),
        Some(first) => format!("{first}{}", word.chars().skip(1).flat_map(char::to_lowercase).collect::<String>()),
        None => String::new(),
    });
    cased.collect::<Vec<_>>().join(" ")
}

fn best(scores: Scores<'_>) -> Option<(String, (usize, &Line))> {
    scores.into_iter().max_by_key(|(name, (score, line))| (*score, std::cmp::Reverse(line.number), name.clone()))
}

/// The trust the text is of.
pub fn trust(text: &Text) -> Option<Found<String>> {
    let scores = scored(text, |words| {
        TRUST
            .captures_iter(words)
            .filter_map(|found| own_name_after(&found[1], &ARTICLES))
            .filter(|name| is_trust(name))
            .collect()
    });
    let (name, (score, line)) = best(scores)?;
    (score >= 2).then(|| Found::at(line, name))
}

fn is_trust(name: &str) -> bool {
    !["NHS", "King's Trust", "Prince", "Sutton Trust", "Charitable"].iter().any(|other| name.contains(other))
}

/// The phase in brackets behind a school's name: "The Oaks Academy (special, 4-19)".
fn phase_beside(name: &str, text: &Text) -> Option<Phase> {
    let behind = |line: &Line| {
        let (_, rest) = line.text.split_once(name)?;
        let (inside, _) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
        phase_in(&plain(inside))
    };
    text.body().find_map(behind)
}

fn phase_in(words: &str) -> Option<Phase> {
    if SPECIAL.is_match(words) || words.contains("special") {
        return Some(Phase::Special);
    }
    if words.contains("alternative provision") || words.contains("referral") {
        return Some(Phase::Ap);
    }
    let found = SPAN.captures(words)?;
    Phase::of_ages(found[1].parse().ok()?, found[2].parse().ok()?)
}

/// What the school calls itself at the beginning, before its ages are looked at: a special school has pupils of many.
fn phase_of_itself(text: &Text) -> Option<Phase> {
    let early: Vec<&str> = text.body().take(12).map(|line| line.plain.as_str()).collect();
    if early.iter().any(|line| SPECIAL.is_match(line)) {
        return Some(Phase::Special);
    }
    early.iter().take(6).any(|line| REFERRAL.is_match(line)).then_some(Phase::Ap)
}

/// The phase a school's name tells.
fn phase_of_name(name: &str, text: &Text) -> Option<Phase> {
    let name = plain(name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match () {
        () if has(&["primary", "infant", "junior school", "first school"]) => Some(Phase::Primary),
        () if has(&["pupil referral", "alternative provision"]) || name.ends_with(" pru") => Some(Phase::Ap),
        () if has(&["high school", "secondary"]) => Some(phase_of_text(text).unwrap_or(Phase::Secondary)),
        () if has(&["special school"]) => Some(Phase::Special),
        () if has(&["sixth form college"]) => Some(Phase::College),
        () if name.ends_with("college") && text.body().any(|line| line.plain.contains("primary academ")) => {
            Some(Phase::College)
        }
        () => None,
    }
}

/// The phase the whole text tells: ages first, then the years that guidance is given in.
fn phase_of_text(text: &Text) -> Option<Phase> {
    let ages = text
        .body()
        .filter(|line| !line.plain.contains("study programme"))
        .flat_map(|line| AGES.captures_iter(&line.plain));
    let ages = ages.filter_map(|found| {
        let number = |a, b| found.get(a).or(found.get(b)).and_then(|age| age.as_str().parse::<u8>().ok());
        Phase::of_ages(number(1, 3)?, number(2, 4)?)
    });
    let years = text.body().filter(|line| line.plain.contains("guidance") && line.plain.contains("pupils")).filter_map(
        |line| {
            let found = FROM_SEVEN.captures(&line.plain)?;
            Some(if &found[1] == "11" { Phase::ElevenToSixteen } else { Phase::ElevenToEighteen })
        },
    );
    let secondary =
        text.body().any(|line| line.plain.contains("secondary academ") || line.plain.contains("secondary school"));
    ages.chain(years).next().or(secondary.then_some(Phase::Secondary))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    fn read(words: &str) -> (Option<String>, Vec<(String, Option<Phase>)>) {
        let text = Text::of(&[Document::of_text("a", words)]);
        let schools = schools(&text).into_iter().map(|school| (school.name.value, school.phase)).collect();
        (trust(&text).map(|trust| trust.value), schools)
    }

    #[test]
    fn the_school_and_its_trust_are_told_apart() {
        let (trust, schools) = read(
            "Fern Vale Academy is part of the Reedmoor Academy Trust.\nFern Vale Academy teaches 11 to 16 year-olds.\nPupils visit Alder College and a Sixth Form College.",
        );
        assert_eq!(trust.as_deref(), Some("Reedmoor Academy Trust"));
        assert_eq!(schools, [("Fern Vale Academy".to_owned(), Some(Phase::ElevenToSixteen))]);
    }

    #[test]
    fn a_list_of_schools_is_all_of_them() {
        let (_, schools) =
            read("This policy applies to:\n- Fern Vale Academy\n- Reed Lane Primary School\n- St Osyth's High School");
        assert_eq!(schools.len(), 3);
        assert_eq!(schools[1].1, Some(Phase::Primary));
    }

    #[test]
    fn kinds_of_school_are_no_schools() {
        assert!(read("Visits to a Sixth Form College. The School and the Academy and each Further Education College. The School again.").1.is_empty());
    }
}
