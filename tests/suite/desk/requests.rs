use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::booking::{Code, State};
use fingerpost::desk::Role;
use fingerpost::staff::Referral;
use reqwest::StatusCode;

use super::{Room, Worker, between};

/// Somebody of Yew School who waits.
async fn waits(room: &Room, name: &str) -> Code {
    let code = fresh_code();
    let referral = Referral {
        school: "yew".into(),
        name: name.into(),
        year: "Year 11".into(),
        contact: "school e-mail".into(),
        about: "courses".into(),
        slot: None,
    };
    room.app.staff().refer(&referral, code.clone(), fresh_key(), room.app.now()).await.expect("it is kept");
    code
}

async fn state(room: &Room, code: &Code) -> State {
    room.app.staff().book().await.expect("read").entry(code).expect("there").state
}

/// Sends a form of the page of requests with the key that stands in it.
async fn tap(worker: &Worker, path: &str, more: &[(&str, &str)]) -> (StatusCode, String) {
    let mut fields = vec![("key", "the same tap")];
    fields.extend(more);
    worker.post(path, &fields).await
}

#[tokio::test]
async fn who_waits_is_offered_a_time_and_it_stands_in_the_diary_once_confirmed() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    let page = adviser.page("/desk/requests").await;
    let slot = between(&page, "<option value=\"", "\"").to_owned();
    assert!(page.contains("Sam") && page.contains("waiting for less than a week"), "{page}");
    for _ in 0..2 {
        let (status, _) = tap(&adviser, &format!("/desk/requests/{code}/offer"), &[("slot", &slot)]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "a second tap does nothing");
    }
    assert_eq!(state(&room, &code).await, State::Offered);
    adviser.does(&format!("/desk/requests/{code}/confirm"), &[("key", "another")]).await;
    assert_eq!(state(&room, &code).await, State::Confirmed);
    let day = slot.split('T').next().expect("a day");
    assert!(adviser.page(&format!("/desk/diary?day={day}")).await.contains("Sam"));

    let kim = waits(&room, "Kim").await;
    let (_, refused) = tap(&adviser, &format!("/desk/requests/{kim}/offer"), &[("slot", &slot)]).await;
    assert!(refused.contains("that time is taken"), "{refused}");
    assert_eq!(state(&room, &kim).await, State::Waiting);
}

#[tokio::test]
async fn a_reason_moves_somebody_up_and_says_so() {
    let room = Room::open().await;
    waits(&room, "First Asked").await;
    let second = waits(&room, "Greater Need").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    adviser.does(&format!("/desk/requests/{second}/weigh"), &[("key", "k"), ("reason-no-september-offer", "on")]).await;
    let page = adviser.page("/desk/requests").await;
    let at = |name: &str| page.find(name).expect("shown");
    assert!(at("Greater Need") < at("First Asked"), "{page}");
    assert!(page.contains("No offer for September (8)"), "{page}");
}

#[tokio::test]
async fn a_request_is_declined_for_a_reason_of_the_list_and_no_other() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    let page = adviser.page("/desk/requests").await;
    assert!(page.contains(r#"<option value="no-time">No free time that fits</option>"#), "{page}");
    let path = format!("/desk/requests/{code}/decline");
    for typed in ["I do not like him", "no-time "] {
        assert_eq!(tap(&adviser, &path, &[("because", typed)]).await.0, StatusCode::NOT_FOUND, "{typed}");
    }
    assert_eq!(state(&room, &code).await, State::Waiting);
    tap(&adviser, &path, &[("because", "no-time")]).await;
    let book = room.app.staff().book().await.expect("the diaries can be read");
    let entry = book.entry(&code).expect("it stands in the diaries");
    assert_eq!((entry.state, entry.declined_because.as_deref()), (State::Declined, Some("no-time")));
}

#[tokio::test]
async fn nobody_of_another_school_or_role_sees_or_moves_a_request() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let other = room.someone("oz", Role::Adviser, "elm").await;
    assert!(!other.page("/desk/requests").await.contains("Sam"));
    assert_eq!(other.get(&format!("/desk/requests/{code}")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(tap(&other, &format!("/desk/requests/{code}/decline"), &[]).await.0, StatusCode::NOT_FOUND);
    for role in [Role::Governor, Role::Tutor, Role::Administrator, Role::SafeguardingLead] {
        let worker = room.someone(role.word().split('-').next().expect("a word"), role, "yew").await;
        assert_eq!(worker.get(&format!("/desk/requests/{code}")).await.0, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(tap(&worker, &format!("/desk/requests/{code}/decline"), &[]).await.0, StatusCode::FORBIDDEN);
        assert_eq!(worker.get("/desk/diary").await.0, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert_eq!(state(&room, &code).await, State::Waiting);
}

#[tokio::test]
async fn what_was_agreed_is_written_down_with_a_note_for_the_team_alone() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    let page = adviser.page("/desk/requests").await;
    let slot = between(&page, "<option value=\"", "\"").to_owned();
    adviser.does(&format!("/desk/requests/{code}/offer"), &[("key", "1"), ("slot", &slot)]).await;
    adviser.does(&format!("/desk/requests/{code}/confirm"), &[("key", "2")]).await;
    let (_, early) = tap(&adviser, &format!("/desk/requests/{code}/attend"), &[]).await;
    assert!(early.contains("has not begun yet"), "{early}");
    room.pass(14 * 24 * 60);
    let adviser = room.someone("ann", Role::Adviser, "yew").await;
    adviser.does(&format!("/desk/requests/{code}/attend"), &[("key", "3")]).await;
    let record = [
        ("key", "4"),
        ("topics", "Colleges"),
        ("actions", "Visit the college | 2026-12-01\nAsk a tutor"),
        ("note", "Be kind"),
    ];
    adviser.does(&format!("/desk/requests/{code}/record"), &record).await;
    let page = adviser.page(&format!("/desk/requests/{code}")).await;
    for words in ["Visit the college", "by 1 December 2026", "Ask a tutor", "For the careers team alone", "Be kind"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(state(&room, &code).await, State::Recorded);
    let table = adviser.page("/desk/evidence.csv?from=2026-01-01&to=2027-01-01").await;
    assert!(table.contains("interview held"), "{table}");
}

#[tokio::test]
async fn a_request_is_referred_on_to_an_adviser_in_two_clicks() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let page = leader.page("/desk/requests").await;
    let (to, why) = (between(&page, "<option value=\"adviser:", "\""), "Has met them before");
    assert!(to == "lane" && page.contains(why), "{page}");
    let form = format!("/desk/requests/{code}/refer-on");
    let leads = leader.does(&form, &[("key", "k"), ("to", "adviser:lane"), ("why", why)]).await;
    assert!(leads.ends_with("said=referred-untold"), "nobody can be written to: {leads}");
    let page = leader.page("/desk/requests").await;
    assert!(page.contains("Mr T. Lane, by lee, careers leader: Has met them before"), "{page}");
    let entry = room.app.staff().book().await.expect("read").entry(&code).expect("there").clone();
    assert_eq!((entry.state, entry.first_adviser), (State::Waiting, Some("lane".into())));
    for (to, why) in [("adviser:nobody", why), ("role:senco", why), ("adviser:lane", "because I say so"), ("", "")] {
        let (status, _) = leader.post(&form, &[("key", "j"), ("to", to), ("why", why)]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{to}, {why}");
    }
}

#[tokio::test]
async fn an_offer_that_waits_stands_on_the_page_of_today() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    assert!(!adviser.page("/desk").await.contains("Offers that wait"));
    tap(&adviser, &format!("/desk/requests/{code}/offer"), &[("slot", "2026-11-24T10:00@lane")]).await;
    let page = adviser.page("/desk").await;
    assert!(page.contains("Offers that wait") && page.contains("Sam") && page.contains("ends Tuesday 24"), "{page}");
    let trail = room.app.store().trail(None, 5).await.expect("listed");
    assert!(trail.iter().any(|step| step.did.contains("today") && step.of.contains(&code.to_string())), "{trail:?}");
}

#[tokio::test]
async fn a_meeting_that_the_calendar_no_longer_allows_is_marked_and_taken_back_in_one_click() {
    let room = Room::open().await;
    let code = waits(&room, "Sam").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    tap(&adviser, &format!("/desk/requests/{code}/offer"), &[("slot", "2026-11-24T10:00@lane")]).await;
    adviser.does(&format!("/desk/requests/{code}/confirm"), &[("key", "2")]).await;
    assert!(!adviser.page("/desk/requests").await.contains("do not allow this time"));
    let at = |text: &str| text.parse().expect("a time");
    let busy = fingerpost::booking::Span { from: at("2026-11-24T09:00:00"), to: at("2026-11-24T11:00:00") };
    room.app.store().set_busy(&"lane".into(), Ok(&[busy]), room.app.now()).await.expect("kept");
    assert!(adviser.page("/desk/requests").await.contains("do not allow this time"));
    adviser.does(&format!("/desk/requests/{code}/wait"), &[("key", "3")]).await;
    assert_eq!(state(&room, &code).await, State::Waiting);
    assert!(adviser.page("/desk/requests").await.contains("The team could not keep their meeting"));
}
