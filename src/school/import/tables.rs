//! Tables of schools and people, whether their cells are still apart, stand one below the other, or ran together.

use std::sync::LazyLock;

use regex::Regex;

use super::addresses::{emails, phones};
use super::document::{Kind, Line, plain};
use super::lines::Text;
use super::names::NAME;
use crate::school::Role;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The school.
    School,
    /// The name of who holds this role.
    Role(Role),
    /// The title of a role.
    RoleName,
    /// A name, or name and contact.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Anything else.
    Other,
}

/// A table with columns that are known.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// What its columns hold.
    pub columns: Vec<Column>,
    /// Its rows: cells, and the line they begin in.
    pub rows: Vec<(Vec<String>, &'a Line)>,
}

static SCHOOL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:name of )?(?:the |our )?(?:academy|academies|schools?|establishments?|settings?|sites?|campus|college)(?: name| academy)?\W*$").expect("valid")
});
static SQUEEZED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(.+?\b(?:School|Academy|College|UTC|PRU|Primary|High|Infants|Juniors)\b(?:\s+(?:School|Academy|College)\b)*)[\s:,–-]+({NAME})\b(.*)$"
    ))
    .expect("valid")
});

/// What a column with this head holds.
pub fn column(head: &str) -> Column {
    let head = plain(head.trim());
    if head.contains('@') || head.chars().count() > 60 || head.chars().filter(char::is_ascii_digit).count() > 2 {
        return Column::Other;
    }
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    match head.as_str() {
        head if SCHOOL.is_match(head) => Column::School,
        _ if has(&["email", "e-mail"]) => Column::Email,
        _ if has(&["tel", "phone", "contact no", "contact number", "mobile"]) => Column::Phone,
        "link governor" | "governor" | "careers governor" => Column::Role(Role::CareersGovernor),
        "role" | "position" | "job title" | "responsibility" | "post" | "role/title" | "title" => Column::RoleName,
        head if Role::of_label(head).is_some() => Role::of_label(head).map_or(Column::Other, Column::Role),
        "name" | "contact" | "contact name" | "contact details" | "staff" | "member of staff" | "named person"
        | "name(s)" | "who" => Column::Name,
        _ => Column::Other,
    }
}

/// Every table of people or schools.
pub fn tables(text: &Text) -> Vec<Table<'_>> {
    let mut out = Vec::new();
    for at in 0..text.lines.len() {
        out.extend(kept(text, at).or_else(|| flattened(text, at)).or_else(|| squeezed(text, at)));
    }
    out.retain(|table: &Table<'_>| !table.rows.is_empty());
    out
}

/// A head is one column, or two that ran together.
fn columns_of(head: &str) -> Vec<Column> {
    match (Role::of_label(head), column(head)) {
        (Some(role), Column::Email) => vec![Column::Role(role), Column::Email],
        (_, column) => vec![column],
    }
}

/// The cells of a row under their columns; where some ran together they are told apart by what they hold.
fn aligned(columns: &[Column], line: &Line) -> Vec<String> {
    let cells: Vec<String> = line.text.split('\t').map(|cell| cell.trim().to_owned()).collect();
    let one_person = columns.iter().filter(|column| matches!(column, Column::Role(_) | Column::Name)).count() == 1;
    if cells.len() == columns.len() || !one_person || columns[0] != Column::School {
        return cells;
    }
    let (email, phone) = (emails(&line.text).into_iter().next(), phones(&line.text).into_iter().next());
    let bare = |cell: &String| {
        [&email, &phone]
            .into_iter()
            .flatten()
            .fold(cell.clone(), |cell, known| cell.replace(known.as_str(), ""))
            .trim()
            .to_owned()
    };
    let words: Vec<String> =
        cells.iter().map(bare).filter(|cell| !cell.is_empty()).flat_map(|cell| apart(&cell)).collect();
    let mut words = words.into_iter();
    let cell = |column: &Column| match column {
        Column::Email => email.clone(),
        Column::Phone => phone.clone(),
        _ => words.next(),
    };
    columns.iter().map(cell).map(Option::unwrap_or_default).collect()
}

/// A school and the name behind it, if both are in these words.
fn apart(words: &str) -> Vec<String> {
    match SQUEEZED.captures(words) {
        Some(found) => vec![found[1].trim().to_owned(), found[2].to_owned()],
        None => vec![words.to_owned()],
    }
}

fn is_head(columns: &[Column]) -> bool {
    let known = columns.iter().filter(|column| **column != Column::Other).count();
    known >= 2
        && columns
            .iter()
            .any(|column| matches!(column, Column::School | Column::Role(_) | Column::RoleName | Column::Name))
}

/// A table whose cells are still apart.
fn kept(text: &Text, at: usize) -> Option<Table<'_>> {
    let head = Some(&text.lines[at]).filter(|line| line.kind == Kind::Row)?;
    let columns: Vec<Column> = head.text.split('\t').flat_map(columns_of).collect();
    let rows = text.lines[at + 1..].iter().take_while(|line| line.kind == Kind::Row && line.file == head.file);
    let rows = rows.map(|line| (aligned(&columns, line), line)).collect();
    is_head(&columns).then_some(Table { columns, rows })
}

/// A table whose cells stand one below the other, heads first.
fn flattened(text: &Text, at: usize) -> Option<Table<'_>> {
    let columns: Vec<Column> = text.lines[at..]
        .iter()
        .map_while(|line| Some(column(&line.text)).filter(|column| *column != Column::Other && line.kind != Kind::Row))
        .take(6)
        .collect();
    if columns.len() < 3 || !is_head(&columns) {
        return None;
    }
    let body = &text.lines[at + columns.len()..];
    let rows = body.chunks_exact(columns.len()).take_while(|cells| fits(&columns, cells));
    let rows = rows.map(|cells| (cells.iter().map(|line| line.text.clone()).collect(), &cells[0])).collect();
    Some(Table { columns, rows })
}

fn fits(columns: &[Column], cells: &[Line]) -> bool {
    columns.iter().zip(cells).all(|(column, cell)| match column {
        Column::Email => !emails(&cell.text).is_empty(),
        Column::Phone => !phones(&format!("tel {}", cell.text)).is_empty(),
        _ => cell.text.chars().count() < 60 && emails(&cell.text).is_empty(),
    })
}

/// A table whose rows ran together into lines: a school, a name, perhaps an address.
fn squeezed(text: &Text, at: usize) -> Option<Table<'_>> {
    let head = Some(&text.lines[at]).filter(|line| line.kind != Kind::Row && line.text.chars().count() < 90)?;
    let role =
        Role::in_words(&head.text).filter(|_| head.plain.contains("academy") || head.plain.contains("school"))?;
    let rows: Vec<_> = text.lines[at + 1..]
        .iter()
        .map_while(|line| {
            let found = SQUEEZED.captures(&line.text).filter(|_| line.text.chars().count() < 140)?;
            let cells = [found[1].trim(), &found[2], &found[3], &found[3]].map(str::to_owned).to_vec();
            Some((cells, line))
        })
        .collect();
    Some(Table { columns: vec![Column::School, Column::Role(role), Column::Email, Column::Phone], rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    fn rows(words: &str) -> Vec<Vec<String>> {
        let text = Text::of(&[Document::of_text("a", words)]);
        tables(&text).into_iter().flat_map(|table| table.rows).map(|(cells, _)| cells).collect()
    }

    #[test]
    fn a_table_is_read_however_extraction_left_it() {
        let apart = "Academy\tName of Careers Lead\tEmail\tTel\nOakvale Academy\tRosalind Pell\trpell@oakvale.example\t01632 960123";
        assert_eq!(rows(apart).len(), 1);
        let mixed = "Academy\tCareers Lead Email\tTel\nOakvale Primary Academy Rosalind Pell\trpell@oakvale.example 01632 960123";
        assert_eq!(
            rows(mixed)[0],
            ["Oakvale Primary Academy", "Rosalind Pell", "rpell@oakvale.example", "01632 960123"]
        );
        let below = "Academy\nName of Careers Lead\nEmail\nTel:\nOakvale Academy\nRosalind Pell\nrpell@oakvale.example\n01632 960123";
        assert_eq!(rows(below), rows(apart));
        let together =
            "Academy Careers Lead Email Tel\nOakvale Academy Rosalind Pell rpell@oakvale.example 01632 960123";
        assert_eq!(rows(together)[0][..2], ["Oakvale Academy", "Rosalind Pell"]);
    }
}
