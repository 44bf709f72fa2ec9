//! What becomes of a request later: seen, moved, cancelled, an offer answered; by whoever made it, or whoever has its code.

use super::said::{agrees, refuses};
use super::talk::Talk;
use super::{note, without_draft};
use crate::booking::{Appointment, Code, Draft, Outcome, Purpose, Question, State as Stands, What};
use crate::chat::Message;
use crate::conversation::turn::{BookingState, Turn};
use crate::conversation::{Guide, Situation, State};
use crate::language::{clean, plain_words};
use crate::phrases::fill;

impl Guide {
    /// The requests that are somebody's own, or the one whose code was named.
    pub(in crate::conversation) fn my_requests(&self, situation: &Situation<'_>) -> Turn {
        let phrases = &self.phrases.booking;
        let shown = mine(situation);
        let Some(first) = shown.first() else {
            let none = if situation.linked { &phrases.mine_none } else { &phrases.code_needed };
            let turn = self.booking_turn(vec![none.clone()], Vec::new(), without_draft(situation));
            return note(turn, BookingState::Refused, None);
        };
        if let [offered] = shown.as_slice()
            && offered.entry.state == Stands::Offered
        {
            return self.ask_about_offer(situation, offered);
        }
        if let [waits] = shown.as_slice()
            && waits.entry.put_back
        {
            let mut talk = Talk::new(self, situation, Draft::default());
            talk.draft.has_times = situation.book.serves(&talk.school());
            if talk.draft.has_times && !talk.times().free.is_empty() {
                return self.begin_again(talk, waits);
            }
        }
        let lines = shown.iter().flat_map(|own| self.lines_of(situation, own)).collect();
        let choices = shown.iter().flat_map(|own| self.choices_of(own)).collect();
        let mut turn = self.booking_turn(lines, choices, without_draft(situation));
        // "change it to friday" is about the one that was just shown.
        turn.state.settled =
            shown.iter().all(|own| own.entry.code == first.entry.code).then(|| first.entry.code.clone());
        note(turn, told(first.entry.state), Some(&first.entry.code))
    }

    pub(super) fn lines_of(&self, situation: &Situation<'_>, own: &Appointment) -> Vec<String> {
        let phrases = &self.phrases.booking;
        let because = own.entry.declined_because.as_ref().and_then(|key| self.phrases.letters.decline_reason(key));
        let phrase = match own.entry.state {
            Stands::Requested if own.entry.slot.is_some() => &phrases.mine_requested,
            Stands::Waiting if own.entry.put_back => &phrases.mine_put_back,
            Stands::Requested | Stands::Waiting => &phrases.mine,
            Stands::Held => &phrases.mine_held,
            Stands::Offered => &phrases.mine_offered,
            Stands::Confirmed => &phrases.mine_confirmed,
            Stands::Declined if because.is_some() => &phrases.mine_declined_because,
            Stands::Declined => &phrases.mine_declined,
            Stands::Lapsed => &phrases.mine_lapsed,
            Stands::Cancelled => &phrases.cancelled,
            Stands::Attended | Stands::Recorded => &phrases.mine_was,
            Stands::Missed => &phrases.mine_missed,
        };
        let slot = own.entry.slot.as_ref().map(|slot| situation.book.slot_words(slot)).unwrap_or_default();
        let told = |of: fn(&crate::booking::Request) -> &String| {
            own.request.as_ref().map(|request| of(request).clone()).unwrap_or_default()
        };
        let line = fill(
            phrase,
            &[
                ("code", &own.entry.code.to_string()),
                ("slot", &slot),
                ("about", &told(|request| &request.about)),
                ("when", &told(|request| &request.preferred)),
                ("why", because.map_or("", |reason| &reason.why)),
                ("next", because.map_or("", |reason| &reason.next)),
            ],
        );
        let mut lines = vec![line];
        if let Some(record) = &own.record {
            lines.extend(record.actions.iter().map(|action| match action.by {
                Some(day) => {
                    let day = day.format("%-d %B %Y").to_string();
                    fill(&phrases.agreed_by, &[("what", &action.what), ("day", &day)])
                }
                None => fill(&phrases.agreed, &[("what", &action.what)]),
            }));
            if !record.next_step.is_empty() {
                lines.push(fill(&phrases.next_step, &[("what", &record.next_step)]));
            }
        }
        lines
    }

    fn choices_of(&self, own: &Appointment) -> Vec<String> {
        let choices = &self.phrases.booking.choices;
        let code = own.entry.code.to_string();
        let with_code = |phrase: &str| fill(phrase, &[("code", &code)]);
        match own.entry.state {
            Stands::Confirmed => vec![with_code(&choices.move_it), with_code(&choices.cancel_it)],
            Stands::Requested | Stands::Waiting | Stands::Held => vec![with_code(&choices.cancel_it)],
            _ => Vec::new(),
        }
    }

    fn ask_about_offer(&self, situation: &Situation<'_>, own: &Appointment) -> Turn {
        let mut draft = Draft { code: Some(own.entry.code.clone()), purpose: Purpose::Answer, ..Draft::default() };
        draft.slot.clone_from(&own.entry.slot);
        let mut talk = Talk::new(self, situation, draft);
        for line in self.lines_of(situation, own) {
            talk.say(&line);
        }
        let phrases = &self.phrases.booking;
        let mut turn = talk.ask(Question::Offer, &phrases.offer, Question::Offer.choices(phrases));
        turn = note(turn, BookingState::Logged, Some(&own.entry.code));
        turn
    }

    /// Cancels the request whose code was named, or else the person's own. A code that nobody has cancels nothing.
    pub(in crate::conversation) fn cancel(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let phrases = &self.phrases.booking;
        let open: Vec<&Appointment> = match self.which(situation, message) {
            Ok(found) => found,
            Err(refused) => return *refused,
        };
        let [own] = open.as_slice() else {
            return self.ask_which_request(situation, &open, &phrases.choices.cancel_it);
        };
        let draft = Draft { code: Some(own.entry.code.clone()), ..Draft::default() };
        let mut talk = Talk::new(self, situation, draft);
        let code = own.entry.code.to_string();
        let (line, state) = match talk.act(own.entry.code.clone(), What::Cancel) {
            Outcome::Done(_) | Outcome::DoneBefore(_) | Outcome::NotAllowed(Stands::Cancelled) => {
                (fill(&phrases.cancelled, &[("code", &code)]), BookingState::Cancelled)
            }
            Outcome::NotAllowed(_) => return self.my_requests(situation),
            _ => (phrases.too_late.clone(), BookingState::Refused),
        };
        talk.say(&line);
        let mut turn = talk.end(state);
        turn.state.draft = situation.state.draft.clone().filter(|draft| draft.code.as_ref() != Some(&own.entry.code));
        turn.state.settled = None;
        note(turn, state, Some(&own.entry.code))
    }

    /// Another time for a confirmed meeting: the old one is kept until a new one is chosen.
    pub(in crate::conversation) fn move_meeting(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let phrases = &self.phrases.booking;
        let open: Vec<&Appointment> = match self.which(situation, message) {
            Ok(found) => found,
            Err(refused) => return *refused,
        };
        let confirmed: Vec<&Appointment> =
            open.iter().copied().filter(|own| own.entry.state == Stands::Confirmed).collect();
        let own = match confirmed.as_slice() {
            [] => return self.my_requests(situation),
            [own] => own,
            several => return self.ask_which_request(situation, several, &phrases.choices.move_it),
        };
        let mut draft = Draft { code: Some(own.entry.code.clone()), purpose: Purpose::Move, ..Draft::default() };
        draft.has_times = true;
        draft.adviser = own.entry.slot.as_ref().map(|slot| slot.adviser.clone());
        let mut talk = Talk::new(self, situation, draft);
        for line in self.lines_of(situation, own) {
            talk.say(&line);
        }
        let text = without_codes(&message.text);
        if super::says_when(&text, situation) { talk.take_time(&text, message) } else { talk.show_next_times() }
    }

    /// What is meant: the named one, or all that are the person's own.
    fn which<'a>(&self, situation: &'a Situation<'_>, message: &Message) -> Result<Vec<&'a Appointment>, Box<Turn>> {
        let phrases = &self.phrases.booking;
        let code = Code::find_in(&message.text);
        let found: Vec<&Appointment> = match &code {
            Some(_) => situation.named.iter().collect(),
            None => situation.own.iter().filter(|own| super::is_open(own)).collect(),
        };
        if !found.is_empty() {
            return Ok(found);
        }
        let text = code.map_or_else(
            || if situation.linked { phrases.cancel_which.clone() } else { phrases.code_needed.clone() },
            |code| fill(&phrases.cancel_unknown, &[("code", &code.to_string())]),
        );
        let mut turn = self.booking_turn(vec![text], Vec::new(), without_draft(situation));
        turn.state.draft.clone_from(&situation.state.draft);
        Err(Box::new(note(turn, BookingState::Refused, None)))
    }

    fn ask_which_request(&self, situation: &Situation<'_>, open: &[&Appointment], choice: &str) -> Turn {
        let lines = open.iter().flat_map(|own| self.lines_of(situation, own)).collect();
        let choices = open.iter().map(|own| fill(choice, &[("code", &own.entry.code.to_string())])).collect();
        note(self.booking_turn(lines, choices, without_draft(situation)), BookingState::Refused, None)
    }

    /// A second tap on what settled a request is told the same again.
    pub(in crate::conversation) fn said_again(&self, situation: &Situation<'_>, message: &Message) -> Option<Turn> {
        if !self.settles_again(&situation.state, message) {
            return None;
        }
        let mut turn = self.my_requests(situation);
        turn.state.settled.clone_from(&situation.state.settled);
        Some(turn)
    }

    /// "can i change it to thursday", right after it was booked.
    pub(in crate::conversation) fn moved_at_once(&self, situation: &Situation<'_>, message: &Message) -> Option<Turn> {
        changes_settled(&situation.state, message).then(|| self.move_meeting(situation, message))
    }

    /// Whether the words are about what the last message settled.
    pub fn is_about_settled(&self, state: &State, message: &Message) -> bool {
        self.settles_again(state, message) || changes_settled(state, message)
    }

    /// Whether the words settle again what the last message settled.
    fn settles_again(&self, state: &State, message: &Message) -> bool {
        let cleaned = clean(&message.text);
        state.settled.is_some()
            && (agrees(&plain_words(&cleaned)) || cleaned == clean(&self.phrases.booking.choices.book_it))
    }
}

impl Talk<'_> {
    /// The answer to an offered time.
    pub(super) fn take_offer(mut self, text: &str, message: &Message) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let choices = &phrases.choices;
        let (cleaned, words) = (clean(text), plain_words(&clean(text)));
        let Some(code) = self.draft.code.clone() else { return self.none_suits() };
        let slot = self.draft.slot.as_ref().map(|slot| self.situation.book.slot_words(slot)).unwrap_or_default();
        let (what, line, state) = if agrees(&words) || cleaned == clean(&choices.offer_yes) {
            (What::Confirm, fill(&phrases.booked, &[("slot", &slot)]), BookingState::Booked)
        } else if refuses(text) || cleaned == clean(&choices.offer_no) {
            (What::Wait, phrases.offer_refused.clone(), BookingState::Logged)
        } else {
            let again = phrases.offer.clone();
            return self.not_understood(message, again);
        };
        match self.act(code, what) {
            Outcome::Done(_) | Outcome::DoneBefore(_) => {
                self.say(&line);
                self.end(state)
            }
            _ => {
                self.say(&phrases.offer_gone);
                self.end(BookingState::Refused)
            }
        }
    }
}

fn changes_settled(state: &State, message: &Message) -> bool {
    let words = plain_words(&clean(&message.text));
    let changes = |word: &String| matches!(word.as_str(), "change" | "move" | "swap" | "switch" | "make");
    let it = |word: &String| matches!(word.as_str(), "it" | "that" | "time" | "day");
    let at = words.iter().position(changes);
    state.settled.is_some() && words.len() <= 12 && at.is_some_and(|at| words[at..].iter().any(it))
}

fn mine<'a>(situation: &'a Situation<'_>) -> Vec<&'a Appointment> {
    match &situation.named {
        Some(named) => vec![named],
        None => situation.own.iter().collect(),
    }
}

/// Where a request stands, in the words of the JSON contract.
fn told(state: Stands) -> BookingState {
    match state {
        Stands::Requested | Stands::Waiting | Stands::Offered => BookingState::Logged,
        Stands::Held => BookingState::Asking,
        Stands::Confirmed | Stands::Attended | Stands::Recorded => BookingState::Booked,
        Stands::Cancelled => BookingState::Cancelled,
        Stands::Declined | Stands::Lapsed | Stands::Missed => BookingState::Refused,
    }
}

/// The words without any code, whose digits are no time.
fn without_codes(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| Code::find_in(word).is_none());
    words.collect::<Vec<_>>().join(" ")
}
