use super::*;

fn within(from: &str, to: &str) -> Span {
    let day = |text: &str| format!("{text}T00:00:00").parse().expect("a time");
    Span { from: day(from), to: day(to) }
}

fn calendar(events: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}\r\nEND:VCALENDAR\r\n",
        events.trim().replace('\n', "\r\n")
    )
}

/// The busy times of November 2026 to April 2027, shortened.
fn read(events: &str) -> Vec<String> {
    let busy = Busy::read(&calendar(events), within("2026-11-01", "2027-05-01")).expect("a calendar");
    assert_eq!(busy.problems, Vec::<String>::new());
    show(&busy)
}

fn show(busy: &Busy) -> Vec<String> {
    let shown = |span: &Span| format!("{} to {}", span.from.format("%d.%m. %H:%M"), span.to.format("%d.%m. %H:%M"));
    busy.times.iter().map(shown).collect()
}

fn problems(events: &str) -> Vec<String> {
    Busy::read(&calendar(events), within("2026-11-01", "2027-05-01")).expect("a calendar").problems
}

#[test]
fn times_of_any_clock_are_london_times() {
    assert_eq!(
        read(
            "BEGIN:VEVENT\nDTSTART:20261124T100000Z\nDTEND:20261124T110000Z\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART:20270401T100000Z\nDURATION:PT45M\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART;TZID=Europe/Paris:20261125T100000\nDTEND;TZID=Europe/Paris:20261125T103000\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART;TZID=\"GMT Standard Time\":20261126T140000\nDTEND;TZID=\"GMT Standard Time\":20261126T150000\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART:20261127T090000\nDTEND:20261127T093000\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART;TZID=/citadel.org/20210210_1/Europe/London:20261128T090000\nDURATION:P0DT1H\nEND:VEVENT"
        ),
        [
            "24.11. 10:00 to 24.11. 11:00",
            "25.11. 09:00 to 25.11. 09:30",
            "26.11. 14:00 to 26.11. 15:00",
            "27.11. 09:00 to 27.11. 09:30",
            "28.11. 09:00 to 28.11. 10:00",
            "01.04. 11:00 to 01.04. 11:45",
        ]
    );
}

#[test]
fn a_day_is_busy_from_midnight_to_midnight() {
    assert_eq!(
        read(
            "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261201\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261209\nEND:VEVENT"
        ),
        ["01.12. 00:00 to 02.12. 00:00", "07.12. 00:00 to 09.12. 00:00"]
    );
}

#[test]
fn what_is_marked_free_or_cancelled_keeps_nobody_busy() {
    let event =
        |mark: &str| format!("BEGIN:VEVENT\nDTSTART:20261124T100000Z\nDTEND:20261124T110000Z\n{mark}\nEND:VEVENT");
    for mark in ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"] {
        assert!(read(&event(mark)).is_empty(), "{mark}");
    }
    for mark in ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"] {
        assert_eq!(read(&event(mark)).len(), 1, "{mark}");
    }
}

#[test]
fn a_series_stays_at_its_hour_when_the_clocks_change() {
    assert_eq!(
        read(
            "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/London:20270319T100000\nDTEND;TZID=Europe/London:20270319T110000\n\
              RRULE:FREQ=WEEKLY;UNTIL=20270409T090000Z\nEND:VEVENT"
        ),
        [
            "19.03. 10:00 to 19.03. 11:00",
            "26.03. 10:00 to 26.03. 11:00",
            "02.04. 10:00 to 02.04. 11:00",
            "09.04. 10:00 to 09.04. 11:00",
        ]
    );
}

#[test]
fn a_series_without_end_has_exceptions_and_changed_times() {
    let busy = Busy::read(
        &calendar(
            "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/London:20200106T100000\nDTEND;TZID=Europe/London:20200106T110000\n\
             RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Europe/London:20261123T100000\nEND:VEVENT\n\
             BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261130T100000Z\nDTSTART;TZID=Europe/London:20261201T150000\n\
             DTEND;TZID=Europe/London:20261201T160000\nEND:VEVENT",
        ),
        within("2026-11-22", "2026-12-08"),
    );
    assert_eq!(show(&busy.expect("a calendar")), ["01.12. 15:00 to 01.12. 16:00", "07.12. 10:00 to 07.12. 11:00"]);
}

#[test]
fn the_hour_that_comes_twice_is_busy_as_a_whole() {
    let busy = Busy::read(
        &calendar("BEGIN:VEVENT\nDTSTART:20261025T003000Z\nDTEND:20261025T004500Z\nEND:VEVENT"),
        within("2026-10-01", "2026-11-01"),
    );
    assert_eq!(show(&busy.expect("a calendar")), ["25.10. 01:00 to 25.10. 02:00"]);
}

#[test]
fn a_calendar_of_busy_times_alone_is_read() {
    assert_eq!(
        read(
            "BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20261124T100000Z/20261124T110000Z,20261125T100000Z/PT30M\n\
              FREEBUSY;FBTYPE=FREE:20261126T100000Z/20261126T110000Z\nEND:VFREEBUSY"
        ),
        ["24.11. 10:00 to 24.11. 11:00", "25.11. 10:00 to 25.11. 10:30"]
    );
}

#[test]
fn a_clock_of_the_calendars_own_is_known_by_its_offsets() {
    assert_eq!(
        read(
            "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\n\
              BEGIN:DAYLIGHT\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nEND:DAYLIGHT\nEND:VTIMEZONE\n\
              BEGIN:VTIMEZONE\nTZID:Dubai\nBEGIN:STANDARD\nTZOFFSETTO:+0400\nEND:STANDARD\nEND:VTIMEZONE\n\
              BEGIN:VEVENT\nDTSTART;TZID=Customized Time Zone:20270401T100000\nDURATION:PT1H\nEND:VEVENT\n\
              BEGIN:VEVENT\nDTSTART;TZID=Dubai:20261201T140000\nDURATION:PT1H\nEND:VEVENT"
        ),
        ["01.12. 10:00 to 01.12. 11:00", "01.04. 10:00 to 01.04. 11:00"]
    );
}

#[test]
fn what_cannot_be_read_is_told_without_telling_what_it_is() {
    let secret = "SUMMARY:Hospital\nDTSTART:never\n";
    let told = problems(&format!("BEGIN:VEVENT\n{secret}END:VEVENT"));
    assert_eq!(told, ["an event has a beginning that is no date and is left out"]);
    assert_eq!(
        problems("BEGIN:VEVENT\nDTSTART:20261124T100000Z\nDTEND:20261123T100000Z\nEND:VEVENT"),
        ["an event that begins on 24 November 2026 ends before it begins, or never, and is left out"]
    );
    assert_eq!(
        problems("BEGIN:VEVENT\nDTSTART;TZID=Mars:20261124T100000\nDURATION:PT1H\nEND:VEVENT"),
        ["the time zone \"Mars\" is not known; its times are read as London time"]
    );
}

#[test]
fn a_rule_that_cannot_be_read_leaves_the_first_time() {
    let event = |rule: &str| {
        calendar(&format!("BEGIN:VEVENT\nDTSTART:20261124T100000Z\nDURATION:PT1H\nRRULE:{rule}\nEND:VEVENT"))
    };
    for rule in ["FREQ=SOMETIMES", "rubbish", "", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0;UNTIL=never"] {
        let busy = Busy::read(&event(rule), within("2026-11-01", "2027-05-01")).expect("a calendar");
        assert_eq!(show(&busy), ["24.11. 10:00 to 24.11. 11:00"], "{rule}");
        assert_eq!(busy.problems.len(), 1, "{rule}");
    }
    let never = Busy::read(&event("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), within("2026-11-01", "2027-05-01"));
    assert_eq!(show(&never.expect("a calendar")).len(), 1);
}

#[test]
fn what_is_no_whole_calendar_is_refused() {
    let year = within("2026-01-01", "2027-01-01");
    let whole = calendar("BEGIN:VEVENT\nDTSTART:20261124T100000Z\nEND:VEVENT");
    assert_eq!(Busy::read("", year), Err(BusyError::Empty));
    assert_eq!(Busy::read("<!doctype html><title>Sign in</title>", year), Err(BusyError::NoCalendar));
    assert_eq!(Busy::read(&whole[..whole.len() - 20], year), Err(BusyError::BreaksOff));
    assert_eq!(Busy::read(&calendar("BEGIN:VEVENT\nEND:VTODO"), year), Err(BusyError::Broken { line: 5 }));
    let deep = calendar(&format!("{}{}", "BEGIN:VEVENT\n".repeat(100_000), "END:VEVENT\n".repeat(100_000)));
    assert!(matches!(Busy::read(&deep, year), Err(BusyError::Broken { .. })));
    assert_eq!(Busy::read(&format!("BEGIN:VCALENDAR\n{}", "x".repeat(11 << 20)), year), Err(BusyError::TooLong));
}

#[test]
fn lines_folded_in_the_middle_and_ends_of_every_kind_are_read() {
    let text = "\u{feff}begin:vcalendar\nBEGIN:VEVENT\nDESCRIPTION:a very long \n line: with; everything\nDTSTART;TZID=Euro\n pe/London:20261124T10\n\t0000\nDURATION:PT1H\nBEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT9H\nEND:VALARM\nEND:VEVENT\nend:vcalendar";
    let busy = Busy::read(text, within("2026-11-01", "2026-12-01")).expect("a calendar");
    assert_eq!(show(&busy), ["24.11. 10:00 to 24.11. 11:00"]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(lines in proptest::collection::vec(line(), 0..40), cut in 0usize..2000) {
        let text = format!("BEGIN:VCALENDAR\r\n{}\r\nEND:VCALENDAR", lines.join("\r\n"));
        let year = within("2026-01-01", "2027-01-01");
        let _ = Busy::read(&text, year);
        let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let _ = Busy::read(&text[..cut], year);
    }
}

/// Lines as calendars have them, with rubbish in the values.
fn line() -> impl proptest::strategy::Strategy<Value = String> {
    proptest::prop_oneof![
        proptest::strategy::Just("BEGIN:VEVENT".to_owned()),
        proptest::strategy::Just("END:VEVENT".to_owned()),
        proptest::strategy::Just("DTSTART:20260329T013000".to_owned()),
        proptest::strategy::Just("DTEND:20261025T013000Z".to_owned()),
        "(DTSTART|DTEND|RDATE|EXDATE|RECURRENCE-ID)(;TZID=[A-Za-z/\"]{0,12})?:[0-9TZ,/]{0,24}",
        "RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL|COUNT|BYDAY|BYMONTH|BYMONTHDAY|BYSETPOS|BYHOUR|UNTIL|WKST|BYWEEKNO|BYYEARDAY)=-?[0-9A-Z,+-]{0,9}){0,3}",
        "DURATION:[-+]?P[0-9A-Z]{0,9}",
        "\\PC{0,40}",
    ]
}
