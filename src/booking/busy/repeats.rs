//! An event's times within a span, by `rrule`.
//!
//! A series goes by the clock on its own wall: ten o'clock stays ten o'clock when the clocks change. So the rule is worked
//! out on a clock that never changes (`rrule` is told UTC), and each time is put on the event's own clock afterwards.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDateTime, NaiveTime};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::super::Span;
use super::event::Happening;
use super::moment::Moment;

/// How many times may be worked out for one event, and for a whole calendar. A daily event has 20,000 in fifty years.
const MOST_OF_ONE: usize = 40_000;
const MOST_OF_ALL: usize = 300_000;

/// How many times may still be worked out.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_OF_ALL)
    }
}

/// An event's times, and what is wrong with it.
pub(super) struct Found {
    pub(super) spans: Vec<Span>,
    pub(super) problem: Option<String>,
}

/// The spans of an event that touch `within`.
pub(super) fn spans(
    happening: &Happening,
    changed: &HashSet<(String, NaiveDateTime)>,
    within: Span,
    budget: &mut Budget,
) -> Found {
    // The beginning counts even where the rule would not have it.
    let mut starts = vec![happening.start.shown];
    let mut problem = None;
    for rule in &happening.rules {
        match repeats(happening, rule, within, budget) {
            Ok(more) => starts.extend(more),
            Err(what) => {
                problem = Some(format!("an event that begins on {} {what}", happening.start.shown.format("%-d %B %Y")))
            }
        }
    }
    starts.extend(happening.also.iter().filter_map(|moment| moment.on(happening.start.zone)));
    starts.sort_unstable();
    starts.dedup();
    let spans = starts
        .into_iter()
        .filter(|start| !is_except(happening, *start))
        .filter(|start| happening.named(*start).is_none_or(|name| !changed.contains(&name)))
        .filter_map(|start| happening.span(start, within))
        .collect();
    Found { spans, problem }
}

fn repeats(happening: &Happening, rule: &str, within: Span, budget: &mut Budget) -> Result<Vec<NaiveDateTime>, String> {
    let unreadable = || "comes again in a way that cannot be read; only its first time counts".to_owned();
    let upper = rule.to_ascii_uppercase();
    // Nobody's appointments come by the hour or less, and working such rules out has no end.
    if ["HOURLY", "MINUTELY", "SECONDLY"].iter().any(|often| upper.contains(often)) {
        return Err("comes again within a day; only its first time counts".to_owned());
    }
    let too_often = || "comes again more often than can be worked out; its later times do not count".to_owned();
    if budget.0 == 0 {
        return Err(too_often());
    }
    let start = on_even_clock(nearer_start(happening, &upper, within));
    let rule = until_on_own_clock(&upper, happening).ok_or_else(unreadable)?;
    let rule: RRule<Unvalidated> = rule.parse().map_err(|_| unreadable())?;
    if rule.get_until().is_some_and(|until| *until < start) {
        return Ok(Vec::new());
    }
    let set: RRuleSet = rule.build(start).map_err(|_| unreadable())?.limit();
    // Two days of room: the event's own clock may be a day off London's, and the span may begin in the middle of it.
    let end = within.to + chrono::Duration::days(2);
    let mut found = Vec::new();
    for (count, time) in set.into_iter().enumerate() {
        if time.naive_local() > end {
            return Ok(found);
        }
        if count >= MOST_OF_ONE || budget.0 == 0 {
            return Err(too_often());
        }
        budget.0 -= 1;
        found.push(time.naive_local());
    }
    // A rule without any time (30 February) is given up after so many days; that was work too.
    budget.0 = budget.0.saturating_sub(if found.is_empty() { MOST_OF_ONE } else { 0 });
    Ok(found)
}

/// A series by days or weeks that nobody counts may as well begin shortly before the span: whole steps later.
fn nearer_start(happening: &Happening, rule: &str, within: Span) -> NaiveDateTime {
    let start = happening.start.shown;
    let told = |name: &str| rule.split(';').find_map(|piece| piece.trim().strip_prefix(name));
    let days = match (told("FREQ="), told("COUNT=")) {
        (Some("DAILY"), None) => 1,
        (Some("WEEKLY"), None) => 7,
        _ => return start,
    };
    let step = days * told("INTERVAL=").map_or(Ok(1), str::parse::<u16>).map_or(0, i64::from);
    let ahead = (within.from - start).num_days() - happening.longest_days() - 14;
    let skipped = if step > 0 && ahead > 0 { ahead / step * step } else { 0 };
    chrono::Duration::try_days(skipped).and_then(|days| start.checked_add_signed(days)).unwrap_or(start)
}

/// The end of a series is written in UTC, as a day, or on the event's clock; `rrule` wants it on the even one.
fn until_on_own_clock(rule: &str, happening: &Happening) -> Option<String> {
    let pieces = rule.split(';').filter(|piece| !piece.trim().is_empty()).map(|piece| {
        let Some(until) = piece.trim().strip_prefix("UNTIL=") else {
            return Some(piece.trim().to_owned());
        };
        let until = Moment::parse(until, happening.start.zone)?;
        let last = NaiveTime::from_hms_opt(23, 59, 59)?;
        let shown = if until.is_day { until.shown.date().and_time(last) } else { until.on(happening.start.zone)? };
        Some(format!("UNTIL={}Z", shown.format("%Y%m%dT%H%M%S")))
    });
    pieces.collect::<Option<Vec<_>>>().map(|pieces| pieces.join(";"))
}

fn on_even_clock(shown: NaiveDateTime) -> DateTime<Tz> {
    shown.and_utc().with_timezone(&Tz::UTC)
}

fn is_except(happening: &Happening, start: NaiveDateTime) -> bool {
    happening.except.iter().any(|except| {
        if except.is_day { except.shown.date() == start.date() } else { except.on(happening.start.zone) == Some(start) }
    })
}
