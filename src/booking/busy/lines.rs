//! The lines of a calendar that say when; all others are dropped here, unread.
//!
//! The parser of `icalendar` gives up on the whole calendar at one line that it does not understand, goes as deep as the
//! nesting does, and searches the rest of the text for a line's end where lines end with LF alone. So it is given only
//! the lines that matter, ends made even, nesting checked.

use super::{BusyError, MOST_MEGABYTES};

/// Properties that say when somebody is busy.
const WANTED: [&str; 17] = [
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "UID",
    "STATUS",
    "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "FREEBUSY",
    "TZID",
    "TZOFFSETTO",
    "X-WR-TIMEZONE",
    "BEGIN",
    "END",
];

/// Calendar, event, alarm; a time zone's rules are no deeper.
const DEEPEST: usize = 4;

/// The lines that matter, one to a line.
pub(super) fn keep(text: &str) -> Result<String, BusyError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(BusyError::Empty);
    }
    if text.len() > MOST_MEGABYTES * 1024 * 1024 {
        return Err(BusyError::TooLong);
    }
    if !text.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(BusyError::NoCalendar);
    }
    let mut kept = Kept::default();
    let unfolded = icalendar::parser::unfold(text);
    let mut lines = unfolded.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        // The last line of a download that broke off is half a line.
        let wrong = if lines.peek().is_none() { BusyError::BreaksOff } else { BusyError::Broken { line: at + 1 } };
        kept.take(line.trim_end()).ok_or(wrong)?;
    }
    if kept.open.is_empty() { Ok(kept.text) } else { Err(BusyError::BreaksOff) }
}

#[derive(Default)]
struct Kept {
    text: String,
    open: Vec<String>,
}

impl Kept {
    /// None where a begin or end does not belong.
    fn take(&mut self, line: &str) -> Option<()> {
        let name_ends = line.find([':', ';']);
        let (name, rest) = line.split_at(name_ends.unwrap_or(line.len()));
        let name = name.trim().to_ascii_uppercase();
        let value = rest.trim_start_matches(':').trim().to_ascii_uppercase();
        match name.as_str() {
            "BEGIN" => self.open.push(value.clone()),
            "END" if self.open.last() != Some(&value) => return None,
            _ => {}
        }
        let sensible = self.open.len() <= DEEPEST && self.open.first().is_some_and(|first| first == "VCALENDAR");
        if sensible && !rest.is_empty() && WANTED.contains(&name.as_str()) && !self.in_alarm() {
            let rest = if matches!(name.as_str(), "BEGIN" | "END") { format!(":{value}") } else { rest.to_owned() };
            self.text.push_str(&format!("{name}{rest}\r\n"));
        }
        if name == "END" {
            self.open.pop();
        }
        (sensible || line.is_empty()).then_some(())
    }

    fn in_alarm(&self) -> bool {
        self.open.iter().any(|part| part == "VALARM")
    }
}
