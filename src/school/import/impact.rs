//! How the school measures what its careers programme does.

use std::sync::LazyLock;

use regex::Regex;

use super::document::{Kind, Line, plain};
use super::found::Found;
use super::lines::Text;
use crate::school::Role;

static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:measur|assess|evaluat|monitor|track|review)[^.]{0,120}(?:impact|effective|success|progress|programme|provision)[^.]*:\W*$|impact[^.]{0,80}(?:measur|assess|evaluat|monitor|carried out)[^.]*:\W*$|(?:impact|success|effectiveness)[^.]{0,60}(?:by|through|using|via|include)[^.]{0,20}:\W*$").expect("valid")
});
static SAYS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:measured?|measures|measuring|assess(?:ed|es|ing)?|evaluat\w+|monitor(?:s|ed|ing)?|self-evaluat\w*)\b|\breview\w* [^.]{0,40}against").expect("valid")
});
static WITH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"compass|surveys?|questionnaires?|destinations? (?:data|information|figures|measures)|student voice|pupil voice|future skills|learning walks|lesson observations|quality in careers|against the (?:\w+ ){0,3}(?:gatsby )?benchmarks|neet figures|feedback (?:from|forms|of)").expect("valid")
});
static ABOUT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"career|programme|provision|benchmark|impact|evaluation").expect("valid"));
static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:information that |details? (?:of|on) )?how (?:our school |the school |the )?[^.]{0,50}(?:measur|is measured)|self-evaluation tool|\binvit\w+|\bshould be\b").expect("valid")
});

/// Each measure: the items of a list that says so, else sentences that say with what impact is measured.
pub fn impact_measures(text: &Text) -> Vec<Found<String>> {
    let mut out = listed(text);
    let loose: Vec<Found<String>> = text
        .body()
        .filter(|line| is_open_to_reading(text, line) && out.iter().all(|known| known.place.line != line.number))
        .flat_map(|line| measures(&line.text).into_iter().map(|words| Found::at(line, trimmed(words))))
        .collect();
    out.extend(loose);
    out
}

fn listed(text: &Text) -> Vec<Found<String>> {
    let opens = |line: &Line| OPENS.is_match(&line.plain) && ABOUT.is_match(&line.plain);
    let lists = text.lines.iter().enumerate().filter(|(_, line)| opens(line));
    lists
        .flat_map(|(at, line)| {
            let follows = |next: &&Line| matches!(next.kind, Kind::Item | Kind::Row) && next.file == line.file;
            text.lines[at + 1..].iter().take_while(follows)
        })
        .map(|item| Found::at(item, trimmed(&item.text)))
        .collect()
}

/// Text, clauses and items; what a role is to do "with feedback" is a duty and no measure.
fn is_open_to_reading(text: &Text, line: &Line) -> bool {
    let of_role = line.kind == Kind::Item
        && line.plain.contains("feedback from")
        && text.heading_of(line).is_some_and(|heading| Role::in_words(&heading.text).is_some());
    matches!(line.kind, Kind::Text | Kind::Clause | Kind::Item) && !line.introduces() && !of_role
}

/// The sentences that are measures; a short paragraph whole where only its sentences together are one.
fn measures(words: &str) -> Vec<&str> {
    let measures = |words: &&str| is_measure(&plain(words));
    let single: Vec<&str> = words.split_inclusive(". ").map(str::trim).filter(measures).collect();
    let whole = single.is_empty() && words.chars().count() <= 220;
    if whole { Some(words).filter(measures).into_iter().collect() } else { single }
}

fn is_measure(plain: &str) -> bool {
    SAYS.is_match(plain) && WITH.is_match(plain) && ABOUT.is_match(plain) && !PROMISE.is_match(plain)
}

fn trimmed(words: &str) -> String {
    words.trim_end_matches([';', ',', ' ']).trim_end_matches(" and").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    fn read(words: &str) -> Vec<String> {
        impact_measures(&Text::of(&[Document::of_text("a", words)])).into_iter().map(|found| found.value).collect()
    }

    #[test]
    fn the_list_that_follows_is_read() {
        let list =
            "We measure and assess the impact of the programme by:\n- surveys of pupils;\n- destinations of leavers";
        assert_eq!(read(list), ["surveys of pupils", "destinations of leavers"]);
        assert_eq!(read("The impact of our careers programme is measured through:\n· Compass+").len(), 1);
    }

    #[test]
    fn a_sentence_that_says_with_what_is_read() {
        let words = "We plan well. The careers programme is evaluated each year with surveys of pupils. We care.";
        assert_eq!(read(words), ["The careers programme is evaluated each year with surveys of pupils."]);
    }

    #[test]
    fn a_promise_or_an_empty_list_is_nothing() {
        let empty =
            "We measure and assess the impact of the programme by:\n5. Links to other policies\n- Curriculum Policy";
        assert!(read(empty).is_empty());
        assert!(read("- How our school measures and assesses the programme's impact on learners").is_empty());
    }
}
