//! E-mail addresses, telephone numbers and web addresses in words.

use std::sync::LazyLock;

use regex::Regex;

use super::document::Line;
use super::found::Found;
use super::lines::Text;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z0-9][\w.+'-]*\s?@\s?[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*").expect("valid")
});
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\+44\s?(?:\(0\)\s?)?|\b0044\s?|\(0|\b0)[1-9]\d{0,4}\)?(?:[\s.-]?\d{2,8}){1,4}(?:\s*(?:ext|extension|x)\.?\s*\d{1,5})?\b").expect("valid")
});
static LABELLED_PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:tel(?:ephone)?|phone|mobile|mob|call|t)\b\.?(?:\s+(?:no|number))?\.?\s*[:.]?\s*(\+?\(?\d[\d\s().-]{3,18}\d)").expect("valid")
});
static WEB: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:https?://|www\.)[^\s<>()\[\]]+[^\s<>()\[\].,;:!?]").expect("valid"));

/// E-mail addresses in these words, without stray spaces and dots, in lower case as they are compared.
pub fn emails(words: &str) -> Vec<String> {
    EMAIL
        .find_iter(words)
        .map(|found| found.as_str().split_whitespace().collect::<String>().trim_end_matches(['.', '-']).to_owned())
        .filter(|email| email.split('@').nth(1).is_some_and(|domain| domain.contains('.')))
        .collect()
}

/// Telephone numbers in these words: well shaped ones, and whatever a label calls a number.
pub fn phones(words: &str) -> Vec<String> {
    let shaped: Vec<String> = PHONE
        .find_iter(words)
        .map(|found| found.as_str().trim().to_owned())
        .filter(|phone| digits(phone).len() >= 9)
        .collect();
    if !shaped.is_empty() {
        return shaped;
    }
    LABELLED_PHONE
        .captures_iter(words)
        .map(|found| found[1].trim().to_owned())
        .filter(|phone| digits(phone).len() >= 5)
        .collect()
}

/// Web addresses in these words.
pub fn webs(words: &str) -> Vec<String> {
    WEB.find_iter(words).map(|found| found.as_str().to_owned()).collect()
}

/// The digits of a number as dialled within the country.
pub fn digits(phone: &str) -> String {
    let base = phone.split(['e', 'x', 'E', 'X']).next().unwrap_or(phone).replace("(0)", "");
    let digits: String = base.chars().filter(char::is_ascii_digit).collect();
    let abroad = digits
        .strip_prefix("0044")
        .or_else(|| base.trim_start().starts_with('+').then(|| digits.strip_prefix("44")).flatten());
    abroad.map_or_else(|| digits.clone(), |rest| format!("0{rest}"))
}

/// True for the shape of a number of the United Kingdom.
pub fn is_well_shaped(phone: &str) -> bool {
    let digits = digits(phone);
    let begins =
        ["01", "02", "03", "07", "080", "084", "087", "055", "056"].iter().any(|start| digits.starts_with(start));
    begins
        && (digits.len() == 11
            || (digits.len() == 10 && digits.starts_with("01"))
            || (digits.len() == 10 && digits.starts_with("0800")))
}

/// Every e-mail address of the text, each once.
pub fn all_emails(text: &Text) -> Vec<Found<String>> {
    all(text, |line| {
        let linked = line.links.iter().filter_map(|link| link.strip_prefix("mailto:")).flat_map(emails);
        emails(&line.text).into_iter().chain(linked).collect()
    })
}

/// Every telephone number of the text, each once.
pub fn all_phones(text: &Text) -> Vec<Found<String>> {
    all(text, |line| line.cells().into_iter().flat_map(phones).collect())
}

fn all(text: &Text, read: impl Fn(&Line) -> Vec<String>) -> Vec<Found<String>> {
    let mut out: Vec<Found<String>> = Vec::new();
    for line in text.body() {
        for value in read(line) {
            if out.iter().all(|known| !known.value.eq_ignore_ascii_case(&value)) {
                out.push(Found::at(line, value));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_among_other_signs() {
        assert_eq!(
            emails("by emailing rpell@oakvale.example, or (careers@oakvale.example)."),
            ["rpell@oakvale.example", "careers@oakvale.example"]
        );
        assert_eq!(webs("see https://oakvale.example/policies."), ["https://oakvale.example/policies"]);
    }

    #[test]
    fn numbers_of_many_shapes_are_numbers() {
        for words in
            ["Tel: 01632 960123", "(01632) 960 123", "+44 (0)1632 960123", "T: 0113 496 0000 ext 12", "07700 900 123"]
        {
            assert_eq!(phones(words).len(), 1, "{words}");
            assert!(phones(words).iter().all(|phone| is_well_shaped(phone)), "{words}");
        }
        assert_eq!(phones("Tel: 96012"), ["96012"]);
        assert!(!is_well_shaped("0163 960"));
        for words in ["7.12.21 17.11.22", "September 2026", "Years 8 to 13", "£1,200"] {
            assert!(phones(words).is_empty(), "{words}");
        }
    }
}
