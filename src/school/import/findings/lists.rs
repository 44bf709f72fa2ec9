//! Lists that are empty (R010, Z22), that go on as clauses (Z29), or that begin in the middle (Z26).

use super::Finding;
use crate::school::import::document::{Kind, Line};
use crate::school::import::lines::Text;

/// Slips in lists.
pub(super) fn lists(text: &Text) -> Vec<Finding> {
    let body: Vec<&Line> = text.body().collect();
    (0..body.len()).filter_map(|at| promised(&body, at).or_else(|| begins_late(&body, at))).collect()
}

/// A line that promises a list, and what follows instead.
fn promised(body: &[&Line], at: usize) -> Option<Finding> {
    let line = body[at];
    let promises = opens(line) && !line.is_heading() && line.kind != Kind::Row;
    if !promises {
        return None;
    }
    let next = body.get(at + 1).filter(|next| next.file == line.file);
    match next {
        None => Some(empty(line)),
        Some(next) if next.is_heading() && !lists_by_headings(body, at) => Some(empty(line)),
        Some(next) if is_next_clause(line, next) => Some(Finding::at(
            line,
            "list-slip",
            "Z29",
            "a list is promised, but what follows are clauses of the same rank; make them its items",
        )),
        Some(_) => None,
    }
}

fn empty(line: &Line) -> Finding {
    Finding::at(
        line,
        "empty-list",
        "R010, Z22",
        "a list is promised and nothing follows; fill it in or take the sentence out",
    )
}

/// Ends with a colon, perhaps with a stray dash behind it.
fn opens(line: &Line) -> bool {
    line.plain.trim_end_matches(['-', ' ']).ends_with(':') && line.plain.split_whitespace().count() > 2
}

/// "The programme covers:" followed by headings of stages is no empty list.
fn lists_by_headings(body: &[&Line], at: usize) -> bool {
    let above = body[..at].iter().rev().find_map(|line| level(line)).unwrap_or(0);
    body.get(at + 1).and_then(|next| level(next)).is_some_and(|next| next > above)
}

fn level(line: &Line) -> Option<u8> {
    match line.kind {
        Kind::Heading(level) => Some(level),
        _ => None,
    }
}

fn is_next_clause(line: &Line, next: &Line) -> bool {
    let (Some(own), Some(other)) = (&line.mark, &next.mark) else { return false };
    own.depth() > 1 && own.depth() == other.depth() && other.place() == own.place().map(|place| place + 1)
}

/// "ii" where no "i" stands before it.
fn begins_late(body: &[&Line], at: usize) -> Option<Finding> {
    let line = body[at];
    let numeral = line.mark.as_ref().filter(|mark| mark.depth() == 0 && mark.label == "ii")?;
    let first = body[..at].iter().rev().take_while(|other| !other.is_heading()).take(6);
    let mut labels = first.filter_map(|other| other.mark.as_ref()).map(|mark| mark.label.as_str());
    let begun = labels.next() == Some("i");
    (!begun).then(|| {
        Finding::at(
            line,
            "list-begins-late",
            "Z26",
            format!("the list begins at {}; number it anew or put the missing item back", numeral.label),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn a_promise_followed_by_a_heading_is_an_empty_list() {
        let words =
            "4. Impact\nWe measure and assess the impact of the programme by:\n5. Links to other policies\nSee them.";
        assert_eq!(lines_with("empty-list", words), [2]);
        assert!(lines_with("empty-list", "We measure the impact by:\n- surveys\n5. Links to others\nSee.").is_empty());
    }

    #[test]
    fn clauses_instead_of_items_are_a_slip() {
        let words = "14.5. The statement will be published and will include:\n14.6. Any requirements in relation to requests for access.";
        assert_eq!(lines_with("list-slip", words), [1]);
    }

    #[test]
    fn a_list_that_begins_at_two_is_told() {
        let words = "a. Give guidance that should:\n - ii. be impartial,\n - iii. be adapted";
        assert_eq!(lines_with("list-begins-late", words), [2]);
        assert!(lines_with("list-begins-late", "a. Give guidance:\n - i. be kind\n - ii. be impartial").is_empty());
    }
}
