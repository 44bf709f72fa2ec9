use unicode_normalization::UnicodeNormalization;

/// Words as rules look at them: lower case, straight quotes, plain hyphens, single spaces.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        match letter {
            '‘' | '’' | '`' => out.push('\''),
            '“' | '”' => out.push('"'),
            '‐' | '‑' | '–' | '—' | '−' => out.push('-'),
            letter if letter.is_whitespace() && letter != '\t' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_dashes_become_plain() {
        assert_eq!(plain("The  ‘Baker’ Clause – Years 8–13"), "the 'baker' clause - years 8-13");
    }
}
