//! What stands in a letter, and what cannot.

use chrono::{DateTime, TimeDelta, Utc};
use fingerpost::booking::{AskedBy, Code, Request, Span, london};
use fingerpost::letters::{Answered, Letter, Mailbox, Meeting, Purpose, Recipient, Route, Settings, Writer};
use fingerpost::notify::message;
use fingerpost::phrases::Phrases;
use fingerpost::school::{School, Schools};
use lettre::message::Mailbox as From;

use super::{ASH, FRIDAY_NOON, moment, phrases, schools};

const NASTY: &str = "Kim\r\nBcc: all@school.example\r\n\r\n<script>alert(1)</script> {code}";

struct Desk {
    phrases: Phrases,
    schools: Schools,
}

impl Desk {
    fn new() -> Self {
        Self { phrases: phrases(), schools: schools(ASH) }
    }

    fn school(&self) -> &School {
        self.schools.find(None).expect("a school")
    }

    fn writer(&self) -> Writer<'_> {
        let routes = &[Route::Mail, Route::Webhook];
        Writer { phrases: &self.phrases.letters, school: self.school(), now: now(), routes }
    }
}

fn now() -> DateTime<Utc> {
    london::instant(moment(FRIDAY_NOON))
}

fn kim() -> Recipient {
    Recipient::by_mail(&Mailbox::new("Kim", "kim@pupil.example").expect("an address"))
}

fn meeting() -> Meeting {
    Meeting {
        code: "7K2QX-M4TRA".to_owned(),
        uid: "5b1f0c6e@fingerpost.example.org".to_owned(),
        revision: 1,
        span: Span::lasting(moment("2026-12-01T14:05:00"), 30),
        place: "careers room".to_owned(),
        adviser: "Mr T. Adviser".to_owned(),
    }
}

fn request(name: &str) -> Request {
    Request {
        code: Code::from_bits(7),
        person: "kim".to_owned(),
        school: "ash".to_owned(),
        name: name.to_owned(),
        year: "Year 11".to_owned(),
        contact: name.to_owned(),
        about: "Apprenticeships".to_owned(),
        preferred: name.to_owned(),
        for_child: true,
        door: "web".to_owned(),
        made_at: moment(FRIDAY_NOON),
        arranged: String::new(),
        reminders: false,
    }
}

/// A letter as it goes over the wire.
fn raw(letter: &Letter) -> String {
    let from: From = "Careers <careers@ash.example>".parse().expect("an address");
    String::from_utf8(message(letter, &from, None).expect("a message").formatted()).expect("mail is ASCII")
}

#[test]
fn every_letter_is_whole() {
    let desk = Desk::new();
    let (writer, kim, meeting) = (desk.writer(), kim(), meeting());
    let mut letters = vec![
        writer.receipt(&kim, "7K2QX-M4TRA", "Apprenticeships", "any time"),
        writer.offer(&kim, &meeting, now() + TimeDelta::days(2)),
        writer.confirmed(&kim, &meeting),
        writer.moved(&kim, &meeting),
        writer.cancelled(&kim, &meeting),
        writer.put_back(&kim, &meeting),
        writer.time_withdrawn(&kim, &meeting),
        writer.declined(&kim, "7K2QX-M4TRA", None),
        writer.request_cancelled(&kim, "7K2QX-M4TRA"),
        writer.lapsed(&kim, "7K2QX-M4TRA"),
        writer.actions(&kim, &meeting, 1, &["Visit Elm College by 5 December".to_owned()]),
    ];
    letters.extend(writer.reminders(&kim, &meeting, &Settings::default()).into_iter().map(Some));
    for group in [
        writer.team_requested(&request("Sam"), AskedBy::Parent),
        writer.team_request_cancelled("7K2QX-M4TRA"),
        writer.team_cancelled(&meeting),
        writer.team_put_back(&meeting, Some(&request("Sam"))),
        writer.team_moved(&meeting),
        writer.team_answered(&meeting, Answered::Accepted),
        writer.team_answered(&meeting, Answered::Declined),
    ] {
        assert_eq!(group.len(), 3, "leader, adviser, webhook");
        letters.extend(group.into_iter().map(Some));
    }
    let letters: Vec<Letter> = letters.into_iter().map(|letter| letter.expect("mail is open")).collect();
    assert_eq!(letters.len(), 11 + 3 + 21);
    let mut keys: Vec<&str> = letters.iter().map(|letter| letter.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), letters.len(), "every letter has a key of its own");
    for letter in &letters {
        assert!(!letter.text.contains(['{', '}']) && !letter.subject.contains(['{', '}']), "{}", letter.text);
        assert!(letter.text.contains("Ash School"), "it says where it comes from: {}", letter.text);
        assert!(letter.subject.starts_with("DEMO: "), "{}", letter.subject);
        assert!(!letter.key.contains('@'), "no address stands in a key: {}", letter.key);
    }
}

#[test]
fn nothing_typed_can_begin_a_header_or_a_tag() {
    let desk = Desk::new();
    for letter in desk
        .writer()
        .team_requested(&request(NASTY), AskedBy::Parent)
        .iter()
        .filter(|letter| letter.to.route == Route::Mail)
    {
        assert!(!letter.html.contains("<script>"), "{}", letter.html);
        assert!(!letter.subject.contains(['\r', '\n']));
        let raw = raw(letter);
        let head = raw.split("\r\n\r\n").next().expect("a head");
        assert!(!head.contains("Bcc"), "{head}");
    }
    let mut school = desk.school().clone();
    school.name = NASTY.to_owned();
    let writer = Writer { school: &school, ..desk.writer() };
    let to = Recipient::by_mail(&Mailbox::new(NASTY, "kim@pupil.example").expect("an address"));
    let letter = writer.confirmed(&to, &meeting()).expect("a letter");
    let raw = raw(&Letter { subject: NASTY.replace(['\r', '\n'], " "), ..letter });
    assert!(raw.lines().take_while(|line| !line.is_empty()).all(|line| !line.starts_with("Bcc")), "{raw}");
}

#[test]
fn an_invitation_is_one_that_calendars_take() {
    let desk = Desk::new();
    let raw = raw(&desk.writer().confirmed(&kim(), &meeting()).expect("a letter"));
    assert!(raw.contains("multipart/mixed") && raw.contains("multipart/alternative"), "{raw}");
    assert!(raw.contains("Content-Type: text/calendar; charset=utf-8; method=REQUEST"), "{raw}");
    assert!(raw.contains("application/ics; name=\"interview.ics\""), "{raw}");
    assert!(raw.contains("text/plain") && raw.contains("text/html"));
}

#[test]
fn a_moved_and_a_cancelled_meeting_are_the_same_entry() {
    let desk = Desk::new();
    let writer = desk.writer();
    let moved = Meeting { revision: 2, ..meeting() };
    let called_off = Meeting { revision: 3, ..meeting() };
    let calendars =
        [writer.confirmed(&kim(), &meeting()), writer.moved(&kim(), &moved), writer.cancelled(&kim(), &called_off)]
            .map(|letter| letter.and_then(|letter| letter.calendar).expect("a calendar"));
    for (calendar, (method, sequence)) in calendars.iter().zip([("REQUEST", 1), ("REQUEST", 2), ("CANCEL", 3)]) {
        for line in [
            "UID:5b1f0c6e@fingerpost.example.org".to_owned(),
            format!("METHOD:{method}"),
            format!("SEQUENCE:{sequence}"),
            "ORGANIZER;CN=\"Ash School\":mailto:leader@ash.example".to_owned(),
        ] {
            assert!(calendar.contains(&format!("{line}\r\n")), "{line} is not in {calendar}");
        }
        assert!(!calendar.contains("7K2QX"), "a calendar is shared; the code is not");
    }
}

#[test]
fn reminders_come_before_the_meeting_and_never_late() {
    let desk = Desk::new();
    let due = |meeting: &Meeting| -> Vec<String> {
        let letters = desk.writer().reminders(&kim(), meeting, &Settings::default());
        letters.iter().map(|letter| letter.due_at.to_rfc3339()).collect()
    };
    assert_eq!(
        due(&meeting()),
        ["2026-11-24T14:05:00+00:00", "2026-11-30T14:05:00+00:00", "2026-12-01T12:05:00+00:00"]
    );
    let tomorrow = Meeting { span: Span::lasting(moment("2026-11-20T15:00:00"), 30), ..meeting() };
    assert_eq!(due(&tomorrow), ["2026-11-20T13:00:00+00:00"], "the steps whose time has gone by are left out");
}

#[test]
fn the_same_letter_has_the_same_message_id_and_nothing_can_be_read_off_it() {
    let desk = Desk::new();
    let letter = desk.writer().confirmed(&kim(), &meeting()).expect("a letter");
    let (one, other) = (letter.message_id("ash.example"), letter.message_id("ash.example"));
    assert_eq!(one, other);
    assert!(one.ends_with("@ash.example>") && !one.contains("7K2QX"), "{one}");
    let moved = desk.writer().moved(&kim(), &meeting()).expect("a letter");
    assert_ne!(one, moved.message_id("ash.example"));
}

#[test]
fn nothing_is_written_for_a_route_that_is_closed() {
    let desk = Desk::new();
    let closed = Writer { routes: &[], ..desk.writer() };
    assert_eq!(closed.team_requested(&request("Sam"), AskedBy::Parent), []);
    assert_eq!(closed.confirmed(&kim(), &meeting()), None);
    assert_eq!(desk.writer().confirmed(&kim(), &meeting()).map(|letter| letter.purpose), Some(Purpose::Confirmed));
}
