use super::*;
use crate::booking::{Action, Actor, Asked, AskedBy, Begin, Code, Outcome, Span, State, What};

/// A trust of two academies: Ada is in the careers office of one on Tuesdays and Thursdays and online for both on Fridays,
/// Ben at the other on Tuesdays.
fn team() -> Team {
    toml::from_str(
        r#"
        [schools.north]
        terms.terms = [{ first = "2026-09-03", last = "2026-12-18", half_term = ["2026-10-26", "2026-10-30"] }]
        periods = [{ name = "P5", from = "13:50:00", to = "14:50:00" }]
        [schools.south]
        [[advisers]]
        id = "ada"
        [[advisers.hours.weekly]]
        day = "Tue"
        time = { clock = ["09:00:00", "11:00:00"] }
        place = { room = "careers office" }
        schools = ["north"]
        [[advisers.hours.weekly]]
        day = "Thu"
        time = { period = "P5" }
        place = { room = "careers office" }
        schools = ["north"]
        [[advisers.hours.weekly]]
        day = "Fri"
        time = { clock = ["10:00:00", "11:00:00"] }
        place = "online"
        schools = ["north", "south"]
        [[advisers]]
        id = "ben"
        [[advisers.hours.weekly]]
        day = "Tue"
        time = { clock = ["09:00:00", "10:00:00"] }
        place = { room = "library" }
        schools = ["south", "north"]
        [[advisers.hours.weekly]]
        day = "Sun"
        time = { clock = ["00:00:00", "04:00:00"] }
        place = "online"
        schools = ["night"]
        in_holidays = true
        [schools.night]
        "#,
    )
    .expect("a team")
}

/// London time.
fn now(text: &str) -> DateTime<Utc> {
    london::instant(text.parse().expect("a time"))
}

struct House {
    team: Team,
    settings: Settings,
    diaries: Diaries,
    now: DateTime<Utc>,
}

fn house(at: &str) -> House {
    House { team: team(), settings: Settings::default(), diaries: Diaries::default(), now: now(at) }
}

impl House {
    fn slots(&self) -> Slots<'_> {
        Slots { team: &self.team, settings: &self.settings, diaries: &self.diaries, now: self.now }
    }

    fn free(&self, school: &str, adviser: &str) -> Vec<String> {
        let school = SchoolId::from(school);
        let adviser = self.team.adviser(&adviser.into()).expect("an adviser");
        let wanted = For { school: &school, arranged_by: Arranger::Person, moving: None };
        self.slots()
            .of_adviser(adviser, wanted)
            .iter()
            .map(|slot| slot.start.format("%d.%m. %H:%M").to_string())
            .collect()
    }

    fn find(&self, key: &str, school: &str, arranged_by: Arranger) -> Result<Slot, Unfit> {
        let school = SchoolId::from(school);
        self.slots().find(&SlotKey::parse(key).expect("a key"), For { school: &school, arranged_by, moving: None })
    }

    fn hold(&mut self, code: u64, key: &str, school: &str) -> Outcome {
        let asked = Asked {
            person: format!("p{code}").into(),
            by: AskedBy::Pupil,
            school: school.into(),
            follows: None,
            first_adviser: None,
        };
        let begin = Begin { asked, state: State::Held, slot: SlotKey::parse(key) };
        let action = Action {
            key: format!("k{code}").into(),
            code: Code::from_bits(code),
            by: Actor::Person,
            at: self.now,
            what: What::Begin(begin),
        };
        self.diaries.step(&action, &self.team, &self.settings).outcome
    }
}

#[test]
fn meetings_follow_each_other_with_a_buffer_and_a_school_days_notice() {
    let house = house("2026-11-21T12:00:00");
    let free = house.free("north", "ada");
    // Asked on a Saturday, so seen on Monday: Tuesday leaves a school day. Each window holds as many as fit.
    assert_eq!(free[..5], ["24.11. 09:00", "24.11. 09:35", "24.11. 10:10", "26.11. 13:50", "27.11. 10:00"]);
    assert_eq!(free.last().map(String::as_str), Some("18.12. 10:00"), "the last day within the horizon and the term");
    let late = self::house("2026-11-23T16:00:00");
    assert_eq!(
        late.free("north", "ada")[0],
        "26.11. 13:50",
        "after the school day's end it counts as asked on Tuesday"
    );
    let early = self::house("2026-11-23T15:59:00");
    assert_eq!(early.free("north", "ada")[0], "24.11. 09:00");
}

#[test]
fn one_adviser_at_two_academies_has_one_diary() {
    let mut house = house("2026-11-21T12:00:00");
    assert_eq!(house.hold(1, "2026-11-27T10:00@ada", "south"), Outcome::Done(State::Held));
    assert_eq!(house.hold(2, "2026-11-27T10:00@ada", "north"), Outcome::Unfit(Unfit::Taken));
    assert_eq!(house.free("south", "ada"), ["04.12. 10:00", "11.12. 10:00", "18.12. 10:00"]);
    assert_eq!(
        house.find("2026-11-26T13:50@ada", "south", Arranger::Staff),
        Err(Unfit::OutsideHours),
        "not at their school"
    );
}

#[test]
fn each_reason_why_a_time_cannot_be_had_has_its_name() {
    let house = house("2026-11-23T12:00:00");
    let why = |key: &str| house.find(key, "north", Arranger::Person).err();
    assert_eq!(why("2026-11-17T09:00@ada"), Some(Unfit::Past));
    assert_eq!(why("2026-11-24T09:00@ada"), None);
    assert_eq!(why("2026-11-24T09:01@ada"), Some(Unfit::OutsideHours));
    assert_eq!(why("2026-12-31T09:00@ada"), Some(Unfit::OutsideHours), "a holiday");
    assert_eq!(why("2026-11-24T09:00@eve"), Some(Unfit::OutsideHours));
    let evening = self::house("2026-11-23T20:00:00");
    assert_eq!(evening.find("2026-11-24T09:00@ada", "north", Arranger::Person), Err(Unfit::UnderNotice));
    assert!(evening.find("2026-11-24T09:00@ada", "north", Arranger::Staff).is_ok(), "staff know what their day allows");
    let october = self::house("2026-10-12T09:00:00");
    assert_eq!(october.find("2026-11-24T09:00@ada", "north", Arranger::Person), Err(Unfit::BeyondHorizon));
}

#[test]
fn busy_times_days_off_and_the_daily_limit_are_kept() {
    let mut house = house("2026-11-21T12:00:00");
    house.settings.meeting.daily_limit = 2;
    let at = |text: &str| text.parse().expect("a time");
    house.team.advisers[0].busy = vec![Span { from: at("2026-11-24T09:30:00"), to: at("2026-11-24T09:40:00") }];
    house.team.advisers[0].hours.days_off =
        vec!["2026-11-26".parse().expect("a date")..="2026-11-26".parse().expect("a date")];
    assert_eq!(house.free("north", "ada")[..3], ["24.11. 09:00", "24.11. 10:10", "27.11. 10:00"]);
    house.hold(1, "2026-12-01T09:00@ada", "north");
    house.hold(2, "2026-12-01T09:35@ada", "north");
    assert_eq!(house.find("2026-12-01T10:10@ada", "north", Arranger::Staff), Err(Unfit::DayFull));
}

#[test]
fn who_is_asked_for_comes_first_then_who_has_less_that_day() {
    let mut house = house("2026-11-21T12:00:00");
    let who = |house: &House, first: Option<&str>| {
        let school = SchoolId::from("north");
        let wanted = For { school: &school, arranged_by: Arranger::Person, moving: None };
        let first = first.map(AdviserId::from);
        house.slots().of_school(wanted, first.as_ref())[0].adviser.to_string()
    };
    assert_eq!(who(&house, None), "ada");
    assert_eq!(who(&house, Some("ben")), "ben");
    house.hold(1, "2026-11-24T10:10@ada", "north");
    assert_eq!(who(&house, None), "ben");
}

#[test]
fn no_meeting_begins_or_ends_in_an_hour_that_a_change_of_clocks_touches() {
    let spring = house("2027-03-20T12:00:00");
    let nights = |house: &House, day: &str| -> Vec<String> {
        house.free("night", "ben").into_iter().filter(|start| start.starts_with(day)).collect()
    };
    // 00:00, 00:35 (ends 01:05), 01:10, 01:45, 02:20 ...: what touches the hour from 01:00 to 02:00 is not offered.
    assert_eq!(nights(&spring, "28.03."), ["28.03. 00:00", "28.03. 02:20", "28.03. 02:55", "28.03. 03:30"]);
    assert_eq!(nights(&spring, "04.04.").len(), 7);
    let autumn = house("2026-10-20T12:00:00");
    assert_eq!(nights(&autumn, "25.10."), ["25.10. 00:00", "25.10. 02:20", "25.10. 02:55", "25.10. 03:30"]);
}

#[test]
fn a_hold_lasts_ten_minutes_even_while_the_clock_goes_back() {
    let mut house = house("2026-10-20T12:00:00");
    house.now = "2026-10-25T00:55:00Z".parse().expect("an instant");
    assert_eq!(house.hold(1, "2026-11-08T00:00@ben", "night"), Outcome::Done(State::Held));
    // 01:55 on the wall, then 01:04 on the wall: nine minutes later, then eleven.
    house.diaries.let_go("2026-10-25T01:04:00Z".parse().expect("an instant"), &house.settings);
    assert_eq!(house.diaries.entry(&Code::from_bits(1)).map(|entry| entry.state), Some(State::Held));
    house.diaries.let_go("2026-10-25T01:06:00Z".parse().expect("an instant"), &house.settings);
    assert_eq!(house.diaries.entry(&Code::from_bits(1)).map(|entry| entry.state), Some(State::Lapsed));
}
