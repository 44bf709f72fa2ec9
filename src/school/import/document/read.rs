//! From the bytes of a file to a document, or to one sentence that says what to do.

use thiserror::Error;

use super::{Line, docx, html, kinds, pdf, text};

/// A file larger than this is not read.
const MOST_BYTES: usize = 50 * 1024 * 1024;
/// No policy has more lines than this; a file that has more is read so far.
pub(super) const MOST_LINES: usize = 10_000;
/// Nor a line with more letters.
const MOST_LETTERS: usize = 10_000;
/// Nor all its lines together; the longest policies have a tenth of it.
const MOST_IN_ALL: usize = 1_000_000;

/// How old Word files begin.
const OLD_WORD: &[u8] = b"\xD0\xCF\x11\xE0";

/// A policy that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file's name.
    pub name: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A file that cannot be read, and what to do.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    #[error("`{0}` is empty; save the policy again and give that file")]
    Empty(String),
    /// Far too large for a policy.
    #[error("`{0}` is larger than 50 MB; save the policy without its pictures and give that file")]
    Huge(String),
    /// A kind of file that is not read here.
    #[error("cannot read `{0}`: {1}; save the policy as docx, pdf with text, html, md or txt")]
    Unknown(String, String),
    /// Broken inside.
    #[error("cannot read `{0}`: {1}; open it, save it again and give the new file")]
    Broken(String, String),
    /// Locked by a password.
    #[error("`{0}` is locked by a password; save a copy without the password and give that file")]
    Locked(String),
    /// Pictures of pages without text.
    #[error("`{0}` is a scan: it has pages but no text in them; give the original file or a copy with recognised text")]
    Scan(String),
}

impl Document {
    /// A document of plain text, as tests and scripts make it.
    pub fn of_text(name: &str, words: &str) -> Self {
        Self { name: name.to_owned(), lines: kinds::shape(text::lines(words)) }
    }
}

/// Reads a file's bytes by what they are; the name only decides between kinds of text.
///
/// # Errors
/// If the file is empty, too large, broken, locked, a scan, or of a kind that is not read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::Huge(name.to_owned()));
    }
    // Word puts a text with a password into the kind of file that it used before docx.
    if bytes.starts_with(OLD_WORD) && ends(name, "docx") {
        return Err(ReadError::Locked(name.to_owned()));
    }
    let mut raw = if bytes.starts_with(b"%PDF") || ends(name, "pdf") {
        pdf::lines(name, bytes)?
    } else if bytes.starts_with(b"PK\x03\x04") || ends(name, "docx") {
        docx::lines(name, bytes)?
    } else {
        words(name, bytes)?
    };
    raw.truncate(MOST_LINES);
    let mut in_all = 0;
    for line in &mut raw {
        if let Some((end, _)) = line.text.char_indices().nth(MOST_LETTERS) {
            line.text.truncate(end);
        }
        in_all += line.text.len();
        if in_all > MOST_IN_ALL {
            line.text.clear();
        }
    }
    if raw.iter().all(super::Raw::is_blank) {
        return Err(ReadError::Empty(name.to_owned()));
    }
    Ok(Document { name: name.to_owned(), lines: kinds::shape(raw) })
}

fn words(name: &str, bytes: &[u8]) -> Result<Vec<super::Raw>, ReadError> {
    if bytes.starts_with(OLD_WORD) {
        return Err(ReadError::Unknown(name.to_owned(), "it is an old Word file (doc) or locked".to_owned()));
    }
    let text = decoded(bytes).ok_or_else(|| ReadError::Unknown(name.to_owned(), "it is no text".to_owned()))?;
    let begins = text.trim_start().get(..400.min(text.trim_start().len())).unwrap_or_default().to_lowercase();
    let marked = begins.starts_with("<!doctype html") || begins.starts_with("<html");
    if marked || ends(name, "html") || ends(name, "htm") { Ok(html::lines(&text)) } else { Ok(text::lines(&text)) }
}

fn ends(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(&format!(".{ending}"))
}

/// UTF-8, else UTF-16 by its mark, else Windows-1252, which has a letter for nearly every byte; none for bytes that are no text.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |of: fn([u8; 2]) -> u16| {
        String::from_utf16_lossy(&bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect::<Vec<_>>())
    };
    match bytes {
        [0xFF, 0xFE, ..] => return Some(wide(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => return Some(wide(u16::from_be_bytes)),
        _ => {}
    }
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.trim_start_matches('\u{feff}').to_owned()),
        Err(_) => Some(bytes.iter().map(|byte| windows_letter(*byte)).collect()),
    }
}

fn windows_letter(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    if (0x80..0xA0).contains(&byte) { HIGH[usize::from(byte) - 0x80] } else { char::from(byte) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        let says = |name: &str, bytes: &[u8]| read(name, bytes).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(
            says("a.txt", b"  \n ").expect_err("nothing to read"),
            "`a.txt` is empty; save the policy again and give that file"
        );
        for (name, bytes) in [
            ("b.pdf", b"%PDF-1.4 nothing".as_slice()),
            ("c.docx", b"PK\x03\x04broken"),
            ("d.doc", b"\xD0\xCF\x11\xE0\xA1\xB1"),
            ("e.txt", b"\x00\x01\x02"),
            ("f.pdf", b""),
            ("g.docx", b""),
        ] {
            let error = says(name, bytes).expect_err("not to be read");
            assert!(error.contains(';') && error.lines().count() == 1, "{error}");
        }
    }

    #[test]
    fn old_windows_text_is_read() {
        let document = read("a.txt", b"Our school\x92s careers leader \x96 Ms Pell").expect("a text");
        assert_eq!(document.lines[0].text, "Our school’s careers leader – Ms Pell");
    }
}
