//! Asking for an interview: at most five short questions, each by tapping or typing; a question in the middle gets its answer and the
//! request goes on; stopping is always one word. [`Talk`] carries a request through one turn; `time` chooses when, `settle` ends it,
//! `beside` is what is said beside a question, `mine` what becomes of a request later.

mod beside;
mod mine;
mod said;
mod settle;
mod talk;
mod time;

pub(super) use said::agrees;
use talk::Talk;

use super::guide::for_child;
use super::turn::{BookingNote, BookingState, Turn};
use super::{Guide, Situation, State};
use crate::booking::{Appointment, Code, Draft, Purpose, Question, State as Stands, Taken, When, Wish as TimeWish};
use crate::chat::{Audience, Block, Choice, Kind, Message, Reply};
use crate::knowledge::Wish;
use crate::phrases::{Booking as Phrases, fill};

/// From this confidence on, what does not fit the question asked is taken for a question of the person's own.
pub(super) const A_QUESTION: f32 = 0.62;

impl Guide {
    pub(super) fn begin_booking(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let phrases = &self.phrases.booking;
        let mut talk =
            Talk::new(self, situation, Draft::begin(&message.text, message.year, for_child(message), today(situation)));
        talk.draft.refers = message.audience == Some(Audience::Staff);
        talk.draft.has_times = situation.book.serves(&talk.school());
        if !talk.draft.for_child
            && let Some(own) = situation.own.iter().find(|own| is_open(own))
        {
            return self.begin_again(talk, own);
        }
        if let Some(code) = talk.open_elsewhere() {
            return talk.has_open(&code);
        }
        talk.say(&phrases.begin);
        talk.say(&phrases.privacy);
        if talk.draft.for_child {
            talk.say(if talk.draft.refers { &phrases.referral } else { &phrases.parent });
        }
        talk.draft.adviser = talk.adviser_named(&message.text).or_else(|| talk.adviser_before());
        if talk.draft.adviser.is_none() && names_an_adviser(&message.text) {
            talk.say(&phrases.noted_who);
        }
        if talk.draft.has_times { talk.with_times(&message.text) } else { talk.with_a_wish(&message.text) }
    }

    /// A request is open already: one that was left half-way goes on, one that waits may take a time, any other is shown.
    fn begin_again(&self, mut talk: Talk<'_>, own: &Appointment) -> Turn {
        let phrases = &self.phrases.booking;
        talk.draft.code = Some(own.entry.code.clone());
        talk.draft.recall(own.request.as_ref());
        match own.entry.state {
            Stands::Held => {
                talk.draft.slot.clone_from(&own.entry.slot);
                talk.say(&phrases.picked_up);
                talk.ask_next()
            }
            Stands::Waiting if talk.draft.has_times && !talk.times().free.is_empty() => {
                talk.draft.preferred = None;
                if own.entry.put_back {
                    talk.say(&fill(&phrases.mine_put_back, &[("code", &own.entry.code.to_string())]));
                } else {
                    talk.say(&phrases.waiting_now);
                }
                talk.ask_next()
            }
            _ => {
                let already = fill(&phrases.already, &[("code", &own.entry.code.to_string())]);
                let mut turn = self.my_requests(talk.situation);
                turn.reply.blocks.insert(0, Block::Paragraph(already));
                turn
            }
        }
    }

    pub(super) fn go_on_booking(&self, situation: &Situation<'_>, message: &Message, words: &[String]) -> Turn {
        let draft = situation.state.draft.clone().unwrap_or_default();
        let of_another = situation.named.as_ref().filter(|named| draft.code.as_ref() != Some(&named.entry.code));
        if self.wishes(Wish::Cancel, words) && (of_another.is_some() || Code::find_in(&message.text).is_some()) {
            return self.cancel(situation, message);
        }
        let mut talk = Talk::new(self, situation, draft);
        if self.wishes(Wish::Stop, words) || self.wishes(Wish::Cancel, words) {
            return talk.stop();
        }
        if talk.draft.purpose == Purpose::Book && changes_mind(words) {
            return talk.mind_changed();
        }
        let text = talk.as_typed(&message.text);
        if talk.draft.was_just_told(&text) {
            return talk.ask_next();
        }
        if let Some(beside) = talk.said_beside(&text, words) {
            return talk.take_beside(beside, &text, message);
        }
        if let Some(question) = talk.asked_back(words) {
            talk.draft.forget(question);
            let at_once = question == Question::Time && says_when(&text, situation);
            return if at_once { talk.take_time(&text, message) } else { talk.ask_next() };
        }
        match talk.draft.asked {
            Some(Question::Time) => talk.take_time(&text, message),
            Some(Question::Offer) => talk.take_offer(&text, message),
            Some(Question::Confirm | Question::Arrange | Question::Change) => talk.take_check(&text, message, words),
            Some(Question::Left) => talk.take_left(&text, message),
            _ => match talk.draft.take(&text, &self.phrases.booking, today(situation)) {
                Taken::Yes => talk.ask_next(),
                Taken::No(_) if talk.draft.asked == Some(Question::Name) && says_when(&text, situation) => {
                    talk.take_time_early(&text, message)
                }
                Taken::No(what_is_needed) => talk.not_understood(message, what_is_needed),
            },
        }
    }

    pub(super) fn log_interview(&self, situation: &Situation<'_>) -> Turn {
        let text = self.phrases.booking.staff_log.clone();
        note(self.booking_turn(vec![text], Vec::new(), without_draft(situation)), BookingState::Refused, None)
    }

    fn booking_turn(&self, lines: Vec<String>, choices: Vec<String>, state: State) -> Turn {
        let mut blocks: Vec<Block> = lines.into_iter().map(Block::Paragraph).collect();
        if !choices.is_empty() {
            blocks.push(Block::Choices(choices.iter().map(Choice::new).collect()));
        }
        Turn::saying(Reply { kind: Kind::Booking, blocks }, state)
    }
}

fn note(mut turn: Turn, state: BookingState, code: Option<&Code>) -> Turn {
    turn.booking = Some(BookingNote { state, code: code.map(Code::to_string) });
    turn
}

fn without_draft(situation: &Situation<'_>) -> State {
    State { frame: situation.state.frame.clone(), ..State::default() }
}

fn today(situation: &Situation<'_>) -> chrono::NaiveDate {
    situation.now.date()
}

fn is_open(own: &Appointment) -> bool {
    !matches!(own.entry.state, Stands::Attended | Stands::Missed | Stands::Recorded | Stands::Declined)
}

/// What to say at once about a day that cannot be.
fn trouble_with_the_day(text: &str, phrases: &Phrases, situation: &Situation<'_>) -> Option<String> {
    match When::read(text, today(situation)) {
        When::NotSchoolDay(day) => Some(fill(&phrases.when_not_school_day, &[("day", &day)])),
        When::Past(day) => Some(fill(&phrases.when_past, &[("day", &day)])),
        When::Impossible => Some(phrases.when_impossible.clone()),
        _ => None,
    }
}

/// Whether a message says when: a day or a part of one.
fn says_when(text: &str, situation: &Situation<'_>) -> bool {
    let wish = TimeWish::read(text, today(situation));
    wish.day != crate::booking::Day::None || wish.part.is_some()
}

/// "i changed my mind", "ive changed my mind about this".
fn changes_mind(words: &[String]) -> bool {
    let at = words.iter().position(|word| word.starts_with("chang"));
    words.len() <= 8 && at.is_some_and(|at| words[at..].iter().any(|word| word == "mind"))
}

/// "with the lady who came in last week", "with Mr …": who is noted as a wish, the words are not kept.
fn names_an_adviser(text: &str) -> bool {
    let lower = text.to_lowercase();
    // Whoever is on the team is nobody in particular.
    if [
        "with the careers",
        "with the career",
        "with the adviser",
        "with the advisor",
        "with the team",
        "with the school",
    ]
    .iter()
    .any(|said| lower.contains(said))
    {
        return false;
    }
    ["with the ", "with mr", "with mrs", "with ms", "with miss", "with dr", "same adviser", "same person"]
        .iter()
        .any(|said| lower.contains(said))
}

impl Talk<'_> {
    /// Where times are offered: the one that was asked for at once, or the next that are free.
    fn with_times(mut self, text: &str) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let named_before = names_an_adviser(text) && self.draft.adviser.is_none();
        self.draft.preferred = None;
        if self.draft.next_question() == Some(Question::Name) && says_when(text, self.situation) {
            self.draft.wished = Some(TimeWish::read(text, today(self.situation)));
        }
        if self.draft.next_question() == Some(Question::Time) && says_when(text, self.situation) && !named_before {
            let message = Message::new(text);
            return self.take_time(text, &message);
        }
        if self.times().free.is_empty() {
            self.say(&phrases.nothing_free);
            self.draft.has_times = false;
        }
        self.ask_next()
    }

    /// Where no adviser has hours yet: the wish is noted, and staff offer a time.
    fn with_a_wish(mut self, text: &str) -> Turn {
        let phrases = &self.guide.phrases.booking;
        if let Some(when) = self.draft.preferred.clone() {
            self.say(&fill(&phrases.noted_when, &[("when", &when)]));
        } else if let Some(trouble) = trouble_with_the_day(text, phrases, self.situation) {
            self.say(&trouble);
        }
        self.ask_next()
    }

    /// Stops: a time that was kept is free again, a place on the waiting list stays, a confirmed meeting stays.
    fn stop(mut self) -> Turn {
        let phrases = &self.guide.phrases.booking;
        if self.draft.purpose == Purpose::Book && self.draft.slot.is_some() {
            self.let_go();
        }
        let (text, state) = match (self.draft.purpose, self.waited()) {
            (Purpose::Book, false) => (&phrases.stopped, BookingState::Cancelled),
            (Purpose::Book, true) => (&phrases.stopped_waiting, BookingState::Logged),
            (Purpose::Move, _) => (&phrases.stays_as_it_is, BookingState::Booked),
            (Purpose::Answer, _) => (&phrases.stays_as_it_is, BookingState::Logged),
        };
        self.say(text);
        self.end(state)
    }

    /// "back", "change my name": the answer that is to be given again.
    fn asked_back(&self, words: &[String]) -> Option<Question> {
        let said: Vec<&str> = words.iter().map(String::as_str).collect();
        if self.draft.purpose != Purpose::Book {
            return None;
        }
        if matches!(said.as_slice(), ["back"] | ["go", "back"] | ["undo"] | ["back", "please"]) {
            return self.draft.before();
        }
        let changes = said.iter().any(|word| matches!(*word, "change" | "wrong" | "different"));
        let about = |names: &[&str]| said.iter().any(|word| names.contains(word));
        let named = [
            (about(&["time", "day", "slot", "date"]), Question::Time),
            (about(&["name"]), Question::Name),
            (about(&["year"]), Question::Year),
            (about(&["email", "e-mail", "phone", "contact", "number", "reach"]), Question::Contact),
            (about(&["topic", "about", "subject", "reason"]), Question::About),
        ];
        let short = said.len() <= 10;
        named.into_iter().find_map(|(named, question)| (changes && short && named).then_some(question))
    }
}
