//! The text of a passage as it was written: blocks of sentences with places for facts and school values.

/// A passage's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Paragraphs, lists and tables in order.
    pub blocks: Vec<BodyBlock>,
}

/// A paragraph, a list or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyBlock {
    /// Sentences that run on.
    Paragraph(Vec<Sentence>),
    /// Items of sentences.
    List(Vec<Vec<Sentence>>),
    /// Header and rows of cells; a cell is one sentence.
    Table {
        /// Column names.
        header: Vec<Sentence>,
        /// Rows.
        rows: Vec<Vec<Sentence>>,
    },
}

/// A sentence: words, and places that are filled when it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// In order.
    pub parts: Vec<Part>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words as written.
    Words(String),
    /// The value of the fact with this id.
    Fact(String),
    /// The school's own value under this key.
    School(String),
}

impl Body {
    /// All sentences, cells of tables included.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.blocks.iter().flat_map(|block| match block {
            BodyBlock::Paragraph(sentences) => sentences.iter().collect::<Vec<_>>(),
            BodyBlock::List(items) => items.iter().flatten().collect(),
            BodyBlock::Table { header, rows } => header.iter().chain(rows.iter().flatten()).collect(),
        })
    }

    /// Sentences of running text only: what reading age and tone are judged on.
    pub fn running_sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.blocks.iter().flat_map(|block| match block {
            BodyBlock::Paragraph(sentences) => sentences.iter().collect::<Vec<_>>(),
            BodyBlock::List(items) => items.iter().flatten().collect(),
            BodyBlock::Table { .. } => Vec::new(),
        })
    }

    /// True if nothing is written.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

impl Sentence {
    /// Cuts `{{…}}` places out of one sentence.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let Some(close) = rest[open..].find("}}") else { break };
            if open > 0 {
                parts.push(Part::Words(rest[..open].to_owned()));
            }
            let name = rest[open + 2..open + close].trim();
            parts.push(match name.strip_prefix("school.") {
                Some(key) => Part::School(key.to_owned()),
                None => Part::Fact(name.to_owned()),
            });
            rest = &rest[open + close + 2..];
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Self { parts }
    }

    /// Cuts running text into sentences: a full stop, question or exclamation mark, a blank, then the start of a sentence.
    pub fn split(text: &str) -> Vec<Self> {
        let bytes = text.as_bytes();
        let mut sentences = Vec::new();
        let mut start = 0;
        for at in 0..bytes.len() {
            let ends = matches!(bytes[at], b'.' | b'?' | b'!') && bytes.get(at + 1) == Some(&b' ');
            let starts = text
                .get(at + 2..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|c| c.is_uppercase() || matches!(c, '{' | '£' | '“' | '"'));
            if ends && starts {
                sentences.push(Self::parse(text[start..=at].trim()));
                start = at + 2;
            }
        }
        if !text[start..].trim().is_empty() {
            sentences.push(Self::parse(text[start..].trim()));
        }
        sentences
    }

    /// Ids of the facts it quotes.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Fact(id) => Some(id.as_str()),
            _ => None,
        })
    }

    /// Keys of the school values it quotes.
    pub fn school_keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::School(key) => Some(key.as_str()),
            _ => None,
        })
    }

    /// The words as written, places left out.
    pub fn words(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => words.as_str(),
                _ => " ",
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_a_capital_or_a_fact_and_not_inside_a_price() {
        let sentences = Sentence::split("It is £8.00 an hour. {{wage.from}} was the start. Ask e.g. your tutor.");
        assert_eq!(sentences.len(), 3);
        assert_eq!(sentences[1].facts().collect::<Vec<_>>(), ["wage.from"]);
    }

    #[test]
    fn places_are_cut_out_of_the_words() {
        let sentence = Sentence::parse("Ask {{school.senco}} about {{bursary.max}} now");
        assert_eq!(
            sentence.parts,
            [
                Part::Words("Ask ".into()),
                Part::School("senco".into()),
                Part::Words(" about ".into()),
                Part::Fact("bursary.max".into()),
                Part::Words(" now".into()),
            ]
        );
    }
}
