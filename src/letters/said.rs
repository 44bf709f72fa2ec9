//! Times as a letter says them: "Tuesday 1 December at 2:05 pm".

use chrono::{NaiveDateTime, Timelike};

/// A day and a time.
pub(super) fn moment(at: NaiveDateTime) -> String {
    format!("{} at {}", day(at), time(at))
}

/// A day.
pub(super) fn day(at: NaiveDateTime) -> String {
    at.format("%A %-d %B").to_string()
}

/// A time of day.
pub(super) fn time(at: NaiveDateTime) -> String {
    let (afternoon, hour) = at.hour12();
    format!("{hour}:{:02} {}", at.minute(), if afternoon { "pm" } else { "am" })
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_are_said_as_people_say_them() {
        let said = |text: &str| super::moment(text.parse().expect("a time"));
        assert_eq!(said("2026-12-01T14:05:00"), "Tuesday 1 December at 2:05 pm");
        assert_eq!(said("2026-12-01T00:30:00"), "Tuesday 1 December at 12:30 am");
        assert_eq!(said("2026-12-01T12:00:00"), "Tuesday 1 December at 12:00 pm");
    }
}
