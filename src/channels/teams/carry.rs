//! Letters by way of Teams: to people who asked there, in their own chat, and the card of each request in the channel of the careers team,
//! posted when it comes in and drawn anew in its place whenever anything happens to it.

use chrono::Utc;
use serde_json::Value;

use super::connector::{Place, SendError};
use super::draw::{Card, open_address};
use super::staff::buttons;
use super::write::{WriteError, Written};
use super::{Door, Teams};
use crate::booking::{Code, State};
use crate::chat::{Block, Kind, Person, Reply};
use crate::letters::{Letter, Purpose, Route};
use crate::notify::{Carrier, Refusal};
use crate::phrases::fill;
use crate::staff;
use crate::store::{StaffCard, StoreError, TeamsAddressee};

/// How often a card is looked at again after it was drawn: another copy may have drawn an older state over it.
const LOOKS: usize = 3;

/// What the Bot Connector answers where a message is not there any more.
const NOT_THERE: u16 = 404;

#[async_trait::async_trait]
impl Carrier for Teams {
    fn route(&self) -> Route {
        Route::Teams
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        if letter.purpose == Purpose::TeamCard {
            let Some(code) = Code::parse(&letter.about) else { return Err(Refusal::for_good("it names no request")) };
            return self.door.show_card(&letter.school, &code).await;
        }
        let written = self.write_to_person(&Person::new(&letter.to.address), &as_reply(letter)).await;
        match written.map_err(|error| refusal(&error))? {
            Written::Sent(_) => Ok(()),
            Written::NoAddress => Err(Refusal::for_good("their chat in Teams is not known any more")),
            Written::Stopped => Err(Refusal::for_good("they have blocked the app in Teams, or taken it away")),
        }
    }
}

impl Door {
    /// Draws the card of a request as the request stands now. A school without a careers team in Teams has none.
    async fn show_card(&self, school: &str, code: &Code) -> Result<(), Refusal> {
        if !self.settings.teams.iter().any(|team| team.staff && team.school == school) {
            return Ok(());
        }
        let team = TeamsAddressee::Team(school.to_owned());
        let place = match self.address_of(&team).await.map_err(|error| refusal(&error))? {
            Some((place, false)) => place,
            Some((_, true)) => return Err(Refusal::for_good("the app may not write in the careers team's channel")),
            None => return Err(Refusal::for_now("the app has not been added to the careers team yet")),
        };
        let _in_order = self.cards.lock().await;
        for _ in 0..LOOKS {
            let card = self.app.staff().card(school, code, self.app.now()).await.map_err(unread)?;
            let Some(card) = card else { return Ok(()) };
            if !self.draw_card(&place, school, &card).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Posts the card or draws it anew; false where it showed all of this already, or there is nothing to post any more.
    async fn draw_card(&self, place: &Place, school: &str, card: &staff::Card) -> Result<bool, Refusal> {
        let (channel, mark) = (channel(place), card.mark());
        let team = &TeamsAddressee::Team(school.to_owned());
        let message = match self.app.store().staff_card(&channel, &card.code, Utc::now()).await.map_err(unread)? {
            StaffCard::UnderWay => return Err(Refusal::for_now("another copy is posting this card")),
            StaffCard::Posted { shows, .. } if shows == mark => return Ok(false),
            StaffCard::Posted { message, .. } => {
                let updated = self.connector.update(place, &message, &self.drawn_card(school, card).message()).await;
                self.taken(updated, team).await?;
                message
            }
            StaffCard::Ours => {
                let comes = matches!(card.state, State::Requested | State::Waiting | State::Offered | State::Confirmed);
                let sent = match comes {
                    true => self.connector.send(place, &self.drawn_card(school, card).message()).await.map(Some),
                    false => Ok(None),
                };
                match sent {
                    Ok(Some(message)) => message,
                    unsent => {
                        self.app.store().forget_staff_card(&channel, &card.code).await.map_err(unread)?;
                        return self.taken(unsent.map(drop), team).await.map(|()| false);
                    }
                }
            }
        };
        self.app.store().note_staff_card(&channel, &card.code, &message, &mark).await.map_err(unread)?;
        Ok(true)
    }

    /// What became of a card. One that somebody took away stays away; after a 403 nothing more is written there.
    async fn taken(&self, outcome: Result<(), SendError>, team: &TeamsAddressee) -> Result<(), Refusal> {
        match outcome {
            Ok(()) | Err(SendError::Refused { status: NOT_THERE, .. }) => Ok(()),
            Err(SendError::Stopped) => {
                self.stop(team).await.map_err(unread)?;
                Err(Refusal::for_good("the app may not write in the careers team's channel"))
            }
            Err(error) => Err(Refusal::for_now(error.to_string())),
        }
    }

    /// The card of a request as it is shown to a school's careers team; its buttons stand there only where somebody may use them.
    pub(super) fn drawn_card(&self, school: &str, card: &staff::Card) -> Card {
        let guide = self.app.guide();
        let phrases = guide.phrases();
        let says = &phrases.staff_card;
        let title = fill(&says.title, &[("code", &card.code.to_string())]);
        let rows = card.lines(says).map(|(label, value)| (label.to_owned(), value.to_owned()));
        let reply = Reply { kind: Kind::Booking, blocks: vec![Block::Heading(title), Block::Facts(rows.into())] };
        let mut drawn = self.drawn(&reply, false).remove(0);
        let mut team = self.settings.teams.iter().filter(|team| team.staff && team.school == school);
        let may_act = team.any(|team| !team.people.is_empty());
        let mut actions = if may_act { buttons(card, phrases) } else { Vec::new() };
        actions.extend(card.at_the_desk(self.desk()).map(|link| open_address(&says.desk, &link)));
        drawn.content["actions"] = Value::Array(actions);
        drawn
    }

    fn desk(&self) -> &str {
        self.desk.get().unwrap_or(&self.settings.site)
    }

    /// Takes away the cards of requests that are not kept any more. What cannot be taken away now is left for the next time.
    pub(super) async fn tidy(&self) -> Result<(), WriteError> {
        for team in self.settings.teams.iter().filter(|team| team.staff) {
            let Some((place, false)) = self.address_of(&TeamsAddressee::Team(team.school.clone())).await? else {
                continue;
            };
            for (code, message) in self.app.store().staff_cards_without_request(&channel(&place)).await? {
                match self.connector.delete(&place, &message).await {
                    Ok(()) | Err(SendError::Refused { status: NOT_THERE, .. }) => {
                        self.app.store().forget_staff_card(&channel(&place), &code).await?;
                    }
                    Err(error) => self.log_unsent(&error),
                }
            }
        }
        Ok(())
    }
}

fn channel(place: &Place) -> String {
    format!("teams:{}", place.conversation)
}

/// A letter as it is read in a chat: subject, then its paragraphs.
fn as_reply(letter: &Letter) -> Reply {
    let paragraphs = letter.text.split("\n\n").map(|part| part.trim().trim_start_matches("-- \n").trim());
    let words = paragraphs.filter(|part| !part.is_empty()).map(|part| Block::Paragraph(part.to_owned()));
    let blocks = std::iter::once(Block::Heading(letter.subject.clone())).chain(words).collect();
    Reply { kind: Kind::Booking, blocks }
}

fn unread(_: StoreError) -> Refusal {
    Refusal::for_now("the store could not be read")
}

fn refusal(error: &WriteError) -> Refusal {
    match error {
        WriteError::Unsent(error) => Refusal::for_now(error.to_string()),
        WriteError::Store(_) => Refusal::for_now("the store could not be read"),
        WriteError::Address(_) => Refusal::for_good("the Teams address that is kept cannot be read"),
    }
}
