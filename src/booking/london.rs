//! London's clock. Appointments are kept as London shows them (`NaiveDateTime`); holds and offers end at an instant
//! (`DateTime<Utc>`), since the clock on the wall runs through one hour twice each October.

use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;

use super::Span;

/// What London's clock shows at an instant.
pub fn on_the_wall(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&London).naive_local()
}

/// The instants at which London's clock shows this: mostly one, none in the hour that is left out in March, two in the
/// hour that comes twice in October.
pub fn instants(shown: NaiveDateTime) -> MappedLocalTime<DateTime<Utc>> {
    London.from_local_datetime(&shown).map(|found| found.to_utc())
}

/// The one instant meant by a time on the wall. Of two the first; a time that is left out is read on the old clock, as
/// RFC 5545 asks, so it comes out an hour later on the new one.
pub fn instant(shown: NaiveDateTime) -> DateTime<Utc> {
    match instants(shown) {
        MappedLocalTime::Single(one) | MappedLocalTime::Ambiguous(one, _) => one,
        MappedLocalTime::None => shown.and_utc(),
    }
}

/// The instant a day begins.
pub fn day_begins(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(NaiveTime::MIN))
}

/// True where every minute of a span is on the clock exactly once, so that no two people can mean different times by it.
pub fn is_plain(span: Span) -> bool {
    let minutes = span.minutes();
    let (Some(from), Some(to)) = (instants(span.from).single(), instants(span.to).single()) else {
        return false;
    };
    (to - from).num_minutes() == minutes
}

/// What two instants cover on the wall. Where the clock goes back in between or right after, all of the hour that comes
/// twice counts, so that nothing is ever offered in a time that is taken.
pub fn covered(from: DateTime<Utc>, to: DateTime<Utc>) -> Span {
    let (mut first, mut last) = (on_the_wall(from), on_the_wall(to));
    if matches!(instants(first), MappedLocalTime::Ambiguous(..)) {
        first = first.min(hour(first));
    }
    if matches!(instants(last), MappedLocalTime::Ambiguous(..)) {
        last = hour(last) + chrono::Duration::hours(1);
    }
    Span { from: first, to: last.max(first) }
}

fn hour(shown: NaiveDateTime) -> NaiveDateTime {
    shown.date().and_time(NaiveTime::MIN) + chrono::Duration::hours(chrono::Timelike::hour(&shown).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn the_hour_that_is_left_out_in_march_is_no_time_to_meet() {
        let span = |from: &str, to: &str| Span { from: wall(from), to: wall(to) };
        assert!(is_plain(span("2027-03-28T00:30:00", "2027-03-28T00:59:00")));
        assert!(!is_plain(span("2027-03-28T01:00:00", "2027-03-28T01:30:00")));
        assert!(!is_plain(span("2027-03-28T00:45:00", "2027-03-28T02:15:00")), "an hour shorter than it looks");
        assert!(is_plain(span("2027-03-28T02:00:00", "2027-03-28T02:30:00")));
        assert_eq!(on_the_wall(instant(wall("2027-03-28T01:30:00"))), wall("2027-03-28T02:30:00"));
    }

    #[test]
    fn the_hour_that_comes_twice_in_october_is_no_time_to_meet_and_busy_as_a_whole() {
        let span = |from: &str, to: &str| Span { from: wall(from), to: wall(to) };
        assert!(!is_plain(span("2026-10-25T01:10:00", "2026-10-25T01:40:00")));
        assert!(!is_plain(span("2026-10-25T00:45:00", "2026-10-25T02:15:00")), "an hour longer than it looks");
        assert!(is_plain(span("2026-10-25T02:00:00", "2026-10-25T02:30:00")));
        let from: DateTime<Utc> = "2026-10-25T00:30:00Z".parse().expect("an instant");
        let to: DateTime<Utc> = "2026-10-25T01:15:00Z".parse().expect("an instant");
        assert_eq!(covered(from, to), span("2026-10-25T01:00:00", "2026-10-25T02:00:00"));
    }

    #[test]
    fn a_day_begins_at_midnight_in_london() {
        let day = |text: &str| text.parse().expect("a date");
        assert_eq!(day_begins(day("2026-07-01")).to_rfc3339(), "2026-06-30T23:00:00+00:00");
        assert_eq!(day_begins(day("2026-11-21")).to_rfc3339(), "2026-11-21T00:00:00+00:00");
    }
}
