//! How fast may be sent: Teams' own limits for one conversation, and for one bot in one tenant.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// At most so many within so long.
type Limit = (usize, Duration);

/// Limits of one conversation.
pub(super) const PER_CONVERSATION: &[Limit] = &[
    (7, Duration::from_secs(1)),
    (8, Duration::from_secs(2)),
    (60, Duration::from_secs(30)),
    (1800, Duration::from_secs(3600)),
];

/// Limits of all conversations of a tenant together.
pub(super) const PER_TENANT: &[Limit] = &[(30, Duration::from_secs(1))];

/// How many are known before silent ones are forgotten.
const MANY: usize = 4096;

/// When what was sent, as far as a limit may still look back.
#[derive(Debug)]
pub(super) struct Pace {
    limits: &'static [Limit],
    sent: HashMap<String, VecDeque<Instant>>,
}

impl Pace {
    pub(super) fn new(limits: &'static [Limit]) -> Self {
        Self { limits, sent: HashMap::new() }
    }

    /// The moment at which the next message may go, not before `now`. It counts as sent then.
    pub(super) fn due(&mut self, key: &str, now: Instant) -> Instant {
        if self.sent.len() >= MANY {
            self.forget_silent(now);
        }
        let sent = self.sent.entry(key.to_owned()).or_default();
        let looks_back = |(most, within): &Limit| sent.get(sent.len().checked_sub(*most)?).map(|then| *then + *within);
        let due = self.limits.iter().filter_map(looks_back).fold(now, Instant::max);
        sent.push_back(due);
        while sent.len() > self.limits.iter().map(|(most, _)| *most).max().unwrap_or(0) {
            sent.pop_front();
        }
        due
    }

    fn forget_silent(&mut self, now: Instant) {
        let longest = self.limits.iter().map(|(_, within)| *within).max().unwrap_or_default();
        self.sent.retain(|_, sent| sent.back().is_some_and(|last| now.saturating_duration_since(*last) < longest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Most of these moments within any stretch of that length.
    fn most_within(moments: &[Instant], within: Duration) -> usize {
        let from = |start: &Instant| moments.iter().filter(|at| *at >= start && **at < *start + within).count();
        moments.iter().map(from).max().unwrap_or(0)
    }

    #[test]
    fn one_conversation_keeps_every_limit_and_begins_at_once() {
        let (mut pace, now) = (Pace::new(PER_CONVERSATION), Instant::now());
        let moments: Vec<Instant> = (0..1900).map(|_| pace.due("c", now)).collect();
        for (most, within) in PER_CONVERSATION {
            assert!(most_within(&moments, *within) <= *most, "{most} within {within:?}");
        }
        assert_eq!(&moments[..7], [now; 7]);
        assert_eq!(pace.due("another", now), now);
    }

    #[test]
    fn the_silent_are_forgotten_and_the_others_not() {
        let (mut pace, now) = (Pace::new(PER_TENANT), Instant::now());
        for at in 0..MANY {
            pace.due(&at.to_string(), now);
        }
        pace.due("new", now + Duration::from_secs(5));
        assert_eq!(pace.sent.len(), 1);
    }
}
