//! From what a person types to one of the times on offer: pure, and never at a loss. Whatever is typed has an outcome, and
//! an outcome that is no time says exactly why, with the nearest times that are free.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::choice::Choice;
use super::{Day, Frame, Part, Periods, Slot, SlotKey, Span, Terms, Wish};

/// What somebody is shown when asked for a time, and what there is beyond it.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The day it is, in London.
    pub today: NaiveDate,
    /// The times shown, in the order of their numbers.
    pub shown: &'a [Slot],
    /// All times that are free, soonest first.
    pub free: &'a [Slot],
    /// When an adviser is there at all within the frame, free or not.
    pub open: &'a [Span],
    /// The first and last day for which may be asked.
    pub frame: Frame,
    /// The school's year.
    pub terms: &'a Terms,
    /// The school's day.
    pub periods: &'a Periods,
}

/// What somebody meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// This time.
    Slot(Slot),
    /// One of these, soonest first.
    Several(Vec<Slot>),
    /// A time that is understood and cannot be had.
    Cannot {
        /// Why.
        why: Why,
        /// The wish in our words, such as `Tuesday 24 November, after school`.
        wish: String,
        /// The free times nearest to it.
        near: Vec<Slot>,
    },
    /// A number that is not on the list.
    NoSuchNumber,
    /// None of the times shown.
    NoneSuits,
    /// Other times, please.
    More,
    /// More words than anybody needs for a time.
    TooLong,
    /// No time in it.
    Nothing,
}

/// Why a time that is understood cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The day is over.
    Past,
    /// No calendar has it.
    Impossible,
    /// No school that day; the next day with school, if one is known.
    NotSchoolDay(Option<NaiveDate>),
    /// Sooner than this day, the first for which may be asked.
    UnderNotice(NaiveDate),
    /// Later than this day, the last for which may be asked.
    BeyondHorizon(NaiveDate),
    /// No adviser is there then.
    OutsideHours,
    /// All taken.
    Taken,
    /// Nothing is free at all.
    NothingFree,
}

/// Longer messages are about something else than a time.
const LONGEST_CHARACTERS: usize = 300;
/// How many times near a wish are named.
const NEAR: usize = 3;

impl Reading {
    /// Reads what was typed or tapped.
    pub fn read(text: &str, offer: &Offer<'_>) -> Self {
        if text.chars().count() > LONGEST_CHARACTERS {
            return Reading::TooLong;
        }
        if let Some(key) = SlotKey::parse(text.trim()) {
            return tapped(&key, offer);
        }
        let wanted = Wanted::of(Wish::read(text, offer.today), offer);
        match Choice::read(text, offer.shown.len()) {
            Some(Choice::Of(at)) => {
                offer.shown.get(at).map_or(Reading::NoSuchNumber, |slot| Reading::Slot(slot.clone()))
            }
            Some(Choice::NoSuch) => at_that_hour(text, offer).unwrap_or(Reading::NoSuchNumber),
            Some(Choice::NoneSuits) if !wanted.says_when() => Reading::NoneSuits,
            Some(Choice::More) if !wanted.says_when() => Reading::More,
            _ => wanted.reading(),
        }
    }
}

impl Reading {
    /// The same for a wish that was read before.
    pub fn of_wish(wish: Wish, offer: &Offer<'_>) -> Self {
        Wanted::of(wish, offer).reading()
    }
}

/// A button, which may be an old one.
fn tapped(key: &SlotKey, offer: &Offer<'_>) -> Reading {
    match offer.free.iter().find(|slot| slot.key() == *key) {
        Some(slot) => Reading::Slot(slot.clone()),
        None => {
            let why = if key.start.date() < offer.today { Why::Past } else { Why::Taken };
            let at = Part::At(key.start.time());
            let wish = Wish { day: Day::OneOf(vec![key.start.date()]), part: Some(at), any: false };
            Wanted::of(wish, offer).cannot(why)
        }
    }
}

/// "10" where three are shown, one of them at ten o'clock.
fn at_that_hour(text: &str, offer: &Offer<'_>) -> Option<Reading> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = Part::find(&format!("at {digits}"))?;
    let wanted = Wanted::of(Wish { day: Day::None, part: Some(part), any: false }, offer);
    let mut at = offer.shown.iter().filter(|slot| wanted.holds(slot));
    let (first, second) = (at.next(), at.next());
    first.filter(|_| second.is_none()).map(|slot| Reading::Slot(slot.clone()))
}

/// A wish beside what is on offer, with the hours that its part of the day has on each weekday.
struct Wanted<'a> {
    wish: Wish,
    hours: Option<[(NaiveTime, NaiveTime); 7]>,
    offer: &'a Offer<'a>,
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl<'a> Wanted<'a> {
    fn of(wish: Wish, offer: &'a Offer<'a>) -> Self {
        let hours = wish.part.map(|part| WEEK.map(|day| part.bounds(day, offer.periods)));
        Self { wish, hours, offer }
    }

    fn says_when(&self) -> bool {
        self.wish.day != Day::None || self.wish.part.is_some()
    }

    fn reading(&self) -> Reading {
        if self.wish.day == Day::Impossible {
            return self.cannot(Why::Impossible);
        }
        if !self.says_when() {
            return if self.wish.any { self.any() } else { Reading::Nothing };
        }
        let found: Vec<&Slot> = self.offer.free.iter().filter(|slot| self.holds(slot)).collect();
        match found.as_slice() {
            [] => self.cannot(self.why_not()),
            [slot] => Reading::Slot((*slot).clone()),
            // "Tuesday, the first you have" needs no list.
            [slot, ..] if self.wish.any && matches!(self.wish.day, Day::OneOf(_) | Day::Week(_)) => {
                Reading::Slot((*slot).clone())
            }
            several => Reading::Several(several.iter().map(|slot| (*slot).clone()).collect()),
        }
    }

    /// Any will do: the first of those shown that can still be had, and where none can, the first of all.
    fn any(&self) -> Reading {
        let shown = self.offer.shown.iter().find(|slot| self.offer.free.contains(slot));
        match shown.or(self.offer.free.first()) {
            Some(slot) => Reading::Slot(slot.clone()),
            None => self.cannot(Why::NothingFree),
        }
    }

    fn cannot(&self, why: Why) -> Reading {
        Reading::Cannot { why, wish: self.wish.words(), near: self.near() }
    }

    /// Why a wish with nothing free cannot be had, most telling reason first.
    fn why_not(&self) -> Why {
        let offer = self.offer;
        let day = match &self.wish.day {
            Day::OneOf(days) => days.first().copied(),
            // The last school day of the week speaks for it: all of it is too soon only if that is.
            Day::Week(monday) => Some(*monday + Days::new(4)),
            _ => None,
        };
        let Some(day) = day else {
            return if offer.free.is_empty() { Why::NothingFree } else { self.in_hours() };
        };
        let someone_there = offer.open.iter().any(|span| span.from.date() == day);
        if day < offer.today {
            Why::Past
        } else if day > offer.frame.last {
            Why::BeyondHorizon(offer.frame.last)
        } else if !someone_there && !offer.terms.is_school_day(day) && !matches!(self.wish.day, Day::Week(_)) {
            Why::NotSchoolDay(offer.terms.next_school_day(day))
        } else if day < offer.frame.first {
            Why::UnderNotice(offer.frame.first)
        } else {
            self.in_hours()
        }
    }

    /// Taken where an adviser is there then, else outside their hours.
    fn in_hours(&self) -> Why {
        if self.offer.open.iter().any(|span| self.touches(*span)) { Why::Taken } else { Why::OutsideHours }
    }

    fn holds(&self, slot: &Slot) -> bool {
        self.has_day(slot.day()) && self.has_time(slot.day(), slot.start.time())
    }

    fn has_day(&self, day: NaiveDate) -> bool {
        match &self.wish.day {
            Day::None | Day::Impossible => true,
            Day::OneOf(days) => days.contains(&day),
            Day::Week(monday) => (*monday..*monday + Days::new(7)).contains(&day),
            Day::Not(days) => !days.contains(&day.weekday()),
        }
    }

    fn has_time(&self, day: NaiveDate, time: NaiveTime) -> bool {
        self.hours_on(day).is_none_or(|(from, to)| from <= time && time < to)
    }

    fn hours_on(&self, day: NaiveDate) -> Option<(NaiveTime, NaiveTime)> {
        self.hours.map(|hours| hours[day.weekday().num_days_from_monday() as usize])
    }

    /// True where an adviser's hours hold some of what is wished.
    fn touches(&self, open: Span) -> bool {
        let day = open.from.date();
        let meets = |(from, to)| open.from.time() < to && from < open.to.time();
        self.has_day(day) && self.hours_on(day).is_none_or(meets)
    }

    /// The free times nearest to the wish: on its days, then at its time of day, then by days between.
    fn near(&self) -> Vec<Slot> {
        let wished = match &self.wish.day {
            Day::OneOf(days) => days.first().copied(),
            Day::Week(monday) => Some(*monday),
            _ => None,
        };
        let mut near: Vec<&Slot> = self.offer.free.iter().collect();
        near.sort_by_cached_key(|slot| {
            let days = wished.map_or(0, |day| (slot.day() - day).num_days().abs());
            let right_part = self.wish.part.is_some() && self.has_time(slot.day(), slot.start.time());
            let off_by = match self.wish.part {
                Some(Part::At(time)) => (slot.start.time() - time).num_minutes().abs(),
                _ => 0,
            };
            (days > 0, !right_part, days, off_by, slot.start)
        });
        let mut near: Vec<Slot> = near.into_iter().take(NEAR).cloned().collect();
        near.sort_by_key(|slot| slot.start);
        near
    }
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
