//! Calling back: messages sent, put in place of others, taken away; conversations begun.
//!
//! `access` gets the bot's own token, `pace` keeps the send rates, `retry` says which answers are worth another try and when.

mod access;
mod pace;
mod retry;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};
use thiserror::Error;

pub(super) use access::Access;
use pace::{PER_CONVERSATION, PER_TENANT, Pace};

use super::hosts::Hosts;

/// How long one call may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// Most tries for one message.
const TRIES: u32 = 6;

/// A conversation to write to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) service_url: String,
    pub(super) conversation: String,
    pub(super) tenant: String,
}

/// A message was not sent.
#[derive(Debug, Error)]
pub enum SendError {
    /// The bot was blocked or removed: nothing more is sent there until the person writes again or installs the app anew.
    #[error("the bot may not write to this conversation any more; it does not try again until somebody writes there")]
    Stopped,
    /// The address is not one of Microsoft's.
    #[error("the service address is not at one of Microsoft's hosts")]
    Host,
    /// The bot's own token was refused.
    #[error("cannot get a token for the bot: {0}")]
    Access(String),
    /// The Bot Connector refused.
    #[error("the bot connector answered {status}: {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its word for the reason.
        code: String,
    },
    /// It cannot be reached.
    #[error("cannot reach the bot connector: {0}")]
    Unreachable(#[from] reqwest::Error),
}

/// The way back to Teams.
pub(super) struct Connector {
    http: reqwest::Client,
    access: Access,
    hosts: Hosts,
    bot: String,
    pace: Mutex<Pace>,
    tenants: Mutex<Pace>,
    /// Conversations that said 403.
    stopped: Mutex<HashSet<String>>,
}

impl Connector {
    pub(super) fn new(http: reqwest::Client, access: Access, hosts: Hosts, app_id: &str) -> Self {
        Self {
            http,
            access,
            hosts,
            bot: format!("28:{app_id}"),
            pace: Mutex::new(Pace::new(PER_CONVERSATION)),
            tenants: Mutex::new(Pace::new(PER_TENANT)),
            stopped: Mutex::default(),
        }
    }

    /// Sends a message; its id.
    pub(super) async fn send(&self, place: &Place, activity: &Value) -> Result<String, SendError> {
        let answer = self.call(Method::POST, place, &["activities"], Some(activity)).await?;
        Ok(id_in(&answer))
    }

    /// Puts a message in the place of one sent before.
    pub(super) async fn update(&self, place: &Place, id: &str, activity: &Value) -> Result<(), SendError> {
        self.call(Method::PUT, place, &["activities", id], Some(activity)).await.map(drop)
    }

    /// Takes a message away.
    pub(super) async fn delete(&self, place: &Place, id: &str) -> Result<(), SendError> {
        self.call(Method::DELETE, place, &["activities", id], None).await.map(drop)
    }

    /// Shows that an answer is being made.
    pub(super) async fn typing(&self, place: &Place) -> Result<(), SendError> {
        self.call(Method::POST, place, &["activities"], Some(&json!({"type": "typing"}))).await.map(drop)
    }

    /// The personal chat with somebody, begun where there is none yet.
    pub(super) async fn begin(&self, place: &Place, user: &str) -> Result<Place, SendError> {
        let wanted = json!({
            "bot": {"id": self.bot},
            "members": [{"id": user}],
            "isGroup": false,
            "tenantId": place.tenant,
            "channelData": {"tenant": {"id": place.tenant}},
        });
        let url = self.address(&place.service_url, &[])?;
        let answer = self.tried(Method::POST, &url, &format!("begin:{user}"), &place.tenant, Some(&wanted)).await?;
        Ok(Place { conversation: id_in(&answer), ..place.clone() })
    }

    /// Somebody wrote there: it may be written to again.
    pub(super) fn resume(&self, conversation: &str) {
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).remove(conversation);
    }

    async fn call(
        &self,
        method: Method,
        place: &Place,
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<Value, SendError> {
        if self.stopped.lock().unwrap_or_else(PoisonError::into_inner).contains(&place.conversation) {
            return Err(SendError::Stopped);
        }
        let mut whole = vec![place.conversation.as_str()];
        whole.extend(path);
        let url = self.address(&place.service_url, &whole)?;
        let outcome = self.tried(method, &url, &place.conversation, &place.tenant, body).await;
        if matches!(outcome, Err(SendError::Stopped)) {
            self.stopped.lock().unwrap_or_else(PoisonError::into_inner).insert(place.conversation.clone());
        }
        outcome
    }

    /// `{service}/v3/conversations/…` with every part encoded.
    fn address(&self, service_url: &str, path: &[&str]) -> Result<Url, SendError> {
        if !self.hosts.are_ours(service_url) {
            return Err(SendError::Host);
        }
        let mut url = Url::parse(service_url).map_err(|_| SendError::Host)?;
        url.path_segments_mut()
            .map_err(|()| SendError::Host)?
            .pop_if_empty()
            .extend(["v3", "conversations"])
            .extend(path);
        Ok(url)
    }

    /// One call, tried again where that is worth it.
    async fn tried(
        &self,
        method: Method,
        url: &Url,
        conversation: &str,
        tenant: &str,
        body: Option<&Value>,
    ) -> Result<Value, SendError> {
        let mut renewed = false;
        for tried in 1.. {
            self.keep_pace(conversation, tenant).await;
            let token = self.access.token().await?;
            let mut request = self.http.request(method.clone(), url.clone()).bearer_auth(token);
            if let Some(body) = body {
                request = request.json(body);
            }
            let response = request.send().await?;
            let status = response.status();
            if status.is_success() {
                return Ok(response.json().await.unwrap_or_default());
            }
            if status == StatusCode::UNAUTHORIZED && !renewed {
                renewed = true;
                self.access.forget().await;
                continue;
            }
            match retry::wait(status, response.headers(), tried).filter(|_| tried < TRIES) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(refusal(status, response).await),
            }
        }
        unreachable!("the last try returns")
    }

    async fn keep_pace(&self, conversation: &str, tenant: &str) {
        for (pace, key) in [(&self.pace, conversation), (&self.tenants, tenant)] {
            let due = pace.lock().unwrap_or_else(PoisonError::into_inner).due(key, Instant::now());
            tokio::time::sleep_until(due.into()).await;
        }
    }
}

fn id_in(answer: &Value) -> String {
    answer.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

async fn refusal(status: StatusCode, response: reqwest::Response) -> SendError {
    if status == StatusCode::FORBIDDEN {
        return SendError::Stopped;
    }
    let answer: Value = response.json().await.unwrap_or_default();
    let code = answer.pointer("/error/code").and_then(Value::as_str).unwrap_or("without a reason");
    SendError::Refused { status: status.as_u16(), code: code.chars().take(80).collect() }
}
