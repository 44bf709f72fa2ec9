//! The end of a request: all of it is read back once, then it is booked, sent to staff, or put on the waiting list.

use super::said::{agrees, arrangement_in, year_of_leaving};
use super::talk::Talk;
use super::{says_when, today};
use crate::booking::{Code, Outcome, Question, Request, Slot, State as Stands, What};
use crate::chat::Message;
use crate::conversation::turn::{BookingState, Effect, Turn};
use crate::language::clean;
use crate::phrases::fill;
use crate::school::dates::first_date;

impl Talk<'_> {
    /// Everything read back, and the question whether it is right.
    pub(super) fn check(mut self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let slot = self.draft.slot.as_ref().map(|slot| self.situation.book.slot_words(slot)).unwrap_or_default();
        let summary = self.summary(&phrases.read_back, &slot);
        self.say(&summary);
        if !self.draft.arranged.is_empty() {
            let arranged = self.draft.arranged.join("; ");
            self.say(&fill(&phrases.arranged, &[("arranged", &arranged)]));
        }
        let words = if self.draft.for_child { &phrases.confirm_parent } else { &phrases.confirm };
        let words = words.clone();
        let choices = Question::Confirm.choices(phrases);
        self.ask(Question::Confirm, &words, choices)
    }

    /// The answer to "is it right": yes, something to arrange, something to change.
    pub(super) fn take_check(mut self, text: &str, message: &Message, words: &[String]) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let choices = &phrases.choices;
        let cleaned = clean(text);
        let is = |label: &String| clean(label) == cleaned;
        // A yes to "what should be different" is none to all of it.
        if is(&choices.book_it) || self.draft.asked != Some(Question::Change) && agrees(words) {
            self.draft.confirmed = true;
            return self.ask_next();
        }
        if is(&choices.arrange) {
            let (asked, offered) = (phrases.arrange.clone(), Question::Arrange.choices(phrases));
            return self.ask(Question::Arrange, &asked, offered);
        }
        if is(&choices.change) || matches!(words, [word] if word == "no" || word == "change" || word == "wrong") {
            let (asked, offered) = (phrases.change.clone(), Question::Change.choices(phrases));
            return self.ask(Question::Change, &asked, offered);
        }
        if let Some(at) = choices.changes.iter().position(&is) {
            const CHANGES: [Question; 5] =
                [Question::Time, Question::Name, Question::Year, Question::Contact, Question::About];
            self.draft.forget(CHANGES.get(at).copied().unwrap_or(Question::Time));
            return self.ask_next();
        }
        if let Some(arrangement) = arrangement_in(&cleaned, &choices.arrangements) {
            if !self.draft.arranged.contains(arrangement) && Some(arrangement) != choices.arrangements.last() {
                self.draft.arranged.push(arrangement.clone());
            }
            return self.check();
        }
        if let Some(topic) = choices.topics.iter().find(|topic| is(topic)) {
            self.draft.about = Some(topic.clone());
            return self.check();
        }
        if says_when(text, self.situation) {
            return self.take_time(text, message);
        }
        if words.len() <= 3
            && words
                .iter()
                .any(|word| matches!(word.as_str(), "just" | "only" | "me" | "none" | "nothing" | "nobody" | "thanks"))
        {
            return self.check();
        }
        let changing = self.draft.asked == Some(Question::Change);
        let again = if changing { &phrases.change } else { &phrases.confirm_again };
        self.not_understood(message, again.clone())
    }

    /// A mind that changes in the middle: what should be different, or none of it.
    pub(super) fn mind_changed(self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let (words, mut choices) = (phrases.mind_changed.clone(), Question::Change.choices(phrases));
        choices.push(phrases.choices.stop.clone());
        self.ask(Question::Change, &words, choices)
    }

    /// When somebody left who has left: they are met for so many months.
    pub(super) fn take_left(mut self, text: &str, message: &Message) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let settings = &self.situation.book.settings;
        let today = today(self.situation);
        let left = first_date(text).filter(|when| when.first <= today).map(|when| when.last);
        let Some(left) = left.or_else(|| year_of_leaving(text, today)) else {
            let again = phrases.left_again.clone();
            return self.not_understood(message, again);
        };
        if settings.serves_leaver(left, today) {
            self.draft.left_lately = true;
            return self.ask_next();
        }
        self.let_go();
        self.say(&fill(&phrases.left_too_long_ago, &[("months", &settings.leaver_months.to_string())]));
        self.end(BookingState::Refused)
    }

    /// The request is whole: it is kept, with its time or without.
    pub(super) fn settle(mut self) -> Turn {
        match self.draft.slot.clone() {
            Some(slot) => self.settle_at(&slot),
            None => {
                if self.draft.code.is_some() && !self.waited() {
                    self.let_go();
                }
                let state = if self.draft.for_child { Stands::Requested } else { Stands::Waiting };
                match self.begin(state, None) {
                    Outcome::HasOpen(code) => self.has_open(&code),
                    Outcome::Done(_) | Outcome::DoneBefore(_) => self.waits(),
                    _ => self.nothing_kept(),
                }
            }
        }
    }

    fn settle_at(mut self, slot: &Slot) -> Turn {
        let words = self.situation.book.slot_words(slot);
        let outcome = match self.draft.code.clone() {
            Some(code) => self.act(code, What::Confirm),
            None => Outcome::Unknown,
        };
        let outcome = match outcome {
            // The time was kept for some minutes only; if it is still free, it is taken again.
            Outcome::NotAllowed(_) | Outcome::Unknown => match self.begin(Stands::Held, Some(slot.key())) {
                Outcome::Done(_) => match self.draft.code.clone() {
                    Some(code) => self.act(code, What::Confirm),
                    None => Outcome::Unknown,
                },
                other => other,
            },
            other => other,
        };
        match outcome {
            Outcome::Done(Stands::Confirmed) | Outcome::DoneBefore(Stands::Confirmed) => self.booked(&words),
            Outcome::Done(_) | Outcome::DoneBefore(_) => self.requested(&words),
            Outcome::HasOpen(code) => self.has_open(&code),
            Outcome::Unfit(_) => {
                // What is still kept takes another time; what has run out begins anew.
                self.draft.code = self.draft.code.take().filter(|code| self.is_held(code));
                self.draft.confirmed = false;
                self.taken(&words)
            }
            _ => self.nothing_kept(),
        }
    }

    /// Another request is open: its code is told to an account that proves whose it is.
    pub(super) fn has_open(mut self, code: &Code) -> Turn {
        let phrases = &self.guide.phrases.booking;
        if self.situation.linked {
            self.say(&fill(&phrases.already, &[("code", &code.to_string())]));
            self.draft.code = Some(code.clone());
        } else {
            self.say(&phrases.code_needed);
            self.draft.code = None;
        }
        self.end(BookingState::Refused)
    }

    fn nothing_kept(mut self) -> Turn {
        self.say(&self.guide.phrases.booking.too_late);
        self.draft.code = None;
        self.end(BookingState::Refused)
    }

    fn booked(mut self, slot: &str) -> Turn {
        let phrases = &self.guide.phrases.booking;
        self.keep_request();
        for phrase in [&phrases.booked, &phrases.read_back_short, &phrases.reached, &phrases.code] {
            let line = self.summary(phrase, slot);
            self.say(&line);
        }
        self.say(&phrases.manage);
        self.end(BookingState::Booked)
    }

    /// A parent's request: the time is kept until staff have looked at it.
    fn requested(mut self, slot: &str) -> Turn {
        let phrases = &self.guide.phrases.booking;
        self.keep_request();
        let kept = if self.draft.refers { &phrases.requested_for_pupil } else { &phrases.requested_at };
        for phrase in [&phrases.done, kept, &phrases.read_back_short, &phrases.code] {
            let line = self.summary(phrase, slot);
            self.say(&line);
        }
        self.say_next_staffed_day();
        self.end(BookingState::Logged)
    }

    fn waits(mut self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        self.keep_request();
        for phrase in [&phrases.done, &phrases.summary, &phrases.code, &phrases.not_yet] {
            let line = self.summary(phrase, "");
            self.say(&line);
        }
        self.say_next_staffed_day();
        self.end(BookingState::Logged)
    }

    fn say_next_staffed_day(&mut self) {
        let now = crate::booking::london::instant(self.situation.now);
        if let Some(day) = self.situation.book.slots(now).next_staffed_day(&self.school()) {
            let day = day.format("%A %-d %B").to_string();
            self.say(&fill(&self.guide.phrases.booking.next_staffed, &[("day", &day)]));
        }
    }

    fn keep_request(&mut self) {
        let Some(code) = self.draft.code.clone() else { return };
        let request = self.request(code);
        self.keep(Effect::Keep(request));
    }

    fn request(&self, code: Code) -> Request {
        let said = |answer: &Option<String>| answer.clone().unwrap_or_default();
        Request {
            code,
            person: self.situation.person.key().to_owned(),
            school: self.situation.school.id.clone(),
            name: said(&self.draft.name),
            year: said(&self.draft.year),
            contact: said(&self.draft.contact),
            about: said(&self.draft.about),
            preferred: said(&self.draft.preferred),
            arranged: self.draft.arranged.join("; "),
            reminders: self.wants_reminders(),
            for_child: self.draft.for_child && !self.draft.refers,
            door: self.situation.door.to_owned(),
            made_at: self.situation.now,
        }
    }

    /// Reminders are the first thing that can be arranged.
    fn wants_reminders(&self) -> bool {
        let offered = self.guide.phrases.booking.choices.arrangements.first();
        offered.is_some_and(|offered| self.draft.arranged.contains(offered))
    }

    fn summary(&self, phrase: &str, slot: &str) -> String {
        let said = |answer: &Option<String>| answer.clone().unwrap_or_default();
        let code = self.draft.code.as_ref().map(Code::to_string).unwrap_or_default();
        fill(
            phrase,
            &[
                ("slot", slot),
                ("name", &said(&self.draft.name)),
                ("year", &said(&self.draft.year)),
                ("about", &said(&self.draft.about)),
                ("when", &said(&self.draft.preferred)),
                ("how", &self.reached()),
                ("code", &code),
            ],
        )
    }

    /// "at your school e-mail", "through your tutor", "at 07…".
    fn reached(&self) -> String {
        let choices = &self.guide.phrases.booking.choices;
        let contact = self.draft.contact.as_deref().unwrap_or_default();
        if contact.eq_ignore_ascii_case(&choices.school_email) {
            "at your school e-mail".to_owned()
        } else if contact.eq_ignore_ascii_case(&choices.tutor) {
            "through your tutor".to_owned()
        } else {
            format!("at {contact}")
        }
    }
}
