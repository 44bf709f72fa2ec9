//! From raw lines to lines that know what they are.

use std::sync::LazyLock;

use regex::Regex;

use super::{Hint, Kind, Line, Mark, Raw, clean, contents, furniture, join, mark, plain};

static MODAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:will|must|should|shall|can|may|have|has|are|were|been|please|which|we)\b").expect("valid")
});
static KEY_STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:key stage (?:[1-5]|one|two|three|four|five)|ks ?[1-5]|years? \d{1,2}(?: ?(?:-|to|and|&) ?\d{1,2})?|sixth form|post-16)\b[^.]{0,40}$")
        .expect("valid")
});
static APPENDIX: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?:appendix|annex) (?:[a-z]|\d+)\b").expect("valid"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[^:]{2,40}:\s*\S|@|https?://").expect("valid"));

/// The lines of a document, cleaned, joined and named.
pub(super) fn shape(lines: Vec<Raw>) -> Vec<Line> {
    let lines = join::bold(furniture::without_furniture(lines));
    let lines: Vec<Raw> = lines.into_iter().map(clean::clean).collect();
    let in_contents = contents::contents(&lines);
    let (listed, body): (Vec<_>, Vec<_>) = lines.into_iter().enumerate().partition(|(at, _)| in_contents.contains(at));
    let body = join::joined(body.into_iter().map(|(_, raw)| raw).collect());
    let mut out: Vec<Line> = (0..body.len()).filter(|at| !body[*at].is_blank()).map(|at| line(&body, at)).collect();
    unbulleted(&mut out);
    out.extend(listed.into_iter().filter(|(_, raw)| !raw.is_blank()).map(|(_, raw)| made(&raw, Kind::Contents)));
    out.sort_by_key(|line| (line.page, line.number));
    out
}

/// Short lines after a colon are the items of a list whose bullets were lost.
fn unbulleted(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let opens = lines[at].introduces() && matches!(lines[at].kind, Kind::Text | Kind::Clause | Kind::Item);
        let short = |line: &&mut Line| {
            line.kind == Kind::Text
                && line.text.chars().count() <= 90
                && !line.introduces()
                && !LABEL.is_match(&line.plain)
        };
        let items: Vec<&mut Line> = lines[at + 1..].iter_mut().take_while(|line| short(line)).collect();
        if opens && items.len() > 1 {
            items.into_iter().for_each(|line| line.kind = Kind::Item);
        }
    }
}

fn line(lines: &[Raw], at: usize) -> Line {
    made(&lines[at], kind(lines, at))
}

fn made(raw: &Raw, kind: Kind) -> Line {
    let (mark, text) = parts(raw);
    let text = tidy(text);
    Line {
        file: 0,
        page: raw.page,
        number: raw.number,
        kind,
        plain: plain(&text),
        mark,
        text,
        links: raw.links.clone(),
    }
}

/// The number and the words of a line; hashes of Markdown headings go.
fn parts(raw: &Raw) -> (Option<Mark>, &str) {
    let (_, rest) = mark::bullet(raw.text.trim().trim_start_matches('#'));
    mark::number(rest)
}

fn tidy(text: &str) -> String {
    text.split('\t')
        .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\t")
        .trim()
        .to_owned()
}

fn kind(lines: &[Raw], at: usize) -> Kind {
    let raw = &lines[at];
    let (bulleted, rest) = mark::bullet(raw.text.trim());
    let (mark, words) = mark::number(rest);
    match raw.hint {
        Some(Hint::Heading(level)) => return Kind::Heading(mark.map_or(level, |mark| mark.level().max(1))),
        Some(Hint::Row) => return Kind::Row,
        Some(Hint::Item) => return Kind::Item,
        _ => {}
    }
    if raw.text.starts_with('#') {
        return Kind::Heading(raw.text.chars().take_while(|letter| *letter == '#').count() as u8);
    }
    if words.trim().contains('\t') {
        return Kind::Row;
    }
    match mark {
        Some(mark) if !bulleted && mark.depth() > 0 && numbered_heading(lines, at, &mark, words) => {
            Kind::Heading(mark.level())
        }
        Some(mark) if mark.depth() > 1 => Kind::Clause,
        Some(_) => Kind::Item,
        None if bulleted => Kind::Item,
        None => bare(lines, at, words),
    }
}

/// A short numbered line that is no sentence and no item of a numbered list.
fn numbered_heading(lines: &[Raw], at: usize, mark: &Mark, words: &str) -> bool {
    let plain = plain(words);
    let count = plain.split_whitespace().count();
    let sentence = plain.ends_with([':', ';', ',']) || (plain.ends_with('.') && count > 7);
    let loud = is_loud(words);
    !sentence
        && count <= 16
        && (loud || !MODAL.is_match(&plain))
        && words.chars().next().is_some_and(|letter| letter.is_uppercase() || letter == '\'' || letter == '‘')
        && (loud || !beside_sibling(lines, at, mark))
}

/// A numbered line that stands right beside the number before or after it belongs to a list.
fn beside_sibling(lines: &[Raw], at: usize, mark: &Mark) -> bool {
    let next = lines[at + 1..].iter().find(|line| !line.is_blank());
    let before = lines[..at].iter().rev().find(|line| !line.is_blank());
    [next, before].into_iter().flatten().any(|line| {
        let (_, rest) = mark::bullet(&line.text);
        mark::number(rest).0.is_some_and(|other| siblings(&other, mark))
    })
}

fn siblings(one: &Mark, other: &Mark) -> bool {
    let (Some((a, stem)), Some((b, other_stem))) = (one.numbers.split_last(), other.numbers.split_last()) else {
        return false;
    };
    stem == other_stem && a.abs_diff(*b) == 1
}

fn is_loud(words: &str) -> bool {
    let letters: Vec<char> = words.chars().filter(|letter| letter.is_alphabetic()).collect();
    letters.len() > 3 && letters.iter().filter(|letter| letter.is_uppercase()).count() * 10 >= letters.len() * 9
}

/// A line without number or bullet: a heading if it looks like one.
fn bare(lines: &[Raw], at: usize, words: &str) -> Kind {
    let plain = plain(words.trim());
    if APPENDIX.is_match(&plain) && plain.len() < 100 && !plain.ends_with('.') {
        return Kind::Heading(1);
    }
    if KEY_STAGE.is_match(&plain) && !plain.ends_with([',', ';']) {
        return Kind::Heading(8);
    }
    if words.starts_with("((")
        || plain.ends_with(['.', ':', ';', ','])
        || LABEL.is_match(&plain)
        || words.contains('\t')
    {
        return Kind::Text;
    }
    if is_loud(words) && plain.len() < 90 {
        return Kind::Heading(1);
    }
    if looks_like_heading(lines, at, words, &plain) { Kind::Heading(9) } else { Kind::Text }
}

fn looks_like_heading(lines: &[Raw], at: usize, words: &str, plain: &str) -> bool {
    let count = plain.split_whitespace().count();
    let apart = at == 0
        || lines[at - 1].is_blank()
        || lines[at].hint.is_some()
        || lines[at - 1].text.trim_end().ends_with(['.', ':']);
    let next = lines[at + 1..].iter().find(|line| !line.is_blank());
    (1..=11).contains(&count)
        && words.chars().next().is_some_and(char::is_uppercase)
        && !MODAL.is_match(plain)
        && apart
        && next.is_some_and(|next| {
            next.text.trim().chars().count() > words.chars().count().min(30) || mark::bullet(&next.text).0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        shape(text.lines().enumerate().map(|(at, text)| Raw::new(at + 1, text)).collect())
            .into_iter()
            .map(|line| line.kind)
            .collect()
    }

    #[test]
    fn headings_clauses_items_and_rows_are_told_apart() {
        let text = "3.1 Careers leader\n3.1.1 The careers leader will plan the programme for everyone.\n- Lessons\nSchool\tLead\nAPPENDIX A: PROVIDER ACCESS\nKey stage 3";
        let expected = [Kind::Heading(2), Kind::Clause, Kind::Item, Kind::Row, Kind::Heading(1), Kind::Heading(8)];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn a_numbered_list_is_no_row_of_headings() {
        let text =
            "4. Our programme\nIt has parts:\n1. A stable programme\n2. Learning from information\n3. Each pupil";
        assert_eq!(kinds(text)[2..], [Kind::Item, Kind::Item, Kind::Item]);
    }
}
