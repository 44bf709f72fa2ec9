use std::time::Duration;

use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::desk::Role;
use fingerpost::staff::Referral;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Response, StatusCode};
use tokio::time::timeout;

use super::Room;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

async fn refer(room: &Room, school: &str) {
    let referral = Referral {
        school: school.into(),
        name: "Sam".into(),
        year: "Year 11".into(),
        contact: "school e-mail".into(),
        about: "courses".into(),
        slot: None,
    };
    room.app.staff().refer(&referral, fresh_code(), fresh_key(), room.app.now()).await.expect("it is kept");
}

/// What the stream says until it has said these words; nothing more where it ends before.
async fn hears(stream: &mut Response, words: &str) -> Option<String> {
    let mut said = String::new();
    while !said.contains(words) {
        let chunk = timeout(LONG, stream.chunk()).await.expect("in time").expect("unbroken")?;
        said += &String::from_utf8_lossy(&chunk);
    }
    Some(said)
}

#[tokio::test]
async fn what_a_colleague_does_is_heard_at_once_and_only_at_that_school() {
    let room = Room::open().await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    let mut stream = adviser.fetch("/desk/live").await;
    assert_eq!(stream.headers()[CONTENT_TYPE], "text/event-stream");
    hears(&mut stream, "retry").await.expect("it begins");
    refer(&room, "elm").await;
    refer(&room, "yew").await;
    let said = hears(&mut stream, "data: look\n\n").await.expect("it is said");
    assert_eq!(said.matches("changed").count(), 1, "the other school's is not: {said}");
    assert!(!said.contains("Sam"), "and never what: {said}");
}

#[tokio::test]
async fn the_stream_ends_when_the_house_closes() {
    let room = Room::open().await;
    let mut stream = room.someone("abe", Role::Adviser, "yew").await.fetch("/desk/live").await;
    hears(&mut stream, "retry").await.expect("it begins");
    room.desk.close();
    assert_eq!(hears(&mut stream, "changed").await, None);
}

#[tokio::test]
async fn nobody_listens_without_the_right_to() {
    let room = Room::open().await;
    assert_eq!(room.stranger().get("/desk/live").await.0, StatusCode::SEE_OTHER);
    let governor = room.someone("gil", Role::Governor, "yew").await;
    assert_eq!(governor.get("/desk/live").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_page_that_keeps_itself_fresh_keeps_nobody_signed_in() {
    let room = Room::open().await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    for _ in 0..6 {
        room.pass(10);
        assert_eq!(adviser.get("/desk/pulse").await.0, StatusCode::OK);
    }
    room.pass(1);
    assert_eq!(adviser.get("/desk/pulse").await.0, StatusCode::SEE_OTHER, "an hour without anybody is over");
}
