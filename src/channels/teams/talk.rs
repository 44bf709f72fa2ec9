//! A personal chat: everything the house can do.

use std::time::Duration;

use serde_json::{Value, json};

use super::activity::Activity;
use super::connector::Place;
use super::draw::{Card, Frame, cards, words_card};
use super::latest::{Sent, fresh};
use super::read::{Said, Tap, read, words};
use super::schools::{Whose, named};
use super::{Door, Teams};
use crate::app::Caller;
use crate::chat::{Block, Choice, Kind, Message, Person, Reply};
use crate::conversation::{BookingState, Turn};
use crate::phrases::fill;
use crate::school::{School, launch};

/// How long an answer may take before it is shown that one is being made.
const SLOW: Duration = Duration::from_millis(700);

/// An answer as it is shown.
pub(super) struct Shown {
    pub(super) cards: Vec<Card>,
    /// Whether it takes the place of the card that was tapped.
    in_place: bool,
}

/// Who said it, and to which school.
struct Speaker<'a> {
    activity: &'a Activity,
    person: Person,
    whose: Whose,
}

impl Teams {
    /// A message in a personal chat: typed words, or a tap from a client that sends it as a message.
    pub(super) async fn talk(&self, activity: &Activity) {
        let door = &self.door;
        let place = Door::place(activity);
        let person = door.person(activity);
        let _turn = door.turn_of(&person).await;
        match read(activity) {
            Said::Words(text) => {
                let shown = door.unhurried(&place, door.answer(activity, &Said::Words(text))).await;
                door.send_all(&place, &shown.cards).await;
            }
            Said::Tap(tap) => {
                let outcome = door.once.outcome(tapped(&person, &tap));
                if outcome.initialized() {
                    return;
                }
                let shown = door.unhurried(&place, door.answer(activity, &Said::Tap(tap))).await;
                outcome.set(door.response(&shown)).ok();
                door.replace(&place, &activity.reply_to_id, &shown).await;
            }
        }
    }

    /// A tap that is answered on the spot: what the client is told.
    pub(super) async fn tap(&self, activity: &Activity, tap: Tap) -> Value {
        let door = &self.door;
        let person = door.person(activity);
        let outcome = door.once.outcome(tapped(&person, &tap));
        let answered = outcome.get_or_init(|| async {
            let _turn = door.turn_of(&person).await;
            let shown = door.answer(activity, &Said::Tap(tap)).await;
            let response = door.response(&shown);
            if !shown.is_replacement() {
                let (teams, place) = (self.clone(), Door::place(activity));
                self.afterwards(async move { teams.door.send_all(&place, &shown.cards).await });
            }
            response
        });
        answered.await.clone()
    }

    /// A message that was changed after it was sent: only whether it tells of a danger matters now (D16).
    pub(super) async fn changed(&self, activity: &Activity) {
        let door = &self.door;
        let text = words(activity);
        if door.app.guide().safety().find(text.trim()).is_some() {
            let _turn = door.turn_of(&door.person(activity)).await;
            let shown = door.answer(activity, &Said::Words(text)).await;
            door.send_all(&Door::place(activity), &shown.cards).await;
        }
    }
}

/// A step is answered once, whichever of its buttons is tapped; another card once for each button.
fn tapped(person: &Person, tap: &Tap) -> String {
    let button = if tap.step { "" } else { tap.school.as_deref().unwrap_or(&tap.words) };
    // A card without a number is not ours to know again.
    let card = if tap.card.is_empty() { fresh() } else { tap.card.clone() };
    format!("tap:{}:{card}:{button}", person.key())
}

impl Shown {
    fn below(cards: Vec<Card>) -> Self {
        Self { cards, in_place: false }
    }

    fn is_replacement(&self) -> bool {
        self.in_place && self.cards.len() == 1
    }
}

impl Door {
    /// Shows that an answer is being made if it takes long.
    async fn unhurried(&self, place: &Place, answer: impl Future<Output = Shown>) -> Shown {
        tokio::pin!(answer);
        tokio::select! {
            shown = &mut answer => shown,
            () = tokio::time::sleep(SLOW) => {
                self.connector.typing(place).await.ok();
                answer.await
            }
        }
    }

    /// What was said, answered.
    async fn answer(&self, activity: &Activity, said: &Said) -> Shown {
        let person = self.person(activity);
        let whose = self.whose(activity, &person);
        let speaker = Speaker { activity, person, whose };
        let (text, tap) = match said {
            Said::Words(text) => (text.as_str(), None),
            Said::Tap(tap) => (tap.words.as_str(), Some(tap)),
        };
        if let Some(shown) = self.settle_school(&speaker, text, tap) {
            return shown;
        }
        let school = match self.app.school(Some(speaker.whose.nearest())) {
            Ok(school) => school,
            Err(error) => return self.apologise(&error),
        };
        if !launch::missing(school).is_empty() {
            return self.say(school, &self.app.guide().phrases().teams.not_open);
        }
        match tap.and_then(|tap| self.too_late(&speaker, school, tap)) {
            Some(shown) => shown,
            None => self.receive(&speaker, school, text, tap).await,
        }
    }

    /// Where it is open which school it is: a choice is taken, or asked for; none if the message is to be answered.
    fn settle_school(&self, speaker: &Speaker<'_>, text: &str, tap: Option<&Tap>) -> Option<Shown> {
        let Whose::OneOf(ids) = &speaker.whose else { return None };
        if self.app.guide().safety().find(text.trim()).is_some() {
            return None;
        }
        let schools = self.names(ids);
        let tapped = tap.and_then(|tap| tap.school.as_deref()).filter(|id| ids.iter().any(|one| one == id));
        match tapped.or_else(|| named(text, &schools)).and_then(|id| self.app.school(Some(id)).ok()) {
            Some(school) => {
                self.chosen.choose(&speaker.person, &school.id);
                Some(Shown::below(vec![self.first_words(school)]))
            }
            None => Some(Shown::below(self.which_school(&schools))),
        }
    }

    fn names(&self, ids: &[String]) -> Vec<(String, String)> {
        let schools = ids.iter().filter_map(|id| self.app.school(Some(id)).ok());
        schools.map(|school| (school.name.clone(), school.id.clone())).collect()
    }

    /// The question which school it is.
    pub(super) fn which_school(&self, schools: &[(String, String)]) -> Vec<Card> {
        let guide = self.app.guide();
        let choices = schools.iter().map(|(name, _)| Choice::new(name)).collect();
        let question = guide.phrases().pages.which_school.clone();
        let reply = Reply { kind: Kind::Clarify, blocks: vec![Block::Paragraph(question), Block::Choices(choices)] };
        let help_now = guide.help_now_lines();
        cards(&reply, &Frame { schools, ..Frame::plain(guide.phrases(), &help_now, &fresh()) })
    }

    /// The question which school it is, or the first words where that is clear.
    pub(super) fn opening(&self, activity: &Activity) -> Vec<Card> {
        match self.whose(activity, &self.person(activity)) {
            Whose::OneOf(ids) => self.which_school(&self.names(&ids)),
            Whose::School(id) => {
                self.app.school(Some(&id)).map(|school| vec![self.first_words(school)]).unwrap_or_default()
            }
        }
    }

    /// What is said before the first question.
    pub(super) fn first_words(&self, school: &School) -> Card {
        let guide = self.app.guide();
        let (help_now, above) = (guide.help_now_lines(), self.above(school));
        let frame = Frame { above: &above, ..Frame::plain(guide.phrases(), &help_now, "") };
        words_card(&guide.first_words(&school.name), &frame)
    }

    fn above(&self, school: &School) -> Vec<String> {
        let demo = self.app.guide().phrases().doors.demo.clone();
        if school.demo { vec![demo] } else { Vec::new() }
    }

    /// A tap on a card whose time has gone by.
    fn too_late(&self, speaker: &Speaker<'_>, school: &School, tap: &Tap) -> Option<Shown> {
        let guide = self.app.guide();
        if tap.urgent {
            let late = !self.latest.is_last(&speaker.person, &tap.card);
            return late.then(|| self.say(school, &guide.help_now_lines().join("\n")));
        }
        let over = self.latest.is_over(&speaker.person, &tap.card, tap.step);
        over.then(|| self.say(school, &guide.phrases().teams.earlier_step))
    }

    fn say(&self, school: &School, words: &str) -> Shown {
        let guide = self.app.guide();
        let (help_now, above) = (guide.help_now_lines(), self.above(school));
        let frame = Frame { above: &above, ..Frame::plain(guide.phrases(), &help_now, "") };
        let lines: Vec<String> = words.lines().map(str::to_owned).collect();
        Shown::below(vec![words_card(&lines, &frame)])
    }

    async fn receive(&self, speaker: &Speaker<'_>, school: &School, text: &str, tap: Option<&Tap>) -> Shown {
        let caller = self.caller(&speaker.person, school);
        match self.app.receive(&caller, &Message::new(text)).await {
            Ok(turn) => {
                self.keep_address(speaker.activity, &speaker.person, school, &turn).await;
                self.shown(speaker, school, &turn, tap)
            }
            Err(error) => self.apologise(&error),
        }
    }

    pub(super) fn caller(&self, person: &Person, school: &School) -> Caller {
        let conversation = Some(person.key().to_owned());
        Caller { person: person.clone(), conversation, school: Some(school.id.clone()), door: "teams" }
    }

    fn shown(&self, speaker: &Speaker<'_>, school: &School, turn: &Turn, tap: Option<&Tap>) -> Shown {
        let guide = self.app.guide();
        let (card, help_now) = (fresh(), guide.help_now_lines());
        let step = turn.booking.as_ref().is_some_and(|note| note.state == BookingState::Asking);
        let in_place = turn.reply.kind == Kind::Booking && tap.is_some_and(|tap| tap.step);
        let mut above = self.above(school);
        if let Some(tap) = tap.filter(|tap| in_place && tap.chosen) {
            above.push(fill(&guide.phrases().teams.you_chose, &[("choice", &tap.words)]));
        }
        let urgent = is_urgent(&turn.reply);
        let frame = Frame { above: &above, step, urgent, ..Frame::plain(guide.phrases(), &help_now, &card) };
        let cards = cards(&turn.reply, &frame);
        self.latest.note(&speaker.person, Sent { card, step });
        Shown { cards, in_place }
    }

    fn apologise(&self, error: &dyn std::fmt::Display) -> Shown {
        let reference = self.app.now().format("%m%d-%H%M%S").to_string();
        tracing::error!(door = "teams", reference, %error, "a message could not be answered");
        let guide = self.app.guide();
        let help_now = guide.help_now_lines();
        let cards = cards(&self.app.apology(&reference), &Frame::plain(guide.phrases(), &help_now, &fresh()));
        Shown::below(cards)
    }

    /// What the client is told about a tap: the card that takes the place of the tapped one, or that the answer stands below.
    fn response(&self, shown: &Shown) -> Value {
        match shown.cards.first().filter(|_| shown.is_replacement()) {
            Some(card) => {
                json!({"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card.content})
            }
            None => only_said(&self.app.guide().phrases().teams.answer_below),
        }
    }

    /// Puts the answer in the place of the tapped card, or else below.
    async fn replace(&self, place: &Place, tapped: &str, shown: &Shown) {
        if let Some(card) = shown.cards.first().filter(|_| shown.is_replacement() && !tapped.is_empty())
            && self.connector.update(place, tapped, &card.message()).await.is_ok()
        {
            return;
        }
        self.send_all(place, &shown.cards).await;
    }

    /// Sends cards in order; where one cannot be sent, those after it would make no sense.
    pub(super) async fn send_all(&self, place: &Place, cards: &[Card]) {
        for card in cards {
            if let Err(error) = self.connector.send(place, &card.message()).await {
                self.log_unsent(&error);
                return;
            }
        }
    }
}

/// The answer to a tap that changes no card.
pub(super) fn only_said(line: &str) -> Value {
    json!({"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": line})
}

/// Whether a reply bears urgent words.
pub(super) fn is_urgent(reply: &Reply) -> bool {
    reply.blocks.iter().any(|block| matches!(block, Block::Notice(_)))
}
