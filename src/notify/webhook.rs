//! Notices by the school's own webhook: that something happened, where to look, and nobody's words or name. Signed, so that the other
//! side knows who says it.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::Utc;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, StatusCode, Url, redirect};
use serde_json::json;
use sha2::Sha256;
use thiserror::Error;

use super::settings::WebhookSettings;
use super::{Carrier, Refusal};
use crate::letters::{Letter, Route};

/// The ways to the schools' webhooks.
pub struct Webhook {
    client: Client,
    addresses: BTreeMap<String, Url>,
    secret: Vec<u8>,
}

/// The webhook settings cannot be used.
#[derive(Debug, Error)]
pub enum WebhookError {
    /// No address, or an open one to another machine.
    #[error("cannot use the webhook of `{school}`: `{address}` is not an address that begins with https://")]
    Address {
        /// The school.
        school: String,
        /// What stands there.
        address: String,
    },
    /// Nothing to sign with.
    #[error("cannot use webhooks: set FINGERPOST_WEBHOOK_SECRET to at least 32 letters and digits at random")]
    NoSecret,
    /// The client cannot be made.
    #[error("cannot use webhooks: {0}")]
    Client(#[from] reqwest::Error),
}

impl Webhook {
    /// Opens the ways, or none where no address is named. Nothing is sent yet.
    ///
    /// # Errors
    /// If the settings cannot be used.
    pub fn open(
        settings: &WebhookSettings,
        secret: Option<&str>,
        patience: Duration,
    ) -> Result<Option<Self>, WebhookError> {
        if settings.addresses.is_empty() {
            return Ok(None);
        }
        let secret = secret.filter(|secret| secret.len() >= 32).ok_or(WebhookError::NoSecret)?.as_bytes().to_vec();
        let read = |(school, address): (&String, &String)| Ok((school.clone(), url(school, address)?));
        let addresses = settings.addresses.iter().map(read).collect::<Result<_, WebhookError>>()?;
        // A notice goes where the school said and nowhere else.
        let client = Client::builder().timeout(patience).redirect(redirect::Policy::none()).build()?;
        Ok(Some(Self { client, addresses, secret }))
    }
}

#[async_trait::async_trait]
impl Carrier for Webhook {
    fn route(&self) -> Route {
        Route::Webhook
    }

    fn serves(&self, school: &str) -> bool {
        self.addresses.contains_key(school)
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        let Some(address) = self.addresses.get(&letter.school) else {
            return Err(Refusal::for_good("the school has no webhook"));
        };
        let body = notice(letter);
        let at = Utc::now().timestamp();
        let request = self
            .client
            .post(address.clone())
            .header("content-type", "application/json")
            .header("idempotency-key", letter.message_id("fingerpost"))
            .header("fingerpost-signature", format!("t={at},v1={}", signature(&self.secret, at, &body)))
            .body(body);
        match request.send().await {
            Ok(answer) => judge(answer.status()),
            Err(error) if error.is_timeout() => Err(Refusal::for_now("the webhook did not answer in time")),
            Err(_) => Err(Refusal::for_now("the webhook cannot be reached")),
        }
    }
}

/// The signature of a notice: HMAC-SHA256 over the second it was sent, a full stop, and the body; as hexadecimal.
pub fn signature(secret: &[u8], at: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length of key will do");
    mac.update(format!("{at}.{body}").as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn notice(letter: &Letter) -> String {
    let id = letter.message_id("fingerpost");
    let purpose = letter.purpose.word();
    json!({ "id": id, "school": letter.school, "purpose": purpose, "about": letter.about, "subject": letter.subject })
        .to_string()
}

fn judge(status: StatusCode) -> Result<(), Refusal> {
    let says = format!("the webhook said {}", status.as_u16());
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Err(Refusal::for_now(says))
        }
        status if status.is_client_error() => Err(Refusal::for_good(says)),
        _ => Err(Refusal::for_now(says)),
    }
}

fn url(school: &str, address: &str) -> Result<Url, WebhookError> {
    let wrong = || WebhookError::Address { school: school.to_owned(), address: address.to_owned() };
    let url: Url = address.parse().map_err(|_| wrong())?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let closed = url.scheme() == "https" || (url.scheme() == "http" && here);
    if closed { Ok(url) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(address: &str, secret: Option<&str>) -> Result<bool, WebhookError> {
        let addresses = BTreeMap::from([("elm".to_owned(), address.to_owned())]);
        Webhook::open(&WebhookSettings { addresses }, secret, Duration::from_secs(1)).map(|webhook| webhook.is_some())
    }

    #[test]
    fn a_webhook_is_closed_and_signed_or_it_is_refused() {
        let secret = Some("a secret of at least thirty-two signs");
        assert!(open("https://hooks.school.example/careers", secret).expect("open"));
        assert!(open("http://127.0.0.1:9000/", secret).expect("open"));
        for address in ["http://hooks.school.example/", "ftp://127.0.0.1/", "hooks"] {
            assert!(matches!(open(address, secret), Err(WebhookError::Address { .. })), "{address}");
        }
        assert!(matches!(open("https://hooks.school.example/", None), Err(WebhookError::NoSecret)));
        assert!(matches!(open("https://hooks.school.example/", Some("short")), Err(WebhookError::NoSecret)));
    }

    #[test]
    fn a_refusal_for_good_is_told_from_one_for_now() {
        let lasting = |code: u16| judge(StatusCode::from_u16(code).expect("a code")).map_err(|refusal| refusal.lasting);
        assert_eq!(lasting(204), Ok(()));
        for (code, wanted) in [
            (410, super::super::Lasting::ForGood),
            (301, super::super::Lasting::ForNow),
            (429, super::super::Lasting::ForNow),
            (503, super::super::Lasting::ForNow),
        ] {
            assert_eq!(lasting(code), Err(wanted), "{code}");
        }
    }
}
