//! Whether the pages that people are sent to still answer. Only when somebody asks, one address at a time, with a pause between, first
//! by HEAD and then, where that is not understood, by GET; never by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::knowledge::Library;

/// How long a server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The pause between two addresses.
const PAUSE: Duration = Duration::from_millis(500);

/// What was found out so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) running: bool,
    pub(super) done: usize,
    pub(super) of: usize,
    /// Address, what happened, and the sources that name it.
    pub(super) broken: Vec<(String, String, String)>,
}

/// The one check that may run.
#[derive(Debug, Default)]
pub(super) struct Links {
    found: Arc<Mutex<Found>>,
}

impl Links {
    pub(super) fn found(&self) -> Found {
        lock(&self.found).clone()
    }

    /// Begins a check, unless one is running.
    pub(super) fn begin(&self, addresses: BTreeMap<String, String>) {
        let found = Arc::clone(&self.found);
        {
            let mut now = lock(&found);
            if now.running {
                return;
            }
            *now = Found { running: true, of: addresses.len(), ..Found::default() };
        }
        tokio::spawn(async move {
            for (address, named_by) in addresses {
                let outcome = look_at(&address).await;
                note(&found, outcome, address, named_by);
                tokio::time::sleep(PAUSE).await;
            }
            lock(&found).running = false;
        });
    }
}

fn note(found: &Mutex<Found>, outcome: Result<(), String>, address: String, named_by: String) {
    let mut now = lock(found);
    now.done += 1;
    if let Err(says) = outcome {
        now.broken.push((address, says, named_by));
    }
}

/// A poisoned lock only means that a page panicked; what was found is whole all the same.
fn lock(found: &Mutex<Found>) -> std::sync::MutexGuard<'_, Found> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The official pages of all sources: public https addresses with a name, and which sources name them.
pub(super) fn addresses(library: &Library) -> BTreeMap<String, String> {
    let mut addresses: BTreeMap<String, String> = BTreeMap::new();
    for (id, source) in library.sources.iter().filter(|(_, source)| is_public(&source.check_at)) {
        let named_by = addresses.entry(source.check_at.clone()).or_default();
        *named_by += &format!("{}{id}", if named_by.is_empty() { "" } else { ", " });
    }
    addresses
}

/// A name with a dot, no number and no port: nobody is to look into the school's own network from here.
fn is_public(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    is_name
        && host.contains('.')
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !matches!(last, "local" | "internal" | "localhost")
}

/// Whether a page answers; what happened, otherwise.
async fn look_at(address: &str) -> Result<(), String> {
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .user_agent("Fingerpost link check")
        .redirect(reqwest::redirect::Policy::custom(|attempt| {
            let leads_on = attempt.previous().len() < 6 && is_public(attempt.url().as_str());
            if leads_on { attempt.follow() } else { attempt.stop() }
        }))
        .build()
        .map_err(|error| error.to_string())?;
    let by_head = client.head(address).send().await;
    if by_head.is_ok_and(|response| response.status().is_success()) {
        return Ok(());
    }
    match client.get(address).send().await {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(format!("the server answers {}", response.status().as_u16())),
        Err(error) if error.is_timeout() => Err("the server does not answer in time".to_owned()),
        Err(_) => Err("the server cannot be reached".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_names_are_looked_at() {
        assert!(is_public("https://www.gov.uk/a?b=c"));
        for address in [
            "http://www.gov.uk/",
            "https://127.0.0.1/",
            "https://intranet/",
            "https://10.0.0.1:8443/x",
            "https://a@b.example/",
            "https://[::1]/",
            "https://nas.local/",
        ] {
            assert!(!is_public(address), "{address}");
        }
    }
}
