use std::sync::Arc;

use chrono::NaiveDate;
use thiserror::Error;

use super::beyond::BeyondPatterns;
use super::choice::chosen;
use super::gap::Scrubber;
use super::told::{self, Told};
use super::turn::Turn;
use super::wishes::Wishes;
use super::{Situation, State, safeguard, small_talk};
use crate::answer::{self, Answer, Asking, Lead, OpenQuestions};
use crate::chat::{Audience, Block, Choice, Kind, Message, Reply};
use crate::knowledge::{Library, Wish};
use crate::language::{Evidence, clean, plain_words};
use crate::phrases::{Phrases, fill};
use crate::safety::Safety;
use crate::school::School;
use crate::search::{Index, IndexError, Target};

/// Everything fixed that a turn may consult: one snapshot, shared by all conversations; new knowledge makes a new one.
pub struct Guide {
    pub(super) library: Library,
    index: Index,
    safety: Safety,
    wishes: Wishes,
    beyond: BeyondPatterns,
    strange: Evidence,
    told: Told,
    open: OpenQuestions,
    pub(super) scrubber: Scrubber,
    pub(super) phrases: Phrases,
}

/// The house cannot open.
#[derive(Debug, Error)]
pub enum GuideError {
    /// There are no urgent words.
    #[error("there are no urgent words in knowledge/urgent; nothing is served without them: restore the folder")]
    NoUrgentWords,
    /// There is nothing to answer with.
    #[error("there is not one page in the knowledge folder; restore it, or name another with --knowledge")]
    NoPages,
    /// The index cannot be built.
    #[error("cannot index the knowledge: {0}")]
    Index(#[from] IndexError),
}

/// Longest message that is read, in words.
const LONGEST: usize = 400;

impl Guide {
    /// A guide over a library.
    ///
    /// # Errors
    /// Without urgent words or pages nothing is served.
    pub fn new(library: Library, phrases: Phrases) -> Result<Self, GuideError> {
        if library.urgent.signs.is_empty() || library.urgent.words.is_empty() {
            return Err(GuideError::NoUrgentWords);
        }
        if library.pages.is_empty() {
            return Err(GuideError::NoPages);
        }
        let words = library.words();
        let (index, safety) = std::thread::scope(|scope| {
            let safety = scope.spawn(|| Safety::new(&library, Arc::clone(&words.written)));
            (Index::build(&library, &words), safety.join().expect("compiling signs never panics"))
        });
        let index = index?;
        let wishes = Wishes::new(&library.intents, &library.vocabulary);
        let beyond = BeyondPatterns::new(&library.beyond, &library.vocabulary);
        let strange = library.beyond.weights.as_ref().map_or_else(Evidence::default, |weights| {
            Evidence::new(weights.start, &weights.words, library.vocabulary.written_out())
        });
        let open = OpenQuestions::new(&library);
        let scrubber = Scrubber::new(Arc::clone(&words.written));
        Ok(Self { library, index, safety, wishes, beyond, strange, told: Told::new(), open, scrubber, phrases })
    }

    /// The library behind it.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The signs of danger.
    pub fn safety(&self) -> &Safety {
        &self.safety
    }

    /// The phrases.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// What may be kept of a question that had no reviewed answer: scrubbed of names and numbers; nothing where it touches on what is private.
    pub fn scrub(&self, text: &str) -> Option<String> {
        self.scrubber.scrub(&self.library, text)
    }

    /// One turn: safety first, whatever the state; then what is under way; then wishes; then questions.
    pub fn turn(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let message = &self.with_what_is_told(situation, message);
        let mut turn = self.meet(situation, message);
        (turn.state.audience, turn.state.year) = (message.audience, message.year);
        turn
    }

    /// The message with the audience and year group that the door did not ask, as the words tell them now or told them before.
    fn with_what_is_told(&self, situation: &Situation<'_>, message: &Message) -> Message {
        let told = || self.told.audience(&plain_words(&clean(&message.text)));
        Message {
            text: message.text.clone(),
            audience: message.audience.or_else(told).or(situation.state.audience),
            year: message.year.or_else(|| told::year(&message.text)).or(situation.state.year),
            easy: message.easy,
        }
    }

    fn meet(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let text = message.text.trim();
        if let Some(sign) = self.safety.find(text) {
            return safeguard::met(self, situation, sign, &message.text);
        }
        let words = plain_words(&clean(text));
        if words.is_empty() && situation.state.draft.is_none() && situation.state.enquiry.is_none() {
            return self.say_small(situation, self.phrases.nothing.empty.clone(), Kind::Clarify);
        }
        if words.len() > LONGEST {
            let said = [("words", words.len().to_string()), ("limit", LONGEST.to_string())];
            let with: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
            return self.say_small(situation, fill(&self.phrases.nothing.too_long, &with), Kind::Clarify);
        }
        if situation.state.asked_if_safe
            && let Some(turn) = safeguard::followed(self, situation, &words)
        {
            return turn;
        }
        if self.wishes.has(Wish::HelpNow, &words) {
            return safeguard::help_now(self, situation);
        }
        if situation.state.draft.is_some() {
            return self.go_on_booking(situation, message, &words);
        }
        if let Some(draft) = &situation.state.enquiry {
            return self.go_on_enquiring(situation, message, &words, draft.clone());
        }
        let again = self.said_again(situation, message).or_else(|| self.moved_at_once(situation, message));
        if let Some(turn) = again.or_else(|| self.passed_on_again(situation, message)) {
            return turn;
        }
        if let Some(turn) = self.choose(situation, message, text) {
            return turn;
        }
        match self.wishes.find(&words) {
            Some(Wish::Book) => self.begin_booking(situation, message),
            Some(Wish::Cancel) => self.cancel(situation, message),
            Some(Wish::Move) => self.move_meeting(situation, message),
            Some(Wish::MyRequests) => self.my_requests(situation),
            Some(Wish::LogInterview) => self.log_interview(situation),
            Some(Wish::PassOn) => self.pass_on(situation),
            Some(Wish::Elsewhere) => self.answer(situation, message, true),
            Some(Wish::WriteForMe) => {
                let text = format!("{} {}", self.phrases.nothing.write_it, self.phrases.nothing.ask_adviser);
                self.say_small(situation, text, Kind::Abstain)
            }
            Some(Wish::Easier) => self.say_easier(situation, message),
            Some(wish @ (Wish::Yes | Wish::No)) if situation.state.offers.len() > 1 => self.ask_which(situation, wish),
            Some(wish) => match small_talk::line(&self.phrases.small_talk, wish) {
                Some(line) => self.say_small(situation, line.to_owned(), Kind::SmallTalk),
                None => self.answer(situation, message, false),
            },
            None => match (&situation.named, &situation.named_enquiry) {
                (Some(_), _) => self.my_requests(situation),
                (None, Some(enquiry)) => self.where_it_stands(situation, enquiry),
                (None, None) => match self.beyond.find(&words) {
                    Some(kind) => self.turn_away(situation, message, kind),
                    None => self.answer(situation, message, false),
                },
            },
        }
    }

    /// Whether a turn may have to know the person's requests. Most messages ask a question, and answering one needs nothing from the store.
    pub fn reads_requests(&self, state: &State, message: &Message) -> bool {
        let text = message.text.trim();
        let words = plain_words(&clean(text));
        let wish = self.wishes.find(&words);
        state.draft.is_some()
            || self.is_about_settled(state, message)
            || matches!(
                wish,
                Some(Wish::Book | Wish::Cancel | Wish::Move | Wish::MyRequests | Wish::LogInterview | Wish::Stop)
            )
            || chosen(&state.offers, text).is_some_and(|offer| offer.lead == Lead::Book)
    }

    /// Whether a message is met before anything is asked back: a sign of danger, or a call for help.
    pub fn comes_first(&self, message: &Message) -> bool {
        let text = message.text.trim();
        self.safety.find(text).is_some() || self.wishes.has(Wish::HelpNow, &plain_words(&clean(text)))
    }

    /// Whether the words express a wish.
    pub(super) fn wishes(&self, wish: Wish, words: &[String]) -> bool {
        self.wishes.has(wish, words)
    }

    /// A choice that was offered, taken by its number or its words.
    fn choose(&self, situation: &Situation<'_>, message: &Message, text: &str) -> Option<Turn> {
        let chosen = chosen(&situation.state.offers, text)?;
        if chosen.lead == Lead::Book {
            return Some(self.begin_booking(situation, message));
        }
        if let Lead::Enquire(matter) = chosen.lead {
            return Some(self.begin_enquiry(situation, matter));
        }
        let answer = answer::lead_answer(&self.asking(situation, message, false), &chosen.lead)?;
        Some(self.remember(situation, answer))
    }

    pub(super) fn answer(&self, situation: &Situation<'_>, message: &Message, elsewhere: bool) -> Turn {
        let answer = answer::answer(&self.asking(situation, message, elsewhere), &message.text);
        self.remember(situation, answer)
    }

    /// The fixed line for what is beyond the house.
    fn turn_away(&self, situation: &Situation<'_>, message: &Message, kind: usize) -> Turn {
        let asking = self.asking(situation, message, false);
        self.remember(situation, answer::target_answer(&asking, Target::Beyond(kind), 1.0))
    }

    /// The passage shown last, in easier words.
    fn say_easier(&self, situation: &Situation<'_>, message: &Message) -> Turn {
        let last = situation.state.frame.as_ref().and_then(|frame| frame.passage.clone());
        let answer = last.and_then(|id| answer::lead_answer(&self.asking(situation, message, false), &Lead::Easy(id)));
        match answer {
            Some(answer) => self.remember(situation, answer),
            None => self.answer(situation, message, false),
        }
    }

    /// A yes or a no where several things were offered: they are named again, or let go.
    fn ask_which(&self, situation: &Situation<'_>, wish: Wish) -> Turn {
        let phrases = &self.phrases.small_talk;
        let text = if wish == Wish::Yes { &phrases.which_one } else { &phrases.none_of_them };
        let mut turn = self.say_small(situation, text.clone(), Kind::SmallTalk);
        let offers = turn.state.offers.iter().filter(|offer| wish == Wish::Yes || offer.lead == Lead::Book);
        let choices = offers.map(|offer| Choice::new(&offer.label)).collect();
        turn.state.offers.retain(|offer| wish == Wish::Yes || offer.lead == Lead::Book);
        turn.reply.blocks.push(Block::Choices(choices));
        turn
    }

    fn asking<'a>(&'a self, situation: &'a Situation<'_>, message: &Message, elsewhere: bool) -> Asking<'a> {
        Asking {
            audience: message.audience,
            year: message.year,
            frame: situation.state.frame.as_ref(),
            elsewhere,
            easy: message.easy,
            ..self.asked_by_nobody(situation.school, situation.now.date(), situation.rotation)
        }
    }

    fn asked_by_nobody<'a>(&'a self, school: &'a School, today: NaiveDate, rotation: u64) -> Asking<'a> {
        Asking {
            library: &self.library,
            index: &self.index,
            open: &self.open,
            strange: &self.strange,
            phrases: &self.phrases,
            school,
            today,
            audience: None,
            year: None,
            rotation,
            frame: None,
            elsewhere: false,
            easy: false,
        }
    }

    /// What stands under the id of a passage or of a side of a job, said on this day to nobody in particular, with its title; none
    /// where there is nothing of that id.
    pub fn quote(&self, school: &School, today: NaiveDate, rotation: u64, id: &str) -> Option<(String, Reply)> {
        answer::shown_answer(&self.asked_by_nobody(school, today, rotation), id)
    }

    /// An answer as a turn; what it was about stays for what follows.
    fn remember(&self, situation: &Situation<'_>, answer: Answer) -> Turn {
        let state = State {
            frame: answer.frame.or_else(|| situation.state.frame.clone()),
            offers: answer.offers,
            draft: situation.state.draft.clone(),
            asked_if_safe: false,
            ..State::default()
        };
        let mut turn = Turn::saying(answer.reply, state);
        turn.shown = answer.shown;
        turn.confidence = answer.confidence;
        turn.gap = answer.gap;
        turn.explanation = answer.explanation;
        turn
    }

    fn say_small(&self, situation: &Situation<'_>, text: String, kind: Kind) -> Turn {
        let state = State { asked_if_safe: false, ..situation.state.clone() };
        Turn::saying(Reply { kind, blocks: vec![Block::Paragraph(text)] }, state)
    }

    /// What every door says before the first question.
    pub fn first_words(&self, school_name: &str) -> Vec<String> {
        let first = &self.phrases.first_words;
        vec![
            fill(&first.what, &[("school", school_name)]),
            first.kept.clone(),
            first.worries.clone(),
            first.ask.clone(),
        ]
    }

    /// What stands behind "get help now", for doors that show it at once.
    pub fn help_now_lines(&self) -> Vec<String> {
        self.library.urgent.words("help-now").map(|words| words.not_told.clone()).unwrap_or_default()
    }
}

/// Whether this person asks for somebody else: a parent for a child, staff for a pupil.
pub(super) fn for_child(message: &Message) -> bool {
    matches!(message.audience, Some(Audience::Parent | Audience::Staff))
}
