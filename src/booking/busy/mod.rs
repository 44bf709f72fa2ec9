//! An adviser's own calendar, as they publish it, read into the times at which they are busy.
//!
//! Only when, never what: titles, people and places of their appointments are dropped before anything is read. What
//! cannot be read is told, and the rest still counts; what is no whole calendar is refused, since half of one would offer
//! times that are taken. Fetching is not for this room.

mod event;
mod lines;
mod moment;
mod repeats;
mod zone;

use std::collections::HashSet;

use icalendar::parser::{Component, read_components};
use thiserror::Error;

use super::{Span, london};
use event::Happening;
use repeats::Budget;
use zone::Zones;

/// When an adviser is busy by their own calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Busy {
    /// The times, London time, in order, those that touch made one.
    pub times: Vec<Span>,
    /// What could not be read, in words for the adviser, without a word of what the calendar says.
    pub problems: Vec<String>,
}

/// Why a text is no calendar that can be believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BusyError {
    /// Nothing there.
    #[error("cannot read the calendar: the address gave nothing")]
    Empty,
    /// Mostly a page to sign in on.
    #[error("cannot read the calendar: the address gave something else (publish the calendar and use its ICS address)")]
    NoCalendar,
    /// The end is missing.
    #[error("cannot read the calendar: it breaks off before its end (fetch it again)")]
    BreaksOff,
    /// More than any person's calendar.
    #[error("cannot read the calendar: it is longer than {MOST_MEGABYTES} MB (publish fewer months)")]
    TooLong,
    /// Begins and ends do not match, or are nested without sense.
    #[error("cannot read the calendar: line {line} does not belong where it stands (tell who publishes it)")]
    Broken {
        /// The line, folded lines counted as one.
        line: usize,
    },
    /// The parser gave up on a line.
    #[error("cannot read the calendar: a date in it is not written as a calendar writes it (tell who publishes it)")]
    Unreadable,
}

/// The most that is read.
const MOST_MEGABYTES: usize = 10;
/// The most problems that are told; a calendar that is broken throughout needs no longer list.
const MOST_PROBLEMS: usize = 20;

impl Busy {
    /// Reads the text of a calendar. Only times that touch `within` are given.
    pub fn read(text: &str, within: Span) -> Result<Self, BusyError> {
        let kept = lines::keep(text)?;
        let components = read_components(&kept).map_err(|_| BusyError::Unreadable)?;
        let calendars: Vec<&Component<'_>> = components.iter().filter(|part| part.name == "VCALENDAR").collect();
        let mut busy = Busy::default();
        let mut budget = Budget::default();
        for calendar in calendars {
            busy.take(calendar, within, &mut budget);
        }
        busy.times = Span::joined(busy.times);
        busy.problems.sort_unstable();
        busy.problems.dedup();
        busy.problems.truncate(MOST_PROBLEMS);
        Ok(busy)
    }

    fn take(&mut self, calendar: &Component<'_>, within: Span, budget: &mut Budget) {
        let mut zones = Zones::of(calendar);
        let mut happenings = Vec::new();
        for part in &calendar.components {
            match part.name.as_str() {
                "VEVENT" => self.note(Happening::read(part, &mut zones), &mut happenings),
                "VFREEBUSY" => {
                    self.times.extend(event::free_busy(part, &mut zones).into_iter().filter(|span| span.meets(within)))
                }
                _ => {}
            }
        }
        // One changed time of a series stands for the time that the series would have had.
        let changed: HashSet<(String, chrono::NaiveDateTime)> =
            happenings.iter().filter_map(Happening::stands_for).collect();
        for happening in happenings.iter().filter(|happening| happening.is_busy) {
            let found = repeats::spans(happening, &changed, within, budget);
            self.times.extend(found.spans);
            self.problems.extend(found.problem);
        }
        self.problems.extend(zones.unknown());
    }

    fn note(&mut self, read: Result<Happening, String>, happenings: &mut Vec<Happening>) {
        match read {
            Ok(happening) => happenings.push(happening),
            Err(problem) => self.problems.push(problem),
        }
    }
}

/// Two instants as a span of London time, if they touch what is asked for.
fn london_span(from: chrono::DateTime<chrono::Utc>, to: chrono::DateTime<chrono::Utc>, within: Span) -> Option<Span> {
    let span = london::covered(from, to);
    (span.from < span.to && span.meets(within)).then_some(span)
}

#[cfg(test)]
mod tests;
