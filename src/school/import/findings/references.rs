//! References that lead nowhere or to the wrong place (Z25, Z26, Z31).

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::import::addresses::webs;
use crate::school::import::document::{Kind, Line};
use crate::school::import::lines::Text;

static HERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:found|available|viewed|accessed|click|policy|page|website|link|conduct|statement|download(?:ed)?|see|seen|read|visit|is) (?:here|on this link|at this link|at the following link|by following this link)\b|\bhere\W*$|\bclick(?:ing)? (?:here|on the link|the link)").expect("valid")
});
static BOOKMARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"error! (?:bookmark|reference)").expect("valid"));
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(appendix|annex|section|point|paragraph|part|clause) (\d{1,2}(?:\.\d{1,2})*|[a-h])\b")
        .expect("valid")
});
static ADDENDUM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bsee (?:the |our )?(?:[\w-]+ )?(addendum|annex)\b").expect("valid"));

/// No policy has more references, nor more parts that they can mean.
const MOST: usize = 500;

/// References without a target, or with the wrong one.
pub(super) fn references(text: &Text) -> Vec<Finding> {
    let mut out: Vec<Finding> = text.body().filter_map(here).collect();
    out.extend(bookmarks(text));
    let readable =
        |line: &&Line| line.kind != Kind::Row && !line.plain.contains(" act ") && !line.plain.ends_with(" act");
    let (numbered, appended) = (parts(text, false), parts(text, true));
    let mut looked_at = 0;
    for line in text.body().filter(readable) {
        for found in REFERENCE.captures_iter(&line.plain).take(MOST - looked_at) {
            let parts = if is_appended(&found[1]) { &appended } else { &numbered };
            out.extend(target(text, parts, line, &found[1], &found[2]));
            looked_at += 1;
        }
        out.extend(addendum(text, line));
    }
    out
}

/// A part that references may mean.
struct Titled<'a> {
    label: String,
    heading: &'a Line,
    /// The words of its heading that carry meaning.
    words: HashSet<String>,
}

fn is_appended(kind: &str) -> bool {
    matches!(kind, "appendix" | "annex")
}

/// "here", and no address behind it.
fn here(line: &Line) -> Option<Finding> {
    let lost = HERE.is_match(&line.plain) && line.links.is_empty() && webs(&line.text).is_empty();
    lost.then(|| {
        Finding::at(
            line,
            "reference-without-target",
            "R008, Z31",
            "`here` leads nowhere: the address was lost; set the link in the school file",
        )
    })
}

fn bookmarks(text: &Text) -> Option<Finding> {
    let broken: Vec<&Line> = text.lines.iter().filter(|line| BOOKMARK.is_match(&line.plain)).collect();
    let says = format!(
        "{} broken bookmarks, where page numbers or references should be; update the list of contents",
        broken.len()
    );
    broken.first().map(|line| Finding::at(line, "broken-bookmark", "Z25", says))
}

fn addendum(text: &Text, line: &Line) -> Option<Finding> {
    let found = ADDENDUM.captures(&line.plain)?;
    let there = text.body().any(|other| other.is_heading() && other.plain.contains(&found[1]));
    (!there).then(|| {
        Finding::at(
            line,
            "reference-without-target",
            "Z26",
            format!("the {} it refers to is not in this document; add it or take the reference out", &found[1]),
        )
    })
}

/// A numbered reference: is there such a part, and is it about what the sentence speaks of?
fn target(text: &Text, parts: &[Titled<'_>], line: &Line, kind: &str, label: &str) -> Option<Finding> {
    if parts.is_empty() && !is_appended(kind) {
        return None;
    }
    let named = format!("{kind} {}", label.to_uppercase());
    let Some(own) = parts.iter().find(|part| part.label == label) else {
        let inner =
            label.contains('.') || text.body().any(|other| other.mark.as_ref().is_some_and(|mark| mark.label == label));
        return (!inner).then(|| {
            Finding::at(
                line,
                "reference-without-target",
                "Z26",
                format!("there is no {named} in this document; correct the reference"),
            )
        });
    };
    let wanted = words(&line.plain);
    let shared = |part: &Titled<'_>| part.words.intersection(&wanted).count();
    let better = parts.iter().rev().max_by_key(|part| shared(part))?;
    let wrong = shared(own) == 0 && shared(better) >= 2;
    wrong.then(|| {
        let says = format!(
            "{named} is `{}`; the sentence seems to mean {kind} {}, `{}`; correct the reference",
            own.heading.text,
            better.label.to_uppercase(),
            better.heading.text
        );
        Finding::at(line, "reference-wrong-target", "Z26", says)
    })
}

/// The parts that references may mean, each label once: appendices, or numbered headings.
fn parts(text: &Text, appended: bool) -> Vec<Titled<'_>> {
    let headings = text.body().filter(|line| line.is_heading());
    let labelled = headings.filter_map(|line| {
        let rest = line.plain.strip_prefix("appendix ").or_else(|| line.plain.strip_prefix("annex "));
        match (appended, rest) {
            (true, Some(rest)) => Some((rest.split(|letter: char| !letter.is_alphanumeric()).next()?.to_owned(), line)),
            (false, None) => Some((line.mark.as_ref()?.label.clone(), line)),
            _ => None,
        }
    });
    let mut seen = HashSet::new();
    let once = labelled.filter(|(label, _)| seen.insert(label.clone())).take(MOST);
    once.map(|(label, heading)| Titled { label, heading, words: words(&heading.plain) }).collect()
}

/// Words that carry meaning.
fn words(plain: &str) -> HashSet<String> {
    const SMALL: [&str; 14] = [
        "appendix",
        "careers",
        "career",
        "school",
        "schools",
        "their",
        "which",
        "these",
        "point",
        "section",
        "academies",
        "trust",
        "provision",
        "statutory",
    ];
    plain
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.len() > 4 && !SMALL.contains(word))
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn here_without_an_address_leads_nowhere() {
        for words in ["Our statement can be found here.", "Safeguarding policy here", "For the policy click here"] {
            assert_eq!(lines_with("reference-without-target", words), [1], "{words}");
        }
        for words in
            ["Our statement can be found [here](https://fernvale.example/pas).", "Pupils here are happy and work well."]
        {
            assert!(lines_with("reference-without-target", words).is_empty(), "{words}");
        }
    }

    #[test]
    fn a_reference_to_the_wrong_appendix_is_told() {
        let words = "1. Aims\nWe use the Gatsby Foundation's Benchmarks to improve (see appendix A).\nAnd (see appendix D).\nAppendix A: Policy statement on provider access\nText.\nAppendix B: The Gatsby Benchmarks\nText.";
        assert_eq!(lines_with("reference-wrong-target", words), [2]);
        assert_eq!(lines_with("reference-without-target", words), [3]);
    }

    #[test]
    fn broken_bookmarks_are_told_once() {
        let words =
            "Contents\nRoles\tError! Bookmark not defined.\nImpact\tError! Bookmark not defined.\n1. Aims\nWe aim.";
        assert_eq!(lines_with("broken-bookmark", words).len(), 1);
    }

    #[test]
    fn sections_of_acts_are_no_references() {
        assert!(
            lines_with("reference-without-target", "1. Aims\nSection 72 of The Education and Skills Act 2008")
                .is_empty()
        );
    }
}
