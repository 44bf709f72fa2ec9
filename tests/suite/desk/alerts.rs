use fingerpost::booking::Book;
use fingerpost::chat::Person;
use fingerpost::conversation::{Alert, Effect};
use fingerpost::desk::Role;
use fingerpost::letters::Letter;
use fingerpost::school::Role as Position;
use fingerpost::store::{Address, Store};
use reqwest::StatusCode;

use super::Room;
use crate::post::{SECRET, letter};

const WORDS: &str = "my own words about it";

#[tokio::test]
async fn words_are_for_the_safeguarding_lead_of_that_school_and_counts_for_the_administrator() {
    let room = Room::open().await;
    room.raise("elm", WORDS).await;
    let lead = room.someone("sal", Role::SafeguardingLead, "elm").await;
    assert!(lead.page("/desk/alerts").await.contains(WORDS));
    let admin = room.someone("ada", Role::Administrator, "").await.page("/desk/alerts").await;
    assert!(!admin.contains(WORDS) && admin.contains("November 2026"), "{admin}");
    let other = room.someone("oz", Role::SafeguardingLead, "oak").await;
    assert!(!other.page("/desk/alerts").await.contains(WORDS));
    let (status, _) = other.post("/desk/alerts/1/seen", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(room.app.store().alerts_waiting().await.expect("counted"), 1);
}

#[tokio::test]
async fn an_alert_is_seen_then_recorded_and_its_words_go_seven_days_later() {
    let room = Room::open().await;
    room.raise("elm", WORDS).await;
    let lead = room.someone("sal", Role::SafeguardingLead, "elm").await;
    room.pass(12);
    lead.does("/desk/alerts/1/seen", &[]).await;
    assert_eq!(room.app.store().alerts_waiting().await.expect("counted"), 0);
    let (status, _) = lead.post("/desk/alerts/1/seen", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "once is enough");
    lead.does("/desk/alerts/1/recorded", &[]).await;
    let forget = async || room.app.store().let_go(Default::default(), room.app.now()).await.expect("forgotten");
    room.pass(7 * 24 * 60 - 1);
    forget().await;
    let words = async || room.app.store().kept_alerts(None).await.expect("listed")[0].alert.words.clone();
    assert_eq!(words().await, WORDS, "seven days are not over");
    room.pass(1);
    forget().await;
    assert_eq!(words().await, "");
    let lead = room.someone("sue", Role::SafeguardingLead, "elm").await;
    let page = lead.page("/desk/alerts").await;
    assert!(page.contains("12 min") && page.contains("deleted"), "{page}");
}

#[tokio::test]
async fn an_alert_that_nobody_recorded_keeps_its_words() {
    let room = Room::open().await;
    room.raise("elm", WORDS).await;
    room.pass(400 * 24 * 60);
    room.app.store().let_go(Default::default(), room.app.now()).await.expect("forgotten");
    assert_eq!(room.app.store().kept_alerts(None).await.expect("listed")[0].alert.words, WORDS);
}

#[tokio::test]
async fn a_drill_goes_the_way_of_an_alert_and_is_counted_apart() {
    let room = Room::open().await;
    let lead = room.someone("sal", Role::SafeguardingLead, "elm").await;
    lead.does("/desk/alerts/drill", &[]).await;
    assert_eq!(room.app.store().alerts_waiting().await.expect("counted"), 1);
    let page = lead.page("/desk/alerts").await;
    assert!(page.contains("This is a drill"), "{page}");
    assert!(page.contains("<td data-label=\"Raised\" class=\"number\">0</td>"), "{page}");
    assert!(page.contains("<td data-label=\"Drills\" class=\"number\">1</td>"), "{page}");
}

#[tokio::test]
async fn whoever_reads_alerts_stands_in_the_trail_and_no_words_do() {
    let room = Room::open().await;
    room.raise("elm", WORDS).await;
    room.someone("sal", Role::SafeguardingLead, "elm").await.page("/desk/alerts").await;
    let trail = room.someone("ada", Role::Administrator, "").await.page("/desk/trail").await;
    assert!(trail.contains("sal, safeguarding lead") && trail.contains("saw alerts"), "{trail}");
    assert!(!trail.contains(WORDS));
}

/// A house whose letters can be looked into.
async fn room_with_letters() -> Room {
    Room::over(Store::open(&Address::Memory).await.expect("a store").with_secret(SECRET), false).await
}

async fn keep(room: &Room, school: &str, effects: &[Effect]) {
    let kept = room.app.store().record(effects, &Person::new("p"), school, &Book::default(), room.app.now()).await;
    kept.expect("it is kept");
}

/// An alert about somebody on the staff, with its first letters to these people. Gives its reference.
async fn raised(room: &Room, school: &str, about_head: bool, to: &[&str]) -> String {
    let reference = fingerpost::app::fresh_code();
    let alert = Alert {
        kind: "harm".into(),
        words: WORDS.into(),
        about_staff: true,
        about_head,
        reference: reference.clone(),
        door: "test".into(),
    };
    let mut effects = vec![Effect::Raise(alert)];
    effects.extend(to.iter().map(|who| Effect::Send(written(&reference.to_string(), 1, school, who))));
    keep(room, school, &effects).await;
    reference.to_string()
}

fn written(reference: &str, round: u8, school: &str, who: &str) -> Letter {
    let letter = letter(&format!("alert/{reference}/{round}/{who}"), &format!("somebody@{school}.example"));
    Letter { about: reference.to_owned(), school: school.into(), ..letter }
}

#[tokio::test]
async fn an_alert_about_the_head_is_the_chairs_alone_until_nobody_has_seen_it_in_time() {
    let room = room_with_letters().await;
    let reference = raised(&room, "elm", true, &["chair_of_governors"]).await;
    let lead = room.someone("sal", Role::SafeguardingLead, "elm").await;
    let page = lead.page("/desk/alerts").await;
    assert!(!page.contains(WORDS) && page.contains("went to the chair of governors alone"), "{page}");
    assert!(lead.page("/desk/pulse").await.contains("\"alerts\":0"), "what is not theirs does not wait for them");
    assert_eq!(lead.post("/desk/alerts/1/seen", &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(room.app.store().alerts_waiting().await.expect("counted"), 1);
    keep(&room, "elm", &[Effect::Send(written(&reference, 2, "elm", "safeguarding_lead"))]).await;
    assert!(lead.page("/desk/alerts").await.contains(WORDS));
    lead.does("/desk/alerts/1/seen", &[]).await;
}

#[tokio::test]
async fn the_chair_sees_and_records_what_is_about_the_head_and_nothing_else() {
    let room = room_with_letters().await;
    raised(&room, "elm", true, &["chair_of_governors"]).await;
    room.raise("elm", "about nobody on the staff").await;
    let staff = raised(&room, "elm", false, &["headteacher", "safeguarding_lead"]).await;
    let chair = room.someone("cho", Role::ChairOfGovernors, "elm").await;
    let page = chair.page("/desk/alerts").await;
    assert_eq!(page.matches("<blockquote>").count(), 1, "{page}");
    assert!(page.contains(WORDS) && page.contains("may be about the headteacher"), "{page}");
    assert!(!page.contains("about nobody on the staff") && !page.contains("Begin a drill"), "{page}");
    assert!(page.contains("<td data-label=\"Raised\" class=\"number\">1</td>"), "only their own are counted: {page}");
    assert!(chair.page("/desk/pulse").await.contains("\"alerts\":1"));
    for other in [2, 3] {
        assert_eq!(chair.post(&format!("/desk/alerts/{other}/seen"), &[]).await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(chair.post("/desk/alerts/drill", &[]).await.0, StatusCode::FORBIDDEN);
    chair.does("/desk/alerts/1/seen", &[]).await;
    chair.does("/desk/alerts/1/recorded", &[]).await;
    assert!(chair.page("/desk/alerts").await.contains("No alert waits"));
    let kept = room.app.store().kept_alerts(None).await.expect("listed");
    let first = kept.iter().find(|kept| kept.alert.id == 1).expect("there");
    assert!(first.alert.seen_by.as_deref() == Some("cho, chair of governors") && first.alert.recorded_at.is_some());
    keep(&room, "elm", &[Effect::Send(written(&staff, 2, "elm", "chair_of_governors"))]).await;
    assert_eq!(chair.page("/desk/alerts").await.matches("<blockquote>").count(), 1, "what was sent on is theirs too");
    chair.does("/desk/alerts/3/seen", &[]).await;
}

#[tokio::test]
async fn a_chair_of_another_school_and_a_governor_see_no_alert() {
    let room = room_with_letters().await;
    raised(&room, "elm", true, &["chair_of_governors"]).await;
    let chair = room.someone("oz", Role::ChairOfGovernors, "oak").await;
    assert!(!chair.page("/desk/alerts").await.contains(WORDS));
    assert_eq!(chair.post("/desk/alerts/1/seen", &[]).await.0, StatusCode::NOT_FOUND);
    let governor = room.someone("gil", Role::Governor, "elm").await;
    assert_eq!(governor.get("/desk/alerts").await.0, StatusCode::FORBIDDEN);
    assert_eq!(room.app.store().alerts_waiting().await.expect("counted"), 1);
}

#[tokio::test]
async fn a_head_who_is_the_safeguarding_lead_as_well_reads_of_no_allegation_against_themselves() {
    let room = room_with_letters().await;
    let head = room.app.school(Some("rowan")).expect("there").contacts.get(&Position::Headteacher).expect("a head");
    let email = head.email.clone().expect("an address").to_uppercase();
    raised(&room, "rowan", true, &["chair_of_governors", "safeguarding_lead"]).await;
    let lead = room.with_email("hal", &email, Role::SafeguardingLead, "rowan").await;
    let page = lead.page("/desk/alerts").await;
    assert!(!page.contains(WORDS) && !page.contains("about the headteacher"), "not even that there is one: {page}");
    assert!(page.contains("No alert was ever raised"), "{page}");
    assert!(lead.page("/desk/pulse").await.contains("\"alerts\":0"));
    for step in ["seen", "recorded", "false-alarm"] {
        assert_eq!(lead.post(&format!("/desk/alerts/1/{step}"), &[]).await.0, StatusCode::NOT_FOUND, "{step}");
    }
}
