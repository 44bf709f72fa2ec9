use chrono::{Duration, NaiveDateTime};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property};

use super::super::{Span, london};
use super::moment::{self, Moment};
use super::zone::Zones;

/// An event: when it is, how often, and whether it keeps anybody busy.
pub(super) struct Happening {
    uid: String,
    /// Which time of the series of the same name this one stands for.
    instead_of: Option<Moment>,
    /// When it begins, first.
    pub(super) start: Moment,
    /// How long it lasts, on its own clock.
    pub(super) length: Length,
    /// How it comes again.
    pub(super) rules: Vec<String>,
    /// When else it is.
    pub(super) also: Vec<Moment>,
    /// When it is not after all.
    pub(super) except: Vec<Moment>,
    /// True where it keeps the adviser busy.
    pub(super) is_busy: bool,
}

/// How long an event lasts: by the clock on the wall, or by the stopwatch where it begins and ends on different clocks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Length {
    Wall(Duration),
    Stopwatch(Duration),
}

impl Happening {
    /// Reads an event, or says what is wrong with it without telling what it is.
    pub(super) fn read(part: &Component<'_>, zones: &mut Zones) -> Result<Self, String> {
        let start = part.find_prop("DTSTART").ok_or("an event has no beginning and is left out")?;
        let start = Moment::read(start, zones).ok_or("an event has a beginning that is no date and is left out")?;
        let told = |what: &str| format!("an event that begins on {} {what}", start.shown.format("%-d %B %Y"));
        let length =
            length(part, start, zones).ok_or_else(|| told("ends before it begins, or never, and is left out"))?;
        let mut list = |name: &str| -> Option<Vec<Moment>> {
            let lists = all(part, name).map(|property| Moment::list(property, zones));
            lists.collect::<Option<Vec<_>>>().map(|lists| lists.concat())
        };
        let also = list("RDATE").ok_or_else(|| told("has more dates that cannot be read, and is left out"))?;
        // An exception that cannot be read leaves the adviser busy: the safe side.
        let except = list("EXDATE").unwrap_or_default();
        let instead_of = part.find_prop("RECURRENCE-ID").and_then(|property| Moment::read(property, zones));
        Ok(Self {
            uid: part.find_prop("UID").map(|uid| uid.val.as_str().to_owned()).unwrap_or_default(),
            instead_of,
            start,
            length,
            rules: all(part, "RRULE").map(|rule| rule.val.as_str().trim().to_owned()).collect(),
            also,
            except,
            is_busy: is_busy(part),
        })
    }

    /// The series, and the time of it, that this one stands for: as an instant on London's clock, whatever clock it names.
    pub(super) fn stands_for(&self) -> Option<(String, NaiveDateTime)> {
        let instead_of = self.instead_of.filter(|_| !self.uid.is_empty())?;
        Some((
            self.uid.clone(),
            on_london(instead_of.shown, if instead_of.is_day { self.start.zone } else { instead_of.zone })?,
        ))
    }

    /// The same for one time of this series; none for one that stands for another itself.
    pub(super) fn named(&self, shown: NaiveDateTime) -> Option<(String, NaiveDateTime)> {
        let in_series = self.instead_of.is_none() && !self.uid.is_empty();
        in_series.then(|| on_london(shown, self.start.zone)).flatten().map(|at| (self.uid.clone(), at))
    }

    /// How many days it may reach over, rounded up.
    pub(super) fn longest_days(&self) -> i64 {
        let (Length::Wall(length) | Length::Stopwatch(length)) = self.length;
        length.num_days() + 1
    }

    /// When a time that begins so ends.
    pub(super) fn span(&self, shown: NaiveDateTime, within: Span) -> Option<Span> {
        let from = moment::instant(shown, self.start.zone)?;
        let to = match self.length {
            Length::Wall(length) => moment::instant(shown.checked_add_signed(length)?, self.start.zone)?,
            Length::Stopwatch(length) => from.checked_add_signed(length)?,
        };
        super::london_span(from, to, within)
    }
}

/// The busy times of a calendar that tells nothing else.
pub(super) fn free_busy(part: &Component<'_>, zones: &mut Zones) -> Vec<Span> {
    let busy = all(part, "FREEBUSY").filter(|property| {
        let kind = property.params.iter().find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("FBTYPE"));
        let kind = kind.and_then(|parameter| parameter.val.as_ref());
        kind.is_none_or(|kind| !kind.as_str().eq_ignore_ascii_case("FREE"))
    });
    busy.flat_map(|property| property.val.as_str().split(','))
        .filter_map(|period| {
            let (from, to) = period.split_once('/')?;
            let from = Moment::parse(from, zones.default())?.instant()?;
            let length = || from.checked_add_signed(moment::duration(to)?);
            let to = Moment::parse(to, zones.default()).map_or_else(length, Moment::instant)?;
            (from < to).then(|| london::covered(from, to))
        })
        .collect()
}

fn all<'a, 'b>(part: &'a Component<'b>, name: &str) -> impl Iterator<Item = &'a Property<'b>> {
    part.properties.iter().filter(move |property| property.name == name)
}

/// By its end, by its duration, else a day for a day and nothing for a time.
fn length(part: &Component<'_>, start: Moment, zones: &mut Zones) -> Option<Length> {
    if let Some(end) = part.find_prop("DTEND") {
        let end = Moment::read(end, zones)?;
        return if end.zone == start.zone || end.is_day {
            moment::sensible(end.shown - start.shown).map(Length::Wall)
        } else {
            moment::sensible(end.instant()? - start.instant()?).map(Length::Stopwatch)
        };
    }
    match part.find_prop("DURATION") {
        Some(written) => moment::duration(written.val.as_str()).map(Length::Wall),
        None => Some(Length::Wall(if start.is_day { Duration::days(1) } else { Duration::zero() })),
    }
}

fn is_busy(part: &Component<'_>) -> bool {
    let says = |name: &str, value: &str| {
        part.find_prop(name).is_some_and(|property| property.val.as_str().trim().eq_ignore_ascii_case(value))
    };
    !says("STATUS", "CANCELLED") && !says("TRANSP", "TRANSPARENT") && !says("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
}

fn on_london(shown: NaiveDateTime, zone: Tz) -> Option<NaiveDateTime> {
    moment::instant(shown, zone).map(london::on_the_wall)
}
