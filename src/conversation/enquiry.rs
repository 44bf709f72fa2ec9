//! A message for somebody at the school: offered under what is said of the school's way, asked for in a few taps, read back once, kept under
//! a reference. A question in the middle gets its answer and the message goes on; stopping is always one word.

use super::booking::{A_QUESTION, agrees};
use super::turn::{Effect, Turn};
use super::{Guide, Situation, State};
use crate::answer::{Lead, Offer};
use crate::booking::Code;
use crate::chat::{Block, Choice, Kind, Message, Reply};
use crate::enquiry::{Draft, Enquiry, Outcome, Question, Taken};
use crate::knowledge::{Matter, Wish};
use crate::language::clean;
use crate::phrases::fill;
use crate::school::Role;

/// Days as people read them.
const DAY: &str = "%A %-d %B";

/// The door by which nobody is asked for words of their own (duty of care, DI02).
const WITHOUT_WORDS: &str = "discord";

impl Guide {
    /// Begins a message about a matter.
    pub(super) fn begin_enquiry(&self, situation: &Situation<'_>, matter: Matter) -> Turn {
        let phrases = &self.phrases.enquiry;
        let Some(role) = situation.school.addressee(matter) else {
            return self.say_lines(situation, Kind::Abstain, vec![phrases.nobody.clone()], Vec::new());
        };
        let with = [("role", role.title()), ("school", situation.school.name.clone())];
        let lines = vec![filled(&phrases.begin, &with), phrases.privacy.clone()];
        let with_words = situation.school.enquiries.words && situation.door != WITHOUT_WORDS;
        self.ask_for_next(situation, Draft::begin(matter, with_words), lines)
    }

    /// Somebody asks to have something passed on: what was offered last, or whichever matter they choose.
    pub(super) fn pass_on(&self, situation: &Situation<'_>) -> Turn {
        let offered = situation.state.offers.iter().find_map(|offer| match offer.lead {
            Lead::Enquire(matter) => Some(matter),
            _ => None,
        });
        if let Some(matter) = offered {
            return self.begin_enquiry(situation, matter);
        }
        let phrases = &self.phrases.enquiry;
        let offer = |(matter, label): (Matter, &String)| Offer { label: label.clone(), lead: Lead::Enquire(matter) };
        let offers: Vec<Offer> = Matter::ALL.into_iter().zip(&phrases.choices.matters).map(offer).collect();
        let labels = offers.iter().map(|offer| offer.label.clone()).collect();
        let mut turn = self.say_lines(situation, Kind::Clarify, vec![phrases.which.clone()], labels);
        turn.state.offers = offers;
        turn
    }

    /// Takes the next answer, or the yes to what was read back.
    pub(super) fn go_on_enquiring(
        &self,
        situation: &Situation<'_>,
        message: &Message,
        words: &[String],
        mut draft: Draft,
    ) -> Turn {
        let phrases = &self.phrases.enquiry;
        if self.wishes(Wish::Stop, words) || self.wishes(Wish::Cancel, words) {
            return self.say_lines(situation, Kind::SmallTalk, vec![phrases.stopped.clone()], Vec::new());
        }
        if self.wishes(Wish::Book, words) {
            return self.begin_booking(situation, message);
        }
        if matches!(words, [back] if back == "back") || matches!(words, [go, back] if go == "go" && back == "back") {
            draft.back();
            return self.ask_for_next(situation, draft, Vec::new());
        }
        let Some(question) = draft.next_question() else {
            return self.take_confirmation(situation, message, words, draft);
        };
        if question == Question::Words && self.scrubber.is_private(&message.text) {
            return self.ask_for_next(situation, draft, vec![phrases.leave_out.clone()]);
        }
        match draft.take(&message.text, phrases, &self.phrases.booking) {
            Taken::Yes => self.ask_for_next(situation, draft, Vec::new()),
            Taken::No => self.aside(situation, message, draft, question.in_phrases(&phrases.again)),
        }
    }

    /// The next question, or everything read back.
    fn ask_for_next(&self, situation: &Situation<'_>, draft: Draft, mut lines: Vec<String>) -> Turn {
        let phrases = &self.phrases.enquiry;
        match draft.next_question() {
            Some(question) => lines.push(question.in_phrases(&phrases.ask).to_owned()),
            None => {
                let with = [("role", title(situation, draft.matter)), ("summary", draft.summary())];
                lines.extend([filled(&phrases.read_back, &with), phrases.confirm.clone()]);
            }
        }
        let choices = self.enquiry_choices(&draft);
        let mut turn = self.say_lines(situation, Kind::Clarify, lines, choices);
        turn.state.enquiry = Some(draft);
        turn
    }

    fn enquiry_choices(&self, draft: &Draft) -> Vec<String> {
        let (phrases, booking) = (&self.phrases.enquiry, &self.phrases.booking);
        match draft.next_question() {
            Some(question) => question.choices(draft.matter, phrases, booking),
            None => {
                vec![phrases.choices.send.clone(), phrases.choices.change.clone(), booking.choices.stop.clone()]
            }
        }
    }

    fn take_confirmation(&self, situation: &Situation<'_>, message: &Message, words: &[String], draft: Draft) -> Turn {
        let phrases = &self.phrases.enquiry;
        let cleaned = clean(&message.text);
        let is = |label: &String, number: &str| clean(label) == cleaned || cleaned == number;
        if is(&phrases.choices.send, "1") || agrees(words) {
            return self.log(situation, draft);
        }
        if is(&phrases.choices.change, "2") {
            return self.ask_for_next(situation, Draft::begin(draft.matter, draft.with_words), Vec::new());
        }
        if is(&self.phrases.booking.choices.stop, "3") || matches!(words, [no] if no == "no") {
            return self.say_lines(situation, Kind::SmallTalk, vec![phrases.stopped.clone()], Vec::new());
        }
        self.aside(situation, message, draft, &phrases.confirm_again)
    }

    /// What is no answer: a question of the person's own is answered, and the message goes on.
    fn aside(&self, situation: &Situation<'_>, message: &Message, draft: Draft, again: &str) -> Turn {
        let choices = self.enquiry_choices(&draft);
        let mut aside = self.answer(situation, message, false);
        if aside.reply.kind != Kind::Answer || aside.confidence < A_QUESTION {
            let mut turn = self.say_lines(situation, Kind::Clarify, vec![again.to_owned()], choices);
            turn.state.enquiry = Some(draft);
            return turn;
        }
        let phrases = &self.phrases.enquiry;
        let question = draft.next_question();
        let words = question.map_or(phrases.confirm.as_str(), |question| question.in_phrases(&phrases.ask));
        aside.reply.blocks.retain(|block| !matches!(block, Block::Choices(_)));
        let sources = aside.reply.blocks.iter().position(|block| matches!(block, Block::Sources(_)));
        let at = sources.unwrap_or(aside.reply.blocks.len());
        aside.reply.blocks.insert(at, Block::Paragraph(fill(&phrases.go_on, &[("question", words)])));
        if !choices.is_empty() {
            aside.reply.blocks.insert(at + 1, Block::Choices(choices.iter().map(Choice::new).collect()));
        }
        aside.state.offers = Vec::new();
        aside.state.enquiry = Some(draft);
        aside
    }

    /// Everything is told and right: it is kept, and the reference is said.
    fn log(&self, situation: &Situation<'_>, draft: Draft) -> Turn {
        let phrases = &self.phrases.enquiry;
        let Some(to) = situation.school.addressee(draft.matter) else {
            return self.say_lines(situation, Kind::Abstain, vec![phrases.nobody.clone()], Vec::new());
        };
        let enquiry = enquiry(situation, draft, to);
        let mut turn = self.receipt(situation, &enquiry.code, enquiry.matter, enquiry.told.get(&Question::Contact));
        turn.effects.push(Effect::Log(enquiry));
        turn
    }

    fn receipt(&self, situation: &Situation<'_>, code: &Code, matter: Matter, contact: Option<&String>) -> Turn {
        let phrases = &self.phrases.enquiry;
        let with = [("role", title(situation, matter)), ("code", code.to_string())];
        let mut lines = vec![filled(&phrases.done, &with), filled(&phrases.code, &with)];
        match contact {
            Some(contact) => lines.push(fill(&phrases.reply, &[("contact", contact)])),
            None if matter == Matter::Feedback => lines.push(phrases.no_reply.clone()),
            None => {}
        }
        let mut turn = self.say_lines(situation, Kind::Answer, lines, Vec::new());
        turn.state.passed_on = Some((code.clone(), matter));
        turn
    }

    /// A second tap on "pass it on" is told the same as the first, and nothing more is kept.
    pub(super) fn passed_on_again(&self, situation: &Situation<'_>, message: &Message) -> Option<Turn> {
        let (code, matter) = situation.state.passed_on.as_ref()?;
        let cleaned = clean(&message.text);
        let again = cleaned == clean(&self.phrases.enquiry.choices.send) || matches!(cleaned.as_str(), "yes" | "1");
        again.then(|| self.receipt(situation, code, *matter, None))
    }

    /// Where the message stands whose reference was typed. Nothing of what was told is said again: a reference can be read over a shoulder.
    pub(super) fn where_it_stands(&self, situation: &Situation<'_>, enquiry: &Enquiry) -> Turn {
        let phrases = &self.phrases.enquiry;
        let phrase = match enquiry.decision.as_ref().map(|decision| decision.outcome) {
            None => &phrases.stands_open,
            Some(Outcome::Accepted) => &phrases.stands_accepted,
            Some(Outcome::Declined) => &phrases.stands_declined,
            Some(Outcome::Answered) => &phrases.stands_answered,
        };
        let day = enquiry.made_at.format(DAY).to_string();
        let with = [("code", enquiry.code.to_string()), ("role", enquiry.to.title()), ("day", day)];
        let mut lines = vec![filled(phrase, &with)];
        lines.extend(
            enquiry.decision.iter().map(|decision| decision.reason.clone()).filter(|reason| !reason.is_empty()),
        );
        self.say_lines(situation, Kind::Answer, lines, Vec::new())
    }

    fn say_lines(&self, situation: &Situation<'_>, kind: Kind, lines: Vec<String>, choices: Vec<String>) -> Turn {
        let mut blocks: Vec<Block> = lines.into_iter().map(Block::Paragraph).collect();
        if !choices.is_empty() {
            blocks.push(Block::Choices(choices.iter().map(Choice::new).collect()));
        }
        let state = State { frame: situation.state.frame.clone(), ..State::default() };
        Turn::saying(Reply { kind, blocks }, state)
    }
}

fn enquiry(situation: &Situation<'_>, draft: Draft, to: Role) -> Enquiry {
    let person = if draft.matter == Matter::Feedback { "" } else { situation.person.key() };
    Enquiry {
        code: situation.fresh_code.clone(),
        person: person.to_owned(),
        school: situation.school.id.clone(),
        matter: draft.matter,
        to,
        told: draft.told.into_iter().filter(|(_, answer)| !answer.is_empty()).collect(),
        door: situation.door.to_owned(),
        made_at: situation.now,
        decision: None,
    }
}

fn title(situation: &Situation<'_>, matter: Matter) -> String {
    situation.school.addressee(matter).unwrap_or(Role::Office).title()
}

fn filled(phrase: &str, with: &[(&str, String)]) -> String {
    let with: Vec<(&str, &str)> = with.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(phrase, &with)
}
