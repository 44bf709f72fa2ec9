//! What a message asks: long stories come down to the clauses that ask something.

use crate::language::sentences;

/// A clause of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit<'a> {
    /// Its words.
    pub(super) text: &'a str,
    /// Whether it is put as a question.
    pub(super) asks: bool,
    /// Whether it leans on what stands before it: "where does that lead".
    pub(super) leans_back: bool,
    /// Whether it says on what condition something is asked: "if you failed maths".
    pub(super) is_condition: bool,
    /// Whether it says what somebody is or works as: that is not what is asked about.
    pub(super) tells_of_work: bool,
    /// Which sentence it belongs to.
    pub(super) sentence: usize,
}

/// Words that begin a question.
const OPENERS: [&str; 47] = [
    "what", "whats", "wat", "wot", "wats", "wots", "how", "hows", "when", "whens", "where", "wheres", "who", "whos",
    "which", "why", "can", "could", "do", "does", "did", "is", "are", "am", "will", "would", "should", "shud", "shall",
    "may", "must", "has", "have", "cud", "wud", "r", "any", "was", "were", "if", "whether", "explain", "tell", "wen",
    "wer", "hw", "please",
];

/// The clauses of a message, in order.
pub(super) fn units(text: &str) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit<'_>> = sentences(text)
        .into_iter()
        .enumerate()
        .flat_map(|(sentence, words)| joined(words, clauses(words)).into_iter().map(move |text| unit(text, sentence)))
        .collect();
    // A message that asks nothing outright asks with its last sentence: "We live by the sea. A levels or an apprenticeship".
    let last = units.last().map_or(0, |unit| unit.sentence);
    if units.iter().all(|unit| !unit.asks) {
        units.iter_mut().filter(|unit| unit.sentence == last && last > 0).for_each(|unit| unit.asks = true);
    }
    units
}

fn unit(text: &str, sentence: usize) -> Unit<'_> {
    Unit {
        text,
        asks: asks(text),
        leans_back: leans_back(text),
        is_condition: is_condition(text),
        tells_of_work: !asks(text) && tells_of_work(text),
        sentence,
    }
}

/// Words that stand for what was said before.
const BACK: [&str; 12] =
    ["that", "this", "it", "them", "those", "these", "him", "instead", "either", "neither", "both", "there"];

/// Relatives whose work is told, and not asked about.
const RELATIVES: [&str; 24] = [
    "dad",
    "mum",
    "mom",
    "mam",
    "father",
    "mother",
    "parents",
    "brother",
    "sister",
    "uncle",
    "auntie",
    "aunt",
    "cousin",
    "nan",
    "gran",
    "grandad",
    "grandma",
    "husband",
    "wife",
    "partner",
    "stepdad",
    "stepmum",
    "neighbour",
    "family",
];

/// How people begin to say what they are themselves.
const OWN_WORK: [&str; 9] =
    ["i am a ", "i am an ", "im a ", "im an ", "i m a ", "i m an ", "we are a ", "we are an ", "i work as "];

/// Whether it says what somebody is or works as: that is told, and not asked about.
fn tells_of_work(text: &str) -> bool {
    let words: Vec<String> = lower_words(text).collect();
    let own = words.join(" ");
    if OWN_WORK.iter().any(|start| own.starts_with(start)) {
        return true;
    }
    words.windows(2).any(|pair| {
        RELATIVES.contains(&pair[0].as_str())
            && matches!(pair[1].as_str(), "is" | "was" | "works" | "worked" | "are" | "were")
    })
}

fn leans_back(text: &str) -> bool {
    lower_words(text).any(|word| BACK.contains(&word.as_str()))
}

fn is_condition(text: &str) -> bool {
    lower_words(text).next().is_some_and(|first| matches!(first.as_str(), "if" | "whether" | "unless"))
}

fn lower_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase)
}

fn asks(text: &str) -> bool {
    text.trim_end().ends_with('?') || opens_a_question(text)
}

fn opens_a_question(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .find(|word| {
            !word.is_empty()
                && !matches!(
                    word.to_ascii_lowercase().as_str(),
                    "so" | "and" | "but" | "n" | "also" | "or" | "then" | "now" | "ok"
                )
        })
        .is_some_and(|first| OPENERS.contains(&first.to_ascii_lowercase().as_str()))
}

/// Words after which a clause is not over: "what grades do | i need", "can i see | what you said".
const HOLDING: [&str; 90] = [
    "we",
    "they",
    "you",
    "u",
    "he",
    "she",
    "it",
    "there",
    "what",
    "whats",
    "how",
    "when",
    "where",
    "who",
    "which",
    "why",
    "if",
    "whether",
    "that",
    "than",
    "and",
    "or",
    "but",
    "so",
    "because",
    "cos",
    "as",
    "like",
    "can",
    "could",
    "do",
    "does",
    "did",
    "is",
    "are",
    "am",
    "was",
    "were",
    "will",
    "would",
    "should",
    "shall",
    "may",
    "must",
    "have",
    "has",
    "had",
    "to",
    "for",
    "4",
    "of",
    "in",
    "on",
    "at",
    "by",
    "with",
    "from",
    "about",
    "into",
    "n",
    "cant",
    "dont",
    "not",
    "tell",
    "help",
    "let",
    "the",
    "a",
    "much",
    "many",
    "see",
    "know",
    "find",
    "ask",
    "understand",
    "decide",
    "choose",
    "learn",
    "wonder",
    "say",
    "think",
    "sure",
    "matter",
    "idea",
    "out",
    "me",
    "explain",
    "get",
    "depends",
    "wondering",
];

/// Verbs that a question needs once: before one there is no new question.
const AUXILIARIES: [&str; 21] = [
    "is", "are", "am", "was", "were", "do", "does", "did", "can", "could", "cud", "will", "would", "wud", "should",
    "shud", "shall", "may", "must", "has", "have",
];

/// Subjects that begin a new clause when the words before them are complete.
const SUBJECTS: [&str; 14] =
    ["i", "im", "ive", "my", "he", "hes", "she", "shes", "we", "they", "his", "her", "our", "its"];

/// What follows an opener in a question: "do i", "can u", "how much", "what age".
const AFTER_OPENER: [&str; 24] = [
    "i", "u", "you", "he", "she", "they", "we", "it", "the", "there", "my", "a", "an", "much", "many", "long", "old",
    "do", "does", "is", "are", "can", "to", "age",
];

/// What follows a verb that opens a question; "my dad is a farmer" opens none.
const AFTER_AUXILIARY: [&str; 10] = ["i", "u", "you", "he", "she", "they", "we", "it", "there", "my"];

/// Cuts a sentence at its commas and dashes, before a question that begins inside it, and before a new subject.
fn clauses(sentence: &str) -> Vec<&str> {
    let words = words_at(sentence);
    let mut cuts = vec![0];
    let mut asked_already = false;
    cuts.extend(sentence.match_indices([',', ':', '(', ')', '–', '—']).map(|(at, mark)| at + mark.len()));
    for pair in 1..words.len() {
        let (before, (at, word)) = (words[pair - 1].1.as_str(), &words[pair]);
        let next = words.get(pair + 1).map_or("", |(_, next)| next.as_str());
        let joint = matches!(before, "and" | "n" | "but" | "so" | "or" | "because" | "cos");
        asked_already |= AUXILIARIES.contains(&before);
        let after: &[&str] = if AUXILIARIES.contains(&word.as_str()) { &AFTER_AUXILIARY } else { &AFTER_OPENER };
        let opens = OPENERS.contains(&word.as_str()) && after.contains(&next);
        let question = opens
            && (asked_already
                || !AUXILIARIES.contains(&word.as_str())
                || !began_with_a_question(&words[..pair], &cuts));
        let new_subject = SUBJECTS.contains(&word.as_str());
        if (question || new_subject) && (joint || !HOLDING.contains(&before)) {
            asked_already = false;
            cuts.push(*at);
        }
    }
    cuts.push(sentence.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|cut| sentence.get(cut[0]..cut[1]))
        .map(str::trim)
        .filter(|clause| clause.chars().any(char::is_alphanumeric))
        .collect()
}

/// How many words a heading before a colon has at most: "Care to Learn: what is the age limit".
const HEADING: usize = 4;

/// Clauses that only together are a question: a heading with what is asked under it, and a question with what it leaves to choose from
/// ("who pays, council or college?") or with a word that asks for yes or no ("he earns more than teachers, true?").
fn joined<'a>(sentence: &'a str, clauses: Vec<&'a str>) -> Vec<&'a str> {
    let mut joined: Vec<&str> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let belongs = |before: &&&str| {
            let heading = before.ends_with(':') && lower_words(before).count() <= HEADING;
            heading
                || clause.ends_with('?')
                    && !opens_a_question(clause)
                    && (opens_a_question(before) || lower_words(clause).count() < 3)
        };
        match joined.last().filter(belongs) {
            Some(before) => {
                let from = before.as_ptr() as usize - sentence.as_ptr() as usize;
                let to = clause.as_ptr() as usize - sentence.as_ptr() as usize + clause.len();
                joined.pop();
                joined.push(&sentence[from..to]);
            }
            None => joined.push(clause),
        }
    }
    joined
}

/// Whether the clause under way began with a question word that still waits for its verb: "how many points | is a distinction".
fn began_with_a_question(words: &[(usize, String)], cuts: &[usize]) -> bool {
    let start = cuts.iter().filter(|&&cut| words.last().is_some_and(|(at, _)| cut <= *at)).max().copied().unwrap_or(0);
    let first = words.iter().find(|(at, _)| *at >= start).map(|(_, word)| word.as_str());
    first.is_some_and(|first| {
        matches!(first, "what" | "how" | "which" | "when" | "where" | "who" | "why" | "wat" | "wot" | "whats")
    })
}

/// The words of a sentence in lower case, with where they begin.
fn words_at(sentence: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (at, c) in sentence.char_indices() {
        if c.is_alphanumeric() {
            if !inside {
                words.push((at, String::new()));
            }
            if let Some((_, word)) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        inside = c.is_alphanumeric() || matches!(c, '\'' | '’');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_is_is_told_and_not_asked() {
        let told = units("We are a farming family, what can my son do at 16?");
        let asked: Vec<&str> = told.iter().filter(|unit| unit.asks).map(|unit| unit.text).collect();
        assert_eq!(asked, ["what can my son do at 16?"]);
    }

    #[test]
    fn a_story_is_cut_and_its_question_found() {
        let text = "My son hates school. He wants to be a plumber. What can he do at 16?";
        let found: Vec<_> = units(text).into_iter().filter(|unit| unit.asks).map(|unit| unit.text).collect();
        assert_eq!(found, ["What can he do at 16?"]);
    }

    #[test]
    fn a_heading_and_what_is_left_to_choose_from_belong_to_their_question() {
        let cut = |text: &'static str| units(text).into_iter().map(|unit| unit.text).collect::<Vec<_>>();
        assert_eq!(cut("Care to Learn: what is the age limit").len(), 1);
        assert_eq!(cut("Who pays, council or college?").len(), 1);
        assert_eq!(cut("He earns more than teachers, true?").len(), 1);
        assert_eq!(cut("I like maths, is there a job with it?").len(), 2);
    }

    #[test]
    fn what_somebody_works_as_is_told_and_not_asked_about() {
        let told = units("I am a surveyor. How can I talk to your pupils?");
        assert!(told[0].tells_of_work && !told[1].tells_of_work);
    }

    #[test]
    fn one_short_sentence_is_one_unit() {
        assert_eq!(units("apprentice wage").len(), 1);
    }

    #[test]
    fn run_on_sentences_are_cut_where_a_question_or_a_new_subject_begins() {
        let cut = |text: &'static str| clauses(text);
        assert_eq!(
            cut("im in foster care do i get anything 4 college"),
            ["im in foster care", "do i get anything 4 college"]
        );
        assert_eq!(
            cut("do they still do EMA my cousin got 30 quid a week"),
            ["do they still do EMA", "my cousin got 30 quid a week"]
        );
        assert_eq!(cut("what age can u work in a shop and do u need a permit").len(), 2);
        assert_eq!(cut("Does the English and maths requirement apply").len(), 1);
        assert_eq!(cut("what grades do i need for college").len(), 1);
        assert_eq!(cut("how many ucas points is a distinction in a t level").len(), 1);
        assert_eq!(cut("can i see what u said about me").len(), 1);
    }
}
