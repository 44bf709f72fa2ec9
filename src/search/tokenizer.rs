//! Our stemmer as a filter of tantivy's: the house has one stemmer, wherever words are cut.

use std::sync::Arc;

use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer};

use crate::language::Stems;

/// The name under which the analyser is registered.
pub const ENGLISH: &str = "english";

/// Words in lower case, stemmed by the house's stemmer.
pub fn english(stems: Arc<Stems>) -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(StemFilter { stems }).build()
}

#[derive(Clone)]
struct StemFilter {
    stems: Arc<Stems>,
}

impl TokenFilter for StemFilter {
    type Tokenizer<T: Tokenizer> = Stemmed<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Stemmed<T> {
        Stemmed { stems: self.stems, inner }
    }
}

#[derive(Clone)]
struct Stemmed<T> {
    stems: Arc<Stems>,
    inner: T,
}

impl<T: Tokenizer> Tokenizer for Stemmed<T> {
    type TokenStream<'a> = StemStream<'a, T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemStream { stems: &self.stems, inner: self.inner.token_stream(text) }
    }
}

struct StemStream<'a, S> {
    stems: &'a Stems,
    inner: S,
}

impl<S: TokenStream> TokenStream for StemStream<'_, S> {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        let token = self.inner.token_mut();
        token.text = self.stems.stem(&token.text);
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_stemmed_by_our_own_stemmer() {
        let mut analyser = english(Arc::new(Stems::new([("midwives".to_owned(), "midwif".to_owned())])));
        let mut stream = analyser.token_stream("Midwives and Apprenticeships");
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            found.push(token.text.clone());
        }
        assert_eq!(found, ["midwif", "and", "apprenticeship"]);
    }
}
