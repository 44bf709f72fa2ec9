//! The questions a page begins with: one of each group, and every one of a group as often as the others, so that nothing is suggested
//! more than its neighbour.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::answer::order;
use crate::phrases::Begin;

/// One question of each group, in the order of this rotation key.
pub(super) fn questions(begin: &Begin, key: u64) -> Vec<&str> {
    let groups: Vec<&Vec<String>> = begin.questions.iter().filter(|group| !group.is_empty()).collect();
    order(groups.len(), key)
        .into_iter()
        .map(|at| {
            let group = groups[at];
            group[order(group.len(), key_of_group(key, at))[0]].as_str()
        })
        .collect()
}

/// Each group turns by a key of its own: otherwise what is first in one group would always stand beside what is first in another, or
/// always in the same place.
fn key_of_group(key: u64, at: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    (key, at).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::answer::rotation_key;

    #[test]
    fn every_question_of_a_group_is_offered_as_often_as_the_others_and_in_every_place() {
        let group = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let begin = Begin { questions: vec![group(&["a", "b", "c"]), group(&["d", "e"]), group(&["f"])] };
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
        let mut seen: BTreeMap<(usize, String), u32> = BTreeMap::new();
        for visitor in 0..12_000 {
            for (place, question) in questions(&begin, rotation_key(&visitor.to_string(), day)).iter().enumerate() {
                *seen.entry((place, (*question).to_owned())).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), 18, "each of six questions stands in each of three places");
        for ((place, question), times) in &seen {
            let fair = match question.as_str() {
                "a" | "b" | "c" => 12_000 / 9,
                "d" | "e" => 12_000 / 6,
                _ => 12_000 / 3,
            };
            assert!(times.abs_diff(fair) < fair / 8, "{question} stands {times} times in place {place}, not {fair}");
        }
    }

    #[test]
    fn a_visitor_keeps_the_questions_of_the_day() {
        let begin = Begin { questions: vec![vec!["a".into(), "b".into()], Vec::new(), vec!["c".into()]] };
        assert_eq!(questions(&begin, 77), questions(&begin, 77));
        assert_eq!(questions(&begin, 77).len(), 2, "an empty group is passed over");
    }
}
