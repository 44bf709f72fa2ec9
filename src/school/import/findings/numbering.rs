//! Clause numbers that jump (Z28): what stands under one heading is numbered as if it stood under another.

use super::Finding;
use crate::school::import::document::Line;
use crate::school::import::lines::Text;

/// Jumps between clauses that follow one another.
pub(super) fn numbering(text: &Text) -> Vec<Finding> {
    let numbered: Vec<&Line> =
        text.body().filter(|line| line.mark.as_ref().is_some_and(|mark| mark.depth() > 2)).collect();
    numbered.windows(2).filter_map(|pair| jump(pair[0], pair[1])).collect()
}

/// 4.3.22 and then 4.4.23: the last number goes on, the one before it changed.
fn jump(before: &Line, line: &Line) -> Option<Finding> {
    let (a, b) = (&before.mark.as_ref()?.numbers, &line.mark.as_ref()?.numbers);
    let (last, stem) = a.split_last()?;
    let (next, other) = b.split_last()?;
    let slipped =
        before.file == line.file && stem.len() == other.len() && stem != other && *next == last + 1 && *next > 1;
    let label = |line: &Line| line.mark.as_ref().map_or(String::new(), |mark| mark.label.clone());
    slipped.then(|| {
        let says = format!(
            "the numbering jumps from {} to {}; cite by heading until it is mended",
            label(before),
            label(line)
        );
        Finding::at(line, "numbering-jump", "Z28", says)
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn a_jump_is_told_and_a_new_section_is_not() {
        assert_eq!(
            lines_with("numbering-jump", "4.3.2 The school will share it.\n4.4.3 The school will share more."),
            [2]
        );
        assert!(
            lines_with("numbering-jump", "4.3.2 The school will share it.\n4.4.1 The school will share more.")
                .is_empty()
        );
    }
}
