use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::booking::{contact_in, name_in};
use crate::knowledge::Matter;
use crate::language::{clean, words};
use crate::phrases::{Booking, Enquiry as Phrases, EnquiryAnswers};

/// A message that is being asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is about.
    pub matter: Matter,
    /// Whether a few words of the person's own may be told.
    pub with_words: bool,
    /// The answers so far.
    pub told: BTreeMap<Question, String>,
}

/// What is asked; which of them, hangs on the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// Pupil, parent, employer and so on.
    Who,
    /// What to call the person.
    Name,
    /// Whom they speak for.
    Organisation,
    /// How to reach them.
    Contact,
    /// What exactly, from a list.
    About,
    /// Who comes along, from a list.
    Along,
    /// How it was, from a list.
    Went,
    /// In their own words, where the school allows it.
    Words,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Understood.
    Yes,
    /// Not an answer to what was asked.
    No,
}

/// Longest name of an organisation, in characters.
const LONGEST_ORGANISATION: usize = 80;

/// Longest own words, in characters.
const LONGEST_WORDS: usize = 600;

impl Question {
    /// What is asked about a matter, in order.
    pub fn of(matter: Matter, with_words: bool) -> Vec<Self> {
        let mut all = match matter {
            Matter::Provider => vec![Self::Name, Self::Organisation, Self::Contact, Self::About, Self::Along],
            Matter::Employer => vec![Self::Name, Self::Organisation, Self::Contact, Self::About],
            // Feedback is kept without a name (duty of care, retention).
            Matter::Feedback => vec![Self::Who, Self::About, Self::Went],
            Matter::Complaint | Matter::DataComplaint => vec![Self::Who, Self::Name, Self::Contact, Self::About],
        };
        if with_words {
            all.push(Self::Words);
        }
        all
    }

    /// What staff read beside the answer.
    pub fn label(self) -> &'static str {
        match self {
            Self::Who => "Who",
            Self::Name => "Name",
            Self::Organisation => "Organisation",
            Self::Contact => "How to reach them",
            Self::About => "About",
            Self::Along => "With them",
            Self::Went => "How it was",
            Self::Words => "In their own words",
        }
    }

    /// The sentence of this question in a group of them.
    pub fn in_phrases(self, group: &EnquiryAnswers) -> &str {
        match self {
            Self::Who => &group.who,
            Self::Name => &group.name,
            Self::Organisation => &group.organisation,
            Self::Contact => &group.contact,
            Self::About => &group.about,
            Self::Along => &group.along,
            Self::Went => &group.went,
            Self::Words => &group.words,
        }
    }

    /// What may be tapped.
    pub fn choices(self, matter: Matter, phrases: &Phrases, booking: &Booking) -> Vec<String> {
        let choices = &phrases.choices;
        match self {
            Self::Who => choices.who.clone(),
            Self::About => choices.about(matter.word()).to_vec(),
            Self::Along => choices.along.clone(),
            Self::Went => choices.went.clone(),
            Self::Words => vec![choices.skip.clone()],
            Self::Contact if matter != Matter::Provider && matter != Matter::Employer => {
                vec![booking.choices.school_email.clone(), booking.choices.tutor.clone()]
            }
            Self::Name | Self::Organisation | Self::Contact => Vec::new(),
        }
    }
}

impl Draft {
    /// An empty draft.
    pub fn begin(matter: Matter, with_words: bool) -> Self {
        Self { matter, with_words, told: BTreeMap::new() }
    }

    /// The next question, or none when everything is told.
    pub fn next_question(&self) -> Option<Question> {
        Question::of(self.matter, self.with_words).into_iter().find(|question| !self.told.contains_key(question))
    }

    /// Forgets the answer that was given last.
    pub fn back(&mut self) {
        let asked = Question::of(self.matter, self.with_words);
        if let Some(last) = asked.into_iter().rev().find(|question| self.told.contains_key(question)) {
            self.told.remove(&last);
        }
    }

    /// Takes an answer to the next question.
    pub fn take(&mut self, text: &str, phrases: &Phrases, booking: &Booking) -> Taken {
        let Some(question) = self.next_question() else { return Taken::No };
        let choices = question.choices(self.matter, phrases, booking);
        let answer = match question {
            Question::Name => name_in(text),
            Question::Organisation => organisation_in(text),
            Question::Contact => contact_in(&picked(text, &choices).unwrap_or_else(|| text.to_owned()), booking),
            Question::Words => own_words(text, &phrases.choices.skip),
            _ => picked(text, &choices),
        };
        match answer {
            Some(answer) => {
                self.told.insert(question, answer);
                Taken::Yes
            }
            None => Taken::No,
        }
    }

    /// The answers in one line, as they are read back.
    pub fn summary(&self) -> String {
        let asked = Question::of(self.matter, self.with_words);
        let told = asked.iter().filter_map(|question| self.told.get(question)).filter(|answer| !answer.is_empty());
        told.cloned().collect::<Vec<_>>().join("; ")
    }
}

/// The one that is named by its number, its words, or more of its words than any other.
fn picked(text: &str, choices: &[String]) -> Option<String> {
    let cleaned = clean(text.trim());
    if let Ok(number) = cleaned.trim_end_matches(['.', ')']).parse::<usize>() {
        return choices.get(number.checked_sub(1)?).cloned();
    }
    if let Some(exact) = choices.iter().find(|choice| clean(choice) == cleaned) {
        return Some(exact.clone());
    }
    if text.contains('?') {
        return None;
    }
    let said = words(&cleaned);
    let shared = |choice: &String| {
        let alike = |word: &str| {
            said.iter().any(|said| said.len() > 3 && (word.starts_with(said.as_ref()) || said.starts_with(word)))
        };
        words(&clean(choice)).iter().filter(|word| word.len() > 3 && alike(word)).count()
    };
    let most = choices.iter().map(shared).max().filter(|most| *most > 0)?;
    let mut best = choices.iter().filter(|choice| shared(choice) == most);
    let first = best.next()?;
    best.next().is_none().then(|| first.clone())
}

/// The name of an organisation: one short line with letters in it and no mark-up.
fn organisation_in(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = |sign: char| sign.is_alphanumeric() || " &'’.,()/+-".contains(sign);
    let fits = line.chars().any(char::is_alphabetic)
        && line.chars().all(plain)
        && line.chars().count() <= LONGEST_ORGANISATION
        && line.split(' ').count() <= 10;
    fits.then_some(line)
}

/// Own words, or nothing where there are to be none.
fn own_words(text: &str, skip: &str) -> Option<String> {
    let cleaned = clean(text);
    if cleaned == clean(skip) || matches!(cleaned.as_str(), "1" | "no" | "skip" | "nothing" | "none" | "no thanks") {
        return Some(String::new());
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty() && line.chars().count() <= LONGEST_WORDS).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feedback_asks_for_no_name() {
        let asked = Question::of(Matter::Feedback, true);
        assert!(!asked.contains(&Question::Name) && !asked.contains(&Question::Contact));
    }

    #[test]
    fn a_choice_is_known_by_its_number_or_its_words() {
        let choices = ["A pupil", "A parent or carer", "A teacher or governor"].map(str::to_owned);
        let known = |text: &str| picked(text, &choices);
        assert_eq!(known("2"), Some(choices[1].clone()));
        assert_eq!(known("im a parent"), Some(choices[1].clone()));
        assert_eq!(known("governor here"), Some(choices[2].clone()));
        assert_eq!(known("7"), None);
        assert_eq!(known("what does a governor do?"), None);
    }

    #[test]
    fn an_organisation_is_a_short_line_without_mark_up() {
        assert_eq!(organisation_in("  Fern & Sons (Plumbing) Ltd. ").as_deref(), Some("Fern & Sons (Plumbing) Ltd."));
        assert_eq!(organisation_in("<b>Fern</b>"), None);
        assert_eq!(organisation_in("?"), None);
        assert_eq!(organisation_in(&"Fern ".repeat(30)), None);
    }
}
