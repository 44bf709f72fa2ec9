//! A web page as raw lines: headings, list items and rows are what their tags say; scripts and styles are left out.

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use super::read::MOST_LINES;
use super::{Hint, Raw};

/// No policy has more tags and texts than this; a page that has more is read so far.
const MOST_PIECES: usize = 500_000;

/// Words that stand between two ends of lines past this many letters are left out.
const MOST_LETTERS: usize = 40_000;

/// The raw lines of a page.
pub(super) fn lines(page: &str) -> Vec<Raw> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(page, emitter).map_while(Result::ok).take(MOST_PIECES) {
        if reader.out.len() >= MOST_LINES {
            break;
        }
        match token {
            Token::StartTag(tag) => reader.begin(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(words) => reader.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    reader.flush();
    reader.out
}

#[derive(Default)]
struct Reader {
    out: Vec<Raw>,
    text: String,
    links: Vec<String>,
    hint: Option<Hint>,
    /// Tags inside which words are not part of the page's text.
    hidden: usize,
    /// How deep in tables; a row ends with its own tag.
    row: usize,
}

fn name(tag: &[u8]) -> String {
    String::from_utf8_lossy(tag).to_lowercase()
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "head" | "template" | "noscript" | "nav" | "svg" | "select" | "button")
}

impl Reader {
    fn begin(&mut self, tag: &StartTag<()>) {
        let name = name(&tag.name);
        if is_hidden(&name) && !tag.self_closing {
            self.hidden += 1;
        }
        if name == "a" {
            self.links.extend(
                tag.attributes
                    .get(b"href".as_slice())
                    .map(|link| String::from_utf8_lossy(link).into_owned())
                    .filter(|link| !link.starts_with('#')),
            );
        }
        if name == "body" {
            self.hidden = 0;
        }
        match (name.as_str(), self.row) {
            ("tr", _) => {
                self.flush();
                self.row = 1;
                self.hint = Some(Hint::Row);
            }
            ("br" | "p" | "div" | "li", 1..) => self.text.push(' '),
            ("li", 0) => self.block(Some(Hint::Item)),
            (heading, 0) if level(heading).is_some() => self.block(level(heading).map(Hint::Heading)),
            (block, 0) if is_block(block) => self.block(Some(Hint::Paragraph)),
            _ => {}
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        let name = name(&tag.name);
        if is_hidden(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        match (name.as_str(), self.row) {
            ("td" | "th", 1..) => self.text.push('\t'),
            ("tr" | "table", _) => {
                self.flush();
                self.row = 0;
            }
            (block, 0) if is_block(block) || block == "li" || level(block).is_some() => {
                self.block(Some(Hint::Paragraph))
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.hidden == 0 {
            let left = MOST_LETTERS.saturating_sub(self.text.len());
            self.text.extend(words.chars().take(left).map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        }
    }

    fn block(&mut self, hint: Option<Hint>) {
        self.flush();
        self.hint = hint;
    }

    /// What was gathered becomes a line; a row of one cell is a paragraph.
    fn flush(&mut self) {
        let cells: Vec<String> =
            self.text.split('\t').map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let text = cells.join("\t").trim_end().to_owned();
        let links = std::mem::take(&mut self.links);
        self.text.clear();
        if text.trim().is_empty() {
            return;
        }
        let hint =
            if self.hint == Some(Hint::Row) && !text.trim().contains('\t') { Some(Hint::Paragraph) } else { self.hint };
        self.out.push(Raw { page: 0, number: self.out.len() + 1, text, hint, links });
    }
}

fn level(tag: &str) -> Option<u8> {
    match tag {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" | "h6" => Some(5),
        _ => None,
    }
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "br"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "blockquote"
            | "pre"
            | "address"
            | "figure"
            | "hr"
            | "body"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_an_end_is_read_so_far() {
        let row = "<tr><td>Careers leader<td>Rosalind Pell";
        assert_eq!(lines(&format!("<table>{}", row.repeat(100_000))).len(), MOST_LINES);
        assert_eq!(lines(&format!("{}words", "<div>".repeat(MOST_PIECES))).len(), 0, "nobody reads so far");
        let long = lines(&format!("<p>{}", "words &amp; ".repeat(100_000)));
        assert!(long[0].text.len() < 2 * MOST_LETTERS, "{}", long[0].text.len());
    }

    #[test]
    fn tags_say_what_a_line_is() {
        let page = "<html><head><title>x</title><style>p{}</style></head><body><h2>1. Aims</h2><p>We <b>aim</b> high,<br>always.</p><ul><li>Talks</li><li>See <a href='https://fernvale.example/x'>here</a></li></ul><table><tr><th>Role</th><th>Name</th></tr><tr><td>SENCO</td><td><p>Maud Farrant</p></td></tr></table><script>if (a < b) {}</script></body></html>";
        let lines = lines(page);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            ["1. Aims", "We aim high,", "always.", "Talks", "See here", "Role\tName", "SENCO\tMaud Farrant"]
        );
        assert_eq!(lines[0].hint, Some(Hint::Heading(2)));
        assert_eq!(lines[4].links, ["https://fernvale.example/x"]);
        assert_eq!(lines[6].hint, Some(Hint::Row));
    }
}
