use crate::booking::{
    Action, ActionKey, Actor, AdviserId, Asked, AskedBy, Begin, Code, Diaries, Draft, For, Frame, Outcome, PersonId,
    Purpose, Question, SchoolId, Slot, SlotKey, Span, State as Stands, What, london,
};
use crate::chat::{Block, Choice, Kind, Message};
use crate::conversation::turn::{BookingState, Effect, Turn};
use crate::conversation::{Guide, Situation, State};
use crate::phrases::fill;

use super::{A_QUESTION, note, without_draft};

/// A request on its way through one turn: what is known of it, what is said, and what is to be kept.
pub(super) struct Talk<'a> {
    pub(super) guide: &'a Guide,
    pub(super) situation: &'a Situation<'a>,
    pub(super) draft: Draft,
    lines: Vec<String>,
    effects: Vec<Effect>,
    /// The diaries as they will be when the effects are kept.
    diaries: Diaries,
}

/// What can be had.
pub(super) struct Times {
    /// The times, soonest first.
    pub(super) free: Vec<Slot>,
    /// When somebody is there at all.
    pub(super) open: Vec<Span>,
    /// The first and last day for which may be asked.
    pub(super) frame: Frame,
}

impl<'a> Talk<'a> {
    pub(super) fn new(guide: &'a Guide, situation: &'a Situation<'a>, draft: Draft) -> Self {
        let diaries = situation.book.diaries.clone();
        Self { guide, situation, draft, lines: Vec::new(), effects: Vec::new(), diaries }
    }

    pub(super) fn say(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    pub(super) fn school(&self) -> SchoolId {
        SchoolId::from(self.situation.school.id.as_str())
    }

    /// For whom it is: the person who asks, or their child.
    fn person(&self) -> PersonId {
        let key = self.situation.person.key();
        match &self.draft.name {
            Some(child) if self.draft.for_child => PersonId::of_child(key, child),
            _ => PersonId::from(key),
        }
    }

    pub(super) fn times(&self) -> Times {
        let school = self.school();
        let book = self.situation.book;
        let slots = crate::booking::Slots {
            team: &book.team,
            settings: &book.settings,
            diaries: &self.diaries,
            now: london::instant(self.situation.now),
        };
        let today = self.situation.now.date();
        let wanted =
            For { school: &school, arranged_by: crate::booking::Arranger::Person, moving: self.draft.code.as_ref() };
        let mut free = slots.of_school(wanted, self.draft.adviser.as_ref());
        if self.moves() {
            // The time they have is no other time.
            let now_at = self.draft.code.as_ref().and_then(|code| self.diaries.entry(code)?.slot.clone());
            free.retain(|slot| Some(slot.key()) != now_at.as_ref().map(Slot::key));
        }
        Times {
            free,
            open: slots.open(&school),
            frame: slots.widest_frame(&school).unwrap_or(Frame { first: today, last: today }),
        }
    }

    /// The adviser whose surname stands in the words.
    pub(super) fn adviser_named(&self, text: &str) -> Option<AdviserId> {
        let said = crate::language::plain_words(&crate::language::clean(text));
        let surname = |name: &str| crate::language::plain_words(&crate::language::clean(name)).pop();
        let advisers = &self.situation.book.team.advisers;
        let named = |name: &str| surname(name).is_some_and(|surname| surname.len() > 2 && said.contains(&surname));
        advisers.iter().find(|adviser| named(&adviser.name)).map(|adviser| adviser.id.clone())
    }

    /// The adviser of the meeting before, who is offered first.
    pub(super) fn adviser_before(&self) -> Option<AdviserId> {
        let before = self.meeting_before()?;
        let entry = self.diaries.entry(&before)?;
        entry.slot.as_ref().map(|slot| slot.adviser.clone())
    }

    fn meeting_before(&self) -> Option<Code> {
        let person = self.person();
        let was = |state| matches!(state, Stands::Attended | Stands::Recorded);
        let meetings = self.diaries.entries().filter(|entry| entry.person == person && was(entry.state));
        meetings.max_by_key(|entry| entry.slot.as_ref().map(|slot| slot.start)).map(|entry| entry.code.clone())
    }

    /// A request that is open and was not begun in this conversation, where the account does not prove whose it is.
    pub(super) fn open_elsewhere(&self) -> Option<Code> {
        let now = london::instant(self.situation.now);
        let open =
            self.diaries.open_of(&self.person(), now).filter(|_| !self.situation.linked && !self.draft.for_child);
        open.map(|entry| entry.code.clone())
    }

    /// Whether the request stood on the waiting list before a time was looked for.
    pub(super) fn waited(&self) -> bool {
        let entry = self.draft.code.as_ref().and_then(|code| self.situation.book.entry(code));
        entry.is_some_and(|entry| entry.waiting_since.is_some())
    }

    /// Whether a time is kept for it.
    pub(super) fn is_held(&self, code: &Code) -> bool {
        self.diaries.entry(code).is_some_and(|entry| entry.state == Stands::Held)
    }

    /// Begins a request; its code is the fresh one.
    pub(super) fn begin(&mut self, state: Stands, slot: Option<SlotKey>) -> Outcome {
        let asked = Asked {
            person: self.person(),
            by: match (self.draft.for_child, self.draft.refers) {
                (true, true) => AskedBy::Colleague,
                (true, false) => AskedBy::Parent,
                (false, _) => AskedBy::Pupil,
            },
            school: self.school(),
            follows: self.meeting_before(),
            first_adviser: self.draft.adviser.clone(),
        };
        let code = self.situation.fresh_code.clone();
        let outcome = self.act(code.clone(), What::Begin(Begin { asked, state, slot }));
        if matches!(outcome, Outcome::Done(_)) {
            self.draft.code = Some(code);
        }
        outcome
    }

    /// Does something with a request. What cannot be done is not kept either.
    pub(super) fn act(&mut self, code: Code, what: What) -> Outcome {
        let key = ActionKey::from(format!("{}.{}", self.situation.fresh_key, self.effects.len()));
        let at = london::instant(self.situation.now);
        let action = Action { key, code, by: Actor::Person, at, what };
        let book = self.situation.book;
        let done = self.diaries.step(&action, &book.team, &book.settings);
        if matches!(done.outcome, Outcome::Done(_)) {
            self.effects.push(Effect::Step(action));
        }
        done.outcome
    }

    pub(super) fn keep(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Gives back the time that was kept: the place on the waiting list stays, anything else is over.
    pub(super) fn let_go(&mut self) {
        if let Some(code) = self.draft.code.clone() {
            let what = if self.waited() { What::Wait } else { What::Cancel };
            self.act(code, what);
        }
    }

    /// The next question, or the request settled.
    pub(super) fn ask_next(mut self) -> Turn {
        let Some(question) = self.draft.next_question() else { return self.settle() };
        match question {
            Question::Time => self.show_next_times(),
            Question::Confirm => self.check(),
            Question::Name if self.draft.year.is_none() && !self.draft.for_child => {
                let words = self.guide.phrases.booking.name_and_year.clone();
                self.ask(question, &words, Vec::new())
            }
            _ => {
                let phrases = &self.guide.phrases.booking;
                let choices = question.choices(phrases);
                let words = question.words(phrases, &self.draft).to_owned();
                self.draft.asked = Some(question);
                self.ask(question, &words, choices)
            }
        }
    }

    /// Asks, with what may be tapped.
    pub(super) fn ask(mut self, question: Question, words: &str, choices: Vec<String>) -> Turn {
        self.draft.asked = Some(question);
        self.say(words);
        let state = State { draft: Some(self.draft), ..without_draft(self.situation) };
        let mut turn = self.guide.booking_turn(self.lines, choices, state);
        turn.effects = self.effects;
        note(turn, BookingState::Asking, None)
    }

    /// Ends the talk.
    pub(super) fn end(self, state: BookingState) -> Turn {
        let code = self.draft.code.clone().filter(|_| state != BookingState::Cancelled);
        let mut turn = self.guide.booking_turn(self.lines, Vec::new(), without_draft(self.situation));
        turn.state.settled.clone_from(&code);
        turn.effects = self.effects;
        note(turn, state, code.as_ref())
    }

    /// What does not fit the question asked: a question of the person's own gets its answer and the request goes on.
    pub(super) fn not_understood(self, message: &Message, what_is_needed: String) -> Turn {
        // "year 15" is an answer that cannot be, and a "yes" to nothing is no question either; nor is a row of pictures.
        let tries_a_year = self.draft.asked == Some(Question::Year) && says_a_year(&message.text);
        let words = crate::language::plain_words(&crate::language::clean(&message.text));
        let asks = !words.is_empty() && !tries_a_year && !super::said::agrees(&words);
        let aside = asks.then(|| self.guide.answer(self.situation, message, false));
        if let Some(aside) = aside.filter(|aside| aside.reply.kind == Kind::Answer && aside.confidence >= A_QUESTION) {
            return self.back_to_request(aside);
        }
        let question = self.draft.asked.unwrap_or(Question::Name);
        let choices = self.choices(question);
        self.ask(question, &what_is_needed, choices)
    }

    pub(super) fn choices(&self, question: Question) -> Vec<String> {
        let shown = if question == Question::Time { self.draft.shown.as_slice() } else { &[] };
        let times = shown.iter().map(|slot| self.situation.book.slot_words(slot));
        times.chain(question.choices(&self.guide.phrases.booking)).collect()
    }

    fn back_to_request(self, mut aside: Turn) -> Turn {
        let phrases = &self.guide.phrases.booking;
        let question = self.draft.asked.unwrap_or(Question::Name);
        aside.reply.blocks.retain(|block| !matches!(block, Block::Choices(_)));
        let words = question.words(phrases, &self.draft);
        let sources = aside.reply.blocks.iter().position(|block| matches!(block, Block::Sources(_)));
        let at = sources.unwrap_or(aside.reply.blocks.len());
        aside.reply.blocks.insert(at, Block::Paragraph(fill(&phrases.go_on, &[("question", words)])));
        let choices = self.choices(question);
        if !choices.is_empty() {
            aside.reply.blocks.insert(at + 1, Block::Choices(choices.iter().map(Choice::new).collect()));
        }
        aside.state.offers = Vec::new();
        aside.state.draft = Some(self.draft);
        note(aside, BookingState::Asking, None)
    }

    /// A number typed for a choice counts as its words.
    pub(super) fn as_typed(&self, text: &str) -> String {
        let asked = self.draft.asked.unwrap_or(Question::Name);
        if matches!(asked, Question::Name | Question::Year | Question::Left | Question::Time) {
            return text.to_owned();
        }
        let number = text.trim().trim_end_matches(['.', ')']).parse::<usize>().ok();
        let choice = number.and_then(|number| self.choices(asked).get(number.checked_sub(1)?).cloned());
        choice.unwrap_or_else(|| text.to_owned())
    }

    pub(super) fn moves(&self) -> bool {
        self.draft.purpose == Purpose::Move
    }
}

/// "year 15", "yr 0", "14".
fn says_a_year(text: &str) -> bool {
    let words = crate::language::plain_words(&crate::language::clean(text));
    let about_years =
        |word: &String| word.starts_with("year") || word == "yr" || word.chars().any(|c| c.is_ascii_digit());
    words.len() <= 3 && words.iter().any(about_years)
}
