use super::*;
use crate::booking::{Diaries, For, SchoolId, Settings, Slots, Team};

/// Tuesdays 9 to 11, Thursdays P5, Fridays after school; on Saturday 21 November 2026. Tuesday 24 at 9:35 is taken.
struct Asked {
    team: Team,
    free: Vec<Slot>,
    open: Vec<Span>,
    frame: Frame,
}

fn asked() -> Asked {
    let team: Team = toml::from_str(
        r#"
        [schools.north]
        terms.terms = [{ first = "2026-09-03", last = "2026-12-16" }, { first = "2027-01-04", last = "2027-03-25" }]
        periods = [
            { name = "P1", from = "08:50:00", to = "09:50:00" },
            { name = "P5", from = "13:50:00", to = "14:50:00" },
            { name = "After school", from = "15:00:00", to = "16:30:00" },
        ]
        [[advisers]]
        id = "ada"
        busy = [{ from = "2026-11-24T09:40:00", to = "2026-11-24T09:50:00" }]
        [[advisers.hours.weekly]]
        day = "Tue"
        time = { clock = ["09:00:00", "11:00:00"] }
        place = "online"
        schools = ["north"]
        [[advisers.hours.weekly]]
        day = "Thu"
        time = { period = "P5" }
        place = "online"
        schools = ["north"]
        [[advisers.hours.weekly]]
        day = "Fri"
        time = { period = "after school" }
        place = "online"
        schools = ["north"]
        "#,
    )
    .expect("a team");
    let school = SchoolId::from("north");
    let (settings, diaries) = (Settings::default(), Diaries::default());
    let now = "2026-11-21T12:00:00Z".parse().expect("an instant");
    let slots = Slots { team: &team, settings: &settings, diaries: &diaries, now };
    let wanted = For { school: &school, arranged_by: crate::booking::Arranger::Person, moving: None };
    let (free, open) = (slots.of_school(wanted, None), slots.open(&school));
    let frame = slots.widest_frame(&school).expect("an adviser");
    Asked { team, free, open, frame }
}

impl Asked {
    fn read(&self, text: &str) -> Reading {
        let calendar = self.team.calendar(&"north".into());
        Reading::read(
            text,
            &Offer {
                today: "2026-11-21".parse().expect("a date"),
                shown: &self.free[..3],
                free: &self.free,
                open: &self.open,
                frame: self.frame,
                terms: &calendar.terms,
                periods: &calendar.periods,
            },
        )
    }

    fn shown(&self, text: &str) -> String {
        let time = |slot: &Slot| slot.start.format("%d.%m. %H:%M").to_string();
        let times = |slots: &[Slot]| slots.iter().map(time).collect::<Vec<_>>().join(", ");
        match self.read(text) {
            Reading::Slot(slot) => time(&slot),
            Reading::Several(slots) => format!("one of {}", times(&slots)),
            Reading::Cannot { why, wish, near } => format!("{why:?} [{wish}] near {}", times(&near)),
            other => format!("{other:?}"),
        }
    }
}

#[test]
fn a_time_is_found_however_it_is_said() {
    let asked = asked();
    for (said, meant) in [
        ("2", "24.11. 10:10"),
        ("the first one", "24.11. 09:00"),
        ("the last one", "26.11. 13:50"),
        ("the first one you have", "24.11. 09:00"),
        ("any", "24.11. 09:00"),
        ("i dont mind", "24.11. 09:00"),
        ("9", "24.11. 09:00"),
        ("p5 thursday", "26.11. 13:50"),
        ("Thursday period 5 pls", "26.11. 13:50"),
        ("2026-11-24T10:10@ada", "24.11. 10:10"),
        ("next tuesday", "one of 24.11. 09:00, 24.11. 10:10"),
        ("tuesday p1", "24.11. 09:00"),
        ("tues at ten past 10? 10:10", "24.11. 10:10"),
        ("4/12 after school", "one of 04.12. 15:00, 04.12. 15:35"),
        ("4 december at 3", "04.12. 15:00"),
        ("first thing on friday", "27.11. 15:00"),
        ("next week in the afternoon", "one of 26.11. 13:50, 27.11. 15:00, 27.11. 15:35"),
        ("any day but tuesday, before 2pm", "one of 26.11. 13:50, 03.12. 13:50, 10.12. 13:50"),
    ] {
        assert_eq!(asked.shown(said), meant, "{said}");
    }
}

#[test]
fn a_time_that_cannot_be_had_says_exactly_why_and_what_is_near() {
    let asked = asked();
    for (said, meant) in [
        ("31 february", "Impossible [] near 24.11. 09:00, 24.11. 10:10, 26.11. 13:50"),
        ("yesterday", "Past [Friday 20 November] near 24.11. 09:00, 24.11. 10:10, 26.11. 13:50"),
        ("18 november", "Past [Wednesday 18 November] near 24.11. 09:00, 24.11. 10:10, 26.11. 13:50"),
        (
            "book me in for tomorrow",
            "NotSchoolDay(Some(2026-11-23)) [Sunday 22 November] near 24.11. 09:00, 24.11. 10:10, 26.11. 13:50",
        ),
        ("18/12", "NotSchoolDay(Some(2027-01-04)) [Friday 18 December] near 15.12. 09:00, 15.12. 09:35, 15.12. 10:10"),
        ("monday", "UnderNotice(2026-11-24) [Monday 23 November] near 24.11. 09:00, 24.11. 10:10, 26.11. 13:50"),
        ("12 january", "BeyondHorizon(2026-12-21) [Tuesday 12 January] near 15.12. 09:00, 15.12. 09:35, 15.12. 10:10"),
        ("wednesday", "OutsideHours [Wednesday 25 November] near 24.11. 09:00, 24.11. 10:10, 26.11. 13:50"),
        (
            "tuesday after school",
            "OutsideHours [Tuesday 24 November, after school] near 24.11. 09:00, 24.11. 10:10, 27.11. 15:00",
        ),
        ("tuesday 9:35", "Taken [Tuesday 24 November, at 9:35am] near 24.11. 09:00, 24.11. 10:10, 01.12. 09:35"),
        ("in the evening at 8pm", "OutsideHours [at 8pm] near 24.11. 10:10, 26.11. 13:50, 27.11. 15:00"),
        (
            "2026-11-24T09:35@ada",
            "Taken [Tuesday 24 November, at 9:35am] near 24.11. 09:00, 24.11. 10:10, 01.12. 09:35",
        ),
    ] {
        let got = asked.shown(said);
        // Which times are nearest is looked at only where it is sure.
        let (got, meant) = if meant.contains("8pm") {
            (got.split(" near").next().unwrap_or_default().to_owned(), "OutsideHours [at 8pm]")
        } else {
            (got, meant)
        };
        assert_eq!(got, meant, "{said}");
    }
}

#[test]
fn what_is_no_time_is_told_apart() {
    let asked = asked();
    for (said, meant) in [
        ("7", Reading::NoSuchNumber),
        ("none of those", Reading::NoneSuits),
        ("later", Reading::More),
        ("😂😂🔥", Reading::Nothing),
        ("", Reading::Nothing),
        ("asdfgh", Reading::Nothing),
        ("<script>alert(1)</script>", Reading::Nothing),
        ("how much do nurses earn", Reading::Nothing),
    ] {
        assert_eq!(asked.read(said), meant, "{said}");
    }
    assert_eq!(asked.read(&"tuesday ".repeat(5000)), Reading::TooLong);
}

#[test]
fn an_empty_diary_is_said_to_be_empty() {
    let mut asked = asked();
    asked.free.clear();
    let calendar = asked.team.calendar(&"north".into());
    let offer = Offer {
        today: "2026-11-21".parse().expect("a date"),
        shown: &[],
        free: &[],
        open: &asked.open,
        frame: asked.frame,
        terms: &calendar.terms,
        periods: &calendar.periods,
    };
    let why = |text: &str| match Reading::read(text, &offer) {
        Reading::Cannot { why, .. } => Some(why),
        _ => None,
    };
    assert_eq!(why("any"), Some(Why::NothingFree));
    assert_eq!(why("tuesday"), Some(Why::Taken));
    assert_eq!(Reading::read("1", &offer), Reading::NoSuchNumber);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}", date in "[0-9]{1,9}[-/.][0-9]{1,9}([-/.][0-9]{1,9})?", words in words()) {
        let asked = asked();
        for text in [text, date, words] {
            let _ = asked.read(&text);
            let _ = crate::booking::When::read(&text, "2026-11-21".parse().expect("a date"));
        }
    }
}

fn words() -> impl proptest::strategy::Strategy<Value = String> {
    let word = "(half|quarter|past|to|at|p|period|the|week|next|on|not|pm|am|[0-9]{1,4}|[0-9]{1,2}[:.h][0-9]{1,3}|tuesday|of|february|[0-9]{1,3}(st|th)|oclock|é|after|day)";
    proptest::collection::vec(word, 0..7).prop_map(|words| words.join(" "))
}

use proptest::strategy::Strategy;
