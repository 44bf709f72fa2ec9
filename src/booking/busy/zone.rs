//! Which clock a calendar means. Names are those of the IANA list, of Windows, or a calendar's own; a name that nobody
//! knows is read as London time, and told.

use std::collections::BTreeMap;

use chrono_tz::{Europe::London, Tz};
use icalendar::parser::Component;

/// The clocks that a calendar brings or names.
pub(super) struct Zones {
    own: BTreeMap<String, Vec<String>>,
    default: Tz,
    unknown: Vec<String>,
}

/// Windows names that schools meet. Others are looked up in what the calendar brings with it.
const WINDOWS: [(&str, Tz); 10] = [
    ("GMT Standard Time", London),
    ("Greenwich Standard Time", Tz::Atlantic__Reykjavik),
    ("UTC", Tz::UTC),
    ("Coordinated Universal Time", Tz::UTC),
    ("W. Europe Standard Time", Tz::Europe__Berlin),
    ("Romance Standard Time", Tz::Europe__Paris),
    ("Central Europe Standard Time", Tz::Europe__Budapest),
    ("Central European Standard Time", Tz::Europe__Warsaw),
    ("Eastern Standard Time", Tz::America__New_York),
    ("India Standard Time", Tz::Asia__Kolkata),
];

impl Zones {
    /// What a calendar brings with it.
    pub(super) fn of(calendar: &Component<'_>) -> Self {
        let mut own = BTreeMap::new();
        for zone in calendar.components.iter().filter(|part| part.name == "VTIMEZONE") {
            let offsets = zone.components.iter().filter_map(|rule| rule.find_prop("TZOFFSETTO"));
            let mut offsets: Vec<String> = offsets.map(|offset| offset.val.as_str().trim().to_owned()).collect();
            offsets.sort_unstable();
            offsets.dedup();
            if let Some(name) = zone.find_prop("TZID") {
                own.insert(plain(name.val.as_str()), offsets);
            }
        }
        let named = calendar.properties.iter().find(|property| property.name == "X-WR-TIMEZONE");
        let default = named.and_then(|property| listed(&plain(property.val.as_str()))).unwrap_or(London);
        Self { own, default, unknown: Vec::new() }
    }

    /// The clock of a time that names none.
    pub(super) fn default(&self) -> Tz {
        self.default
    }

    /// The clock of a name.
    pub(super) fn find(&mut self, name: &str) -> Tz {
        let wanted = plain(name);
        if let Some(zone) = listed(&wanted).or_else(|| self.brought(&wanted)) {
            return zone;
        }
        if !self.unknown.contains(&wanted) {
            self.unknown.push(wanted);
        }
        London
    }

    /// What was not known, in words for the adviser.
    pub(super) fn unknown(self) -> impl Iterator<Item = String> {
        self.unknown.into_iter().map(|name| {
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            format!("the time zone \"{name}\" is not known; its times are read as London time")
        })
    }

    /// A zone that the calendar explains: London's two offsets, or one for the whole year.
    fn brought(&self, name: &str) -> Option<Tz> {
        let offsets: Vec<&str> = self.own.get(name)?.iter().map(String::as_str).collect();
        match offsets.as_slice() {
            ["+0000", "+0100"] => Some(London),
            [one] => fixed(one),
            _ => None,
        }
    }
}

fn plain(name: &str) -> String {
    name.trim().trim_matches('"').trim_matches('\'').to_owned()
}

/// By the IANA list, also at the end of a path such as `/citadel.org/20210210_1/Europe/London`, or by Windows' list.
fn listed(name: &str) -> Option<Tz> {
    if let Some((_, zone)) = WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name)) {
        return Some(*zone);
    }
    let starts = std::iter::once(0).chain(name.match_indices('/').map(|(at, _)| at + 1));
    starts.filter_map(|at| name.get(at..)).find_map(|rest| rest.parse().ok())
}

/// An offset of whole hours. The signs of the `Etc` zones are the other way round.
fn fixed(offset: &str) -> Option<Tz> {
    let hours: i8 = offset.strip_suffix("00")?.parse().ok()?;
    let name = if hours == 0 { "Etc/GMT".to_owned() } else { format!("Etc/GMT{:+}", -hours) };
    name.parse().ok()
}
