//! The keys that the Bot Connector publishes, kept for a day. A key that is not among them is asked for once more, but not by
//! everybody who makes one up.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::Refusal;
use crate::channels::teams::hosts::Hosts;

/// How long keys are good for.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Shortest time between two fetches that an unknown key, or a failed fetch, brings about.
const FLOOR: Duration = Duration::from_secs(30);

/// A published key.
pub(in crate::channels::teams) struct Key {
    pub(super) decoding: DecodingKey,
    /// Channels for which it may speak.
    pub(super) endorsements: Vec<String>,
}

/// All published keys.
pub(in crate::channels::teams) struct Keys {
    http: reqwest::Client,
    metadata: String,
    hosts: Hosts,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    keys: HashMap<String, Arc<Key>>,
    fetched: Option<Instant>,
    /// The last fetch that failed or that was made for an unknown key.
    in_vain: Option<Instant>,
}

#[derive(Deserialize)]
struct Metadata {
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct PublishedKey {
    kid: String,
    kty: String,
    n: String,
    e: String,
    #[serde(default)]
    endorsements: Vec<String>,
}

impl Keys {
    pub(in crate::channels::teams) fn new(http: reqwest::Client, metadata: &str, hosts: Hosts) -> Self {
        Self { http, metadata: metadata.to_owned(), hosts, kept: Mutex::default() }
    }

    /// The key of this id; none if the Bot Connector publishes no such key.
    pub(super) async fn key(&self, kid: &str) -> Result<Option<Arc<Key>>, Refusal> {
        let mut kept = self.kept.lock().await;
        let fresh = kept.fetched.is_some_and(|fetched| fetched.elapsed() < A_DAY);
        if let (true, Some(key)) = (fresh, kept.keys.get(kid)) {
            return Ok(Some(Arc::clone(key)));
        }
        if kept.in_vain.is_none_or(|last| last.elapsed() >= FLOOR) {
            self.fetch_into(&mut kept, fresh).await;
        }
        match kept.fetched {
            Some(_) => Ok(kept.keys.get(kid).cloned()),
            None => Err(Refusal::NoKeys),
        }
    }

    /// Fetches the keys; those that are there stay if it fails.
    async fn fetch_into(&self, kept: &mut Kept, for_unknown: bool) {
        match self.fetch().await {
            Ok(keys) => {
                (kept.keys, kept.fetched) = (keys, Some(Instant::now()));
                kept.in_vain = for_unknown.then(Instant::now);
            }
            Err(error) => {
                kept.in_vain = Some(Instant::now());
                tracing::error!(door = "teams", "cannot fetch the Bot Connector's keys: {error:#}");
            }
        }
    }

    async fn fetch(&self) -> anyhow::Result<HashMap<String, Arc<Key>>> {
        let metadata: Metadata = self.get(&self.metadata).await?;
        anyhow::ensure!(self.hosts.is_encrypted(&metadata.jwks_uri), "`{}` is no https address", metadata.jwks_uri);
        let published: Published = self.get(&metadata.jwks_uri).await?;
        let keys: HashMap<_, _> = published.keys.into_iter().filter_map(read_key).collect();
        anyhow::ensure!(!keys.is_empty(), "`{}` holds no RSA key", metadata.jwks_uri);
        Ok(keys)
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, address: &str) -> anyhow::Result<T> {
        let response = self.http.get(address).send().await.with_context(|| format!("cannot reach `{address}`"))?;
        response.error_for_status()?.json().await.with_context(|| format!("cannot read `{address}`"))
    }
}

/// A key we can use; others (another kind, without an id) are passed over.
fn read_key(value: serde_json::Value) -> Option<(String, Arc<Key>)> {
    let key: PublishedKey = serde_json::from_value(value).ok()?;
    let decoding = DecodingKey::from_rsa_components(&key.n, &key.e).ok().filter(|_| key.kty == "RSA")?;
    Some((key.kid, Arc::new(Key { decoding, endorsements: key.endorsements })))
}
