//! Asking for an interview: five short questions, each by tapping or typing; a question in the middle gets its answer and the
//! request goes on; stopping is always one word.

use super::guide::for_child;
use super::turn::{BookingNote, BookingState, Effect, Turn};
use super::{Guide, Situation, State};
use crate::booking::{Code, Draft, Question, Request, RequestState, Taken};
use crate::chat::{Block, Choice, Kind, Message, Reply};
use crate::knowledge::Wish;
use crate::phrases::{Booking as Phrases, fill};

/// From this confidence on, what does not fit the question asked is taken for a question of the person's own.
const A_QUESTION: f32 = 0.62;

impl Guide {
    pub(super) fn begin_booking(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let phrases = &self.phrases.booking;
        if let Some(own) = &situation.own {
            let text = fill(&phrases.already, &[("code", &own.code.to_string())]);
            return note(
                self.booking_turn(vec![text], Vec::new(), without_draft(situation)),
                BookingState::Logged,
                Some(own),
            );
        }
        let today = situation.now.date();
        let mut draft = Draft::begin(&message.text, message.year, for_child(message), today);
        let mut lines = vec![phrases.begin.clone(), phrases.privacy.clone()];
        if draft.for_child {
            lines.push(phrases.parent.clone());
        }
        if let Some(when) = &draft.preferred {
            lines.push(fill(&phrases.noted_when, &[("when", when)]));
        } else if let Some(trouble) = trouble_with_the_day(&message.text, phrases, situation) {
            lines.push(trouble);
        }
        if names_an_adviser(&message.text) {
            lines.push(phrases.noted_who.clone());
        }
        self.ask_next(situation, &mut draft, lines)
    }

    pub(super) fn go_on_booking(&self, situation: &Situation<'_>, message: &Message, words: &[String]) -> Turn {
        let phrases = &self.phrases.booking;
        let mut draft = situation.state.draft.clone().unwrap_or_default();
        if self.wishes(Wish::Stop, words) || self.wishes(Wish::Cancel, words) {
            let turn = self.booking_turn(vec![phrases.stopped.clone()], Vec::new(), without_draft(situation));
            return note(turn, BookingState::Cancelled, None);
        }
        let text = self.as_typed(&draft, &message.text);
        match draft.take(&text, phrases, situation.now.date()) {
            Taken::Yes => self.ask_next(situation, &mut draft, Vec::new()),
            Taken::No(what_is_needed) => {
                let aside = self.answer(situation, message, false);
                if aside.reply.kind == Kind::Answer && aside.confidence >= A_QUESTION {
                    return self.back_to_request(aside, &draft);
                }
                let question = draft.asked.unwrap_or(Question::Name);
                let state = State { draft: Some(draft), ..without_draft(situation) };
                note(
                    self.booking_turn(vec![what_is_needed], question.choices(phrases), state),
                    BookingState::Asking,
                    None,
                )
            }
        }
    }

    /// A number typed for a choice counts as its words.
    fn as_typed(&self, draft: &Draft, text: &str) -> String {
        let number = text.trim().trim_end_matches(['.', ')']).parse::<usize>().ok();
        let asked = draft.asked.filter(|asked| !matches!(asked, Question::Year | Question::Name));
        let choice = asked
            .zip(number)
            .and_then(|(asked, number)| asked.choices(&self.phrases.booking).get(number.checked_sub(1)?).cloned());
        choice.unwrap_or_else(|| text.to_owned())
    }

    /// The next question, or the request kept and its code told.
    fn ask_next(&self, situation: &Situation<'_>, draft: &mut Draft, mut lines: Vec<String>) -> Turn {
        let phrases = &self.phrases.booking;
        if let Some(question) = draft.next_question() {
            draft.asked = Some(question);
            lines.push(question.words(phrases, draft.for_child).to_owned());
            let state = State { draft: Some(draft.clone()), ..without_draft(situation) };
            return note(self.booking_turn(lines, question.choices(phrases), state), BookingState::Asking, None);
        }
        let request = whole(situation, draft);
        let told = |phrase: &str| {
            fill(
                phrase,
                &[
                    ("name", &request.name),
                    ("year", &request.year),
                    ("about", &request.about),
                    ("when", &request.preferred),
                    ("how", &reached(&request.contact, phrases)),
                    ("code", &request.code.to_string()),
                ],
            )
        };
        let lines =
            [&phrases.done, &phrases.summary, &phrases.code, &phrases.not_yet].map(|phrase| told(phrase)).to_vec();
        let mut turn =
            note(self.booking_turn(lines, Vec::new(), without_draft(situation)), BookingState::Logged, Some(&request));
        turn.effects.push(Effect::Keep(request));
        turn
    }

    fn back_to_request(&self, mut aside: Turn, draft: &Draft) -> Turn {
        let phrases = &self.phrases.booking;
        let question = draft.asked.unwrap_or(Question::Name);
        aside.reply.blocks.retain(|block| !matches!(block, Block::Choices(_)));
        let words = question.words(phrases, draft.for_child);
        let at = aside
            .reply
            .blocks
            .iter()
            .position(|block| matches!(block, Block::Sources(_)))
            .unwrap_or(aside.reply.blocks.len());
        aside.reply.blocks.insert(at, Block::Paragraph(fill(&phrases.go_on, &[("question", words)])));
        let choices = question.choices(phrases);
        if !choices.is_empty() {
            aside.reply.blocks.insert(at + 1, Block::Choices(choices.iter().map(Choice::new).collect()));
        }
        aside.state.offers = Vec::new();
        note(aside, BookingState::Asking, None)
    }

    /// Cancels the request whose code was named, or else the person's own. A code that nobody has cancels nothing.
    pub(super) fn cancel(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let phrases = &self.phrases.booking;
        let code = Code::find_in(&message.text);
        let found = if code.is_some() { situation.named.as_ref() } else { situation.own.as_ref() };
        let Some(request) = found else {
            let text = code.map_or_else(
                || phrases.cancel_which.clone(),
                |code| fill(&phrases.cancel_unknown, &[("code", &code.to_string())]),
            );
            let turn = self.booking_turn(vec![text], Vec::new(), without_draft(situation));
            return note(turn, BookingState::Refused, None);
        };
        let text = fill(&phrases.cancelled, &[("code", &request.code.to_string())]);
        let mut turn = note(
            self.booking_turn(vec![text], Vec::new(), without_draft(situation)),
            BookingState::Cancelled,
            Some(request),
        );
        if request.state == RequestState::Requested {
            turn.effects.push(Effect::Cancel(request.clone()));
        }
        turn
    }

    pub(super) fn my_requests(&self, situation: &Situation<'_>) -> Turn {
        let phrases = &self.phrases.booking;
        let found = situation.named.as_ref().or(situation.own.as_ref());
        let text = found.map_or_else(
            || phrases.mine_none.clone(),
            |request| match request.state {
                RequestState::Cancelled => fill(&phrases.cancelled, &[("code", &request.code.to_string())]),
                RequestState::Requested => fill(
                    &phrases.mine,
                    &[("code", &request.code.to_string()), ("about", &request.about), ("when", &request.preferred)],
                ),
            },
        );
        let state = found.map_or(BookingState::Refused, |request| match request.state {
            RequestState::Requested => BookingState::Logged,
            RequestState::Cancelled => BookingState::Cancelled,
        });
        note(self.booking_turn(vec![text], Vec::new(), without_draft(situation)), state, found)
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

fn note(mut turn: Turn, state: BookingState, request: Option<&Request>) -> Turn {
    turn.booking = Some(BookingNote { state, code: request.map(|request| request.code.to_string()) });
    turn
}

fn without_draft(situation: &Situation<'_>) -> State {
    State { frame: situation.state.frame.clone(), ..State::default() }
}

fn whole(situation: &Situation<'_>, draft: &Draft) -> Request {
    let said = |answer: &Option<String>| answer.clone().unwrap_or_default();
    Request {
        code: situation.fresh_code.clone(),
        person: situation.person.key().to_owned(),
        school: situation.school.id.clone(),
        name: said(&draft.name),
        year: said(&draft.year),
        contact: said(&draft.contact),
        about: said(&draft.about),
        preferred: said(&draft.preferred),
        for_child: draft.for_child,
        door: situation.door.to_owned(),
        made_at: situation.now,
        state: RequestState::Requested,
    }
}

/// "by your school e-mail", "through your tutor", "at 07…".
fn reached(contact: &str, phrases: &Phrases) -> String {
    if contact.eq_ignore_ascii_case(&phrases.choices.school_email) {
        "at your school e-mail".to_owned()
    } else if contact.eq_ignore_ascii_case(&phrases.choices.tutor) {
        "through your tutor".to_owned()
    } else {
        format!("at {contact}")
    }
}

/// What to say at once about a day that cannot be.
fn trouble_with_the_day(text: &str, phrases: &Phrases, situation: &Situation<'_>) -> Option<String> {
    use crate::booking::When;
    match When::read(text, situation.now.date()) {
        When::NotSchoolDay(day) => Some(fill(&phrases.when_not_school_day, &[("day", &day)])),
        When::Past(day) => Some(fill(&phrases.when_past, &[("day", &day)])),
        When::Impossible => Some(phrases.when_impossible.clone()),
        _ => None,
    }
}

/// "with the lady who came in last week", "with Mr …": who is noted as a wish, the words are not kept.
fn names_an_adviser(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["with the ", "with mr", "with mrs", "with ms", "with miss", "with dr", "same adviser", "same person"]
        .iter()
        .any(|said| lower.contains(said))
}
