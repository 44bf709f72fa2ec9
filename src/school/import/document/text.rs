//! Plain text and Markdown: lines as they are; a form feed turns the page.

use super::read::MOST_LINES;
use super::{Raw, columns};

/// The raw lines of a text.
pub(super) fn lines(text: &str) -> Vec<Raw> {
    let paged = text.contains('\u{c}');
    let mut page = usize::from(paged);
    let mut out = Vec::new();
    for (at, line) in text.lines().take(MOST_LINES).enumerate() {
        page += line.matches('\u{c}').count();
        out.push(Raw { page, ..Raw::new(at + 1, line.replace('\u{c}', "")) });
    }
    let pages: Vec<Vec<Raw>> = out.chunk_by(|a, b| a.page == b.page).map(<[Raw]>::to_vec).collect();
    pages.into_iter().flat_map(columns::one_below_the_other).collect()
}
