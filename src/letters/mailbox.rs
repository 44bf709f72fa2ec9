/// A name and an e-mail address of which nothing can begin a header or another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    name: String,
    address: String,
}

/// Longest line of a header, in characters.
const LONGEST_LINE: usize = 150;

/// Longest address, in bytes (RFC 5321).
const LONGEST_ADDRESS: usize = 254;

impl Mailbox {
    /// Somebody's mailbox; nothing where the address is none.
    pub fn new(name: &str, address: &str) -> Option<Self> {
        let address = address.trim();
        is_address(address).then(|| Self { name: single_line(name), address: address.to_owned() })
    }

    /// The mailbox in what a person typed as the way to reach them, which may be a number or words as well.
    pub fn in_words(words: &str) -> Option<Self> {
        let edges: &[char] = &['<', '>', '(', ')', ',', ';', ':', '.', '"', '\''];
        words.split_whitespace().map(|word| word.trim_matches(edges)).find_map(|word| Self::new("", word))
    }

    /// The name: one line, empty where there is none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// The words in one line, for a subject or a name: whatever breaks or hides a line becomes a space, and too much is cut off.
pub fn single_line(words: &str) -> String {
    let shown: String = words.chars().map(|sign| if breaks(sign) { ' ' } else { sign }).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST_LINE).collect()
}

/// Signs that end a line, hide in it, or turn its direction around.
fn breaks(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One plain address. What RFC 5321 allows beyond it (quotes, comments, lists) nobody is written to under.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.len() <= LONGEST_ADDRESS
        && (1..=64).contains(&local.len())
        && local.chars().all(plain)
        && !local.starts_with(['.', '-'])
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_from_what_is_none() {
        for good in ["kim@school.example", "o'neill+careers@mail.school.example"] {
            assert!(Mailbox::new("", good).is_some(), "{good}");
        }
        for bad in [
            "kim",
            "kim@",
            "@school.example",
            "kim@localhost",
            "kim@school..example",
            ".kim@school.example",
            "kim@school.example\r\nBcc: all@school.example",
            "kim@school.example,lee@school.example",
            "kim@school.example>",
            "\"kim lee\"@school.example",
            "kim@sch@ool.example",
            "-oX@school.example",
            "kím@school.example",
        ] {
            assert_eq!(Mailbox::new("", bad), None, "{bad}");
        }
    }

    #[test]
    fn an_address_is_found_in_what_was_typed() {
        let found = |words| Mailbox::in_words(words).map(|mailbox| mailbox.address().to_owned());
        assert_eq!(found("its kim@school.example, thanks").as_deref(), Some("kim@school.example"));
        assert_eq!(found("<kim@school.example>").as_deref(), Some("kim@school.example"));
        assert_eq!(found("my school e-mail"), None);
        assert_eq!(found("01632 960100"), None);
    }

    #[test]
    fn nothing_typed_can_begin_a_header() {
        let name = "Kim\r\nBcc: all@school.example\u{2028}\u{202e}X\0";
        let mailbox = Mailbox::new(name, "kim@school.example").expect("an address");
        assert_eq!(mailbox.name(), "Kim Bcc: all@school.example X");
        assert_eq!(single_line(&"long ".repeat(100)).chars().count(), LONGEST_LINE);
    }
}
