//! The staff channels as a way out of the house: each request is one card there, posted when it comes in and drawn anew in its place
//! whenever anything happens to it, at the desk, by a command, by a button here or by whoever asked.

use std::sync::Arc;

use chrono::Utc;
use serenity::Error;
use serenity::http::{Http, HttpError};
use serenity::model::channel::Nonce;
use serenity::model::id::{ChannelId, MessageId};

use super::settings::Settings;
use super::staff::draw;
use crate::app::App;
use crate::booking::{Code, State};
use crate::letters::{Letter, Route};
use crate::notify::{Carrier, Refusal};
use crate::staff::Card;
use crate::store::{StaffCard, StoreError};

/// How often a card is looked at again after it was drawn: another copy may have drawn an older state over it.
const LOOKS: usize = 3;

/// Discord's own number for a message that is not there any more.
const UNKNOWN_MESSAGE: isize = 10008;

/// The cards of all schools.
pub struct Board {
    app: Arc<App>,
    http: Http,
    settings: Settings,
    desk: String,
    /// One card is drawn after the other, so that none is drawn over by an older state.
    order: tokio::sync::Mutex<()>,
}

impl Board {
    /// The cards of a house whose desk is reached under an address (empty where there is none).
    pub(super) fn new(app: Arc<App>, http: Http, settings: Settings, desk: String) -> Self {
        Self { app, http, settings, desk, order: tokio::sync::Mutex::default() }
    }

    /// The address of the desk.
    pub(super) fn desk(&self) -> &str {
        &self.desk
    }

    /// Notes that a card was drawn in its place already, as the answer to a tap.
    pub(super) async fn note_drawn(&self, channel: ChannelId, message: MessageId, card: &Card) {
        let (place, message) = (place(channel), message.to_string());
        if let Err(error) = self.app.store().note_staff_card(&place, &card.code, &message, &card.mark()).await {
            tracing::error!(door = "discord", %error, "what a card shows could not be noted");
        }
    }

    fn channels<'a>(&'a self, school: &'a str) -> impl Iterator<Item = ChannelId> + 'a {
        let servers = self.settings.servers.iter().filter(move |server| server.school == school);
        servers.filter_map(|server| server.staff_channel).map(|channel| ChannelId::new(channel.get()))
    }

    /// Draws the card of a request as the request stands now.
    async fn show(&self, channel: ChannelId, school: &str, code: &Code) -> Result<(), Refusal> {
        let _in_order = self.order.lock().await;
        for _ in 0..LOOKS {
            let card = self.app.staff().card(school, code, self.app.now()).await.map_err(unread)?;
            let Some(card) = card else { return Ok(()) };
            if !self.draw(channel, &card).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Posts the card or draws it anew; false where it showed all of this already.
    async fn draw(&self, channel: ChannelId, card: &Card) -> Result<bool, Refusal> {
        let (place, mark) = (place(channel), card.mark());
        let message = match self.app.store().staff_card(&place, &card.code, Utc::now()).await.map_err(unread)? {
            StaffCard::UnderWay => return Err(Refusal::for_now("another copy is posting this card")),
            StaffCard::Posted { shows, .. } if shows == mark => return Ok(false),
            StaffCard::Posted { message, .. } => self.redraw(channel, message, card).await?,
            StaffCard::Ours => match self.post(channel, card).await {
                Ok(message) => message,
                Err(refused) => {
                    self.app.store().forget_staff_card(&place, &card.code).await.map_err(unread)?;
                    return refused.map_or(Ok(false), Err);
                }
            },
        };
        self.app.store().note_staff_card(&place, &card.code, &message, &mark).await.map_err(unread)?;
        Ok(true)
    }

    /// Posts a new card; without a reason where there is nothing to post any more. Discord itself sees to it that one that was sent twice
    /// within minutes stands there once.
    async fn post(&self, channel: ChannelId, card: &Card) -> Result<String, Option<Refusal>> {
        let comes = matches!(card.state, State::Requested | State::Waiting | State::Offered | State::Confirmed);
        if !comes {
            return Err(None);
        }
        let sheet = draw(card, None, &self.desk, self.app.guide().phrases());
        let once = Nonce::String(card.code.signs().to_owned());
        let message = sheet.message().nonce(once).enforce_nonce(true);
        match channel.send_message(&self.http, message).await {
            Ok(posted) => Ok(posted.id.to_string()),
            Err(error) => Err(Some(refusal(&error))),
        }
    }

    /// Draws a card anew in its place. One that somebody took away stays away.
    async fn redraw(&self, channel: ChannelId, message: String, card: &Card) -> Result<String, Refusal> {
        let id = message.parse().map(MessageId::new).map_err(|_| Refusal::for_good("the card's message is none"))?;
        let sheet = draw(card, None, &self.desk, self.app.guide().phrases());
        match channel.edit_message(&self.http, id, sheet.edit()).await {
            Ok(_) => Ok(message),
            Err(error) if number_of(&error) == Some(UNKNOWN_MESSAGE) => Ok(message),
            Err(error) => Err(refusal(&error)),
        }
    }

    /// Takes away the cards of requests that are not kept any more. What cannot be taken away now is left for the next time.
    pub async fn tidy(&self) {
        for channel in self.settings.servers.iter().filter_map(|server| server.staff_channel) {
            let channel = ChannelId::new(channel.get());
            if let Err(error) = self.tidy_channel(channel).await {
                tracing::warn!(door = "discord", %error, "cards of requests that are gone could not be looked for");
            }
        }
    }

    async fn tidy_channel(&self, channel: ChannelId) -> Result<(), StoreError> {
        let place = place(channel);
        for (code, message) in self.app.store().staff_cards_without_request(&place).await? {
            let deleted = match message.parse() {
                Ok(id) => channel.delete_message(&self.http, MessageId::new(id)).await,
                Err(_) => Ok(()),
            };
            if deleted.as_ref().is_ok() || deleted.as_ref().err().and_then(number_of) == Some(UNKNOWN_MESSAGE) {
                self.app.store().forget_staff_card(&place, &code).await?;
            }
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Carrier for Board {
    fn route(&self) -> Route {
        Route::Discord
    }

    fn serves(&self, school: &str) -> bool {
        self.channels(school).next().is_some()
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        let Some(code) = Code::parse(&letter.about) else { return Err(Refusal::for_good("it names no request")) };
        for channel in self.channels(&letter.school) {
            self.show(channel, &letter.school, &code).await?;
        }
        Ok(())
    }
}

fn place(channel: ChannelId) -> String {
    format!("discord:{channel}")
}

fn unread(_: StoreError) -> Refusal {
    Refusal::for_now("the store could not be read")
}

fn number_of(error: &Error) -> Option<isize> {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(refused)) => Some(refused.error.code),
        _ => None,
    }
}

/// Only numbers: Discord's words could quote what was sent.
fn refusal(error: &Error) -> Refusal {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(refused)) => {
            let (status, number) = (refused.status_code.as_u16(), refused.error.code);
            Refusal::for_now(format!("Discord refused a card in the staff channel: {status} ({number})"))
        }
        _ => Refusal::for_now("Discord cannot be reached"),
    }
}
