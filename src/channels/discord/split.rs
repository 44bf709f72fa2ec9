//! Cutting long text into pieces and making plain text safe for Discord's mark-up.

use super::limits::length;

/// The text in pieces of at most `most` characters: cut between paragraphs, else lines, else sentences, else words. Only a single word
/// longer than a whole piece is cut inside, because nothing else is left to do.
pub(super) fn split(text: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while length(rest) > most {
        let cut = best_cut(rest, most);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece.trim_end().to_owned());
        rest = after.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// The text if it fits, else its first words with an ellipsis.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let first = split(text, most - 1).into_iter().next().unwrap_or_default();
    format!("{first}…")
}

fn best_cut(text: &str, most: usize) -> usize {
    let window = &text[..fitting(text, most)];
    let after = |mark: &str| window.rfind(mark).map(|at| at + mark.len()).filter(|at| *at > window.len() / 3);
    after("\n\n")
        .or_else(|| after("\n"))
        .or_else(|| after(". "))
        .or_else(|| window.rfind(char::is_whitespace).filter(|at| *at > 0))
        .unwrap_or(window.len())
}

/// Bytes of the longest beginning of at most `most` characters; at least one character.
fn fitting(text: &str, most: usize) -> usize {
    let mut taken = 0;
    for (at, sign) in text.char_indices() {
        taken += sign.len_utf16();
        if taken > most && at > 0 {
            return at;
        }
    }
    text.len()
}

/// Plain text with everything that Discord would take for mark-up or a mention made plain again. Addresses stay whole, so that they
/// can be followed.
pub(super) fn plain(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(plain_line).collect();
    lines.join("\n")
}

fn plain_line(line: &str) -> String {
    let mut safe = String::with_capacity(line.len() + 8);
    for (at, word) in line.split(' ').enumerate() {
        if at > 0 {
            safe.push(' ');
        }
        if is_address(word) {
            safe.push_str(word);
        } else {
            word.chars().for_each(|sign| push_plain(&mut safe, sign));
        }
    }
    match heads_a_block(line.trim_start()) {
        true => format!("\\{}", safe.trim_start()),
        false => safe,
    }
}

fn is_address(word: &str) -> bool {
    (word.starts_with("https://") || word.starts_with("http://"))
        && word.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>()[]|*`\\".contains(&byte))
}

fn push_plain(safe: &mut String, sign: char) {
    if matches!(sign, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']') {
        safe.push('\\');
    }
    // A mark that nobody sees keeps "@everyone" from being anything but words; in an e-mail address it would be in the way.
    let begins = !safe.chars().next_back().is_some_and(char::is_alphanumeric);
    safe.push(sign);
    if sign == '@' && begins {
        safe.push('\u{200b}');
    }
}

/// Whether Discord would make a heading, list or small print of the line.
fn heads_a_block(line: &str) -> bool {
    ["#", "- ", "-#", "+ "].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_words_and_nothing_is_lost() {
        let text = "One sentence here. Another one there.\n\nA paragraph of its own, somewhat longer than the others.";
        for most in 10..80 {
            let pieces = split(text, most);
            assert!(pieces.iter().all(|piece| length(piece) <= most), "{most}: {pieces:?}");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            if most > 12 {
                assert_eq!(words(&pieces.join(" ")), words(text), "{most}");
            }
        }
    }

    #[test]
    fn a_word_without_end_is_cut_between_characters() {
        let word = "🙂".repeat(50);
        let pieces = split(&word, 15);
        assert!(pieces.iter().all(|piece| length(piece) <= 15));
        assert_eq!(pieces.concat(), word);
    }

    #[test]
    fn mark_up_and_mentions_become_words() {
        assert_eq!(plain("**Sam** <@123> `x`"), "\\*\\*Sam\\*\\* \\<@\u{200b}123\\> \\`x\\`");
        assert_eq!(plain("@everyone"), "@\u{200b}everyone");
        assert_eq!(plain("office@elm.example"), "office@elm.example");
        assert_eq!(plain("# Sam"), "\\# Sam");
        assert_eq!(plain("[a](https://evil.example)"), "\\[a\\](https://evil.example)");
        assert_eq!(plain("see https://a.example/b_c_d now_then"), "see https://a.example/b_c_d now\\_then");
    }

    #[test]
    fn what_does_not_fit_ends_with_a_whole_word() {
        assert_eq!(shorten("Tell me more about apprenticeships", 20), "Tell me more about…");
        assert_eq!(shorten("Short", 20), "Short");
    }
}
