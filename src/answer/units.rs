//! What a message asks: long stories come down to the clauses that ask something.

use crate::language::sentences;

/// A piece of a message that may ask something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit<'a> {
    /// Its words.
    pub(super) text: &'a str,
    /// Whether it is put as a question.
    pub(super) asks: bool,
    /// Whether it is the message as a whole.
    pub(super) whole: bool,
    /// Which sentence it belongs to.
    pub(super) sentence: usize,
}

/// A message of up to this many words is also read as a whole.
const SHORT: usize = 40;

/// A sentence longer than this is also cut at its commas and joints.
const LONG_SENTENCE: usize = 14;

/// Words that begin a question.
const OPENERS: [&str; 47] = [
    "what", "whats", "wat", "wot", "wats", "wots", "how", "hows", "when", "whens", "where", "wheres", "who", "whos", "which", "why", "can", "could", "do",
    "does", "did", "is", "are", "am", "will", "would", "should", "shud", "shall", "may", "must", "has", "have", "cud", "wud", "r", "any", "was", "were", "if",
    "whether", "explain", "tell", "wen", "wer", "hw", "please",
];

/// The units of a message: itself if short, its sentences, and the clauses of long sentences.
pub(super) fn units(text: &str) -> Vec<Unit<'_>> {
    let sentences = sentences(text);
    let mut units = Vec::new();
    if sentences.len() != 1 && words(text) <= SHORT {
        units.push(Unit { text, asks: sentences.iter().any(|s| asks(s)), whole: true, sentence: 0 });
    }
    for (at, sentence) in sentences.iter().enumerate() {
        units.push(Unit { text: sentence, asks: asks(sentence), whole: sentences.len() == 1, sentence: at });
        if words(sentence) > LONG_SENTENCE {
            let clauses = clauses(sentence);
            if clauses.len() > 1 {
                units.extend(clauses.into_iter().map(|text| Unit { text, asks: asks(text), whole: false, sentence: at }));
            }
        }
    }
    units
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn asks(text: &str) -> bool {
    text.trim_end().ends_with('?')
        || text
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| !word.is_empty() && !matches!(word.to_ascii_lowercase().as_str(), "so" | "and" | "but" | "n" | "also" | "or" | "then" | "now" | "ok"))
            .is_some_and(|first| OPENERS.contains(&first.to_ascii_lowercase().as_str()))
}

/// Cuts a sentence at commas, dashes and joints such as "but" and "and".
fn clauses(sentence: &str) -> Vec<&str> {
    const JOINTS: [&str; 7] = [" but ", " and ", " because ", " so ", " cos ", " n ", " - "];
    let mut cuts = vec![0];
    let lower = sentence.to_ascii_lowercase();
    for joint in JOINTS {
        cuts.extend(lower.match_indices(joint).map(|(at, _)| at + joint.len()));
    }
    cuts.extend(sentence.match_indices([',', ':', '(', ')', '–', '—']).map(|(at, mark)| at + mark.len()));
    cuts.push(sentence.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|cut| sentence.get(cut[0]..cut[1]))
        .map(str::trim)
        .filter(|clause| words(clause) > 2)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_cut_and_its_question_found() {
        let text = "My son hates school. He wants to be a plumber. What can he do at 16?";
        let found: Vec<_> = units(text).into_iter().filter(|unit| unit.asks && !unit.whole).map(|unit| unit.text).collect();
        assert_eq!(found, ["What can he do at 16?"]);
    }

    #[test]
    fn one_short_sentence_is_one_unit() {
        assert_eq!(units("apprentice wage").len(), 1);
    }
}
