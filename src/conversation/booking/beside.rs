//! What is said beside the question that was asked: what else is booked, who comes along, where it will be, the year group early. It is
//! answered or noted, and the question is put again.

use super::said::arranged_beside;
use super::says_when;
use super::talk::Talk;
use crate::booking::{Place, Purpose, Question, Slot, When, Wish as TimeWish, name_in};
use crate::chat::Message;
use crate::conversation::told;
use crate::conversation::turn::Turn;
use crate::knowledge::Wish;
use crate::language::clean;
use crate::phrases::fill;

/// Longer messages are looked at as answers and questions alone.
const LONGEST: usize = 10;

/// How many times online are shown at once.
const SHOWN: usize = 3;

/// What was said.
pub(super) enum Beside {
    /// What else have I booked.
    MyRequests,
    /// Something to be arranged, in the words of the list.
    Arranged(String),
    /// Where it will be.
    Where,
    /// The year group, perhaps with a name.
    Year(String),
    /// The right name, after another was taken.
    Name(String),
}

impl Talk<'_> {
    /// What the words say beside the question, if they do.
    pub(super) fn said_beside(&self, text: &str, words: &[String]) -> Option<Beside> {
        if self.guide.wishes(Wish::MyRequests, words) {
            return Some(Beside::MyRequests);
        }
        if words.len() > LONGEST || self.draft.purpose != Purpose::Book {
            return None;
        }
        let is_check = matches!(self.draft.asked, Some(Question::Confirm | Question::Arrange | Question::Change));
        if !is_check && let Some(one) = arranged_beside(words, &self.guide.phrases.booking.choices.arrangements) {
            return Some(Beside::Arranged(one.clone()));
        }
        if asks_where(words) {
            return Some(Beside::Where);
        }
        if self.draft.name.is_some()
            && !is_check
            && let Some(name) = name_in(text).filter(|_| introduces_a_name(text))
        {
            return Some(Beside::Name(name));
        }
        let year = told::year(text).filter(|_| self.draft.asked == Some(Question::Time) && words.len() <= 5);
        year.map(|year| Beside::Year(format!("Year {year}")))
    }

    /// Takes it, and puts the question again.
    pub(super) fn take_beside(mut self, beside: Beside, text: &str, message: &Message) -> Turn {
        match beside {
            Beside::MyRequests => self.say_my_requests(),
            Beside::Arranged(one) => {
                self.say_noted(&one);
                if !self.draft.arranged.contains(&one) {
                    self.draft.arranged.push(one);
                }
                // "can my mum come on tuesday" says when, too.
                if self.draft.asked == Some(Question::Time) && says_when(text, self.situation) {
                    return self.take_time(text, message);
                }
            }
            Beside::Where => return self.say_where(),
            Beside::Name(name) => {
                self.say_noted(&name);
                self.draft.name = Some(name);
            }
            Beside::Year(year) => {
                let name = name_in(text).filter(|_| self.draft.name.is_none());
                self.say_noted(&name.iter().chain([&year]).map(String::as_str).collect::<Vec<_>>().join(", "));
                self.draft.name = name.or(self.draft.name.take());
                self.draft.year = Some(year);
            }
        }
        self.ask_again()
    }

    /// A day that is told where a name is asked: it is kept as a wish until a time can be chosen, or is the better time at once.
    pub(super) fn take_time_early(mut self, text: &str, message: &Message) -> Turn {
        if self.draft.slot.is_some() {
            return self.take_time(text, message);
        }
        let wish = TimeWish::read(text, super::today(self.situation));
        let phrases = &self.guide.phrases.booking;
        match super::trouble_with_the_day(text, phrases, self.situation) {
            Some(trouble) => self.say(&trouble),
            None => {
                self.say(&fill(&phrases.noted_when, &[("when", &wish.words())]));
                if let (false, When::At(when)) = (self.draft.has_times, When::read(text, super::today(self.situation)))
                {
                    self.draft.preferred = Some(when);
                }
                self.draft.wished = Some(wish);
            }
        }
        let question = self.draft.asked.unwrap_or(Question::Name);
        let words = question.words(phrases, &self.draft).to_owned();
        let choices = self.choices(question);
        self.ask(question, &words, choices)
    }

    fn say_noted(&mut self, what: &str) {
        self.say(&fill(&self.guide.phrases.booking.noted, &[("what", what)]));
    }

    fn say_my_requests(&mut self) {
        let begun = self.draft.code.clone().filter(|_| self.draft.purpose == Purpose::Book);
        let others = self.situation.own.iter().filter(|own| Some(&own.entry.code) != begun.as_ref());
        let lines: Vec<String> = others.flat_map(|own| self.guide.lines_of(self.situation, own)).collect();
        if lines.is_empty() {
            let phrases = &self.guide.phrases.booking;
            self.say(if self.situation.linked { &phrases.mine_no_other } else { &phrases.code_needed });
        }
        for line in lines {
            self.say(&line);
        }
    }

    /// The place stands with each time; where none is chosen yet, those that are online are shown.
    fn say_where(mut self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        if let Some(slot) = &self.draft.slot {
            let slot = self.situation.book.slot_words(slot);
            self.say(&fill(&phrases.where_it_is, &[("slot", &slot)]));
            return self.ask_again();
        }
        let online: Vec<Slot> =
            self.times().free.into_iter().filter(|slot| slot.place == Place::Online).take(SHOWN).collect();
        if self.draft.asked != Some(Question::Time) || online.is_empty() {
            self.say(&phrases.where_it_says);
            return self.ask_again();
        }
        self.draft.shown = online;
        self.ask_time(&phrases.online)
    }

    fn ask_again(self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let question = self.draft.asked.unwrap_or(Question::Name);
        let words = fill(&phrases.go_on, &[("question", question.words(phrases, &self.draft))]);
        let choices = self.choices(question);
        self.ask(question, &words, choices)
    }
}

/// "my name is Priya", said where another name was taken.
fn introduces_a_name(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    ["my name is ", "my name's ", "my names ", "call me "].iter().any(|opening| lower.starts_with(opening))
}

/// "is it online", "where do i go", "will it be in person": about this meeting, and not about a course.
fn asks_where(words: &[String]) -> bool {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let asks = words.first().is_some_and(|first| {
        matches!(first.as_str(), "is" | "are" | "will" | "would" | "can" | "could" | "where" | "wheres" | "do")
    });
    let of_it = has(&["it", "this", "meeting", "appointment", "interview"]) || has(&["go"]) && has(&["where"]);
    let place = has(&["online", "zoom", "person", "phone", "video", "where", "wheres", "room"]);
    asks && of_it && place && clean(&words.join(" ")).len() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::plain_words;

    #[test]
    fn where_the_meeting_is_is_no_question_about_courses() {
        let asks = |text: &str| asks_where(&plain_words(&clean(text)));
        for said in ["is it online", "where do i go", "can it be on zoom", "will it be in person", "where is it?"] {
            assert!(asks(said), "{said}");
        }
        for said in ["online", "where can i study online", "can i do an online course", "is university expensive"] {
            assert!(!asks(said), "{said}");
        }
    }
}
