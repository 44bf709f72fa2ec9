use std::fmt;

use serde::{Deserialize, Serialize};

/// A request's code: ten signs without look-alikes, 50 bits drawn at random, so it cannot be guessed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

impl Code {
    /// A code from random bits, of which the lowest 50 count.
    pub fn from_bits(mut bits: u64) -> Self {
        let mut signs = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            signs.push(char::from(SIGNS[(bits & 31) as usize]));
            bits >>= 5;
        }
        Self(signs)
    }

    /// The code as it is kept: signs only.
    pub fn signs(&self) -> &str {
        &self.0
    }

    /// Reads kept signs, or what a person typed: case and dashes do not matter, O is read as 0, I and L as 1.
    pub fn parse(text: &str) -> Option<Self> {
        let signs: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let valid = signs.len() == LENGTH && signs.bytes().all(|sign| SIGNS.contains(&sign));
        valid.then_some(Self(signs))
    }

    /// The first code that stands in a message. A word of ten letters is no code: one that a person types has a digit or a dash.
    pub fn find_in(text: &str) -> Option<Self> {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .filter(|word| word.chars().any(|c| c.is_ascii_digit() || c == '-'))
            .find_map(Self::parse)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", &self.0[..LENGTH / 2], &self.0[LENGTH / 2..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let code = Code::from_bits(0x0123_4567_89ab_cdef);
        let shown = code.to_string();
        assert_eq!(shown.len(), 11);
        for typed in [format!("cancel {shown}"), format!("my code is {} thanks", shown.to_lowercase())] {
            assert_eq!(Code::find_in(&typed), Some(code.clone()), "{typed}");
        }
        assert_eq!(Code::find_in("cancel my appointment with apprentice"), None);
    }
}
