//! Spelling against our own words: a word we do not know becomes the known word it most likely was.

use std::hash::Hasher;

use rphonetic::{DoubleMetaphone, Encoder};
use rustc_hash::{FxHashSet, FxHasher};

/// Finds the known word that a misspelt one stands for.
///
/// A short word is mended only into a name (of a job, a scheme, a subject): short words of everyday English that the library happens not
/// to have are too near to each other.
///
/// Known words are filed under every form that lacks one of their letters (two, if they are long names), and looked up under such forms of
/// the word typed, so that a look-up touches a handful of candidates instead of the whole list.
#[derive(Debug, Default)]
pub struct Speller {
    words: Vec<Known>,
    /// Forms as numbers, sorted, each with the word it belongs to.
    by_deletion: Vec<(u32, u32)>,
    /// The same of how words sound.
    by_sound: Vec<(u32, u32)>,
    known: FxHashSet<String>,
    /// Everyday words that are not ours: right as they are.
    everyday: FxHashSet<String>,
}

/// A word that needs no correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The word.
    pub word: String,
    /// How often it is used.
    pub count: u32,
    /// Whether it belongs to a name.
    pub name: bool,
}

/// A known word for an unknown one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The known word.
    pub word: String,
    /// Letters changed: 1 or 2; 2 as well where only the sound is the same.
    pub distance: usize,
}

/// Shorter words are taken as they are.
const SHORTEST: usize = 4;

/// Up to this length a word is mended only into a name.
const SHORT: usize = 5;

/// So often a word must stand in the library for a short one to be mended into it, where two letters have only changed places.
const COMMON: u32 = 20;

/// From this length on, two letters may be wrong.
const LONG: usize = 8;

/// A word that is written as it sounds ("jografy") may have this many letters wrong, and half of the word meant at most.
const BY_SOUND: usize = 4;

/// From this length on, one sound may be wrong.
const LONG_SOUND: usize = 6;

/// Longer strings of letters are no misspelt word.
const LONGEST: usize = 24;

impl Speller {
    /// A speller over these words; the commoner wins a tie.
    pub fn new(words: impl IntoIterator<Item = Known>) -> Self {
        let mut speller = Self::default();
        for known in words {
            let index = speller.words.len() as u32;
            if known.word.chars().count() >= SHORTEST {
                let missing = if known.name { reach(&known.word) } else { 1 };
                speller.by_deletion.extend(forms(&known.word, missing).into_iter().map(|form| (form, index)));
            }
            if known.word.chars().count() > SHORT {
                speller.by_sound.extend(sounds(&known.word).into_iter().map(|form| (form, index)));
            }
            speller.known.insert(known.word.clone());
            speller.words.push(known);
        }
        speller.by_deletion.sort_unstable();
        speller.by_sound.sort_unstable();
        speller
    }

    /// The same speller, leaving these words as they are.
    pub fn leaving(self, everyday: impl IntoIterator<Item = String>) -> Self {
        Self { everyday: everyday.into_iter().collect(), ..self }
    }

    /// Words that are filed under this form.
    fn filed<'a>(&'a self, under: &'a [(u32, u32)], form: u32) -> impl Iterator<Item = &'a Known> {
        let from = under.partition_point(|(known, _)| *known < form);
        let filed = under[from..].iter().take_while(move |(known, _)| *known == form);
        filed.map(|(_, index)| &self.words[*index as usize])
    }

    /// Whether this word needs no correction.
    pub fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// The likeliest known word for an unknown one, if one is near enough.
    pub fn correct(&self, word: &str) -> Option<Correction> {
        let length = word.chars().count();
        if !(SHORTEST..=LONGEST).contains(&length)
            || word.chars().any(|c| c.is_ascii_digit())
            || self.knows(word)
            || self.everyday.contains(word)
        {
            return None;
        }
        self.by_letters(word).or_else(|| self.by_sound(word))
    }

    /// The likeliest word with a letter or two added, lost, changed or swapped.
    fn by_letters(&self, word: &str) -> Option<Correction> {
        let reach = reach(word);
        let short = word.chars().count() <= SHORT;
        let mut best: Option<(f64, &str, usize)> = None;
        for form in forms(word, reach) {
            for Known { word: candidate, count, name } in self.filed(&self.by_deletion, form) {
                if short && !name && !(*count >= COMMON && swapped(word, candidate)) {
                    continue;
                }
                let distance = strsim::osa_distance(word, candidate);
                if distance == 0 || distance > reach.min(self::reach(candidate)) {
                    continue;
                }
                let rank = rank(word, candidate, distance, *count);
                if best.is_none_or(|(best, ..)| rank > best) {
                    best = Some((rank, candidate, distance));
                }
            }
        }
        best.map(|(_, word, distance)| Correction { word: word.to_owned(), distance })
    }

    /// The likeliest word that sounds like this one.
    fn by_sound(&self, word: &str) -> Option<Correction> {
        if word.chars().count() < SHORT {
            return None;
        }
        let near = |candidate: &str| {
            let distance = strsim::osa_distance(word, candidate);
            (distance <= BY_SOUND.min(candidate.chars().count() / 2)).then_some(distance)
        };
        let alike = sounds(word).into_iter().flat_map(|form| self.filed(&self.by_sound, form));
        let ranked = alike.filter_map(|known| {
            let distance = near(&known.word)?;
            Some((rank(word, &known.word, distance, known.count), known))
        });
        let (_, best) = ranked.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        Some(Correction { word: best.word.clone(), distance: 2 })
    }
}

/// Whether a word is likely another one misspelt: it begins like it, and one letter of four is wrong at most.
pub fn is_misspelt(word: &str, meant: &str) -> bool {
    let length = word.chars().count();
    let begins_alike = word.chars().next() == meant.chars().next();
    length > SHORT && begins_alike && strsim::osa_distance(word, meant) <= length.min(meant.chars().count()) / 4
}

/// How a word sounds, and, if it is long, with any one sound left out, as numbers.
fn sounds(word: &str) -> Vec<u32> {
    if !word.is_ascii() {
        return Vec::new();
    }
    let sound = DoubleMetaphone::new(Some(LONGEST)).encode(word);
    forms(&sound, usize::from(sound.len() >= LONG_SOUND))
}

/// Whether two words differ by two neighbouring letters that changed places: "thier".
fn swapped(word: &str, other: &str) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    a.sort_unstable();
    b.sort_unstable();
    a == b && word.chars().next() == other.chars().next()
}

/// How many letters may be wrong in a word of this length.
fn reach(word: &str) -> usize {
    if word.chars().count() >= LONG { 2 } else { 1 }
}

/// The word, and the word without any one (or two) of its letters, as numbers: two forms may share one, so whoever looks up
/// compares the words.
fn forms(word: &str, deletions: usize) -> Vec<u32> {
    let letters: Vec<char> = word.chars().collect();
    let without = |gone: &[usize]| {
        let mut hasher = FxHasher::default();
        for (at, letter) in letters.iter().enumerate() {
            if !gone.contains(&at) {
                hasher.write_u32(u32::from(*letter));
            }
        }
        hasher.finish() as u32
    };
    let mut all = vec![without(&[])];
    if deletions >= 1 {
        all.extend((0..letters.len()).map(|at| without(&[at])));
    }
    if deletions >= 2 {
        all.extend((0..letters.len()).flat_map(|at| (0..at).map(move |other| [at, other])).map(|gone| without(&gone)));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Fewer wrong letters first, then the same beginning and end, then the commoner word.
fn rank(word: &str, candidate: &str, distance: usize, count: u32) -> f64 {
    let first = word.chars().next() == candidate.chars().next();
    let last = word.chars().last() == candidate.chars().last();
    -(distance as f64) * 2.0
        + f64::from(u8::from(first)) * 1.2
        + f64::from(u8::from(last)) * 0.3
        + f64::from(count).ln_1p() * 0.2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        let words = [
            ("apprenticeship", 50),
            ("bursary", 40),
            ("college", 60),
            ("university", 30),
            ("paramedic", 5),
            ("geography", 4),
            ("exist", 9),
        ];
        Speller::new(words.map(|(word, count)| Known { word: word.to_owned(), count, name: word != "exist" }))
    }

    #[test]
    fn misspellings_find_the_word_meant() {
        for (typed, meant) in [
            ("busary", "bursary"),
            ("apprentiship", "apprenticeship"),
            ("colledge", "college"),
            ("univercity", "university"),
            ("jografy", "geography"),
            ("apprentership", "apprenticeship"),
        ] {
            assert_eq!(speller().correct(typed).map(|c| c.word).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_word_is_another_one_misspelt_only_if_it_begins_like_it_and_little_is_wrong() {
        for (word, meant) in [("personel", "personal"), ("apprentership", "apprenticeship"), ("soliciter", "solicitor")]
        {
            assert!(is_misspelt(word, meant), "{word}");
        }
        for (word, meant) in [("vet", "pet"), ("sparky", "electrician"), ("barber", "harbor"), ("nurse", "nursery")] {
            assert!(!is_misspelt(word, meant), "{word}");
        }
    }

    #[test]
    fn known_short_and_far_words_are_left_alone() {
        for typed in ["bursary", "bus", "peru", "bitcoin", "exit", &"universitee".repeat(10_000)] {
            assert_eq!(speller().correct(typed), None, "{typed:.20}");
        }
    }
}
