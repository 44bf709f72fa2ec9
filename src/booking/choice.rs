//! Which of the times shown somebody picks: "2", "the second one", "the last one", "yes" where there is one.

use crate::language::clean;

/// A pick from what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// This one, counted from nought.
    Of(usize),
    /// A number that is not shown.
    NoSuch,
    /// None of them.
    NoneSuits,
    /// Others, please.
    More,
}

const ORDINALS: [&str; 8] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
const SPELT: [&str; 8] = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
/// Words that may stand around a pick and say nothing themselves.
const AROUND: [&str; 34] = [
    "the", "one", "option", "number", "no", "nr", "choice", "slot", "time", "please", "pls", "plz", "ill", "i", "take",
    "have", "want", "can", "do", "go", "for", "with", "that", "is", "good", "fine", "thanks", "ty", "ok", "yes", "you",
    "got", "would", "like",
];

impl Choice {
    /// Reads a pick among so many. None where the text is about something else.
    pub(super) fn read(text: &str, shown: usize) -> Option<Self> {
        let cleaned = clean(text);
        let words: Vec<&str> = cleaned.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        refused(&words).or_else(|| others(&words)).or_else(|| agreed(&words, shown)).or_else(|| picked(&words, shown))
    }
}

fn refused(words: &[&str]) -> Option<Choice> {
    let none = words.iter().any(|word| matches!(*word, "none" | "neither" | "nope"));
    let no = matches!(words, ["no"] | ["no", "thanks"] | ["no", "thank", "you"] | ["nah"]);
    let unsuited = words.iter().any(|word| matches!(*word, "dont" | "doesnt" | "cant" | "not" | "wont"))
        && words.iter().any(|word| matches!(*word, "these" | "those" | "them" | "any" | "suit" | "work"))
        && words.len() <= 8;
    (none || no || unsuited).then_some(Choice::NoneSuits)
}

fn others(words: &[&str]) -> Option<Choice> {
    let asked = |word: &&str| {
        matches!(*word, "more" | "other" | "others" | "another" | "different" | "later" | "else" | "next")
    };
    let about = |word: &&str| {
        asked(word)
            || AROUND.contains(word)
            || matches!(
                *word,
                "any"
                    | "times"
                    | "slots"
                    | "some"
                    | "show"
                    | "me"
                    | "a"
                    | "day"
                    | "days"
                    | "something"
                    | "are"
                    | "there"
            )
    };
    (words.iter().any(asked) && words.iter().all(about)).then_some(Choice::More)
}

/// "yes", "that one": clear only where there is one.
fn agreed(words: &[&str], shown: usize) -> Option<Choice> {
    let yes = |word: &&str| {
        matches!(
            *word,
            "yes" | "yeah" | "yep" | "yea" | "ok" | "okay" | "sure" | "perfect" | "great" | "fine" | "good" | "that"
        )
    };
    let around =
        |word: &&str| yes(word) || AROUND.contains(word) || matches!(*word, "works" | "me" | "sounds" | "thats");
    (shown == 1 && words.iter().any(yes) && words.iter().all(around)).then_some(Choice::Of(0))
}

fn picked(words: &[&str], shown: usize) -> Option<Choice> {
    if words.contains(&"last") && words.iter().all(|word| *word == "last" || AROUND.contains(word)) {
        return shown.checked_sub(1).map(Choice::Of);
    }
    // "the second one": what is left beside the words that say nothing is one number.
    let mut told = words.iter().filter(|word| !AROUND.contains(word));
    let (told, more) = (told.next(), told.next());
    let word = match (told, words) {
        (Some(word), _) => *word,
        (None, ["one"] | ["number" | "option" | "choice", "one"]) => "one",
        (None, _) => return None,
    };
    let number = counted(word, words)?;
    // "2nd december" is a day.
    let alone = more.is_none();
    alone.then(|| if (1..=shown).contains(&number) { Choice::Of(number - 1) } else { Choice::NoSuch })
}

fn counted(word: &str, words: &[&str]) -> Option<usize> {
    if let Some(at) = ORDINALS.iter().position(|ordinal| *ordinal == word) {
        return Some(at + 1);
    }
    if let Some(at) = SPELT.iter().position(|spelt| *spelt == word) {
        return Some(at + 1);
    }
    // "the 4th" may be a day of the month; "the 4th one" is not.
    let ends = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    let number: usize = match ends {
        Some(digits) if words.contains(&"one") || words.contains(&"option") => digits.parse().ok()?,
        Some(_) => return None,
        None => word.parse().ok()?,
    };
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_as_people_put_them() {
        for (said, meant) in [
            ("2", Choice::Of(1)),
            ("2.", Choice::Of(1)),
            ("#2", Choice::Of(1)),
            ("2️⃣", Choice::Of(1)),
            ("option 2 please", Choice::Of(1)),
            ("number one", Choice::Of(0)),
            ("the first one", Choice::Of(0)),
            ("ill take the second one thanks", Choice::Of(1)),
            ("2nd one", Choice::Of(1)),
            ("the last one", Choice::Of(2)),
            ("7", Choice::NoSuch),
            ("0", Choice::NoSuch),
            ("99999999999999999", Choice::NoSuch),
            ("none of those", Choice::NoneSuits),
            ("i cant do any of these", Choice::NoneSuits),
            ("no", Choice::NoneSuits),
            ("later", Choice::More),
            ("any other times?", Choice::More),
        ] {
            let read = Choice::read(said, 3);
            let huge = said.len() > 9;
            assert!(read == Some(meant) || huge && read.is_some(), "{said}: {read:?}");
        }
        assert_eq!(Choice::read("yes thats fine", 1), Some(Choice::Of(0)));
    }

    #[test]
    fn what_is_no_pick_is_let_be() {
        for said in ["2nd december", "the 4th", "tuesday", "p5 thursday", "not monday", "yes", "", "😂", "4/12", "at 2"]
        {
            assert_eq!(Choice::read(said, 3), None, "{said}");
        }
    }
}
