//! Choosing one of the free times: shown three at a time, taken by tapping or by any words for it.

use super::talk::Talk;
use crate::booking::{Offer, Outcome, Purpose, Question, Reading, Slot, State as Stands, What, Why};
use crate::chat::Message;
use crate::conversation::turn::{BookingState, Turn};
use crate::language::clean;
use crate::phrases::fill;

/// How many times are shown at once.
const SHOWN: usize = 3;

/// How many are shown where a wish fits several.
const MOST_SHOWN: usize = 6;

/// Days as people read them.
const DAY: &str = "%A %-d %B";

impl Talk<'_> {
    /// The next free times, or what happens without any.
    pub(super) fn show_next_times(mut self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        if let Some(wish) = self.draft.wished.take() {
            let times = self.times();
            let reading = self.beside_offer(&times, |offer| Reading::of_wish(wish, offer));
            return self.meet(reading, &times, &Message::default());
        }
        let free = self.times().free;
        if free.is_empty() {
            return self.none_suits();
        }
        let words = if self.moves() { &phrases.move_to } else { &phrases.time };
        let words = words.clone();
        self.draft.shown = free.into_iter().take(SHOWN).collect();
        self.ask_time(&words)
    }

    pub(super) fn ask_time(self, words: &str) -> Turn {
        let book = self.situation.book;
        let labels = self.draft.shown.iter().map(|slot| book.slot_words(slot));
        let choices = labels.chain(Question::Time.choices(&self.guide.phrases.booking)).collect();
        self.ask(Question::Time, words, choices)
    }

    pub(super) fn take_time(mut self, text: &str, message: &Message) -> Turn {
        let times = self.times();
        self.draft.wished = None;
        let reading = self.read_time(text, &times);
        self.meet(reading, &times, message)
    }

    fn meet(mut self, reading: Reading, times: &super::talk::Times, message: &Message) -> Turn {
        let phrases = &self.guide.phrases.booking;
        match reading {
            Reading::Slot(slot) => self.choose(slot),
            Reading::Several(slots) => {
                self.draft.shown = slots.into_iter().take(MOST_SHOWN).collect();
                self.ask_time(&phrases.several)
            }
            Reading::Cannot { why, wish, near } => {
                let line = self.cannot(why, &wish);
                if near.is_empty() {
                    self.say(&line);
                    return self.none_suits();
                }
                self.draft.shown = near;
                self.ask_time(&line)
            }
            Reading::NoSuchNumber => self.ask_time(&phrases.no_such_number),
            Reading::NoneSuits => self.none_suits(),
            Reading::More => self.show_others(&times.free),
            Reading::TooLong | Reading::Nothing => {
                let words = phrases.time_again.clone();
                self.not_understood(message, words)
            }
        }
    }

    /// The words on a button are the time they stand for, even where two advisers are free at once.
    fn read_time(&self, text: &str, times: &super::talk::Times) -> Reading {
        let (book, cleaned) = (self.situation.book, clean(text));
        let choices = &self.guide.phrases.booking.choices;
        let labelled = |slot: &&Slot| clean(&book.slot_words(slot)) == cleaned;
        if let Some(slot) = self.draft.shown.iter().find(labelled) {
            return Reading::Slot(slot.clone());
        }
        if cleaned == clean(&choices.other_times) {
            return Reading::More;
        }
        if cleaned == clean(&choices.none_suits) {
            return Reading::NoneSuits;
        }
        self.beside_offer(times, |offer| Reading::read(text, offer))
    }

    /// Reads something beside what can be had.
    fn beside_offer(&self, times: &super::talk::Times, read: impl FnOnce(&Offer<'_>) -> Reading) -> Reading {
        let calendar = self.situation.book.calendar(&self.school());
        read(&Offer {
            today: self.situation.now.date(),
            shown: &self.draft.shown,
            free: &times.free,
            open: &times.open,
            frame: times.frame,
            terms: &calendar.terms,
            periods: &calendar.periods,
        })
    }

    fn show_others(mut self, free: &[Slot]) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let last = self.draft.shown.last().map(|slot| slot.start);
        let later = free.iter().filter(|slot| last.is_none_or(|last| slot.start > last));
        let others: Vec<Slot> = later.take(SHOWN).cloned().collect();
        if others.is_empty() {
            self.draft.shown = free.iter().take(SHOWN).cloned().collect();
            return self.ask_time(&phrases.no_others);
        }
        self.draft.shown = others;
        self.ask_time(&phrases.others)
    }

    /// No time suits: the person says what would, and waits; what is booked already stays as it is.
    pub(super) fn none_suits(mut self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        if self.draft.purpose == Purpose::Move {
            self.say(&phrases.stays_as_it_is);
            return self.end(BookingState::Booked);
        }
        if self.waited() {
            self.say(&phrases.stopped_waiting);
            return self.end(BookingState::Logged);
        }
        if self.draft.slot.take().is_some() {
            self.let_go();
            self.draft.code = None;
        }
        self.draft.has_times = false;
        self.ask_next()
    }

    fn cannot(&self, why: Why, wish: &str) -> String {
        let phrases = &self.guide.phrases.booking;
        let day = |day: chrono::NaiveDate| day.format(DAY).to_string();
        match why {
            Why::Past => fill(&phrases.cannot_past, &[("wish", wish)]),
            Why::Impossible => phrases.cannot_impossible.clone(),
            Why::NotSchoolDay(_) => fill(&phrases.cannot_not_school_day, &[("wish", wish)]),
            Why::UnderNotice(first) => fill(&phrases.cannot_notice, &[("wish", wish), ("first", &day(first))]),
            Why::BeyondHorizon(last) => fill(&phrases.cannot_horizon, &[("wish", wish), ("last", &day(last))]),
            Why::OutsideHours => fill(&phrases.cannot_hours, &[("wish", wish)]),
            Why::Taken => fill(&phrases.cannot_taken, &[("wish", wish)]),
            Why::NothingFree => phrases.nothing_free.clone(),
        }
    }

    /// A time is chosen: it is kept while the rest is asked, or the meeting is moved to it at once.
    fn choose(mut self, slot: Slot) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let words = self.situation.book.slot_words(&slot);
        let outcome = match (&self.draft.code, self.draft.purpose) {
            (Some(code), Purpose::Move) => self.act(code.clone(), What::Move(slot.key())),
            (Some(code), _) => self.act(code.clone(), What::Hold(slot.key())),
            (None, _) => self.begin(Stands::Held, Some(slot.key())),
        };
        match outcome {
            Outcome::Done(_) | Outcome::DoneBefore(_) if self.moves() => {
                self.draft.slot = Some(slot);
                self.say(&fill(&phrases.moved, &[("slot", &words)]));
                self.say(&phrases.manage);
                self.end(BookingState::Rescheduled)
            }
            Outcome::Done(_) | Outcome::DoneBefore(_) => {
                self.draft.slot = Some(slot);
                let minutes = self.situation.book.settings.hold_minutes.to_string();
                self.say(&fill(&phrases.kept_for_you, &[("slot", &words), ("minutes", &minutes)]));
                self.ask_next()
            }
            Outcome::HasOpen(code) => self.has_open(&code),
            Outcome::NotAllowed(_) | Outcome::Unknown if !self.moves() && self.draft.code.is_some() => {
                // What was kept ran out meanwhile: it begins anew.
                self.draft.code = None;
                self.choose(slot)
            }
            Outcome::TooLate | Outcome::NotAllowed(_) | Outcome::Unknown => {
                self.say(&phrases.too_late);
                self.end(BookingState::Refused)
            }
            _ => self.taken(&words),
        }
    }

    /// Somebody else was faster: the next three.
    pub(super) fn taken(mut self, words: &str) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let free = self.times().free;
        self.draft.slot = None;
        let line = fill(&phrases.cannot_taken, &[("wish", words)]);
        if free.is_empty() {
            self.say(&line);
            return self.none_suits();
        }
        self.draft.shown = free.into_iter().take(SHOWN).collect();
        self.ask_time(&line)
    }
}
