//! Slows down whoever guesses passwords: by account, and by address. In memory, because a guess is not worth a write.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Wrong guesses in the window before an account waits.
const BY_ACCOUNT: u32 = 8;

/// Wrong guesses in the window before an address waits: a school has one address for many people.
const BY_ADDRESS: u32 = 40;

/// The window, and the wait.
const WINDOW: Duration = Duration::from_secs(15 * 60);

/// How many are remembered; past that whoever is over the window goes.
const MOST: usize = 20_000;

/// What has been guessed of late.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    wrong: Mutex<HashMap<String, (u32, Instant)>>,
}

impl Throttle {
    /// Takes the right to one guess, or refuses it. It counts as wrong until it is known to be right, so that many at once gain nothing.
    pub(super) fn allows(&self, email: &str, address: &str) -> bool {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() > MOST {
            wrong.retain(|_, (_, since)| since.elapsed() < WINDOW);
        }
        let keys = [(account(email), BY_ACCOUNT), (from(address), BY_ADDRESS)];
        let over = |(key, most): &(String, u32)| {
            wrong.get(key).is_some_and(|(count, since)| count >= most && since.elapsed() < WINDOW)
        };
        if keys.iter().any(over) {
            return false;
        }
        for (key, _) in keys {
            let (count, since) = wrong.entry(key).or_insert((0, Instant::now()));
            *count = if since.elapsed() < WINDOW { *count + 1 } else { 1 };
            *since = Instant::now();
        }
        true
    }

    /// Whether a refusal is the first of its wait: one line of the trail says it; a thousand would push out what else stands there.
    pub(super) fn is_first_refusal(&self, email: &str, address: &str) -> bool {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let mut first = false;
        for (key, most) in [(account(email), BY_ACCOUNT), (from(address), BY_ADDRESS)] {
            if let Some((count, _)) = wrong.get_mut(&key).filter(|(count, _)| *count == most) {
                *count += 1;
                first = true;
            }
        }
        first
    }

    /// The guess was right: the account begins anew, and the address gets its guess back.
    pub(super) fn was_right(&self, email: &str, address: &str) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.remove(&account(email));
        if let Some((count, _)) = wrong.get_mut(&from(address)) {
            *count = count.saturating_sub(1);
        }
    }
}

fn account(email: &str) -> String {
    format!("account {}", email.chars().take(200).collect::<String>())
}

/// Whoever has one address of IPv6 has the whole of its network (RFC 6177), so that counts as one.
fn from(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(six)) if six.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = six.segments();
            format!("address {a:x}:{b:x}:{c:x}:{d:x}::")
        }
        Ok(IpAddr::V6(six)) => format!("address {}", six.to_canonical()),
        _ => format!("address {address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_waits_after_wrong_guesses_and_begins_anew_after_a_right_one() {
        let throttle = Throttle::default();
        for at in 0..BY_ACCOUNT {
            assert!(throttle.allows("a@school.example", &format!("198.51.100.{at}")));
        }
        assert!(!throttle.allows("a@school.example", "198.51.100.99"), "from anywhere");
        assert!(throttle.allows("b@school.example", "198.51.100.1"), "others go on");
        throttle.was_right("a@school.example", "198.51.100.1");
        assert!(throttle.allows("a@school.example", "198.51.100.1"));
    }

    #[test]
    fn a_wait_is_said_once() {
        let throttle = Throttle::default();
        while throttle.allows("a@school.example", "198.51.100.1") {}
        let said = (0..50).filter(|_| throttle.is_first_refusal("a@school.example", "198.51.100.1")).count();
        assert_eq!(said, 1);
        assert!(!throttle.allows("a@school.example", "198.51.100.1"));
    }

    #[test]
    fn a_network_of_addresses_is_one_guesser() {
        let throttle = Throttle::default();
        for at in 0..BY_ADDRESS {
            assert!(throttle.allows(&format!("{at}@school.example"), &format!("2001:db8:1:2::{at:x}")));
        }
        assert!(!throttle.allows("new@school.example", "2001:db8:1:2:ffff::1"));
        assert!(throttle.allows("new@school.example", "2001:db8:1:3::1"), "another network");
        assert_eq!(from("::ffff:198.51.100.1"), from("198.51.100.1"));
    }

    #[test]
    fn an_address_waits_after_many_accounts() {
        let throttle = Throttle::default();
        for at in 0..BY_ADDRESS {
            assert!(throttle.allows(&format!("{at}@school.example"), "198.51.100.1"));
        }
        assert!(!throttle.allows("new@school.example", "198.51.100.1"));
        assert!(throttle.allows("new@school.example", "198.51.100.2"));
    }
}
