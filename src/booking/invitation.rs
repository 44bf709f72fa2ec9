//! A meeting as a calendar file that Outlook, Google and Apple take in: the same UID for life, a SEQUENCE that rises with
//! every change, London's clock explained, no alarms. Pure: whoever calls says when it is.
//!
//! `icalendar` writes the lines and folds them, by the tree its parser uses: its builder of events would read the clock, put
//! a DTSTAMP and a random UID into the time zone as well, and sort what belongs in order. It does not escape what that tree
//! holds, nor keep control characters and quotes out of names, so that is done here.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime, Utc};
use icalendar::parser::{Calendar, Component, Parameter, Property};

use super::Span;

/// A meeting for somebody's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What names the meeting in every calendar, for life. Never the request's code: calendars are shared with others.
    pub uid: String,
    /// How often it has changed: the entry's revision.
    pub revision: u32,
    /// Whether it is to be or is called off.
    pub kind: Kind,
    /// From when to when, London time.
    pub span: Span,
    /// When this was written.
    pub written_at: DateTime<Utc>,
    /// What it is called.
    pub title: String,
    /// More about it, in lines.
    pub about: String,
    /// Where it is.
    pub place: String,
    /// The careers team.
    pub organiser: Party,
    /// Who comes. Without an address it is a file to keep rather than an invitation to answer.
    pub attendee: Option<Party>,
}

/// Whether a meeting is to be or is called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is to be, for the first time or changed.
    Request,
    /// It is called off.
    Cancel,
}

/// Somebody with an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name, as shown.
    pub name: String,
    /// The e-mail address.
    pub address: String,
}

/// London's clock since 1996, which is when the whole of Europe agreed on the last Sunday of October.
const LONDON: [(&str, [(&str, &str); 5]); 2] = [
    (
        "DAYLIGHT",
        [
            ("DTSTART", "19960331T010000"),
            ("TZOFFSETFROM", "+0000"),
            ("TZOFFSETTO", "+0100"),
            ("TZNAME", "BST"),
            ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ],
    ),
    (
        "STANDARD",
        [
            ("DTSTART", "19961027T020000"),
            ("TZOFFSETFROM", "+0100"),
            ("TZOFFSETTO", "+0000"),
            ("TZNAME", "GMT"),
            ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
        ],
    ),
];
const TZID: &str = "Europe/London";

impl Invitation {
    /// The file.
    pub fn text(&self) -> String {
        let properties = vec![
            property("VERSION", "2.0"),
            property("PRODID", "-//Fingerpost//Booking//EN"),
            property("CALSCALE", "GREGORIAN"),
            property("METHOD", self.method()),
        ];
        let calendar = Calendar { properties, components: vec![london(), self.event()] };
        calendar.to_string()
    }

    /// The type under which the file travels: mail programs look here for the method, not into the file.
    pub fn content_type(&self) -> String {
        format!("text/calendar; charset=utf-8; method={}", self.method())
    }

    /// A request or cancellation is addressed to somebody; a file for nobody in particular is published.
    fn method(&self) -> &'static str {
        match (self.kind, self.addressee()) {
            (_, None) => "PUBLISH",
            (Kind::Request, _) => "REQUEST",
            (Kind::Cancel, _) => "CANCEL",
        }
    }

    fn event(&self) -> Component<'_> {
        let status = if self.kind == Kind::Request { "CONFIRMED" } else { "CANCELLED" };
        let mut properties = vec![
            property("UID", escaped(&self.uid)),
            property("DTSTAMP", self.written_at.format("%Y%m%dT%H%M%SZ").to_string()),
            property("SEQUENCE", self.revision.to_string()),
            on_london("DTSTART", self.span.from),
            on_london("DTEND", self.span.to),
            property("SUMMARY", escaped(&self.title)),
            property("DESCRIPTION", escaped(&self.about)),
            property("LOCATION", escaped(&self.place)),
            property("STATUS", status),
            property("TRANSP", if self.kind == Kind::Request { "OPAQUE" } else { "TRANSPARENT" }),
            // Whoever a calendar is shared with sees that somebody is busy, not with what.
            property("CLASS", "PRIVATE"),
        ];
        properties.extend(party("ORGANIZER", &self.organiser, &[]));
        // They have said yes already; nobody needs to answer.
        let accepted = [("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")];
        properties.extend(self.addressee().and_then(|attendee| party("ATTENDEE", attendee, &accepted)));
        properties.retain(|property| !property.val.as_str().is_empty());
        Component { name: "VEVENT".into(), properties, components: Vec::new() }
    }

    fn addressee(&self) -> Option<&Party> {
        self.attendee.as_ref().filter(|party| is_address(&party.address))
    }
}

fn london<'a>() -> Component<'a> {
    let rules = LONDON.iter().map(|(name, properties)| Component {
        name: (*name).into(),
        properties: properties.iter().map(|(name, value)| property(name, *value)).collect(),
        components: Vec::new(),
    });
    Component { name: "VTIMEZONE".into(), properties: vec![property("TZID", TZID)], components: rules.collect() }
}

fn property<'a>(name: &'a str, value: impl Into<Cow<'a, str>>) -> Property<'a> {
    Property { name: name.into(), val: value.into().into_owned().into(), params: Vec::new() }
}

fn on_london(name: &str, shown: NaiveDateTime) -> Property<'_> {
    let mut property = property(name, shown.format("%Y%m%dT%H%M%S").to_string());
    property.params.push(parameter("TZID", TZID));
    property
}

fn party<'a>(name: &'a str, party: &Party, more: &[(&'a str, &'a str)]) -> Option<Property<'a>> {
    is_address(&party.address).then(|| {
        let mut property = property(name, format!("mailto:{}", party.address));
        property.params.push(parameter("CN", &quoted(&party.name)));
        property.params.extend(more.iter().map(|(name, value)| parameter(name, value)));
        property
    })
}

fn parameter<'a>(name: &'a str, value: &str) -> Parameter<'a> {
    Parameter { key: name.into(), val: Some(value.to_owned().into()) }
}

/// RFC 5545 text: what has a meaning is escaped, control characters but the new line are gone.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// A name in quotes, which it cannot hold itself.
fn quoted(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect();
    format!("\"{name}\"")
}

/// Nothing in it can end the line or begin another property.
fn is_address(address: &str) -> bool {
    let parts = address.split_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | ',' | ';' | ':' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booking::Busy;

    fn invitation(kind: Kind) -> Invitation {
        Invitation {
            uid: "5b1f0c6e@fingerpost.example.org".into(),
            revision: 2,
            kind,
            span: Span::lasting("2027-03-30T10:05:00".parse().expect("a time"), 30),
            written_at: "2027-03-01T09:00:00Z".parse().expect("an instant"),
            title: "Careers interview".into(),
            about: "Bring: your options form; a pen\nBack\\slash, comma. Zoë, 李雷 and 🔥 are all fine, and so is a long line that is folded.".into(),
            place: "Careers office, library corridor".into(),
            organiser: Party { name: "Careers \"team\": North".into(), address: "careers@north.example.org".into() },
            attendee: Some(Party { name: "Zoë".into(), address: "zoe@north.example.org".into() }),
        }
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_end_as_they_should() {
        let text = invitation(Kind::Request).text();
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
        }
    }

    #[test]
    fn a_request_and_its_cancellation_are_about_the_same_meeting() {
        let request = invitation(Kind::Request).text();
        for line in ["METHOD:REQUEST", "STATUS:CONFIRMED", "SEQUENCE:2", "DTSTART;TZID=Europe/London:20270330T100500"] {
            assert!(request.contains(&format!("{line}\r\n")), "{line}");
        }
        let cancel = invitation(Kind::Cancel).text();
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "UID:5b1f0c6e@fingerpost.example.org"] {
            assert!(cancel.contains(&format!("{line}\r\n")), "{line}");
        }
        assert!(!request.contains("VALARM"));
        assert_eq!(invitation(Kind::Cancel).content_type(), "text/calendar; charset=utf-8; method=CANCEL");
    }

    #[test]
    fn nothing_that_is_typed_can_begin_a_line() {
        let mut odd = invitation(Kind::Request);
        odd.title = "a\r\nATTENDEE:mailto:x@y.z\u{0}".into();
        odd.organiser.name = "x\":mailto:evil@y.z\r\nATTACH:file".into();
        odd.attendee = Some(Party { name: "x".into(), address: "a@b.c\r\nX:y".into() });
        let text = odd.text();
        assert!(text.contains("SUMMARY:a\\nATTENDEE:mailto:x@y.z\r\n"), "{text}");
        assert!(!text.contains("\r\nATT"), "{text}");
        assert!(text.contains("METHOD:PUBLISH"), "an address that is none is no address");
    }

    #[test]
    fn what_is_written_is_read_back_as_busy_at_its_time() {
        let within = Span::lasting("2027-03-30T00:00:00".parse().expect("a time"), 1440);
        let read = |kind| Busy::read(&invitation(kind).text(), within).expect("a calendar");
        assert_eq!(read(Kind::Request).times, [invitation(Kind::Request).span]);
        assert_eq!(read(Kind::Cancel), Busy::default());
    }
}
