use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How letters go by mail. Off while no server is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// The mail server's name; empty is off.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is closed.
    pub tls: Tls,
    /// Certificates to trust beside the public ones, as a PEM file; empty for none.
    pub authorities: String,
    /// The address that letters come from.
    pub from: String,
    /// The name that letters come from.
    pub from_name: String,
    /// Where answers go; empty is to the address they come from.
    pub reply_to: String,
}

/// How the way to the mail server is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// It begins in the open and is closed before anything is said; a server that cannot is not spoken to.
    Starttls,
    /// It is closed from the start.
    Wrapper,
    /// It is open: for a server on this machine alone.
    None,
}

/// Addresses that are told that something happened, without anybody's words. Off while none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookSettings {
    /// The address by school.
    pub addresses: BTreeMap<String, String>,
}

/// How hard letters are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutboxSettings {
    /// How long one try may take, in milliseconds.
    pub patience_ms: u64,
    /// How long a copy keeps a letter it has claimed to itself, in milliseconds; at least twice the patience.
    pub lease_ms: u64,
    /// How long after the first refusal a letter is tried again, in seconds; it doubles from then on.
    pub first_retry_seconds: u32,
    /// The longest time between two tries, in minutes.
    pub longest_retry_minutes: u32,
    /// How often a letter is tried before it is given up. Alerts are given up only when they are refused for good.
    pub tries: u32,
}

/// How long an alert may wait to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlertSettings {
    /// After how many minutes letters about an unseen alert come again, while somebody reads alerts (D11).
    pub repeat_minutes: u32,
    /// The same at other times.
    pub repeat_minutes_out_of_hours: u32,
    /// After how many unseen minutes of the school's hours the next person is told as well (D11).
    pub next_person_minutes: u32,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            server: String::new(),
            port: 587,
            tls: Tls::Starttls,
            authorities: String::new(),
            from: String::new(),
            from_name: "Careers".to_owned(),
            reply_to: String::new(),
        }
    }
}

impl Default for OutboxSettings {
    fn default() -> Self {
        Self { patience_ms: 45_000, lease_ms: 120_000, first_retry_seconds: 30, longest_retry_minutes: 60, tries: 12 }
    }
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self { repeat_minutes: 15, repeat_minutes_out_of_hours: 120, next_person_minutes: 15 }
    }
}

impl OutboxSettings {
    /// How long one try may take.
    pub(super) fn patience(&self) -> Duration {
        Duration::from_millis(self.patience_ms.max(1))
    }

    /// How long a claim holds: never so short that two copies carry the same letter.
    pub(super) fn lease(&self) -> chrono::TimeDelta {
        let longest = self.lease_ms.max(self.patience_ms.saturating_mul(2));
        chrono::TimeDelta::milliseconds(i64::try_from(longest).unwrap_or(i64::MAX / 2).min(86_400_000))
    }

    /// How long to wait after so many tries; `dice` from 0 to 1 spreads those that failed together.
    pub(super) fn wait(&self, tried: u32, urgent: bool, dice: f64) -> chrono::TimeDelta {
        let longest = if urgent { 60 } else { u64::from(self.longest_retry_minutes.max(1)) * 60 };
        let doubled = u64::from(self.first_retry_seconds.max(1)).saturating_mul(1 << tried.min(20));
        let most = doubled.min(longest) as f64;
        chrono::TimeDelta::milliseconds((most * (0.5 + dice / 2.0) * 1000.0) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_a_longest_time_and_an_alert_waits_a_minute_at_most() {
        let settings = OutboxSettings::default();
        let seconds = |tried, urgent, dice| settings.wait(tried, urgent, dice).num_seconds();
        assert_eq!([seconds(0, false, 1.0), seconds(1, false, 1.0), seconds(2, false, 1.0)], [30, 60, 120]);
        assert_eq!((seconds(30, false, 1.0), seconds(30, false, 0.0)), (3600, 1800));
        assert_eq!((seconds(0, true, 0.0), seconds(9, true, 1.0)), (15, 60));
    }

    #[test]
    fn a_claim_outlasts_its_letter() {
        let settings = OutboxSettings { patience_ms: 5_000, lease_ms: 1_000, ..OutboxSettings::default() };
        assert_eq!(settings.lease().num_seconds(), 10);
    }
}
