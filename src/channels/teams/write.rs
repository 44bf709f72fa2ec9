//! Writing to somebody who did not just write: to a person with an open request, and to the careers team's channel.
//!
//! A person's address is kept only with a request and goes with it. Whoever blocked the bot is not written to again until they write.

use std::sync::PoisonError;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::activity::Activity;
use super::connector::{Place, SendError};
use super::draw::{Card, Frame, cards};
use super::latest::fresh;
use super::{Door, Teams};
use crate::booking::{Action, What};
use crate::chat::{Person, Reply};
use crate::conversation::{Effect, Turn};
use crate::school::School;
use crate::store::{StoreError, TeamsAddressee, TeamsReference};

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Teams took it, under these ids; a long one becomes several messages.
    Sent(Vec<String>),
    /// No address is kept.
    NoAddress,
    /// They blocked the bot or took the app away.
    Stopped,
}

/// A message could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// Teams did not take it; another try may help.
    #[error(transparent)]
    Unsent(#[from] SendError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address that is kept cannot be read.
    #[error("the Teams address that is kept cannot be read: {0}")]
    Address(#[from] serde_json::Error),
}

/// An address as it is sealed in the store.
#[derive(Debug, Serialize, Deserialize)]
struct Address {
    service_url: String,
    conversation: String,
    tenant: String,
    user: String,
}

impl Teams {
    /// Writes to a person who has an open request.
    ///
    /// # Errors
    /// If Teams does not take it, or the store fails.
    pub async fn write_to_person(&self, person: &Person, reply: &Reply) -> Result<Written, WriteError> {
        self.door.write(&TeamsAddressee::Person(person.clone()), reply, true).await
    }

    /// Writes to the channel of a school's careers team.
    ///
    /// # Errors
    /// If Teams does not take it, or the store fails.
    pub async fn write_to_team_channel(&self, school: &str, reply: &Reply) -> Result<Written, WriteError> {
        self.door.write(&TeamsAddressee::Team(school.to_owned()), reply, false).await
    }

    /// Takes a message out of that channel again, by the id that it was sent under: for what was settled since.
    ///
    /// # Errors
    /// If Teams does not do it, or the store fails.
    pub async fn take_from_team_channel(&self, school: &str, message: &str) -> Result<(), WriteError> {
        match self.door.address_of(&TeamsAddressee::Team(school.to_owned())).await? {
            Some((place, _)) => Ok(self.door.connector.delete(&place, message).await?),
            None => Ok(()),
        }
    }
}

impl Door {
    async fn write(&self, to: &TeamsAddressee, reply: &Reply, footer: bool) -> Result<Written, WriteError> {
        let (place, stopped) = match self.address_of(to).await? {
            Some(found) => found,
            None => return Ok(Written::NoAddress),
        };
        if stopped {
            return Ok(Written::Stopped);
        }
        let mut messages = Vec::new();
        for card in self.drawn(reply, footer) {
            match self.connector.send(&place, &card.message()).await {
                Err(SendError::Stopped) => {
                    self.stop(to).await?;
                    return Ok(Written::Stopped);
                }
                sent => messages.push(sent?),
            }
        }
        Ok(Written::Sent(messages))
    }

    /// Where to write to, and whether that was stopped.
    pub(super) async fn address_of(&self, to: &TeamsAddressee) -> Result<Option<(Place, bool)>, WriteError> {
        let Some(kept) = self.app.store().teams_reference(to, &self.secret).await? else { return Ok(None) };
        let Address { service_url, conversation, tenant, .. } = serde_json::from_str(&kept.address)?;
        Ok(Some((Place { service_url, conversation, tenant }, kept.stopped)))
    }

    pub(super) fn drawn(&self, reply: &Reply, footer: bool) -> Vec<Card> {
        let guide = self.app.guide();
        let (card, help_now) = (fresh(), guide.help_now_lines());
        cards(reply, &Frame { footer, ..Frame::plain(guide.phrases(), &help_now, &card) })
    }

    pub(super) async fn stop(&self, to: &TeamsAddressee) -> Result<(), StoreError> {
        if let TeamsAddressee::Person(person) = to {
            self.stopped.lock().unwrap_or_else(PoisonError::into_inner).insert(person.clone());
        }
        self.app.store().stop_teams_reference(to, true).await
    }

    /// Somebody wrote: they may be written to again.
    pub(super) async fn resume(&self, activity: &Activity) {
        self.connector.resume(&activity.conversation.id);
        let person = self.person(activity);
        let was_stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner).remove(&person);
        if was_stopped {
            let to = TeamsAddressee::Person(person);
            self.log_unkept(self.app.store().stop_teams_reference(&to, false).await);
        }
    }

    /// Keeps where to answer a request that was made in this turn, and forgets it when the request is taken back.
    pub(super) async fn keep_address(&self, activity: &Activity, person: &Person, school: &School, turn: &Turn) {
        for effect in &turn.effects {
            match effect {
                Effect::Keep(request) => {
                    let reference = TeamsReference {
                        to: TeamsAddressee::Person(person.clone()),
                        school: school.id.clone(),
                        request: Some(request.code.clone()),
                        address: address(activity, &activity.conversation.id),
                        stopped: false,
                    };
                    self.keep(&reference).await;
                }
                Effect::Step(Action { code, what: What::Cancel, .. }) => {
                    self.log_unkept(self.app.store().forget_teams_reference_of(code).await);
                }
                Effect::Step(_) | Effect::Write(_) | Effect::Raise(_) | Effect::Log(_) | Effect::Send(_) => {}
            }
        }
    }

    /// Keeps where the careers team reads.
    pub(super) async fn keep_team(&self, activity: &Activity, school: &str) {
        // A thread in a channel has the channel's id before its own.
        let channel = activity.conversation.id.split(';').next().unwrap_or_default();
        self.connector.resume(channel);
        let reference = TeamsReference {
            to: TeamsAddressee::Team(school.to_owned()),
            school: school.to_owned(),
            request: None,
            address: address(activity, channel),
            stopped: false,
        };
        self.keep(&reference).await;
    }

    async fn keep(&self, reference: &TeamsReference) {
        let now = self.app.now();
        self.log_unkept(self.app.store().keep_teams_reference(reference, &self.secret, now).await);
    }

    /// What failed here was promised to nobody: the team answers by the way that the person named.
    fn log_unkept(&self, outcome: Result<(), StoreError>) {
        if let Err(error) = outcome {
            tracing::error!(door = "teams", %error, "an address could not be kept or forgotten");
        }
    }
}

fn address(activity: &Activity, conversation: &str) -> String {
    let address = Address {
        service_url: activity.service_url.clone(),
        conversation: conversation.to_owned(),
        tenant: activity.tenant().to_owned(),
        user: activity.from.id.clone(),
    };
    serde_json::to_string(&address).expect("strings always become JSON")
}
