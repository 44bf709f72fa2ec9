//! An adviser is ill: one meeting or a whole day is taken off them, and everybody hears of it.

use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::booking::{Code, SlotKey, State};
use fingerpost::desk::Role;
use fingerpost::staff::Referral;
use reqwest::StatusCode;

use super::{Room, Worker, between};

const DAY: &str = "/desk/hours/lane/off";
const TUESDAY: &str = "2026-11-24";

async fn booked(room: &Room, name: &str, contact: &str, slot: &str) -> Code {
    let code = fresh_code();
    let referral = Referral {
        school: "yew".into(),
        name: name.into(),
        year: "Year 11".into(),
        contact: contact.into(),
        about: "courses".into(),
        slot: SlotKey::parse(slot),
    };
    room.app.staff().refer(&referral, code.clone(), fresh_key(), room.app.now()).await.expect("it is kept");
    code
}

async fn state(room: &Room, code: &Code) -> State {
    room.app.staff().book().await.expect("read").entry(code).expect("there").state
}

async fn free_days(room: &Room) -> Vec<String> {
    let staff = room.app.staff();
    let times = staff.slots(&staff.book().await.expect("read"), "yew", room.app.now());
    times.iter().map(|slot| slot.day().to_string()).collect()
}

/// Sends the form of a page that shows who would lose a time.
async fn sure(worker: &Worker, page: &str, path: &str) -> (StatusCode, String) {
    let told = |name: &str| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let known = if page.contains("name=\"known\"") { told("known") } else { String::new() };
    let day = if page.contains("name=\"day\"") { told("day") } else { String::new() };
    worker.post(path, &[("key", &told("key")), ("day", &day), ("known", &known)]).await
}

#[tokio::test]
async fn a_day_off_shows_who_loses_a_time_and_how_they_hear_of_it_before_it_is_taken() {
    let room = Room::open().await;
    let told = booked(&room, "Sam", "sam@school.example", "2026-11-24T10:00@lane").await;
    let untold = booked(&room, "Toni", "through my tutor", "2026-11-24T10:35@lane").await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let diary = leader.page(&format!("/desk/diary?day={TUESDAY}")).await;
    assert!(diary.contains(&format!("{DAY}?day={TUESDAY}")), "{diary}");
    let page = leader.page(&format!("{DAY}?day={TUESDAY}")).await;
    assert!(
        page.contains("They are told by letter.") && page.contains("Tell them yourself (through my tutor)"),
        "{page}"
    );
    assert_eq!(state(&room, &told).await, State::Confirmed, "looking changes nothing");
    let (status, leads) = sure(&leader, &page, DAY).await;
    assert_eq!((status, leads.as_str()), (StatusCode::SEE_OTHER, "/desk/diary?day=2026-11-24&said=off-duty"));
    for code in [&told, &untold] {
        assert_eq!(state(&room, code).await, State::Waiting);
    }
    assert!(!free_days(&room).await.contains(&TUESDAY.to_owned()), "nobody is given a time on it");
    let diary = leader.page(&leads).await;
    assert!(diary.contains("is off on this day") && diary.contains("Taken off."), "{diary}");
    assert!(leader.page("/desk/requests").await.contains("The team could not keep their meeting"));
}

#[tokio::test]
async fn somebody_who_was_given_a_time_meanwhile_is_shown_first() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let page = leader.page(&format!("{DAY}?day={TUESDAY}")).await;
    assert!(page.contains("Nobody has a time with them"), "{page}");
    let code = booked(&room, "Sam", "school e-mail", "2026-11-24T10:00@lane").await;
    let (status, again) = sure(&leader, &page, DAY).await;
    assert_eq!(status, StatusCode::OK);
    assert!(again.contains("Something has changed") && again.contains("Sam, Year 11"), "{again}");
    assert_eq!(state(&room, &code).await, State::Confirmed);
    assert!(free_days(&room).await.contains(&TUESDAY.to_owned()), "nothing is taken off yet");
    assert_eq!(sure(&leader, &again, DAY).await.0, StatusCode::SEE_OTHER);
    assert_eq!(state(&room, &code).await, State::Waiting);
}

#[tokio::test]
async fn one_meeting_is_taken_off_and_the_others_of_the_day_stay() {
    let room = Room::open().await;
    let one = booked(&room, "Sam", "school e-mail", "2026-11-24T10:00@lane").await;
    let other = booked(&room, "Toni", "school e-mail", "2026-11-24T10:35@lane").await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let path = format!("/desk/requests/{}/off", one.signs());
    for list in ["/desk/requests".to_owned(), format!("/desk/diary?day={TUESDAY}")] {
        let page = leader.page(&list).await;
        assert!(page.contains(&format!("/desk/requests/{one}/off")), "{list}: {page}");
    }
    let page = leader.page(&path).await;
    assert!(page.contains("Sam, Year 11") && !page.contains("Toni"), "{page}");
    assert!(page.contains("first in line") && page.contains("Tell them yourself"), "{page}");
    let (status, leads) = sure(&leader, &page, &path).await;
    assert_eq!((status, leads.as_str()), (StatusCode::SEE_OTHER, "/desk/diary?day=2026-11-24&said=off-duty"));
    assert_eq!((state(&room, &one).await, state(&room, &other).await), (State::Waiting, State::Confirmed));
    assert_eq!(leader.get(&path).await.0, StatusCode::NOT_FOUND, "there is nothing to take off any more");
}

#[tokio::test]
async fn what_is_over_and_what_is_somebody_elses_cannot_be_taken_off() {
    let room = Room::open().await;
    let code = booked(&room, "Sam", "school e-mail", "2026-11-24T10:00@lane").await;
    let (one, day) = (format!("/desk/requests/{code}/off"), format!("{DAY}?day={TUESDAY}"));
    let stranger = room.someone("oz", Role::CareersLeader, "oak").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    for path in [&one, &day] {
        assert_eq!(stranger.get(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(adviser.get(&day).await.0, StatusCode::FORBIDDEN, "an adviser takes off their own days");
    assert_eq!(adviser.get(&one).await.0, StatusCode::OK);
    assert!(!adviser.page(&format!("/desk/diary?day={TUESDAY}")).await.contains(DAY));
    let fields = [("key", "k"), ("day", TUESDAY), ("known", "")];
    assert_eq!(stranger.post(DAY, &fields).await.0, StatusCode::NOT_FOUND);
    assert_eq!(adviser.post(DAY, &fields).await.0, StatusCode::FORBIDDEN);
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    for wrong in ["2020-01-01", "2026-11-19", "+262142-12-31", "soon"] {
        let status = leader.get(&format!("{DAY}?day={wrong}")).await.0;
        assert!(status.is_client_error(), "{wrong}: {status}");
    }
    assert_eq!(state(&room, &code).await, State::Confirmed);
}
