//! From what a person said to the sheets that answer it: which school, whether the door is for them, what the house says.

use std::sync::Arc;

use super::person::person;
use super::render::{Sheet, draw, draw_lines, draw_start};
use super::rows::type_button;
use super::settings::{Server, Settings};
use super::visitors::Visitors;
use crate::app::{App, Caller};
use crate::chat::{Audience, Block, Message, Person, Reply};
use crate::conversation::{BookingState, Guide, Turn};
use crate::phrases::{Phrases, fill};
use crate::school::{School, launch};
use crate::store::links;

/// The house as this door knows it.
pub(super) struct House {
    pub(super) app: Arc<App>,
    pub(super) secret: Arc<[u8]>,
    pub(super) settings: Settings,
    pub(super) visitors: Visitors,
}

/// Where somebody asks from, as far as schools go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A school's server, or a direct message of somebody known to be there.
    At(Server),
    /// A server that belongs to no school.
    Unmapped,
    /// A direct message of somebody who may be at any of these.
    Which(Vec<Server>),
}

impl House {
    /// The person of an account.
    pub(super) fn person(&self, account: u64) -> Person {
        person(account, &self.secret)
    }

    /// The place of a message from these servers (one, where it came from a server itself).
    pub(super) fn place(&self, from: Option<u64>, seen: &[u64], chosen: Option<u64>) -> Place {
        let mapped = |id: &u64| self.settings.server(*id).cloned();
        if let Some(server) = from {
            return mapped(&server).map_or(Place::Unmapped, Place::At);
        }
        let seen: Vec<Server> = chosen.iter().chain(seen).filter_map(mapped).collect();
        let candidates = if seen.is_empty() { self.settings.servers.clone() } else { seen };
        match candidates.first() {
            None => Place::Unmapped,
            Some(first) if chosen.is_some() || candidates.iter().all(|other| other.school == first.school) => {
                Place::At(first.clone())
            }
            Some(_) => Place::Which(candidates),
        }
    }

    /// Answers words.
    pub(super) async fn words(&self, person: &Person, place: &Place, message: &Message, typed: bool) -> Vec<Sheet> {
        let guide = self.app.guide();
        let phrases = guide.phrases();
        let danger = guide.safety().find(message.text.trim()).is_some();
        let help_now = message.text == phrases.doors.get_help_now;
        if !self.visitors.within(person, self.settings.per_minute) && !danger && !help_now {
            return draw_lines(std::slice::from_ref(&phrases.discord.slow_down), phrases);
        }
        match place {
            Place::At(server) => self.at_school(&guide, person, &server.school, message, typed).await,
            _ if danger => self.danger_anywhere(&guide, person, place, message).await,
            _ if help_now => draw_lines(&guide.help_now_lines(), phrases),
            Place::Unmapped => draw_lines(std::slice::from_ref(&phrases.discord.not_mapped), phrases),
            Place::Which(servers) => self.which_school(servers, phrases),
        }
    }

    /// Danger is met before anybody asks which school it is. The alert goes to every school where the person was seen; if they were
    /// seen nowhere, to the first, because one school too many is better than none.
    async fn danger_anywhere(&self, guide: &Guide, person: &Person, place: &Place, message: &Message) -> Vec<Sheet> {
        let mut schools: Vec<Option<String>> = match place {
            Place::Which(servers) if !self.visitors.servers(person).0.is_empty() => {
                servers.iter().map(|server| Some(server.school.clone())).collect()
            }
            Place::Which(servers) => servers.iter().take(1).map(|server| Some(server.school.clone())).collect(),
            _ => vec![None],
        };
        schools.dedup();
        let mut sheets = Vec::new();
        for school in schools {
            let reply = match self.receive(person, school, message).await {
                Ok(turn) => turn.reply,
                Err(apology) => apology,
            };
            if sheets.is_empty() {
                sheets = draw(&reply, guide.phrases());
            }
        }
        sheets
    }

    async fn at_school(&self, guide: &Guide, person: &Person, id: &str, message: &Message, typed: bool) -> Vec<Sheet> {
        let phrases = guide.phrases();
        let Ok(school) = self.app.school(Some(id)) else {
            return draw_lines(std::slice::from_ref(&phrases.discord.not_mapped), phrases);
        };
        if !launch::missing(school).is_empty() {
            let closed = std::iter::once(phrases.discord.not_open.clone()).chain(guide.help_now_lines());
            return draw_lines(&closed.collect::<Vec<_>>(), phrases);
        }
        let turn = match self.receive(person, Some(id.to_owned()), message).await {
            Ok(turn) => turn,
            Err(apology) => return draw(&apology, phrases),
        };
        let sheets = match self.too_young(person, &turn, typed) {
            Some(year) => {
                self.app.forget(&caller(person, Some(id.to_owned())));
                draw_lines(&self.too_young_lines(year, phrases), phrases)
            }
            None => drawn(&turn, phrases),
        };
        self.with_first_words(guide, person, school, urgent(&turn), sheets)
    }

    /// One message through the house. Without a link to the account, nothing that was asked for before is shown or changed.
    async fn receive(&self, person: &Person, school: Option<String>, message: &Message) -> Result<Turn, Reply> {
        let one_at_a_time = self.visitors.turn(person);
        let _held = one_at_a_time.lock().await;
        let caller = caller(person, school);
        let received = match self.linked(person, caller.school.as_deref()).await {
            Ok(true) => self.app.receive(&caller, message).await,
            Ok(false) => self.app.receive_unlinked(&caller, message).await,
            Err(error) => Err(error.into()),
        };
        received.map_err(|error| {
            let reference = self.app.now().format("%m%d-%H%M%S").to_string();
            tracing::error!(door = "discord", reference, %error, "a message could not be answered");
            self.app.apology(&reference)
        })
    }

    async fn linked(&self, person: &Person, school: Option<&str>) -> Result<bool, crate::store::StoreError> {
        match school {
            Some(school) => Ok(links::of_person(self.app.store(), person, school).await?.is_some()),
            None => Ok(false),
        }
    }

    /// The first words, the first time: before the answer, but never before urgent words.
    fn with_first_words(
        &self,
        guide: &Guide,
        person: &Person,
        school: &School,
        urgent: bool,
        sheets: Vec<Sheet>,
    ) -> Vec<Sheet> {
        if !self.visitors.meet(person) {
            return sheets;
        }
        let phrases = guide.phrases();
        let mut first = guide.first_words(&school.name);
        first.insert(first.len().saturating_sub(1), self.age_line(phrases));
        if school.demo {
            first.push(phrases.doors.demo.clone());
        }
        if urgent { [sheets, draw_lines(&first, phrases)].concat() } else { [draw_start(&first), sheets].concat() }
    }

    pub(super) fn age_line(&self, phrases: &Phrases) -> String {
        fill(&phrases.discord.age_line, &[("age", &self.settings.age.to_string())])
    }

    /// The year group that is too young for this door, where the person told one; never for urgent words or for adults who ask.
    fn too_young(&self, person: &Person, turn: &Turn, typed: bool) -> Option<u8> {
        let adult = matches!(turn.state.audience, Some(Audience::Parent | Audience::Staff | Audience::Provider));
        let below = |year: u8| Some(year).filter(|year| *year < self.settings.first_year() && !adult);
        let told = turn.state.year.filter(|_| typed).map(below);
        self.visitors.too_young(person, told).filter(|_| !urgent(turn))
    }

    fn too_young_lines(&self, year: u8, phrases: &Phrases) -> Vec<String> {
        let says = &phrases.discord;
        let with = [("age", self.settings.age.to_string()), ("year", year.to_string())];
        let with: Vec<(&str, &str)> = with.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let address = Some(&self.settings.web_url).filter(|url| !url.is_empty());
        let at = address.map(|url| fill(&says.too_young_at, &[("address", url)]));
        std::iter::once(fill(&says.too_young, &with)).chain(at).collect()
    }
}

pub(super) fn caller(person: &Person, school: Option<String>) -> Caller {
    Caller { person: person.clone(), conversation: Some(person.key().to_owned()), school, door: "discord" }
}

/// The turn's reply; where a request asks for something that has no list, with a button that opens a form.
fn drawn(turn: &Turn, phrases: &Phrases) -> Vec<Sheet> {
    let mut sheets = draw(&turn.reply, phrases);
    let asks = turn.booking.as_ref().is_some_and(|note| note.state == BookingState::Asking);
    if asks
        && turn.reply.choices().is_empty()
        && let Some(sheet) = sheets.last_mut()
    {
        sheet.add_row(type_button(phrases));
    }
    sheets
}

fn urgent(turn: &Turn) -> bool {
    matches!(turn.reply.blocks.first(), Some(Block::Notice(_)))
}
