//! Times as RFC 5545 writes them.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::parser::Property;

use super::zone::Zones;

/// A day, or a time on some clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// What the clock shows; midnight for a day.
    pub(super) shown: NaiveDateTime,
    /// Which clock.
    pub(super) zone: Tz,
    /// True for a whole day.
    pub(super) is_day: bool,
}

/// Years that a calendar can sensibly speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// The longest a single event may last.
const LONGEST: Duration = Duration::days(3660);

impl Moment {
    /// The one time of a property.
    pub(super) fn read(property: &Property<'_>, zones: &mut Zones) -> Option<Self> {
        Self::parse(property.val.as_str(), zone_of(property, zones))
    }

    /// The times of a property that lists them; of a period, its beginning. None where one cannot be read.
    pub(super) fn list(property: &Property<'_>, zones: &mut Zones) -> Option<Vec<Self>> {
        let zone = zone_of(property, zones);
        let pieces = property.val.as_str().split(',').map(str::trim).filter(|piece| !piece.is_empty());
        pieces.map(|piece| Self::parse(piece.split('/').next()?, zone)).collect()
    }

    /// `20261124`, `20261124T100000` or `20261124T100000Z`.
    pub(super) fn parse(text: &str, zone: Tz) -> Option<Self> {
        let text = text.trim();
        let (text, zone) = match text.strip_suffix(['Z', 'z']) {
            Some(rest) => (rest, Tz::UTC),
            None => (text, zone),
        };
        let (day, time) = text.split_once(['T', 't']).map_or((text, None), |(day, time)| (day, Some(time)));
        let day = read_day(day)?;
        let time = time.map(read_time);
        let shown = day.and_time(time.unwrap_or(Some(NaiveTime::MIN))?);
        Some(Self { shown, zone, is_day: time.is_none() })
    }

    /// The instant it is.
    pub(super) fn instant(self) -> Option<DateTime<Utc>> {
        instant(self.shown, self.zone)
    }

    /// What another clock shows then.
    pub(super) fn on(self, zone: Tz) -> Option<NaiveDateTime> {
        if self.zone == zone || self.is_day {
            return Some(self.shown);
        }
        Some(self.instant()?.with_timezone(&zone).naive_local())
    }
}

/// The instant at which a clock shows this: of two the first; what the clock leaves out is read on the old clock.
pub(super) fn instant(shown: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let read = |shown: NaiveDateTime| zone.from_local_datetime(&shown).earliest().map(|found| found.to_utc());
    let hours = Duration::hours(3);
    read(shown).or_else(|| Some(read(shown.checked_sub_signed(hours)?)? + hours))
}

/// `PT45M`, `P1DT2H`, `P2W`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let rest = text.trim().trim_start_matches('+').strip_prefix('P')?;
    let (mut sum, mut digits, mut in_time) = (Duration::zero(), String::new(), false);
    for sign in rest.chars() {
        if sign.is_ascii_digit() && digits.len() < 9 {
            digits.push(sign);
            continue;
        }
        if sign == 'T' && digits.is_empty() {
            in_time = true;
            continue;
        }
        let number: i64 = digits.parse().ok()?;
        digits.clear();
        sum = sum.checked_add(&unit(sign, in_time, number)?)?;
    }
    (digits.is_empty() && sum <= LONGEST).then_some(sum)
}

/// A length that an event can have.
pub(super) fn sensible(length: Duration) -> Option<Duration> {
    (Duration::zero()..=LONGEST).contains(&length).then_some(length)
}

fn unit(sign: char, in_time: bool, number: i64) -> Option<Duration> {
    match (sign, in_time) {
        ('W', false) => Duration::try_weeks(number),
        ('D', false) => Duration::try_days(number),
        ('H', true) => Duration::try_hours(number),
        ('M', true) => Duration::try_minutes(number),
        ('S', true) => Duration::try_seconds(number),
        _ => None,
    }
}

fn zone_of(property: &Property<'_>, zones: &mut Zones) -> Tz {
    let named = property.params.iter().find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("TZID"));
    match named.and_then(|parameter| parameter.val.as_ref()) {
        Some(name) => zones.find(name.as_str()),
        None => zones.default(),
    }
}

fn read_day(text: &str) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| digits(text, range);
    (text.len() == 8).then_some(())?;
    let day = NaiveDate::from_ymd_opt(number(0..4)? as i32, number(4..6)?, number(6..8)?)?;
    YEARS.contains(&day.year()).then_some(day)
}

/// A leap second is the second before it.
fn read_time(text: &str) -> Option<NaiveTime> {
    matches!(text.len(), 4 | 6).then_some(())?;
    let second = if text.len() == 6 { digits(text, 4..6)? } else { 0 };
    NaiveTime::from_hms_opt(digits(text, 0..2)?, digits(text, 2..4)?, second.min(59))
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<u32> {
    text.get(range).filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}
