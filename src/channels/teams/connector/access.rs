//! The bot's own token: fetched with the client secret, kept until shortly before it ends.

use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::Mutex;

use super::SendError;

/// What the token is for.
const SCOPE: &str = "https://api.botframework.com/.default";

/// How long before its end a token is renewed.
const BEFORE_ITS_END: Duration = Duration::from_secs(300);

/// Who the bot is, towards Microsoft.
pub(in crate::channels::teams) struct Access {
    http: reqwest::Client,
    address: String,
    app_id: String,
    secret: String,
    kept: Mutex<Option<(String, Instant)>>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: u64,
}

#[derive(Deserialize, Default)]
struct Denied {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_codes: Vec<u32>,
}

impl Access {
    pub(in crate::channels::teams) fn new(
        http: reqwest::Client,
        login: &str,
        tenant: &str,
        app_id: &str,
        secret: &str,
    ) -> Self {
        let address = format!("{}/{tenant}/oauth2/v2.0/token", login.trim_end_matches('/'));
        Self { http, address, app_id: app_id.to_owned(), secret: secret.to_owned(), kept: Mutex::default() }
    }

    /// A token that is good for some minutes at least. Whoever asks while one is fetched waits for that one.
    pub(in crate::channels::teams) async fn token(&self) -> Result<String, SendError> {
        let mut kept = self.kept.lock().await;
        if let Some((token, renew_at)) = kept.as_ref()
            && Instant::now() < *renew_at
        {
            return Ok(token.clone());
        }
        let granted = self.fetch().await?;
        let life = Duration::from_secs(granted.expires_in);
        let good_for = life.saturating_sub(BEFORE_ITS_END).max(life / 2);
        *kept = Some((granted.access_token.clone(), Instant::now() + good_for));
        Ok(granted.access_token)
    }

    /// Forgets a token that was refused.
    pub(super) async fn forget(&self) {
        *self.kept.lock().await = None;
    }

    async fn fetch(&self) -> Result<Granted, SendError> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.app_id),
            ("client_secret", &self.secret),
            ("scope", SCOPE),
        ];
        let unreachable = |error: reqwest::Error| SendError::Access(format!("`{}`: {error}", self.address));
        let response = self.http.post(&self.address).form(&form).send().await.map_err(unreachable)?;
        if response.status().is_success() {
            return response.json().await.map_err(unreachable);
        }
        let status = response.status();
        let denied: Denied = response.json().await.unwrap_or_default();
        Err(SendError::Access(said(status.as_u16(), &denied)))
    }
}

/// What was said, with what to do where Microsoft's number tells.
fn said(status: u16, denied: &Denied) -> String {
    let mend = denied.error_codes.iter().find_map(|code| match code {
        7_000_215 | 7_000_216 => Some("the secret is wrong; set FINGERPOST_TEAMS_SECRET to its value, not its id"),
        7_000_222 => Some("the secret has expired; make a new one and set FINGERPOST_TEAMS_SECRET"),
        700_016 => Some("there is no such application in the tenant; compare `teams.app_id` and `teams.tenant`"),
        90_002 => Some("there is no such tenant; compare `teams.tenant`"),
        _ => None,
    });
    let codes: Vec<String> = denied.error_codes.iter().map(|code| format!("AADSTS{code}")).collect();
    let error = if denied.error.is_empty() { "without a reason" } else { &denied.error };
    let all =
        [Some(format!("status {status}")), Some(error.to_owned()), Some(codes.join(" ")), mend.map(str::to_owned)];
    all.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_secret_is_named_with_what_to_do() {
        let denied: Denied =
            serde_json::from_str(r#"{"error":"invalid_client","error_codes":[7000215]}"#).expect("JSON");
        let said = said(401, &denied);
        assert!(said.contains("AADSTS7000215") && said.contains("FINGERPOST_TEAMS_SECRET"), "{said}");
    }
}
