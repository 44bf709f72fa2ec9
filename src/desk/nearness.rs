//! Which questions without an answer are about the same thing: those that share most of what they say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use crate::language::Stems;
use crate::store::Unanswered;

/// How much two questions must share, 0 to 1.
const NEAR: f32 = 0.45;

/// Words that say nothing about the subject.
const SAY_NOTHING: &str = "a about after all also am an and any are as at be been being bit but by can could did do does doing for from \
    get go going gonna got had has have he her his how i id if ill im in is it its ive just know let like me might mum my need not now of \
    off on one or our out please really she should so some than that the their them then there they thing this to tell told up u us want \
    wanna was way we were what whats when where which who why will with would you your r ur dont im really … son daughter dad child";

/// Questions about the same thing.
pub(super) struct Group {
    /// The one that is put best: the longest.
    pub(super) title: String,
    /// All of them, newest first.
    pub(super) questions: Vec<Unanswered>,
    /// How many were asked in the newer half of the time looked at, and in the older.
    pub(super) lately: usize,
    pub(super) before: usize,
}

impl Group {
    pub(super) fn grows(&self) -> bool {
        self.lately > self.before
    }

    /// Their numbers, for a form.
    pub(super) fn ids(&self) -> String {
        self.questions.iter().map(|question| question.id.to_string()).collect::<Vec<_>>().join(",")
    }
}

/// Groups of questions, growing gaps first. `middle` parts lately from before.
pub(super) fn groups(questions: Vec<Unanswered>, middle: NaiveDateTime) -> Vec<Group> {
    let stems = Stems::new([]);
    let silent: BTreeSet<&str> = SAY_NOTHING.split_whitespace().collect();
    let terms: Vec<BTreeSet<String>> = questions
        .iter()
        .map(|question| {
            let words = question.words.split(' ').filter(|word| !silent.contains(word));
            words.map(|word| stems.stem(word)).collect()
        })
        .collect();
    let rare = rarity(&terms);
    let mut groups: Vec<(BTreeSet<String>, Vec<Unanswered>)> = Vec::new();
    for (question, terms) in questions.into_iter().zip(terms) {
        let near = groups.iter_mut().map(|group| (shared(&terms, &group.0, &rare), group));
        match near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(share, _)| *share >= NEAR) {
            Some((_, group)) => group.1.push(question),
            None => groups.push((terms, vec![question])),
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, questions)| group(questions, middle)).collect();
    groups.sort_by_key(|group| {
        let growth = group.lately as i64 - group.before as i64;
        (std::cmp::Reverse(growth.max(0)), std::cmp::Reverse(group.questions.len()))
    });
    groups
}

fn group(mut questions: Vec<Unanswered>, middle: NaiveDateTime) -> Group {
    questions.reverse();
    let lately = questions.iter().filter(|question| question.at >= middle).count();
    let title = questions.iter().map(|question| question.words.as_str()).max_by_key(|words| words.len().min(90));
    Group { title: title.unwrap_or_default().to_owned(), lately, before: questions.len() - lately, questions }
}

/// What each word counts for: the fewer questions have it, the more.
fn rarity(all: &[BTreeSet<String>]) -> BTreeMap<String, f32> {
    let mut seen: BTreeMap<String, f32> = BTreeMap::new();
    for term in all.iter().flatten() {
        *seen.entry(term.clone()).or_default() += 1.0;
    }
    let whole = all.len() as f32;
    seen.into_iter().map(|(term, count)| (term, (1.0 + whole / count).ln())).collect()
}

/// The share of their weight that two sets of terms have in common.
fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>, rare: &BTreeMap<String, f32>) -> f32 {
    let weight = |term: &String| rare.get(term).copied().unwrap_or(1.0);
    let both: f32 = one.intersection(other).map(weight).sum();
    let all: f32 = one.union(other).map(weight).sum();
    if all == 0.0 { 0.0 } else { both / all }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: i32, day: u32, words: &str) -> Unanswered {
        let at =
            chrono::NaiveDate::from_ymd_opt(2026, 11, day).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
        Unanswered { id, school: "elm".into(), at, year: 10, words: words.into() }
    }

    #[test]
    fn what_is_about_the_same_thing_stands_together_and_growing_gaps_first() {
        let asked = vec![
            question(1, 2, "where can i learn welding"),
            question(2, 3, "where do i learn welding"),
            question(3, 18, "how do i join a drone racing club"),
            question(4, 19, "is there a club for drone racing"),
            question(5, 20, "drone racing clubs"),
        ];
        let middle = asked[2].at;
        let groups = groups(asked, middle);
        let sizes: Vec<usize> = groups.iter().map(|group| group.questions.len()).collect();
        assert_eq!(sizes, [3, 2]);
        assert!(groups[0].grows() && groups[0].title.contains("drone"));
        assert!(!groups[1].grows());
        assert_eq!(groups[0].ids(), "5,4,3");
    }
}
