use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A stretch of time on London's clock, its end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first minute.
    pub from: NaiveDateTime,
    /// The minute after the last.
    pub to: NaiveDateTime,
}

impl Span {
    /// The span of so many minutes.
    pub fn lasting(from: NaiveDateTime, minutes: u16) -> Self {
        Self { from, to: from + Duration::minutes(minutes.into()) }
    }

    /// How long it looks on the wall.
    pub fn minutes(self) -> i64 {
        (self.to - self.from).num_minutes()
    }

    /// True where the two share a minute.
    pub fn meets(self, other: Span) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// True where the other lies wholly inside.
    pub fn holds(self, other: Span) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// The span with so many minutes more at both ends.
    pub fn widened(self, minutes: u16) -> Self {
        let minutes = Duration::minutes(minutes.into());
        Self { from: self.from - minutes, to: self.to + minutes }
    }

    /// Spans in order, those that touch made one.
    pub fn joined(mut spans: Vec<Span>) -> Vec<Span> {
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => joined.push(span),
            }
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_touch_are_one_and_do_not_meet() {
        let at = |text: &str| text.parse::<NaiveDateTime>().expect("a time");
        let first = Span::lasting(at("2026-11-24T10:00:00"), 30);
        let second = Span::lasting(at("2026-11-24T10:30:00"), 30);
        assert!(!first.meets(second));
        assert!(first.widened(5).meets(second));
        assert_eq!(Span::joined(vec![second, first]), [Span { from: first.from, to: second.to }]);
    }
}
