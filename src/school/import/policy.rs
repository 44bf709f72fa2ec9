//! The edition of the policy: version, owner, the day it was adopted, every next review it states.

use std::sync::LazyLock;

use regex::Regex;

use super::document::{Kind, Line};
use super::found::Found;
use super::lines::Text;
use crate::school::dates::{Dated, When, dates};

/// What the policy says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Its version, as printed.
    pub version: Option<Found<String>>,
    /// Who owns it, as printed.
    pub owner: Option<Found<String>>,
    /// Who approved it, as printed.
    pub approved_by: Option<Found<String>>,
    /// The day it was adopted or came into force.
    pub adopted: Option<Found<When>>,
    /// Every next review it states.
    pub next_reviews: Vec<Found<When>>,
}

static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:reference/)?(?:version|edition|issue)\s*(?:number|no\.?)?\s*[:\t ]\s*(?:[A-Z][A-Z-]*-)?(v?\.?\s?\d+(?:\.\d+)*)\b(?:[^.\d/]|$)|\b(v\d+(?:\.\d+)+)\b").expect("valid")
});
static OWNER: [LazyLock<Regex>; 2] = [
    LazyLock::new(|| {
        label(
            r"(?:document|policy)?\s*(?:owner|lead|holder)|owned by|(?:staff|person|member of staff) responsible(?: for (?:the|this) policy)?|responsible (?:person|officer|post)|lead person|policy lead",
        )
    }),
    LazyLock::new(|| {
        label(
            r"(?:name and job title of |name of |document |policy )?author|written by|prepared by|produced by|compiled by|created by",
        )
    }),
];
static APPROVER: LazyLock<Regex> = LazyLock::new(|| {
    label(
        r"approved(?:/ratified)? by|ratified by|adopted by|approving body|approval body|approved by\s*/\s*date|agreed by",
    )
});
static ADOPTED: [LazyLock<Regex>; 4] = [
    LazyLock::new(|| {
        dated(
            r"(?:date\s+(?:of\s+)?)?(?:adopted|adoption|implementation|effective|effective from|in force|ratified|ratification)(?:\s+(?:by|date|from|on|in))*|date of (?:this )?(?:version|issue|policy|publication)",
        )
    }),
    LazyLock::new(|| {
        dated(
            r"(?:date\s+(?:of\s+)?)?(?:approved|approval|agreed|issued|published|publication|issue date|policy date|version date)(?:\s+(?:by|date|on|in|\p{L}+)){0,8}",
        )
    }),
    LazyLock::new(|| {
        dated(
            r"(?:date\s+(?:of\s+)?)?(?:last\s+(?:reviewed|updated|review|revised)|reviewed|updated|written)(?:\s+(?:by|date|on|in))*",
        )
    }),
    LazyLock::new(|| dated(r"^date")),
];
static REVIEW: LazyLock<Regex> = LazyLock::new(|| {
    dated(
        r"(?:next|future|scheduled|due)\s+(?:policy\s+)?(?:scheduled\s+|planned\s+)?review(?:\s+(?:date|due|is|will|be|by|in|on|for))*|(?:date\s+(?:of|for)\s+(?:the\s+)?)(?:next\s+)?review|^(?:policy\s+)?review\s*(?:date|due|by)|review date|(?:due|date)\s+for\s+review|to be reviewed(?:\s+(?:again|by|in|on))*|will (?:next )?be reviewed(?:\s+(?:again|next|by|in|on|before|during|the|governors|governing|body|board))*|next reviewed|looked at again(?:\s+(?:by|in|on))*|review (?:again )?(?:by|in|on|before)|(?:^|\t|[.;,|]\s*)\s*(?:policy\s+)?review\s*:|renewal date|expiry date|valid until",
    )
});

fn label(words: &str) -> Regex {
    Regex::new(&format!(r"(?i)(?:^|\t)\s*(?:{words})\s*[:\t–-]\s*([^\t\n]{{2,80}})")).expect("valid")
}

/// A label before a date: only a few small words may stand between.
fn dated(words: &str) -> Regex {
    Regex::new(&format!(r"(?i)(?:{words})\s*(?:[:\t–-]|is|was|are|:|\(|\)|the|this|policy|of|in|on|by|during|scheduled for|due|set for|at the latest|,|\s)*$")).expect("valid")
}

/// What the text says of its own edition.
pub fn policy(text: &Text) -> Policy {
    Policy {
        version: version(text),
        owner: OWNER.iter().find_map(|regex| labelled(text, regex)),
        approved_by: labelled(text, &APPROVER),
        adopted: ADOPTED.iter().find_map(|regex| {
            text.body()
                .filter(|line| is_of_policy(text, line))
                .find_map(|line| dated_by(line, regex).into_iter().next())
        }),
        next_reviews: reviews(text),
    }
}

fn version(text: &Text) -> Option<Found<String>> {
    text.body().filter(|line| line.text.chars().count() < 160 && !is_history(text, line)).find_map(|line| {
        let found = VERSION.captures(&line.text)?;
        let value = found.get(1).or(found.get(2))?.as_str();
        Some(Found::at(line, value.trim().to_owned()))
    })
}

/// A line of the list of former versions, which says nothing of this one.
fn is_history(text: &Text, line: &Line) -> bool {
    text.heading_of(line).is_some_and(|heading| {
        ["version control", "change history", "version history", "revision history", "amendment"]
            .iter()
            .any(|words| heading.plain.contains(words))
    })
}

/// A line that may date the policy itself, and not a law or guidance it names.
fn is_of_policy(text: &Text, line: &Line) -> bool {
    let other = ["guidance", " act", "regulations", "legislation", "duty"].iter().any(|word| line.plain.contains(word));
    !other && line.text.chars().count() < 200 && !is_history(text, line)
}

fn labelled(text: &Text, regex: &Regex) -> Option<Found<String>> {
    text.body().take(120).filter(|line| !heads_a_table(line)).find_map(|line| {
        let found = regex.captures(&line.text)?;
        let value = found[1].trim().trim_end_matches(['.', ',']);
        (!value.is_empty() && !value.to_lowercase().starts_with("n/a")).then(|| Found::at(line, value.to_owned()))
    })
}

/// A row of heads, as over a list of former versions: what stands beside a label there is another label.
fn heads_a_table(line: &Line) -> bool {
    const HEADS: [&str; 14] = [
        "version",
        "date",
        "author",
        "changes",
        "change",
        "edition",
        "reason",
        "amendments",
        "comments",
        "details",
        "description",
        "reviewer",
        "page",
        "status",
    ];
    let heads = line.cells().into_iter().filter(|cell| HEADS.contains(&cell.to_lowercase().trim_end_matches(':')));
    line.kind == Kind::Row && heads.count() > 2
}

/// Dates of a line that stand right behind words of this kind.
fn dated_by(line: &Line, regex: &Regex) -> Vec<Found<When>> {
    let mut from = 0;
    let mut out = Vec::new();
    for date in dates(&line.text) {
        if regex.is_match(line.text[from..date.start].trim_end()) {
            out.push(Found::at(line, date.when));
        }
        from = date.end;
    }
    out
}

fn reviews(text: &Text) -> Vec<Found<When>> {
    let lines: Vec<&Line> = text.body().filter(|line| !is_history(text, line)).collect();
    let mut out: Vec<Found<When>> = lines.iter().flat_map(|line| dated_by(line, &REVIEW)).collect();
    out.extend(lines.windows(2).filter_map(|pair| below_label(pair[0], pair[1])));
    let mut seen = Vec::new();
    out.retain(|review| {
        !seen.contains(&review.value) && {
            seen.push(review.value);
            true
        }
    });
    out
}

/// "Next review date" alone in a line, and the date in the next.
fn below_label(label: &Line, value: &Line) -> Option<Found<When>> {
    let alone = label.text.chars().count() < 40 && dates(&label.text).is_empty() && REVIEW.is_match(label.text.trim());
    let last_cell = |date: &Dated| value.kind == Kind::Row && date.end == value.text.len();
    let beside = |date: &Dated| (date.start < 3 && value.text.chars().count() < 40) || last_cell(date);
    let date = dates(&value.text).last().copied().filter(beside)?;
    alone.then(|| Found { words: format!("{} {}", label.text, value.text), ..Found::at(value, date.when) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    fn read(words: &str) -> Policy {
        policy(&Text::of(&[Document::of_text("a", words)]))
    }

    #[test]
    fn labels_of_many_kinds_are_read() {
        for words in [
            "Next review: September 2026",
            "Next Review Date\tSeptember 2026",
            "Date of next review\tSept 2026",
            "The next review date is September 2026.",
            "The next scheduled review date is September 2026.",
            "This policy will be reviewed in September 2026.",
            "Review due: 09/2026",
            "Implementation date:September 2025Next review:September 2026",
            "Next review date\nSeptember 2026",
            "To be reviewed: September 2026",
        ] {
            let found: Vec<String> = read(words).next_reviews.iter().map(|review| review.value.to_string()).collect();
            assert_eq!(found, ["September 2026"], "{words}");
        }
    }

    #[test]
    fn a_review_that_was_is_no_next_review() {
        let policy = read("Last reviewed: May 2025\nThis policy is reviewed annually.");
        assert!(policy.next_reviews.is_empty());
        assert_eq!(policy.adopted.map(|date| date.value.to_string()).as_deref(), Some("May 2025"));
    }

    #[test]
    fn version_and_owner_are_read() {
        let policy = read(
            "Version number: 2.1\nDocument Owner: R Pell - Careers Leader\nApproved by\tFull governing board\nDate adopted: 3rd March 2025",
        );
        assert_eq!(policy.version.map(|found| found.value).as_deref(), Some("2.1"));
        assert_eq!(policy.owner.map(|found| found.value).as_deref(), Some("R Pell - Careers Leader"));
        assert_eq!(policy.approved_by.map(|found| found.value).as_deref(), Some("Full governing board"));
        assert_eq!(policy.adopted.map(|found| found.value.to_string()).as_deref(), Some("3 March 2025"));
        assert_eq!(
            read("Reference/Version Number\tRMT-CAR-V1.4").version.map(|found| found.value).as_deref(),
            Some("V1.4")
        );
    }
}
