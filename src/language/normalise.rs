//! What was typed, cleaned: one form for the many ways to write the same characters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Lower case, compatibility forms unified, invisible characters gone, apostrophes dropped inside words.
pub fn clean(text: &str) -> String {
    if text.is_ascii() {
        return clean_ascii(text);
    }
    text.nfkc()
        .filter(|c| !invisible(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '`' | '´'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The same for text without any character that needs unifying: most of what is typed.
fn clean_ascii(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\'' | '`'))
        .map(|c| if c.is_control() { ' ' } else { c.to_ascii_lowercase() })
        .collect()
}

/// Zero-width characters, direction marks and variation selectors: seen by nobody, used to dodge filters.
fn invisible(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The words of a cleaned text. Year groups come out as one word (`yr11`, `y 11`, `year 11` are `year11`); a lone 2
/// or 4 that counts nothing is the text-speak for "to" or "for" and is dropped.
pub fn words(clean: &str) -> Vec<Cow<'_, str>> {
    let raw: Vec<&str> =
        clean.split(|c: char| !(c.is_alphanumeric() || c == '*' || c == '£')).filter(|word| !word.is_empty()).collect();
    let mut words: Vec<Cow<'_, str>> = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let next = raw.get(at + 1).copied();
        if let Some(year) = year_word(raw[at], next) {
            words.push(Cow::Owned(format!("year{year}")));
            at += if raw[at].ends_with(|c: char| c.is_ascii_digit()) { 1 } else { 2 };
            continue;
        }
        if !is_text_speak_digit(raw[at], words.last().map(AsRef::as_ref), next) {
            words.push(Cow::Borrowed(raw[at].trim_matches('*')));
        }
        at += 1;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The year group that one or two raw words name: `yr11`, `y11`, `year` `11`.
fn year_word(word: &str, next: Option<&str>) -> Option<u8> {
    if !word.starts_with('y') {
        return None;
    }
    let digits = |text: &str| text.parse::<u8>().ok().filter(|year| (1..=13).contains(year));
    for prefix in ["year", "years", "yr", "yrs", "y"] {
        if let Some(rest) = word.strip_prefix(prefix) {
            let rest = rest.strip_suffix('s').unwrap_or(rest);
            if rest.is_empty() {
                return next.and_then(|next| digits(next.strip_suffix('s').unwrap_or(next)));
            }
            if let Some(year) = digits(rest) {
                return Some(year);
            }
        }
    }
    None
}

/// "makeup 4 films", "how 2 be": a digit between words that do not count anything.
fn is_text_speak_digit(word: &str, before: Option<&str>, after: Option<&str>) -> bool {
    const COUNTED: [&str; 22] = [
        "level",
        "levels",
        "lvl",
        "grade",
        "grades",
        "plan",
        "stage",
        "ks",
        "phase",
        "benchmark",
        "gatsby",
        "a",
        "as",
        "times",
        "of",
        "unit",
        "units",
        "predicted",
        "got",
        "get",
        "option",
        "number",
    ];
    const COUNTABLE: [&str; 21] = [
        "a", "as", "year", "years", "months", "weeks", "days", "hours", "gcse", "gcses", "of", "or", "and", "levels",
        "alevels", "subjects", "choices", "times", "unis", "courses", "options",
    ];
    matches!(word, "2" | "4")
        && before.is_some_and(|before| !COUNTED.contains(&before) && !before.chars().all(|c| c.is_ascii_digit()))
        && after.is_some_and(|after| !COUNTABLE.contains(&after) && !after.chars().all(|c| c.is_ascii_digit()))
}

/// The sentences and clauses of what was typed, with their own punctuation, in order.
pub fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['.', '!', '?', '\n', ';'])
        .map(str::trim)
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        words(&clean(text)).into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn apostrophes_and_invisible_characters_change_nothing() {
        assert_eq!(read("What’s a T\u{200b} Level?"), read("whats a t level"));
    }

    #[test]
    fn plain_text_is_cleaned_as_any_other() {
        assert_eq!(clean("Don't STOP\tnow `x`"), "dont stop now x");
        assert_eq!(clean("Don’t STOP\tnow `x`"), "dont stop now x");
    }

    #[test]
    fn year_groups_are_one_word_however_written() {
        for text in ["wat next yr11", "wat next y11", "wat next year 11", "wat next Yr 11s"] {
            assert_eq!(read(text), ["wat", "next", "year11"], "{text}");
        }
        assert_eq!(read("it lasts years"), ["it", "lasts", "years"]);
    }

    #[test]
    fn a_digit_for_a_word_is_dropped_and_a_number_kept() {
        assert_eq!(read("makeup 4 films"), ["makeup", "films"]);
        assert_eq!(read("level 2 course"), ["level", "2", "course"]);
        assert_eq!(read("predicted 4s"), ["predicted", "4s"]);
        assert_eq!(read("can i do 2 of them"), ["can", "i", "do", "2", "of", "them"]);
    }
}
