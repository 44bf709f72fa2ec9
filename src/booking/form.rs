use chrono::NaiveDate;

use super::{AdviserId, Code, Request, Slot, When, Wish};
use crate::language::{clean, plain_words, words};
use crate::phrases::{Booking as Phrases, fill};

/// A request that is being asked for: what is known so far, and what was asked last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The request that is held, waits, or is moved.
    pub code: Option<Code>,
    /// What is done with the time that is chosen.
    pub purpose: Purpose,
    /// Whether there are times to choose from; without, staff offer one.
    pub has_times: bool,
    /// The time that is kept meanwhile.
    pub slot: Option<Slot>,
    /// The times shown last, in the order of their numbers.
    pub shown: Vec<Slot>,
    /// The adviser who is asked for.
    pub adviser: Option<AdviserId>,
    /// Name or nickname.
    pub name: Option<String>,
    /// Year group, in words.
    pub year: Option<String>,
    /// True once somebody who has left is known to be within the time in which the school still meets them.
    pub left_lately: bool,
    /// How to reach the person.
    pub contact: Option<String>,
    /// What about, from the list.
    pub about: Option<String>,
    /// When it would suit, in our words, where no time is chosen.
    pub preferred: Option<String>,
    /// A day or time that was told before a time was asked for.
    pub wished: Option<Wish>,
    /// What is to be arranged, from the list.
    pub arranged: Vec<String>,
    /// True where somebody asks for another: a parent for a child, staff for a pupil.
    pub for_child: bool,
    /// True where that is somebody who says they are staff.
    pub refers: bool,
    /// True once the person has said that all of it is right.
    pub confirmed: bool,
    /// What was asked last.
    pub asked: Option<Question>,
}

/// What is done with the time that is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A new meeting.
    #[default]
    Book,
    /// A confirmed meeting is to be at another time.
    Move,
    /// Staff offered a time: yes or no.
    Answer,
}

/// The questions: a time, name and year, how to reach, what about, and whether it is right. The others are asked only where one of these
/// leaves something open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Which of the free times.
    Time,
    /// What to call the person.
    Name,
    /// The year group.
    Year,
    /// When somebody left who has left.
    Left,
    /// How to reach them.
    Contact,
    /// What about.
    About,
    /// When it would suit, where no time is chosen.
    When,
    /// Whether all of it is right.
    Confirm,
    /// What is to be arranged.
    Arrange,
    /// What is to be changed.
    Change,
    /// Whether the offered time suits.
    Offer,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Understood.
    Yes,
    /// Not an answer to what was asked; these words say what is needed.
    No(String),
}

/// Longest name that is kept, in characters.
const LONGEST_NAME: usize = 60;

impl Draft {
    /// A draft with what the first message told already.
    pub fn begin(text: &str, year: Option<u8>, for_child: bool, today: NaiveDate) -> Self {
        let mut draft = Self { for_child, ..Self::default() };
        draft.year = year.or_else(|| year_in(text)).map(|year| format!("Year {year}"));
        if let When::At(when) = When::read(text, today) {
            draft.preferred = Some(when);
        }
        draft
    }

    /// Takes what a request told before.
    pub fn recall(&mut self, request: Option<&Request>) {
        let Some(request) = request else { return };
        let told = |text: &String| (!text.is_empty()).then(|| text.clone());
        (self.name, self.year) = (told(&request.name), told(&request.year));
        (self.contact, self.about) = (told(&request.contact), told(&request.about));
        (self.preferred, self.left_lately) = (told(&request.preferred), true);
        self.arranged = request.arranged.split("; ").filter(|one| !one.is_empty()).map(str::to_owned).collect();
    }

    /// The next question, or none when the request is whole. Whose appointment it is comes first where a parent asks, since each child can
    /// have one.
    pub fn next_question(&self) -> Option<Question> {
        let waits_for_time = self.has_times && self.slot.is_none() && self.preferred.is_none();
        let has_left = self.year.as_deref().is_some_and(|year| !year.starts_with("Year"));
        let open = [
            (self.for_child && self.name.is_none(), Question::Name),
            (waits_for_time, Question::Time),
            (self.name.is_none(), Question::Name),
            (self.year.is_none(), Question::Year),
            (has_left && !self.left_lately, Question::Left),
            (self.contact.is_none(), Question::Contact),
            (self.about.is_none(), Question::About),
            (self.slot.is_none() && self.preferred.is_none(), Question::When),
            (self.slot.is_some() && !self.confirmed, Question::Confirm),
        ];
        open.into_iter().find_map(|(open, question)| open.then_some(question))
    }

    /// Forgets one answer, so that it is asked again.
    pub fn forget(&mut self, question: Question) {
        match question {
            Question::Time | Question::When => (self.slot, self.preferred) = (None, None),
            Question::Name => self.name = None,
            Question::Year | Question::Left => (self.year, self.left_lately) = (None, false),
            Question::Contact => self.contact = None,
            Question::About => self.about = None,
            Question::Confirm | Question::Arrange | Question::Change | Question::Offer => {}
        }
        self.confirmed = false;
    }

    /// The question before the one that was asked last, if an answer was given to any.
    pub fn before(&self) -> Option<Question> {
        let time = if self.has_times { Question::Time } else { Question::When };
        let order = [time, Question::Name, Question::Year, Question::Contact, Question::About];
        let answered = [
            self.slot.is_some() || self.preferred.is_some(),
            self.name.is_some(),
            self.year.is_some(),
            self.contact.is_some(),
            self.about.is_some(),
        ];
        order.into_iter().zip(answered).rev().find_map(|(question, answered)| answered.then_some(question))
    }

    /// Whether this is the answer before, tapped twice: the question after it is not answered by it.
    pub fn was_just_told(&self, text: &str) -> bool {
        let said = clean(text.trim());
        let is = |answer: &Option<String>| answer.as_deref().is_some_and(|answer| clean(answer) == said);
        match self.asked {
            Some(Question::Contact) => is(&self.year) || self.year.as_deref() == Some(&format!("Year {said}")),
            Some(Question::About) => is(&self.contact),
            _ => false,
        }
    }

    /// Takes an answer to what was asked last. Times, and what is right or wrong, are the conversation's to take.
    pub fn take(&mut self, text: &str, phrases: &Phrases, today: NaiveDate) -> Taken {
        match self.asked {
            Some(Question::Year) => self.take_year(text, phrases),
            Some(Question::Contact) => self.take_contact(text, phrases),
            Some(Question::About) => self.take_about(text, phrases),
            Some(Question::When) => self.take_when(text, phrases, today),
            _ => self.take_name(text, phrases),
        }
    }

    fn take_name(&mut self, text: &str, phrases: &Phrases) -> Taken {
        if let (Some(year), None) = (year_in(text), &self.year) {
            self.year = Some(format!("Year {year}"));
        }
        match name_in(text) {
            Some(name) => {
                self.name = Some(name);
                Taken::Yes
            }
            None if self.for_child => Taken::No(phrases.name_again_of_another.clone()),
            None => Taken::No(phrases.name_again.clone()),
        }
    }

    fn take_year(&mut self, text: &str, phrases: &Phrases) -> Taken {
        let bare = text.trim().trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<u8>().ok();
        let year = year_in(text).or(bare).filter(|year| (1..=13).contains(year));
        let left = plain_words(&clean(text)).iter().any(|word| matches!(word.as_str(), "left" | "leaver" | "leavers"));
        self.year = year.map(|year| format!("Year {year}")).or(left.then(|| phrases.choices.left.to_lowercase()));
        if self.year.is_some() { Taken::Yes } else { Taken::No(phrases.year_again.clone()) }
    }

    fn take_contact(&mut self, text: &str, phrases: &Phrases) -> Taken {
        self.contact = contact_in(text, phrases);
        if self.contact.is_some() { Taken::Yes } else { Taken::No(phrases.contact_again.clone()) }
    }

    fn take_about(&mut self, text: &str, phrases: &Phrases) -> Taken {
        self.about = topic_in(text, &phrases.choices.topics);
        if self.about.is_some() { Taken::Yes } else { Taken::No(phrases.about_again.clone()) }
    }

    fn take_when(&mut self, text: &str, phrases: &Phrases, today: NaiveDate) -> Taken {
        match When::read(text, today) {
            When::Any => self.preferred = Some(phrases.any_time.to_lowercase()),
            When::At(when) => self.preferred = Some(when),
            When::NotSchoolDay(day) => return Taken::No(fill(&phrases.when_not_school_day, &[("day", &day)])),
            When::Past(day) => return Taken::No(fill(&phrases.when_past, &[("day", &day)])),
            When::Impossible => return Taken::No(phrases.when_impossible.clone()),
            When::Nothing => return Taken::No(phrases.when_again.clone()),
        }
        Taken::Yes
    }
}

impl Question {
    /// The question's words.
    pub fn words<'a>(self, phrases: &'a Phrases, draft: &Draft) -> &'a str {
        match self {
            Question::Time => &phrases.time,
            Question::Name if draft.refers => &phrases.name_of_pupil,
            Question::Name if draft.for_child => &phrases.for_child,
            Question::Name => &phrases.name,
            Question::Year if draft.refers => &phrases.year_of_pupil,
            Question::Year if draft.for_child => &phrases.year_of_child,
            Question::Year => &phrases.year,
            Question::Left => &phrases.left,
            Question::Contact => &phrases.contact,
            Question::About => &phrases.about,
            Question::When => &phrases.when,
            Question::Confirm => &phrases.confirm,
            Question::Arrange => &phrases.arrange,
            Question::Change => &phrases.change,
            Question::Offer => &phrases.offer,
        }
    }

    /// What may be tapped.
    pub fn choices(self, phrases: &Phrases) -> Vec<String> {
        let choices = &phrases.choices;
        match self {
            Question::Name | Question::Left => Vec::new(),
            Question::Time => vec![choices.other_times.clone(), choices.none_suits.clone()],
            Question::Year => (7..=13).map(|year| format!("Year {year}")).chain([choices.left.clone()]).collect(),
            Question::Contact => vec![choices.school_email.clone(), choices.tutor.clone()],
            Question::About => choices.topics.clone(),
            Question::When => vec![choices.any.clone()],
            Question::Confirm => {
                vec![choices.book_it.clone(), choices.arrange.clone(), choices.change.clone(), choices.stop.clone()]
            }
            Question::Arrange => choices.arrangements.clone(),
            Question::Change => choices.changes.clone(),
            Question::Offer => vec![choices.offer_yes.clone(), choices.offer_no.clone()],
        }
    }
}

fn year_in(text: &str) -> Option<u8> {
    words(&clean(text)).iter().find_map(|word| word.strip_prefix("year").and_then(|rest| rest.parse().ok()))
}

/// The name in what somebody typed. A name is short, has letters and no mark-up; what introduces it is dropped.
pub fn name_in(text: &str) -> Option<String> {
    let mut name = text.trim();
    let lower = name.to_lowercase();
    for opening in [
        "my name is ",
        "my names ",
        "my name's ",
        "i am ",
        "i'm ",
        "im ",
        "its ",
        "it's ",
        "call me ",
        "name: ",
        "name is ",
    ] {
        if lower.starts_with(opening) && name.is_char_boundary(opening.len()) {
            name = &name[opening.len()..];
            break;
        }
    }
    let name: String = name.split([',', '.', ';', '\n']).next().unwrap_or_default().trim().to_owned();
    let name = without_year(&name);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’') || is_mark(c));
    let question = text.contains('?') || name.split_whitespace().count() > 4;
    let fits = letters > 0 && plain && !question && name.chars().count() <= LONGEST_NAME;
    (fits && !is_no_name(&name)).then_some(name)
}

/// "Sam year 11", "Sam in Y11": what tells the year is no part of the name.
fn without_year(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_year = |word: &str| {
        let lower = word.to_lowercase();
        let number = lower.trim_start_matches(|c: char| c.is_alphabetic());
        let before = &lower[..lower.len() - number.len()];
        matches!(lower.as_str(), "year" | "yr") || (!number.is_empty() && matches!(before, "" | "y" | "yr" | "year"))
    };
    let year = words.iter().position(|word| is_year(word)).unwrap_or(words.len());
    let leads_to_it = |word: &&&str| {
        matches!(word.to_lowercase().as_str(), "in" | "and" | "im" | "i'm" | "i’m" | "i" | "am" | "from")
    };
    let led = words[..year].iter().rev().take_while(leads_to_it).count();
    let end = if year < words.len() && led < year { year - led } else { year };
    words[..end].join(" ")
}

/// What answers another question, as "the first one" does, is nobody's name.
fn is_no_name(name: &str) -> bool {
    const NO_NAMES: [&str; 57] = [
        "a",
        "any",
        "anytime",
        "anyone",
        "whatever",
        "whenever",
        "the",
        "first",
        "second",
        "third",
        "last",
        "earliest",
        "soonest",
        "latest",
        "asap",
        "either",
        "whichever",
        "next",
        "one",
        "two",
        "three",
        "option",
        "time",
        "day",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "tomorrow",
        "today",
        "morning",
        "afternoon",
        "lunch",
        "after",
        "school",
        "yes",
        "yeah",
        "yep",
        "no",
        "nope",
        "nah",
        "nvm",
        "not",
        "ok",
        "okay",
        "idk",
        "i",
        "dont",
        "know",
        "dunno",
        "why",
        "what",
        "none",
        "please",
        "nothing",
        "sure",
    ];
    let known = |word: &str| NO_NAMES.contains(&clean(word).as_str());
    !name.is_empty() && name.split_whitespace().all(known)
}

/// Vowel signs and accents that belong to letters of many scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0dff}' | '\u{0e00}'..='\u{0fff}' | '\u{064b}'..='\u{065f}')
}

/// The way to reach somebody in what they typed: an address, a number, or one of the choices in words.
pub fn contact_in(text: &str, phrases: &Phrases) -> Option<String> {
    let lower = clean(text);
    if let Some(address) = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| matches!(c, ',' | '.' | '<' | '>' | '(' | ')')))
        .find(|word| is_address(word))
    {
        return Some(address.to_owned());
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if (10..=15).contains(&digits.len()) && text.chars().filter(|c| c.is_alphabetic()).count() < 30 {
        return Some(
            text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | ' ')).collect::<String>().trim().to_owned(),
        );
    }
    let said = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if said(&["school"]) || said(&["email", "e-mail", "teams"]) {
        return Some(phrases.choices.school_email.to_lowercase());
    }
    said(&["tutor", "form", "teacher", "in person", "at school"]).then(|| phrases.choices.tutor.to_lowercase())
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && word.len() <= 254
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'))
    })
}

/// The topic named by its number, its words, or most of its words; anything else in words is "something else".
fn topic_in(text: &str, topics: &[String]) -> Option<String> {
    let trimmed = text.trim();
    if let Ok(number) = trimmed.trim_end_matches(['.', ')']).parse::<usize>() {
        return topics.get(number.checked_sub(1)?).cloned();
    }
    let cleaned = clean(trimmed);
    let said = words(&cleaned);
    let asks = |word: &str| matches!(word, "what" | "wat" | "wot" | "whats" | "how" | "who" | "where" | "why");
    let is_question = trimmed.ends_with('?') || said.len() > 1 && said.first().is_some_and(|word| asks(word));
    let is_topic = topics.iter().any(|topic| clean(topic) == cleaned);
    if !said.iter().any(|word| word.chars().any(char::is_alphabetic)) || is_question && !is_topic {
        return None;
    }
    let shared = |topic: &String| {
        words(&clean(topic))
            .iter()
            .filter(|word| word.len() > 3)
            .filter(|word| {
                said.iter().any(|s| s.len() > 3 && (word.starts_with(s.as_ref()) || s.starts_with(word.as_ref())))
            })
            .count()
    };
    let best = topics.iter().max_by_key(|topic| (shared(topic), std::cmp::Reverse(topic.len())))?;
    // "is it confidential" is a question of their own, "can we talk about university" names a topic.
    let may_ask = |word: &str| {
        matches!(word, "is" | "are" | "do" | "does" | "will" | "can" | "could" | "should" | "when" | "wen" | "which")
    };
    if shared(best) == 0 && said.len() > 1 && said.first().is_some_and(|word| may_ask(word)) {
        return None;
    }
    if shared(best) > 0 { Some(best.clone()) } else { topics.last().cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_pass_and_rubbish_does_not() {
        for name in ["Sam Ito", "my name is Zoë", "José-Luis O’Neill", "李雷", "अनिता", "Sam year 11", "Sam in Y11"]
        {
            assert!(name_in(name).is_some(), "{name}");
        }
        for rubbish in [
            "😂😂🔥",
            "<b>Sam</b>",
            "",
            "how much do nurses earn?",
            "what is the pay of a nurse",
            "the first one",
            "the earliest",
            "nah",
            "any",
            "thursday",
            "idk",
            "ok",
        ] {
            assert_eq!(name_in(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn what_leads_to_the_year_is_no_part_of_the_name() {
        for (typed, name) in [
            ("my name is Zoë O'Neill and im in year 9", "Zoë O'Neill"),
            ("Sam in Y11", "Sam"),
            ("im Sam and I am in yr 10", "Sam"),
            ("Sam year 11", "Sam"),
            ("Sam Day", "Sam Day"),
        ] {
            assert_eq!(name_in(typed).as_deref(), Some(name), "{typed}");
        }
    }

    #[test]
    fn a_topic_is_taken_from_the_list_only() {
        let topics: Vec<String> =
            ["Apprenticeships", "College or sixth form", "Something else"].map(String::from).to_vec();
        assert_eq!(topic_in("college options", &topics).as_deref(), Some("College or sixth form"));
        assert_eq!(topic_in("2", &topics).as_deref(), Some("College or sixth form"));
        assert_eq!(topic_in("i am worried about my mocks", &topics).as_deref(), Some("Something else"));
        assert_eq!(topic_in("🔥", &topics), None);
        assert_eq!(topic_in("wot r apprenticeships", &topics), None, "a question of their own");
        assert_eq!(topic_in("is it confidential", &topics), None, "a question of their own");
        assert_eq!(topic_in("can we talk about college", &topics).as_deref(), Some("College or sixth form"));
        let year_11 = vec!["What to do after Year 11".to_owned()];
        assert_eq!(topic_in("what to do after year 11", &year_11), Some(year_11[0].clone()));
    }
}
