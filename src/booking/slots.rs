//! Which times somebody can have: an adviser's hours, less what they are busy with, less what others have, with notice,
//! horizon, buffer and daily limit kept. Everything that anybody is offered, and everything that is booked, passes here.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, Utc};

use super::{
    Adviser, AdviserId, Diaries, Meeting, Opening, SchoolId, Settings, Slot, SlotKey, Span, Team, Terms, london,
};

/// What times are looked for against: the team, the rules, the diaries, and the time it is.
#[derive(Debug, Clone, Copy)]
pub struct Slots<'a> {
    /// The advisers and schools.
    pub team: &'a Team,
    /// The rules.
    pub settings: &'a Settings,
    /// What is taken.
    pub diaries: &'a Diaries,
    /// The time it is.
    pub now: DateTime<Utc>,
}

/// Who a time is for.
#[derive(Debug, Clone, Copy)]
pub struct For<'a> {
    /// Their school.
    pub school: &'a SchoolId,
    /// Who arranges it.
    pub arranged_by: Arranger,
    /// A request whose own time does not stand in its way, since it is given up for the new one.
    pub moving: Option<&'a super::Code>,
}

/// Who arranges a time. Staff know what their day allows, so notice and horizon do not bind them; all else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arranger {
    /// The person themselves.
    Person,
    /// The careers team.
    Staff,
}

/// Why a time cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unfit {
    /// It is over.
    Past,
    /// It is sooner than the team can be asked for.
    UnderNotice,
    /// It is further ahead than can be booked.
    BeyondHorizon,
    /// Nobody is there then, or not for this school.
    OutsideHours,
    /// Somebody else has it, or the adviser is busy.
    Taken,
    /// The adviser has as many meetings that day as they can hold.
    DayFull,
}

/// The first and last day for which a person may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The first school day that leaves enough notice.
    pub first: NaiveDate,
    /// The last day within the horizon.
    pub last: NaiveDate,
}

impl<'a> Slots<'a> {
    /// The free times of all advisers of a school, soonest first; of two at one time, first the adviser who is asked for,
    /// then who has less that day.
    pub fn of_school(&self, wanted: For<'_>, first: Option<&AdviserId>) -> Vec<Slot> {
        let mut slots: Vec<Slot> =
            self.team.advisers.iter().flat_map(|adviser| self.of_adviser(adviser, wanted)).collect();
        slots.sort_by_cached_key(|slot| {
            let load = self.diaries.diary(&slot.adviser).map_or(0, |diary| diary.taken_on(slot.day(), None).len());
            (slot.start, first != Some(&slot.adviser), load, slot.adviser.clone())
        });
        slots
    }

    /// The free times of one adviser, soonest first.
    pub fn of_adviser(&self, adviser: &'a Adviser, wanted: For<'_>) -> Vec<Slot> {
        let frame = self.frame(adviser, wanted.school);
        let today = london::on_the_wall(self.now).date();
        today
            .iter_days()
            .take_while(|day| *day <= frame.last)
            .flat_map(|day| self.on_day(adviser, day, wanted))
            .filter(|(_, fit)| fit.is_ok())
            .map(|(slot, _)| slot)
            .collect()
    }

    /// When an adviser of a school is there at all within the frame, free or not, in order.
    pub fn open(&self, school: &SchoolId) -> Vec<Span> {
        let mut open: Vec<Span> = Vec::new();
        for adviser in &self.team.advisers {
            let frame = self.frame(adviser, school);
            let days = frame.first.iter_days().take_while(|day| *day <= frame.last);
            let openings = days.flat_map(|day| self.team.openings(adviser, day));
            open.extend(openings.filter(|opening| opening.window.schools.contains(school)).map(|opening| opening.span));
        }
        open.sort_unstable();
        open
    }

    /// The next day on which an adviser is there for a school, today included while they still are.
    pub fn next_staffed_day(&self, school: &SchoolId) -> Option<NaiveDate> {
        let now = london::on_the_wall(self.now);
        let staffed = |day: &NaiveDate| {
            let openings = self.team.advisers.iter().flat_map(|adviser| self.team.openings(adviser, *day));
            openings.filter(|opening| opening.window.schools.contains(school)).any(|opening| opening.span.to > now)
        };
        now.date().iter_days().take(LONGEST_SEARCH_DAYS).find(staffed)
    }

    /// From when to when a person of a school may ask at all: of whichever adviser takes them sooner, and later.
    pub fn widest_frame(&self, school: &SchoolId) -> Option<Frame> {
        let frames = self.team.advisers.iter().map(|adviser| self.frame(adviser, school));
        frames.reduce(|one, other| Frame { first: one.first.min(other.first), last: one.last.max(other.last) })
    }

    /// The free time that a key names, or why it cannot be had.
    pub fn find(&self, key: &SlotKey, wanted: For<'_>) -> Result<Slot, Unfit> {
        if key.start <= london::on_the_wall(self.now) {
            return Err(Unfit::Past);
        }
        let adviser = self.team.adviser(&key.adviser).ok_or(Unfit::OutsideHours)?;
        self.on_day(adviser, key.start.date(), wanted)
            .into_iter()
            .find(|(slot, _)| slot.start == key.start)
            .map_or(Err(Unfit::OutsideHours), |(slot, fit)| fit.map(|()| slot))
    }

    /// From when to when a person of a school may ask an adviser.
    pub fn frame(&self, adviser: &Adviser, school: &SchoolId) -> Frame {
        let meeting = adviser.meeting(&self.settings.meeting);
        self.frame_of(meeting, &self.team.calendar(school).terms)
    }

    fn frame_of(&self, meeting: &Meeting, terms: &Terms) -> Frame {
        let now = london::on_the_wall(self.now);
        Frame {
            first: first_day(now, terms, meeting.notice_school_days, self.settings),
            last: now.date() + Days::new(meeting.horizon_days.into()),
        }
    }

    /// Every time of a day that the adviser's hours hold for a school, and whether it can be had.
    fn on_day(&self, adviser: &'a Adviser, date: NaiveDate, wanted: For<'_>) -> Vec<(Slot, Result<(), Unfit>)> {
        let openings = self.team.openings(adviser, date);
        let mut openings = openings.iter().filter(|opening| opening.window.schools.contains(wanted.school)).peekable();
        if openings.peek().is_none() {
            return Vec::new();
        }
        let day = self.day(adviser, date, wanted);
        let mut found: Vec<(Slot, Result<(), Unfit>)> = Vec::new();
        for slot in openings.flat_map(|opening| cut(opening, adviser, day.meeting)) {
            // Two windows may cover the same time; the first has it.
            if !found.iter().any(|(other, _)| other.start == slot.start) {
                let fit = day.fits(&slot);
                found.push((slot, fit));
            }
        }
        found.sort_by_key(|(slot, _)| slot.start);
        found
    }

    /// Notice is counted in school days; for a meeting in the holidays, in working days.
    fn day(&self, adviser: &'a Adviser, date: NaiveDate, wanted: For<'_>) -> Day<'a> {
        let meeting = adviser.meeting(&self.settings.meeting);
        let (school_days, working_days) = (&self.team.calendar(wanted.school).terms, Terms::default());
        let terms = if school_days.is_school_day(date) { school_days } else { &working_days };
        let diary = self.diaries.diary(&adviser.id);
        Day {
            meeting,
            busy: &adviser.busy,
            taken: diary.map(|diary| diary.taken_on(date, wanted.moving)).unwrap_or_default(),
            frame: (wanted.arranged_by == Arranger::Person).then(|| self.frame_of(meeting, terms)),
            now: london::on_the_wall(self.now),
        }
    }
}

/// A day of an adviser's, as one more meeting has to fit into it.
struct Day<'a> {
    meeting: &'a Meeting,
    busy: &'a [Span],
    taken: Vec<Span>,
    frame: Option<Frame>,
    now: NaiveDateTime,
}

impl Day<'_> {
    fn fits(&self, slot: &Slot) -> Result<(), Unfit> {
        if slot.start <= self.now {
            return Err(Unfit::Past);
        }
        match self.frame {
            Some(frame) if slot.day() < frame.first => return Err(Unfit::UnderNotice),
            Some(frame) if slot.day() > frame.last => return Err(Unfit::BeyondHorizon),
            _ => {}
        }
        let around = slot.span().widened(self.meeting.buffer_minutes);
        if self.taken.iter().any(|span| around.meets(*span)) || self.busy.iter().any(|span| slot.span().meets(*span)) {
            return Err(Unfit::Taken);
        }
        if self.taken.len() >= usize::from(self.meeting.daily_limit) { Err(Unfit::DayFull) } else { Ok(()) }
    }
}

/// Longer than any summer.
const LONGEST_SEARCH_DAYS: usize = 120;

/// The first day that leaves so many school days' notice. What is asked on a day off, or after a school day's end, counts as
/// asked on the next school day: the team sees it no sooner.
fn first_day(now: NaiveDateTime, terms: &Terms, notice: u16, settings: &Settings) -> NaiveDate {
    if notice == 0 {
        return now.date();
    }
    let counted_from = |terms: &Terms| {
        let seen = if now.time() >= settings.day_ends_at {
            terms.next_school_day(now.date())
        } else {
            terms.school_day_from(now.date())
        };
        seen.and_then(|day| terms.after(day, notice))
    };
    // Past the last term that is known, working days are all there is to count.
    counted_from(terms).or_else(|| counted_from(&Terms::default())).unwrap_or(now.date())
}

/// An opening cut into meetings with a buffer between them, from its beginning, so that the times stay the same whatever
/// is taken. What touches an hour that a change of clocks leaves out or repeats is no time to meet.
fn cut(opening: &Opening<'_>, adviser: &Adviser, meeting: &Meeting) -> Vec<Slot> {
    let step = Duration::minutes(i64::from(meeting.length_minutes) + i64::from(meeting.buffer_minutes));
    let plain = london::is_plain(opening.span);
    let mut slots = Vec::new();
    let mut start = opening.span.from;
    while step > Duration::zero() && start < opening.span.to {
        let slot = Slot {
            start,
            minutes: meeting.length_minutes,
            adviser: adviser.id.clone(),
            place: opening.window.place.clone(),
            schools: opening.window.schools.clone(),
        };
        if opening.span.holds(slot.span()) && (plain || london::is_plain(slot.span())) {
            slots.push(slot);
        }
        start += step;
    }
    slots
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
