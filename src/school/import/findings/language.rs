use super::super::lines::Text;
use super::Finding;

/// Words that no English text does without.
const EVERYDAY: [&str; 12] = ["the", "and", "of", "to", "in", "for", "is", "a", "are", "with", "by", "on"];

/// Fewer words than this say nothing of a language.
const ENOUGH: usize = 20;

/// An English text has more than one of these in so many words.
const ONE_IN: usize = 20;

/// A policy in another language is read by rules for English ones: staff have to know that little of it can be found.
pub(super) fn language(text: &Text) -> Option<Finding> {
    let words: Vec<&str> = text.lines.iter().flat_map(|line| line.plain.split_whitespace()).collect();
    let everyday = words.iter().filter(|word| EVERYDAY.contains(word)).count();
    (words.len() >= ENOUGH && everyday * ONE_IN < words.len()).then(|| {
        let says = "the policy seems not to be in English, and only English is read here; fill the school file in by hand, or give \
                    the English version";
        Finding::whole("not-english", "R040", says)
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn another_language_is_said_and_english_is_not() {
        let welsh = "Mae Mrs Nia Prys yn arwain y rhaglen yrfaoedd yn yr ysgol.\nMae pob disgybl yn cael cyfweliad gyda chynghorydd gyrfaoedd cyn diwedd Blwyddyn 11.";
        assert_eq!(lines_with("not-english", welsh), [0]);
        let english = "Every pupil has an interview with the careers adviser by the end of Year 11.\nThe careers leader plans the programme for each year and reports to governors.";
        assert_eq!(lines_with("not-english", english), [0; 0]);
    }
}
