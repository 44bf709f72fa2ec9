//! The lines of all files given together, with the sections that headings make of them.

use super::document::{Document, Kind, Line};

/// Everything that was read, in order.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// Names of the files.
    pub files: Vec<String>,
    /// Their lines, one file after the other.
    pub lines: Vec<Line>,
}

/// A heading and what stands below it, smaller headings included.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// The heading.
    pub heading: &'a Line,
    /// The lines below it.
    pub body: &'a [Line],
}

impl Text {
    /// The lines of these documents.
    pub fn of(documents: &[Document]) -> Self {
        let lines = documents
            .iter()
            .enumerate()
            .flat_map(|(file, document)| document.lines.iter().cloned().map(move |line| Line { file, ..line }));
        Self { files: documents.iter().map(|document| document.name.clone()).collect(), lines: lines.collect() }
    }

    /// Lines of the policy itself, without its list of contents.
    pub fn body(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.kind != Kind::Contents)
    }

    /// Every section, in order; a section of a section is given too.
    pub fn sections(&self) -> Vec<Section<'_>> {
        (0..self.lines.len()).filter_map(|at| self.section(at)).collect()
    }

    fn section(&self, at: usize) -> Option<Section<'_>> {
        let heading = &self.lines[at];
        let Kind::Heading(level) = heading.kind else { return None };
        let ends =
            |line: &Line| line.file != heading.file || matches!(line.kind, Kind::Heading(other) if other <= level);
        let length = self.lines[at + 1..].iter().position(ends).unwrap_or(self.lines.len() - at - 1);
        Some(Section { heading, body: &self.lines[at + 1..at + 1 + length] })
    }

    /// Where a line stands in the list.
    pub fn position(&self, wanted: &Line) -> usize {
        let place = |line: &Line| (line.file, line.page, line.number);
        self.lines.binary_search_by_key(&place(wanted), place).unwrap_or(0)
    }

    /// The nearest heading above a line.
    pub fn heading_of(&self, wanted: &Line) -> Option<&Line> {
        let at = self.position(wanted);
        self.lines[..at].iter().rev().take_while(|line| line.file == wanted.file).find(|line| line.is_heading())
    }

    /// The lines after this one up to the next heading.
    pub fn below<'a>(&'a self, line: &Line) -> impl Iterator<Item = &'a Line> {
        let (at, file) = (self.position(line), line.file);
        self.lines[at + 1..].iter().take_while(move |next| !next.is_heading() && next.file == file)
    }
}

impl<'a> Section<'a> {
    /// The lines before the first smaller heading.
    pub fn own(&self) -> &'a [Line] {
        let end = self.body.iter().position(Line::is_heading).unwrap_or(self.body.len());
        &self.body[..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_holds_its_smaller_sections() {
        let text =
            Text::of(&[Document::of_text("a", "1. Aims\nWe aim high here.\n1.1 More\nSmaller.\n2. Roles\nMany.")]);
        let sections = text.sections();
        assert_eq!(sections[0].body.len(), 3);
        assert_eq!(sections[0].own().len(), 1);
    }
}
