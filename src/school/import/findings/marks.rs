//! Marks of a template that nobody filled in (R010) and blocks of which only one may stay (R011).

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::import::document::Line;
use crate::school::import::lines::Text;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let words = [
        r"[\[<]\s*(?i:school|academy|date|name|email|e-mail|phone|telephone|role|job title|title|link)\s*[\]>]",
        r"\(\([^)]+\)\)",
        r"(?i:[\[<{(]\s*(?:please\s+)?(?:insert|enter|amm?end|delete|edit|add (?:name|date|link|details|school|any)|complete|your school|school(?:'s|’s)? name|name of (?:school|academy|trust|careers?|lead|governor|person)|trust name|tbc|xx+)\b[^\])>}]*[\])>}])",
        r"\b(?:AMM?END|DELETE|INSERT)\b",
        r"(?i:\bdelete (?:as|if|where) (?:appropriate|necessary|applicable|not applicable|required)\b|\bamend (?:as|if|where) (?:appropriate|necessary|applicable|required)\b)",
        r"\b[Xx]{3,}\b|_{4,}|\.{8,}",
        r"\bTB[CA]\b|(?i:\bto be (?:confirmed|inserted|added|completed)\b|lorem ipsum|(?:highlighted|text) in (?:yellow|red|blue)\b)",
        r"[\[]\s*[\]]|<<[^>]*>>",
    ];
    Regex::new(&words.join("|")).expect("valid")
});
static ALTERNATIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:secondary|primary|pru|ap|special|academ|maintained|mainstream|sixth form)[^.]{0,30}\bonly\b[^.]{0,40}\bdelete|delete[^.]{0,40}\bonly\b|(?:secondary|primary|pru|ap|special)[^.]{0,12}\bdelete").expect("valid")
});

/// Template marks, one finding a line; alternative blocks, one finding a mark.
pub(super) fn marks(text: &Text) -> Vec<Finding> {
    text.body().filter_map(mark).collect()
}

fn mark(line: &Line) -> Option<Finding> {
    let mark = MARK.find(&line.text)?;
    if ALTERNATIVE.is_match(&line.plain) {
        let says = "only one of these blocks is for this school; keep it and delete the others";
        return Some(Finding::at(line, "template-mark", "R010, R011", format!("`{}`: {says}", mark.as_str().trim())));
    }
    Some(Finding::at(
        line,
        "template-mark",
        "R010",
        format!("`{}` is a mark of the template; fill it in or take it out", mark.as_str().trim()),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn marks_of_many_kinds_are_found() {
        for words in [
            "The school has a Leader ((AMEND TITLE IF REQUIRED)) in post.",
            "Our careers leader is [insert name].",
            "The careers leader is <name of careers leader>.",
            "Pupils in Years 7 to 11 (delete as appropriate) take part.",
            "Telephone: XXXXX XXXXXX",
            "The careers governor is TBC.",
            "Careers leader: ____________",
            "(PRU/AP ONLY - SECONDARY DELETE)",
            "((AMMEND ACCORDINGLY)) Pupils study",
        ] {
            assert_eq!(lines_with("template-mark", words), [1], "{words}");
        }
    }

    #[test]
    fn plain_brackets_are_no_marks() {
        for words in [
            "The careers leader (a member of staff) will amend the plan.",
            "The School Information (England) Regulations",
            "See (school website).",
        ] {
            assert!(lines_with("template-mark", words).is_empty(), "{words}");
        }
    }
}
