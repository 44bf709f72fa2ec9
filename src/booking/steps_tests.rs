use super::*;
use crate::booking::{PersonId, SlotKey};

const TUESDAY_9: &str = "2026-11-24T09:00@ada";
const TUESDAY_10: &str = "2026-11-24T09:35@ada";
const THURSDAY: &str = "2026-11-26T09:00@ben";

struct House {
    team: Team,
    settings: Settings,
    diaries: Diaries,
    now: DateTime<Utc>,
    steps: u32,
}

fn house() -> House {
    let team = toml::from_str(
        r#"
        [schools.north]
        [[advisers]]
        id = "ada"
        hours.weekly = [{ day = "Tue", time = { clock = ["09:00:00", "12:00:00"] }, place = "online", schools = ["north"] }]
        [[advisers]]
        id = "ben"
        hours.weekly = [{ day = "Thu", time = { clock = ["09:00:00", "12:00:00"] }, place = "online", schools = ["north"] }]
        "#,
    );
    House {
        team: team.expect("a team"),
        settings: Settings::default(),
        diaries: Diaries::default(),
        now: "2026-11-19T10:00:00Z".parse().expect("an instant"),
        steps: 0,
    }
}

fn key(text: &str) -> SlotKey {
    SlotKey::parse(text).expect("a key")
}

impl House {
    fn act(&mut self, code: u64, by: Actor, what: What) -> Outcome {
        self.steps += 1;
        self.act_with(&format!("k{}", self.steps), code, by, what).outcome
    }

    fn act_with(&mut self, action_key: &str, code: u64, by: Actor, what: What) -> Done {
        let action = Action { key: action_key.into(), code: Code::from_bits(code), by, at: self.now, what };
        self.diaries.step(&action, &self.team, &self.settings)
    }

    fn begin(&mut self, code: u64, by: AskedBy, state: State, slot: Option<&str>) -> Outcome {
        let actor = if by == AskedBy::Staff { Actor::Staff } else { Actor::Person };
        let begin = Begin { asked: asked(&format!("p{code}"), by), state, slot: slot.map(key) };
        self.act(code, actor, What::Begin(begin))
    }

    fn pass(&mut self, minutes: i64) {
        self.now += chrono::Duration::minutes(minutes);
    }

    fn entry(&self, code: u64) -> &Entry {
        self.diaries.entry(&Code::from_bits(code)).expect("an entry")
    }

    fn state(&mut self, code: u64) -> State {
        self.diaries.let_go(self.now, &self.settings);
        self.entry(code).state
    }
}

fn asked(person: &str, by: AskedBy) -> Asked {
    Asked { person: person.into(), by, school: "north".into(), follows: None, first_adviser: None }
}

use Actor::{Person, Staff};

#[test]
fn a_pupil_holds_confirms_moves_and_cancels() {
    let mut house = house();
    assert_eq!(house.begin(1, AskedBy::Pupil, State::Held, Some(TUESDAY_9)), Outcome::Done(State::Held));
    assert_eq!(house.act(1, Person, What::Confirm), Outcome::Done(State::Confirmed));
    assert_eq!(house.act(1, Person, What::Confirm), Outcome::NotAllowed(State::Confirmed));
    assert_eq!(house.begin(2, AskedBy::Pupil, State::Held, Some(THURSDAY)), Outcome::Done(State::Held));
    assert_eq!(house.act(1, Person, What::Move(key(THURSDAY))), Outcome::Unfit(Unfit::Taken));
    assert_eq!(
        house.entry(1).slot.as_ref().map(Slot::key),
        Some(key(TUESDAY_9)),
        "the old time stays until there is a new one"
    );
    house.pass(11);
    assert_eq!(house.act(1, Person, What::Move(key(THURSDAY))), Outcome::Done(State::Confirmed));
    assert_eq!(house.state(2), State::Lapsed);
    assert_eq!(house.entry(1).revision, 2);
    assert_eq!(house.act(1, Person, What::Cancel), Outcome::Done(State::Cancelled));
    assert_eq!(house.entry(1).revision, 3);
    assert_eq!(house.begin(3, AskedBy::Pupil, State::Held, Some(THURSDAY)), Outcome::Done(State::Held));
}

#[test]
fn the_same_action_does_nothing_twice() {
    let mut house = house();
    let begin =
        || What::Begin(Begin { asked: asked("p", AskedBy::Pupil), state: State::Held, slot: Some(key(TUESDAY_9)) });
    assert_eq!(house.act_with("tap", 1, Person, begin()).outcome, Outcome::Done(State::Held));
    assert_eq!(house.act_with("yes", 1, Person, What::Confirm).outcome, Outcome::Done(State::Confirmed));
    let before = house.diaries.clone();
    for (action_key, what) in [("tap", begin()), ("yes", What::Confirm)] {
        let again = house.act_with(action_key, 1, Person, what);
        assert_eq!(again.outcome, Outcome::DoneBefore(State::Confirmed));
        assert!(again.events.is_empty());
    }
    let redrawn = house.act_with("tap", 9, Person, begin());
    assert_eq!((redrawn.code, redrawn.outcome), (Code::from_bits(1), Outcome::DoneBefore(State::Confirmed)));
    assert_eq!(house.diaries, before);
    assert!(house.diaries.changed_since(&before).is_empty());
}

#[test]
fn nobody_has_two_requests_open() {
    let mut house = house();
    let begin = |slot: &str| {
        What::Begin(Begin { asked: asked("p", AskedBy::Pupil), state: State::Held, slot: Some(key(slot)) })
    };
    house.act(1, Person, begin(TUESDAY_9));
    house.act(1, Person, What::Confirm);
    assert_eq!(house.act(2, Person, begin(THURSDAY)), Outcome::HasOpen(Code::from_bits(1)));
    assert_eq!(house.act(1, Person, begin(THURSDAY)), Outcome::CodeInUse);
    house.now = "2026-11-24T10:00:00Z".parse().expect("an instant");
    assert_eq!(house.act(2, Person, begin(THURSDAY)), Outcome::Done(State::Held), "the meeting was");
    assert_eq!(house.act(1, Person, What::Cancel), Outcome::TooLate);
}

#[test]
fn a_parents_request_is_not_confirmed_until_staff_check_it() {
    let mut house = house();
    house.begin(1, AskedBy::Parent, State::Held, Some(TUESDAY_9));
    assert_eq!(house.act(1, Person, What::Confirm), Outcome::Done(State::Requested));
    assert_eq!(house.begin(2, AskedBy::Pupil, State::Held, Some(TUESDAY_9)), Outcome::Unfit(Unfit::Taken), "it blocks");
    assert_eq!(house.act(1, Staff, What::Confirm), Outcome::NotAllowed(State::Requested));
    assert_eq!(house.act(1, Person, What::Check), Outcome::NotAllowed(State::Requested));
    house.act(1, Staff, What::Check);
    assert_eq!(house.act(1, Staff, What::Confirm), Outcome::Done(State::Confirmed));
}

#[test]
fn a_request_whose_time_went_by_unseen_is_not_lost() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Requested, Some(TUESDAY_9));
    house.begin(2, AskedBy::Parent, State::Requested, Some(TUESDAY_10));
    house.now = "2026-11-24T10:00:00Z".parse().expect("an instant");
    assert_eq!(house.state(1), State::Waiting);
    assert_eq!((house.state(2), &house.entry(2).slot), (State::Requested, &None), "staff have yet to check");
}

#[test]
fn offers_lapse_after_two_school_days_and_the_second_ends_it() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Waiting, None);
    assert_eq!(house.act(1, Person, What::Offer(key(THURSDAY))), Outcome::NotAllowed(State::Waiting));
    assert_eq!(house.act(1, Staff, What::Offer(key(THURSDAY))), Outcome::Done(State::Offered));
    let until = house.entry(1).until.map(|until| until.to_rfc3339());
    assert_eq!(until.as_deref(), Some("2026-11-24T00:00:00+00:00"), "Thursday, then Friday and Monday");
    house.pass(5 * 24 * 60);
    assert_eq!(house.state(1), State::Waiting, "one offer may be missed");
    assert_eq!(house.entry(1).slot, None);
    house.act(1, Staff, What::Offer(key("2026-12-03T09:00@ben")));
    house.pass(5 * 24 * 60);
    assert_eq!(house.state(1), State::Lapsed);
}

#[test]
fn a_place_on_the_list_is_kept_through_holds_and_offers() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Waiting, None);
    let since = house.entry(1).waiting_since;
    house.pass(60);
    assert_eq!(house.act(1, Person, What::Hold(key(TUESDAY_9))), Outcome::Done(State::Held));
    house.pass(11);
    assert_eq!(house.state(1), State::Waiting);
    house.act(1, Staff, What::Offer(key(THURSDAY)));
    assert_eq!(house.act(1, Person, What::Wait), Outcome::Done(State::Waiting));
    assert_eq!(house.entry(1).waiting_since, since);
    assert_eq!(house.entry(1).offers_lapsed, 0, "saying no is not letting lapse");
}

#[test]
fn need_comes_first_and_the_order_explains_itself() {
    let mut house = house();
    for code in 1..=3 {
        house.begin(code, AskedBy::Pupil, State::Waiting, None);
        house.pass(1);
    }
    house.act(2, Staff, What::Weigh(vec!["ehc-review-due".into()]));
    house.pass(8 * 24 * 60);
    let order = |house: &House| -> Vec<String> {
        let ranks = house.diaries.waiting().order(&house.settings, house.now);
        ranks.iter().map(|rank| format!("{} {}", rank.entry.person, rank.explain())).collect()
    };
    assert_eq!(
        order(&house),
        [
            "p2 7: EHC plan review due (6), 1 week of waiting (1)",
            "p1 1: 1 week of waiting (1)",
            "p3 1: 1 week of waiting (1)"
        ]
    );
    assert_eq!(
        house.act(1, Person, What::Weigh(Vec::new())),
        Outcome::NotAllowed(State::Waiting),
        "staff alone set reasons"
    );
}

#[test]
fn a_follow_up_asks_the_same_adviser_first() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Held, Some(TUESDAY_9));
    house.act(1, Person, What::Confirm);
    assert_eq!(house.act(1, Staff, What::Attend), Outcome::TooEarly);
    house.now = "2026-11-24T11:00:00Z".parse().expect("an instant");
    assert_eq!(house.act(1, Staff, What::Attend), Outcome::Done(State::Attended));
    assert_eq!(house.act(1, Staff, What::Record), Outcome::Done(State::Recorded));
    let mut asked = asked("p1", AskedBy::Pupil);
    asked.follows = Some(Code::from_bits(1));
    house.act(2, Person, What::Begin(Begin { asked, state: State::Waiting, slot: None }));
    assert_eq!(house.entry(2).first_adviser.as_ref().map(ToString::to_string).as_deref(), Some("ada"));
}

#[test]
fn staff_log_a_meeting_that_was() {
    let mut house = house();
    let slot = |start: &str| Slot {
        start: start.parse().expect("a time"),
        minutes: 30,
        adviser: "ada".into(),
        place: crate::booking::Place::Telephone,
        schools: vec!["north".into()],
    };
    let log = |start: &str| What::Log(asked("p", AskedBy::Staff), slot(start));
    assert_eq!(house.act(1, Staff, log("2026-11-18T14:00:00")), Outcome::Done(State::Recorded));
    assert_eq!(house.act(2, Person, log("2026-11-18T14:00:00")), Outcome::NotAllowed(State::Recorded));
    assert_eq!(house.act(2, Staff, log("2026-11-20T14:00:00")), Outcome::TooEarly);
    assert!(house.diaries.open_of(&PersonId::from("p"), house.now).is_none());
}

#[test]
fn a_change_of_hours_names_the_meetings_that_no_longer_fit() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Held, Some(TUESDAY_9));
    house.act(1, Person, What::Confirm);
    assert!(house.diaries.clashes(&house.team, house.now).is_empty());
    let day = "2026-11-24".parse().expect("a date");
    house.team.advisers[0].hours.days_off = vec![day..=day];
    assert_eq!(house.diaries.clashes(&house.team, house.now).len(), 1);
}

#[test]
fn a_store_learns_which_parts_to_write_and_which_version_to_expect() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Waiting, None);
    let read = house.diaries.clone();
    let kept: Diaries = serde_json::from_str(&serde_json::to_string(&read).expect("json")).expect("diaries");
    assert_eq!(kept, read);
    house.act(1, Person, What::Hold(key(TUESDAY_9)));
    let changed = house.diaries.changed_since(&read);
    assert_eq!(
        changed,
        [(crate::booking::Kept::Diary("ada".into()), 0), (crate::booking::Kept::WaitingList, read.waiting().version())]
    );
}

#[test]
fn what_is_over_can_be_taken_out() {
    let mut house = house();
    house.begin(1, AskedBy::Pupil, State::Held, Some(TUESDAY_9));
    house.begin(2, AskedBy::Pupil, State::Waiting, None);
    house.act(1, Person, What::Cancel);
    house.pass(60);
    let over = house.diaries.take_over(house.now);
    assert_eq!(over.iter().map(|entry| entry.state).collect::<Vec<_>>(), [State::Cancelled]);
    assert_eq!(house.diaries.entries().count(), 1);
}
