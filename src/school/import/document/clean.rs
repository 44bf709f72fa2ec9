//! Takes out of a line what extraction left in it: bookmarks, mark-up, soft hyphens, ligatures.

use std::sync::LazyLock;

use regex::Regex;

use super::Raw;

static BOOKMARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(?:bookmark|toc|anchor)[^\]]*\]"));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[((?:[^\[\]\\]|\\.)+)\]\(([^)\s]*)\)"));
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"</?(?:p|u|b|i|em|strong|ul|ol|li|br|span|div|td|tr|th|table|tbody|a|sup|sub|font)(?:\s[^<>]*)?/?>")
});
static GAP: LazyLock<Regex> = LazyLock::new(|| pattern(r"([^.!?:;,\s]) {3,}(\S)"));
static BAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\|.*\|\s*$"));

fn pattern(words: &str) -> Regex {
    Regex::new(&format!("(?i){words}")).expect("a fixed pattern is valid")
}

/// The line without noise; addresses of links are kept aside.
pub(super) fn clean(mut raw: Raw) -> Raw {
    let text = letters(&raw.text);
    let text = BOOKMARK.replace_all(&text, "");
    for found in LINK.captures_iter(&text) {
        raw.links.push(found[2].to_owned());
    }
    let text = LINK.replace_all(&text, "$1");
    let text = TAG.replace_all(&text, " ");
    raw.text = columns(&unescape(&text));
    raw
}

/// Ligatures, no-break spaces, soft hyphens and other letters that only printing needs.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2003}' | '\u{2002}' | '\u{2009}' => out.push(' '),
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' => {}
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬀ' => out.push_str("ff"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            letter if letter.is_control() && letter != '\t' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn unescape(text: &str) -> String {
    text.replace("**", "").replace(r"\(", "(").replace(r"\)", ")").replace("&amp;", "&")
}

/// Cells of a table, however they were kept apart, are kept apart by tabs.
fn columns(text: &str) -> String {
    if BAR.is_match(text) {
        let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
        let rule = cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|letter| "-: ".contains(letter)));
        return if rule { String::new() } else { cells.join("\t") };
    }
    if text.contains(" | ") {
        return text.split(" | ").map(str::trim).collect::<Vec<_>>().join("\t");
    }
    let indent = text.len() - text.trim_start_matches(' ').len();
    let (space, rest) = text.split_at(indent);
    format!("{space}{}", GAP.replace_all(rest.trim_end_matches(' '), "$1\t$2"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        clean(Raw::new(1, text)).text
    }

    #[test]
    fn bookmarks_and_tags_go() {
        assert_eq!(
            cleaned("3. [bookmark: _abc]LEGAL <u>FRAMEWORK</u>").replace("  ", " ").trim(),
            "3. LEGAL FRAMEWORK"
        );
    }

    #[test]
    fn a_link_keeps_its_words_and_its_address() {
        let raw = clean(Raw::new(1, "see [our page](https://oakvale.example/careers)"));
        assert_eq!(raw.text, "see our page");
        assert_eq!(raw.links, ["https://oakvale.example/careers"]);
    }

    #[test]
    fn bars_and_wide_gaps_are_columns() {
        assert_eq!(cleaned("| School | Lead |"), "School\tLead");
        assert_eq!(cleaned("| --- | :-: |"), "");
        assert_eq!(cleaned("Oakvale     Ms R. Pell"), "Oakvale\tMs R. Pell");
    }

    #[test]
    fn letters_of_print_become_letters_of_writing() {
        assert_eq!(cleaned("o\u{fb03}ce safe\u{ad}guarding"), "office safeguarding");
    }
}
