//! The same paragraph under two stages (Z24): one of them was copied and not changed.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::import::document::Line;
use crate::school::import::lines::Text;

static STAGE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:key stage|ks|years?) ?\d{1,2}\b").expect("valid"));
static HEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:key stage|ks ?\d|years? \d|sixth form|post-16)").expect("valid"));

/// Paragraphs of a stage that are those of an earlier stage.
pub(super) fn repeats(text: &Text) -> Vec<Finding> {
    let staged: Vec<(&Line, &Line)> = text
        .body()
        .filter(|line| !line.is_heading() && line.text.chars().count() > 80)
        .filter_map(|line| Some((text.heading_of(line).filter(|heading| HEADING.is_match(&heading.plain))?, line)))
        .collect();
    let mut out = Vec::new();
    // By its shape: the headings that a paragraph stood under so far, each once.
    let mut seen: HashMap<String, Vec<&Line>> = HashMap::new();
    for (heading, line) in staged {
        let shape = shape(line);
        let tells = tells(line, &shape);
        let under = seen.entry(shape).or_default();
        let first = under.iter().find(|other| other.plain != heading.plain && tells).copied();
        if under.len() < 2 && under.iter().all(|other| other.plain != heading.plain) {
            under.push(heading);
        }
        if let Some(other) = first {
            let says =
                format!("{} says the same as {}; write what belongs to {}", heading.text, other.text, heading.text);
            out.push(Finding::at(line, "repeated-text", "Z24", says));
        }
    }
    out
}

/// Long enough, or naming its own stage: short activities may well be repeated.
fn tells(line: &Line, shape: &str) -> bool {
    shape.contains('#') || line.text.chars().count() > 250
}

fn shape(line: &Line) -> String {
    STAGE.replace_all(&line.plain, "#").into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn a_paragraph_copied_to_the_next_stage_is_told() {
        let line = |stage| {
            format!(
                "Our Key Stage {stage} programmes will support pupils in their choices of GCSE subjects and show them many careers."
            )
        };
        let words = format!("Key stage 3\n{}\nKey stage 4\n{}", line(3), line(4));
        assert_eq!(lines_with("repeated-text", &words), [4]);
    }
}
