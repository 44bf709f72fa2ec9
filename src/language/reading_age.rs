//! How old a reader must be to read a text with ease, by two measures; the higher counts.

use std::collections::HashSet;

/// The words a text is made of, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Counts {
    words: f64,
    letters: f64,
    syllables: f64,
    sentences: f64,
}

/// Reading age in years: the higher of Flesch–Kincaid and Coleman–Liau (each a school grade; grade plus five is an
/// age). Terms of the glossary, which the reader can look up in place, count as one easy word.
///
/// `sentences` are the sentences of one page; `easy_terms` lower-case words and phrases.
pub fn reading_age(sentences: &[String], easy_terms: &HashSet<String>) -> f64 {
    let counts = count(sentences, easy_terms);
    if counts.words < 20.0 {
        return 0.0;
    }
    let flesch_kincaid = 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59;
    let coleman_liau = 5.88 * counts.letters / counts.words - 29.6 * counts.sentences / counts.words - 15.8;
    flesch_kincaid.max(coleman_liau) + 5.0
}

fn count(sentences: &[String], easy_terms: &HashSet<String>) -> Counts {
    let mut counts = Counts::default();
    for sentence in sentences {
        let words = words_of(sentence);
        if words.is_empty() {
            continue;
        }
        counts.sentences += 1.0;
        let mut at = 0;
        while at < words.len() {
            let term = longest_term(&words[at..], easy_terms);
            counts.words += 1.0;
            if term > 0 {
                counts.letters += 4.0;
                counts.syllables += 1.0;
                at += term;
            } else {
                counts.letters += words[at].chars().filter(|c| c.is_alphanumeric()).count() as f64;
                counts.syllables += syllables(&words[at]) as f64;
                at += 1;
            }
        }
    }
    counts
}

fn words_of(sentence: &str) -> Vec<String> {
    sentence
        .to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| word.replace('’', "'"))
        .collect()
}

/// How many words at the start of `words` make up a term of the glossary, a plural included.
fn longest_term(words: &[String], easy_terms: &HashSet<String>) -> usize {
    (1..=words.len().min(5))
        .rev()
        .find(|&length| {
            let phrase = words[..length].join(" ");
            easy_terms.contains(&phrase)
                || phrase.strip_suffix('s').is_some_and(|singular| easy_terms.contains(singular))
        })
        .unwrap_or(0)
}

/// Vowel groups, less a silent final e: the usual estimate.
fn syllables(word: &str) -> usize {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return 1;
    }
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut inside = false;
    for &letter in &letters {
        if vowel(letter) && !inside {
            groups += 1;
        }
        inside = vowel(letter);
    }
    let text: String = letters.iter().collect();
    let silent = text.ends_with('e') && !text.ends_with("le") && groups > 1
        || text.ends_with("ed") && !text.ends_with("ted") && !text.ends_with("ded") && groups > 1
        || text.ends_with("es")
            && !text.ends_with("ses")
            && !text.ends_with("ces")
            && !text.ends_with("ges")
            && groups > 1;
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(text: &str) -> f64 {
        reading_age(&text.split_inclusive('.').map(str::to_owned).collect::<Vec<_>>(), &HashSet::new())
    }

    #[test]
    fn long_words_in_long_sentences_need_an_older_reader() {
        let plain = "You can stay at your school. You can go to a new place. It is up to you. Ask us if you are not sure. We can help you with it.";
        let hard = "Participation legislation necessitates continuing engagement with recognised educational provision or equivalent occupational training arrangements until attainment of majority, notwithstanding alternative preferences.";
        assert!(age(plain) < 9.0, "{}", age(plain));
        assert!(age(hard) > 18.0, "{}", age(hard));
    }

    #[test]
    fn a_term_of_the_glossary_counts_as_one_easy_word() {
        let sentences = vec!["An apprenticeship is a paid job and you learn at work and at a college or with a trainer for some of the week.".to_owned()];
        let terms = HashSet::from(["apprenticeship".to_owned()]);
        assert!(reading_age(&sentences, &terms) < reading_age(&sentences, &HashSet::new()));
    }
}
