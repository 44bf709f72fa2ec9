//! What people say where a request is read back: yes and no, what is to be arranged, when they left.

use chrono::{Datelike, NaiveDate};

use crate::language::{clean, plain_words};

/// "2019", "last year", "last summer": the last day that may be meant.
pub(super) fn year_of_leaving(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words = plain_words(&clean(text));
    let has = |word: &str| words.iter().any(|said| said == word);
    let said =
        words.iter().find_map(|word| word.parse::<i32>().ok()).filter(|year| (1950..=today.year()).contains(year));
    let year = said.or_else(|| has("last").then(|| today.year() - 1)).or_else(|| has("this").then(|| today.year()));
    let end = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    if has("summer") && said.is_none() {
        // Said in autumn, last summer is this year's.
        let this_years = end(today.year(), 8, 31)?;
        return if this_years <= today { Some(this_years) } else { end(today.year() - 1, 8, 31) };
    }
    let whole_year = said.is_some() || has("year");
    year.filter(|_| whole_year && words.len() <= 6).and_then(|year| end(year, 12, 31)).map(|day| day.min(today))
}

/// The arrangement that is tapped, or named by a word that no other has: "add a quiet room", "i need step free access". Somebody who
/// comes along is the second of them, however they are called.
pub(super) fn arrangement_in<'a>(cleaned: &str, offered: &'a [String]) -> Option<&'a String> {
    const COMPANY: [&str; 9] = ["mum", "dad", "mam", "parent", "parents", "carer", "friend", "brother", "sister"];
    let said = plain_words(cleaned);
    let has = |words: &[&str]| said.iter().any(|word| words.contains(&word.as_str()));
    let named = |label: &&String| {
        let own = plain_words(&clean(label));
        own.iter().any(|word| ARRANGED.contains(&word.as_str()) && said.contains(word))
    };
    let tapped = offered.iter().find(|label| clean(label) == cleaned);
    let company = (has(&COMPANY) && has(&["come", "bring", "there", "with", "join", "coming"])).then(|| offered.get(1));
    tapped.or_else(|| company.flatten()).or_else(|| offered.iter().find(named).filter(|_| said.len() <= 10))
}

/// What somebody wishes to be arranged while they are asked something else: "can my mum come", "i need an interpreter".
pub(super) fn arranged_beside<'a>(said: &[String], offered: &'a [String]) -> Option<&'a String> {
    let has = |words: &[&str]| said.iter().any(|word| words.contains(&word.as_str()));
    if has(&["mum", "dad", "mam", "parent", "parents", "carer", "friend", "brother", "sister"])
        && has(&["come", "coming", "comes", "bring", "join", "along"])
    {
        return offered.get(1);
    }
    // Who wants to be an interpreter needs none.
    let needs =
        has(&["need", "needs", "want", "add", "have", "please", "pls"]) && !has(&["be", "become", "job", "work"]);
    let named = |label: &&String| {
        let own = plain_words(&clean(label));
        own.iter().any(|word| ARRANGED.contains(&word.as_str()) && said.contains(word))
    };
    offered.iter().find(named).filter(|_| needs)
}

/// Words of arrangements that mean nothing else.
const ARRANGED: [&str; 6] = ["reminders", "quiet", "step", "stepfree", "interpreter", "easy"];

/// A plain yes.
pub(in crate::conversation) fn agrees(words: &[String]) -> bool {
    const YES: [&str; 21] = [
        "yes", "yeah", "yep", "yea", "yh", "ye", "yup", "sure", "ok", "okay", "correct", "confirm", "right", "perfect",
        "good", "great", "fine", "book", "send", "go", "done",
    ];
    const AROUND: [&str; 12] =
        ["please", "pls", "plz", "it", "thats", "that", "is", "all", "ahead", "on", "thanks", "looks"];
    let known = |word: &String| YES.contains(&word.as_str()) || AROUND.contains(&word.as_str());
    words.iter().any(|word| YES.contains(&word.as_str())) && words.iter().all(known)
}

/// A plain no.
pub(super) fn refuses(text: &str) -> bool {
    let words = plain_words(&clean(text));
    words.first().is_some_and(|word| matches!(word.as_str(), "no" | "nah" | "nope" | "not" | "cant"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_are_known_in_other_words() {
        let offered: Vec<String> = [
            "Reminders by e-mail",
            "Somebody else will be there",
            "A quiet room",
            "Step-free way in",
            "An interpreter",
            "Easy words",
            "Nothing more",
        ]
        .map(String::from)
        .to_vec();
        for (said, meant) in [
            ("A quiet room", Some(2)),
            ("add a quiet room pls", Some(2)),
            ("i need step free access", Some(3)),
            ("can my mum come", Some(1)),
            ("we need an interpreter", Some(4)),
            ("use easy words", Some(5)),
            ("nothing more", Some(6)),
            ("how much does a quiet life by the sea cost when you are on the pay of a teacher", None),
            ("who will see this", None),
            ("my mum is a nurse", None),
        ] {
            let found = arrangement_in(&clean(said), &offered);
            assert_eq!(found, meant.map(|at: usize| &offered[at]), "{said}");
        }
    }

    #[test]
    fn what_is_to_be_arranged_is_known_beside_another_question() {
        let offered: Vec<String> =
            ["Reminders by e-mail", "Somebody else will be there", "A quiet room", "An interpreter"]
                .map(String::from)
                .to_vec();
        let found = |text: &str| arranged_beside(&plain_words(&clean(text)), &offered);
        assert_eq!(found("can my mum come"), offered.get(1));
        assert_eq!(found("i need an interpreter"), offered.get(3));
        for said in ["i want to be an interpreter", "talk with my mum about uni", "my dad is a nurse", "a quiet life"] {
            assert_eq!(found(said), None, "{said}");
        }
    }

    #[test]
    fn a_year_of_leaving_is_its_last_day() {
        let today: NaiveDate = "2026-11-21".parse().expect("a day");
        for (said, meant) in [
            ("2019", Some("2019-12-31")),
            ("in 2025", Some("2025-12-31")),
            ("this year", Some("2026-11-21")),
            ("last year", Some("2025-12-31")),
            ("last summer", Some("2026-08-31")),
            ("i left last summer", Some("2026-08-31")),
            ("2031", None),
            ("dunno", None),
            ("last", None),
        ] {
            let left = year_of_leaving(said, today).map(|day| day.to_string());
            assert_eq!(left.as_deref(), meant, "{said}");
        }
    }
}
