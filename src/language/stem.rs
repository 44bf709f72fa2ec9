use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};

/// The one stemmer of the house: English Snowball, with the few words that it would join wrongly.
pub struct Stems {
    snowball: Stemmer,
    exceptions: HashMap<String, String>,
}

impl Stems {
    /// A stemmer with exceptions, word to stem.
    pub fn new(exceptions: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { snowball: Stemmer::create(Algorithm::English), exceptions: exceptions.into_iter().collect() }
    }

    /// The stem of a lower-case word.
    pub fn stem(&self, word: &str) -> String {
        match self.exceptions.get(word) {
            Some(stem) => stem.clone(),
            None => self.snowball.stem(word).into_owned(),
        }
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Stems").field("exceptions", &self.exceptions.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_wins_over_the_algorithm() {
        let stems = Stems::new([("organizing".to_owned(), "organis".to_owned())]);
        assert_eq!(stems.stem("organizing"), "organis");
        assert_eq!(stems.stem("apprenticeships"), stems.stem("apprenticeship"));
    }
}
