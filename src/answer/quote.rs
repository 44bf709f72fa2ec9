//! Saying what was written: facts filled in as they stand today, with their sources gathered on the way.

use crate::chat::{Block, SourceLine};
use crate::knowledge::{Body, BodyBlock, Page, Part, Passage, Sentence, Standing};
use crate::phrases::fill;

use super::Asking;

/// Text as it is said, and the sources it leans on.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) blocks: Vec<Block>,
    pub(super) sources: Vec<SourceLine>,
}

/// Says a passage for this reader: the parent's wording for parents, the honest one where the school has not filled in what it quotes.
pub(super) fn say(asking: &Asking<'_>, page: &Page, passage: &Passage) -> Said {
    let worded = match asking.audience {
        _ if asking.easy && passage.easy.is_some() => passage.easy.as_ref().unwrap_or(&passage.body),
        Some(crate::chat::Audience::Parent) => passage.parent.as_ref().unwrap_or(&passage.body),
        _ => &passage.body,
    };
    let filled_in = worded.sentences().flat_map(Sentence::school_keys).all(|key| asking.school.says(key).is_some());
    let body = if filled_in { worded } else { passage.not_set.as_ref().unwrap_or(worded) };
    let mut said = Said::default();
    said.body(asking, body);
    let own = if passage.sources.is_empty() { &page.about.sources } else { &passage.sources };
    for id in own {
        said.source(asking, id, page.about.checked);
    }
    said
}

impl Said {
    fn body(&mut self, asking: &Asking<'_>, body: &Body) {
        let mut lapsed_said = Vec::new();
        for block in &body.blocks {
            match block {
                BodyBlock::Paragraph(sentences) => {
                    let text = self.sentences(asking, sentences, &mut lapsed_said);
                    if !text.is_empty() {
                        self.blocks.push(Block::Paragraph(text));
                    }
                }
                BodyBlock::List(items) => {
                    let items: Vec<String> = items
                        .iter()
                        .map(|item| self.sentences(asking, item, &mut lapsed_said))
                        .filter(|item| !item.is_empty())
                        .collect();
                    if !items.is_empty() {
                        self.blocks.push(Block::List(items));
                    }
                }
                BodyBlock::Table { header, rows } => self.table(asking, header, rows, &mut lapsed_said),
            }
        }
    }

    /// Sentences joined; one that leans on a lapsed fact gives way to that fact's lapsed line, said once.
    fn sentences(&mut self, asking: &Asking<'_>, sentences: &[Sentence], lapsed_said: &mut Vec<String>) -> String {
        let mut said = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            match self.sentence(asking, sentence) {
                Ok(text) => said.push(text),
                Err(line) if !lapsed_said.contains(&line) => {
                    lapsed_said.push(line.clone());
                    said.push(line);
                }
                Err(_) => {}
            }
        }
        said.join(" ")
    }

    /// The sentence, or the lapsed line of the first fact in it whose time is over.
    fn sentence(&mut self, asking: &Asking<'_>, sentence: &Sentence) -> Result<String, String> {
        let mut text = String::new();
        for part in &sentence.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::School(key) => {
                    text.push_str(asking.school.says(key).unwrap_or(&asking.phrases.answer.not_filled_in))
                }
                Part::Fact(id) => {
                    let Some(fact) = asking.library.facts.get(id) else { continue };
                    self.source(asking, &fact.source, fact.checked);
                    match fact.standing(asking.today) {
                        Standing::Current => text.push_str(&fact.said()),
                        Standing::Passed => {
                            text.push_str(&fill(&asking.phrases.answer.passed, &[("value", &fact.said())]))
                        }
                        Standing::Lapsed => return Err(fact.lapsed.clone().unwrap_or_default()),
                    }
                }
            }
        }
        Ok(text)
    }

    fn table(
        &mut self,
        asking: &Asking<'_>,
        header: &[Sentence],
        rows: &[Vec<Sentence>],
        lapsed_said: &mut Vec<String>,
    ) {
        let mut cells = |row: &[Sentence], lapsed: &mut Vec<String>| -> Vec<String> {
            row.iter()
                .map(|cell| {
                    self.sentence(asking, cell).unwrap_or_else(|line| {
                        lapsed.push(line);
                        asking.phrases.answer.lapsed_cell.clone()
                    })
                })
                .collect()
        };
        let mut lapsed = Vec::new();
        let header = cells(header, &mut lapsed);
        let rows = rows.iter().map(|row| cells(row, &mut lapsed)).collect();
        self.blocks.push(Block::Table { header, rows });
        for line in lapsed {
            if !lapsed_said.contains(&line) {
                self.blocks.push(Block::Paragraph(line.clone()));
                lapsed_said.push(line);
            }
        }
    }

    /// Adds a source once; the older of two days stands.
    pub(super) fn source(&mut self, asking: &Asking<'_>, id: &str, checked: chrono::NaiveDate) {
        let Some(source) = asking.library.sources.get(id) else { return };
        let line = SourceLine {
            title: source.title.clone(),
            publisher: source.said_by(),
            url: source.check_at.clone(),
            checked: checked.to_string(),
        };
        match self.sources.iter_mut().find(|known| known.title == line.title && known.url == line.url) {
            Some(known) => known.checked = known.checked.clone().min(line.checked),
            None => self.sources.push(line),
        }
    }
}
