//! Who holds which role: names beside titles in sentences, labels, headings and tables, with their e-mail and telephone.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::addresses::{emails, phones};
use super::document::{Kind, Line};
use super::found::{Place, short};
use super::lines::Text;
use super::names::{NAME, last_name, name, parts};
use super::tables::{Column, Table, tables};
use crate::school::Role;
use crate::school::roles::is_below;

/// A person in a role, as the policy names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The role.
    pub role: Role,
    /// The school named beside them; none for a policy of one school or a person of the whole trust.
    pub school: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Other spellings of the name.
    pub also: Vec<String>,
    /// The words this was read from.
    pub words: String,
    /// Where they stand.
    pub place: Place,
    /// Where the address or number stands.
    pub contact_place: Place,
}

/// No policy names people more often.
const MOST_PEOPLE: usize = 2_000;

/// No trust has more schools.
const MOST_SCHOOLS: usize = 200;

/// Patterns of one role: the name after the title, the name before it.
struct Around {
    after: Regex,
    before: Regex,
}

static AROUND: LazyLock<HashMap<Role, Around>> =
    LazyLock::new(|| Role::all().map(|role| (role, Around::of(role))).collect());
static NAME_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?i:name|contact|contact name|named person)\s*[:–-]\s*({NAME})")).expect("valid")
});

static POST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:(?:assistant|deputy|vice|associate)[\s-]+(?:head[\s-]?(?:teacher)?|principal)[\s,:–-]+)")
        .expect("valid")
});

impl Around {
    fn of(role: Role) -> Self {
        let titles =
            role.titles().as_str().trim_start_matches("(?i)").trim_end_matches(r"\b").trim_start_matches(r"\b");
        let asides = r"(?:\s*\([^)]{0,60}\))?(?:\s+(?:at|for|of|in|within)\s+(?:the\s+|our\s+)?(?:school|academy|college|trust|\p{Lu}[\p{L}' -]{2,50}?))?";
        let links = r"(?:\s+role)?\s*(?i:,?\s+is\s+(?:currently\s+)?(?:held by\s+|led by\s+|undertaken by\s+|carried out by\s+|fulfilled by\s+)?|,?\s+are\s+|,?\s+who is\s+|\s+(?:held|led|filled|undertaken|carried out) by\s+|\s*[:=]\s*|\s+[-–—]\s*|\s*[–—]\s*|,\s*|\s+\(|\s+)";
        let joins = r"\s*(?i:\(\s*|,\s*(?:our\s+|the\s+|its\s+|an?\s+)?|\s+[-–—]\s*|\s*[–—:]\s*|,?\s+is\s+(?:the\s+|our\s+|its\s+|also\s+)*|,?\s+who is\s+(?:the\s+|our\s+)?|\s+as\s+(?:the\s+|our\s+|its\s+)?|\s+has been appointed (?:as\s+)?(?:the\s+|our\s+)?)(?i:(?:school|academy|college|trust|lead|qualified|independent)(?:['’]s)?\s+)*";
        let regex = |words: String| Regex::new(&words).expect("a fixed pattern is valid");
        Self {
            after: regex(format!(r"\b(?i:{titles})\b{asides}{links}")),
            before: regex(format!(r"{joins}(?i:{titles})\b")),
        }
    }
}

/// Everyone the text names in a role, in the order found; one who is named again keeps what was found first.
pub fn people(text: &Text) -> Vec<Person> {
    let tables = tables(text);
    let schools = schools_of(&tables);
    let mut out: Vec<Person> = tables.iter().flat_map(|table| of_table(text, table)).collect();
    for line in text.body() {
        out.extend(
            of_line(text, line).into_iter().map(|person| Person { school: school_beside(&schools, line), ..person }),
        );
    }
    out.extend(text.lines.windows(2).filter_map(|pair| stacked(text, &pair[0], &pair[1])));
    out.extend(text.sections().iter().flat_map(|section| of_heading(section.heading, section.own())));
    merged(out)
}

fn of_table(text: &Text, table: &Table<'_>) -> Vec<Person> {
    let fallback = table
        .rows
        .first()
        .and_then(|(_, line)| text.heading_of(line))
        .and_then(|heading| Role::in_words(&heading.text));
    table.rows.iter().flat_map(|(cells, line)| of_row(&table.columns, cells, line, fallback)).collect()
}

fn of_row(columns: &[Column], cells: &[String], line: &Line, fallback: Option<Role>) -> Vec<Person> {
    let cell_of = |wanted: Column| columns.iter().position(|column| *column == wanted).and_then(|at| cells.get(at));
    let first = cell_of(Column::School).map(String::as_str).unwrap_or_default();
    let own_role = Role::in_words(first).or_else(|| cell_of(Column::RoleName).and_then(|title| Role::in_words(title)));
    let school = Some(first.to_owned()).filter(|first| !first.is_empty() && Role::in_words(first).is_none());
    let named = columns.iter().zip(cells).enumerate().filter_map(|(at, (column, cell))| match column {
        Column::Role(role) => Some((own_role.unwrap_or(*role), at, cell)),
        Column::Name => own_role.or(fallback).map(|role| (role, at, cell)),
        _ => None,
    });
    let named: Vec<(Role, usize, &String)> = named.collect();
    let alone = named.len() == 1;
    named
        .iter()
        .enumerate()
        .filter_map(|(place, (role, at, cell))| {
            // Of several people in a row, each has the cells up to the next.
            let ends = named.get(place + 1).map_or(cells.len(), |(_, next, _)| *next);
            let begins = if alone { 0 } else { *at };
            let within = cells[begins..ends].join("\t");
            let mut person = person(*role, line, name(cell), &within);
            person.school.clone_from(&school);
            let dials = (begins..ends).find(|at| columns.get(*at) == Some(&Column::Phone));
            let dialled = dials.and_then(|at| phones(&format!("tel {}", cells[at])).into_iter().next());
            person.phone = person.phone.or(dialled);
            (person.name.is_some() || person.email.is_some()).then_some(person)
        })
        .collect()
}

fn person(role: Role, line: &Line, name: Option<String>, within: &str) -> Person {
    let email = nearest_email(&emails(within), name.as_deref());
    let phone = within.split('\t').flat_map(phones).next();
    Person {
        role,
        school: None,
        name,
        email,
        phone,
        also: Vec::new(),
        words: short(&line.shown()),
        place: Place::of(line),
        contact_place: Place::of(line),
    }
}

/// The address that has the person's name in it, else the first.
fn nearest_email(found: &[String], name: Option<&str>) -> Option<String> {
    let last = name.and_then(last_name);
    let own =
        last.and_then(|last| found.iter().find(|email| email.to_lowercase().replace(['-', '\''], "").contains(&last)));
    own.or(found.first()).cloned()
}

/// People named in one line: a label row, or a sentence.
fn of_line(text: &Text, line: &Line) -> Vec<Person> {
    if line.kind == Kind::Row {
        return of_label_row(line);
    }
    Role::all().filter_map(|role| in_sentence(text, role, line)).collect()
}

/// "Careers leader | Rosalind Pell | rpell@…".
fn of_label_row(line: &Line) -> Vec<Person> {
    let cells = line.cells();
    let pairs = cells.windows(2).filter_map(|pair| Some((Role::of_label(pair[0])?, name(pair[1])?)));
    let mut out: Vec<Person> = pairs.map(|(role, name)| person(role, line, Some(name), &cells.join("\t"))).collect();
    if out.is_empty() {
        out = cells
            .iter()
            .flat_map(|cell| {
                Role::all().filter_map(|role| named(role, cell).map(|name| person(role, line, Some(name), cell)))
            })
            .collect();
    }
    out
}

fn in_sentence(text: &Text, role: Role, line: &Line) -> Option<Person> {
    role.find_in(&line.text)?;
    let name = named(role, &line.text);
    let contact = emails(&line.text);
    if name.is_none() && (contact.is_empty() || !speaks_of_contact(role, &line.plain)) {
        return None;
    }
    let mut person = person(role, line, name, &line.text);
    if person.email.is_none() {
        contact_below(text, line, &mut person);
    }
    Some(person)
}

fn named(role: Role, words: &str) -> Option<String> {
    let around = &AROUND[&role];
    let own = |found: &regex::Match<'_>| !is_below(&words[..found.start()]);
    let after = around.after.find_iter(words).filter(own).find_map(|found| name(without_post(&words[found.end()..])));
    after.or_else(|| around.before.find_iter(words).find_map(|found| name_before(&words[..found.start()])))
}

/// The words behind a post in the leadership of a school: of "Assistant Principal Greta Moss", the name.
fn without_post(words: &str) -> &str {
    POST.find(words).map_or(words, |post| &words[post.end()..])
}

/// The name that ends these words: "contact Rosalind Pell" is Rosalind Pell.
fn name_before(words: &str) -> Option<String> {
    let words = words.trim_end();
    let mut starts: Vec<usize> = words.rmatch_indices([' ', '\t', '(']).map(|(at, _)| at + 1).take(5).collect();
    starts.push(if starts.len() < 5 { 0 } else { starts[4] });
    starts.iter().rev().find_map(|at| name(&words[*at..]).filter(|name| words[*at..].len() == name.len()))
}

/// A role with an address but no name: only where the sentence says to write to the role.
fn speaks_of_contact(role: Role, plain: &str) -> bool {
    matches!(role, Role::CareersLeader | Role::CareersAdviser | Role::ProviderAccess | Role::Office)
        && ["contact", "email", "e-mail", "write to", "get in touch", "@"].iter().any(|word| plain.contains(word))
        && Role::in_words(plain) == Some(role)
}

/// Address and number in the lines right below a person's name.
fn contact_below(text: &Text, line: &Line, person: &mut Person) {
    for next in text.below(line).take(4) {
        if Role::all().any(|role| role != person.role && named(role, &next.text).is_some())
            || next.text.chars().count() > 120
        {
            break;
        }
        let found = emails(&next.text);
        person.email = person.email.take().or_else(|| nearest_email(&found, person.name.as_deref()));
        person.phone = person.phone.take().or_else(|| phones(&next.text).into_iter().next());
    }
}

/// "Careers leader" in a line and the bare name in the next, as tables and boxes are left by extraction.
fn stacked(text: &Text, label: &Line, value: &Line) -> Option<Person> {
    let role = Role::of_label(&label.text)
        .filter(|role| role.find_in(&label.text).is_some_and(|title| label.text.len() < title.len() + 12))?;
    let whole = name(&value.text).filter(|name| name.len() == value.text.trim().len() && value.kind != Kind::Row)?;
    let mut person = person(role, value, Some(whole), &value.text);
    let below = text
        .lines
        .iter()
        .skip(text.position(value) + 1)
        .take(4)
        .take_while(|line| Role::of_label(&line.text).is_none());
    for line in below {
        person.email = person.email.take().or_else(|| emails(&line.text).into_iter().next());
        person.phone = person.phone.take().or_else(|| phones(&line.text).into_iter().next());
    }
    Some(person)
}

/// "3.1 Careers leader" and below it "Name: Rosalind Pell".
fn of_heading(heading: &Line, own: &[Line]) -> Option<Person> {
    let role = Role::of_label(&heading.text)?;
    let line = own.iter().take(4).find(|line| {
        NAME_LABEL.is_match(&line.text)
            || (line.text.chars().count() < 50 && name(&line.text).is_some() && line.kind == Kind::Text)
    })?;
    let found = NAME_LABEL.captures(&line.text).and_then(|found| name(&found[1])).or_else(|| name(&line.text));
    let within: Vec<&str> = own.iter().take(6).map(|line| line.text.as_str()).collect();
    Some(person(role, line, found, &within.join("\t")))
}

fn schools_of(tables: &[Table<'_>]) -> Vec<String> {
    let cells = tables.iter().flat_map(|table| {
        let at = table.columns.iter().position(|column| *column == Column::School);
        table.rows.iter().filter_map(move |(cells, _)| cells.get(at?).cloned())
    });
    let schools = cells.filter(|school| !school.is_empty() && Role::in_words(school).is_none());
    schools.take(MOST_SCHOOLS).collect()
}

/// The school a line names, where the line is about one.
fn school_beside(schools: &[String], line: &Line) -> Option<String> {
    schools.iter().find(|school| line.text.contains(school.as_str())).cloned()
}

/// One entry a person, role and school, each gap filled from later mentions.
fn merged(people: Vec<Person>) -> Vec<Person> {
    let mut out: Vec<Person> = Vec::new();
    for person in people.into_iter().take(MOST_PEOPLE) {
        match out.iter_mut().find(|known| same(known, &person)) {
            Some(known) => {
                if known.email.is_none() && person.email.is_some() {
                    known.contact_place = person.contact_place;
                    known.words = format!("{} … {}", known.words, person.words);
                }
                known.email = known.email.take().or(person.email);
                known.phone = known.phone.take().or(person.phone);
                if let (Some(own), Some(other)) = (&known.name, &person.name)
                    && parts(other).iter().map(String::len).sum::<usize>() > parts(own).iter().map(String::len).sum()
                    && last_name(own) == last_name(other)
                {
                    known.name = Some(other.clone());
                }
                if let (Some(own), Some(other)) = (&known.name, &person.name)
                    && last_name(own) != last_name(other)
                {
                    known.also.push(other.clone());
                }
                known.name = known.name.take().or(person.name);
            }
            None => out.push(person),
        }
    }
    out
}

fn same(one: &Person, other: &Person) -> bool {
    if one.role != other.role {
        return false;
    }
    let (a, b) = (one.name.as_deref().and_then(last_name), other.name.as_deref().and_then(last_name));
    let names = match (&a, &b) {
        (Some(a), Some(b)) => strsim::osa_distance(a, b) <= a.len().min(b.len()).saturating_sub(1) / 3,
        _ => true,
    };
    names && (one.school == other.school || other.school.is_none() || one.school.is_none() && a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    fn found(words: &str) -> Vec<(Role, Option<String>, Option<String>)> {
        let text = Text::of(&[Document::of_text("a", words)]);
        people(&text).into_iter().map(|person| (person.role, person.name, person.email)).collect()
    }

    #[test]
    fn a_name_beside_a_title_is_found_in_many_shapes() {
        for words in [
            "Our careers leader is Rosalind Pell, and she can be reached.",
            "The Careers Lead is Rosalind Pell.",
            "Careers Leader: Rosalind Pell",
            "Careers Leader – Rosalind Pell",
            "Careers Co-ordinator (Level 6): Rosalind Pell",
            "Rosalind Pell (Careers Leader)",
            "Rosalind Pell, Head of Careers",
            "Rosalind Pell is our Careers Leader.",
            "Careers Leader\tRosalind Pell",
            "3.1 Careers leader\nName: Rosalind Pell",
            "Please contact Rosalind Pell, Careers Leader.",
            "The role of careers leader is held by Rosalind Pell.",
        ] {
            let expected = (Role::CareersLeader, Some("Rosalind Pell".to_owned()));
            let people = found(words);
            assert_eq!(
                people.first().map(|(role, name, _)| (*role, name.clone())),
                Some(expected),
                "{words}: {people:?}"
            );
            assert_eq!(people.len(), 1, "{words}: {people:?}");
        }
    }

    #[test]
    fn a_title_without_a_name_is_nobody() {
        for words in [
            "The careers leader will plan.",
            "Work with the SENCO and Careers Adviser.",
            "Careers Leader\tRole",
            "The Headteacher, Governors and Careers Leader",
        ] {
            assert_eq!(found(words), [], "{words}");
        }
    }

    #[test]
    fn the_address_with_the_name_in_it_is_theirs() {
        let people = found(
            "Careers Leader Mrs Rosalind Pell rpell@oakvale.example or the careers team careers@oakvale.example.",
        );
        assert_eq!(people[0].2.as_deref(), Some("rpell@oakvale.example"));
    }
}
