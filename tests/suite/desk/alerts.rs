use fingerpost::booking::Book;
use fingerpost::chat::Person;
use fingerpost::conversation::{Alert, Effect};
use fingerpost::desk::Role;
use fingerpost::letters::Letter;
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

#[tokio::test]
async fn an_alert_about_the_head_is_the_chairs_alone_until_nobody_has_seen_it_in_time() {
    let store = Store::open(&Address::Memory).await.expect("a store").with_secret(SECRET);
    let room = Room::over(store, false).await;
    let reference = fingerpost::app::fresh_code();
    let alert = Alert {
        kind: "harm".into(),
        words: WORDS.into(),
        about_staff: true,
        about_head: true,
        reference: reference.clone(),
        door: "test".into(),
    };
    let write = |round: u8, who: &str| Letter {
        about: reference.to_string(),
        school: "elm".into(),
        ..letter(&format!("alert/{reference}/{round}/{who}"), "somebody@elm.example")
    };
    let keep = async |effects: &[Effect]| {
        let kept = room.app.store().record(effects, &Person::new("p"), "elm", &Book::default(), room.app.now()).await;
        kept.expect("it is kept");
    };
    keep(&[Effect::Raise(alert), Effect::Send(write(1, "chair_of_governors"))]).await;
    let lead = room.someone("sal", Role::SafeguardingLead, "elm").await;
    let page = lead.page("/desk/alerts").await;
    assert!(!page.contains(WORDS) && page.contains("went to the chair of governors alone"), "{page}");
    assert_eq!(lead.post("/desk/alerts/1/seen", &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(room.app.store().alerts_waiting().await.expect("counted"), 1);
    keep(&[Effect::Send(write(2, "safeguarding_lead"))]).await;
    assert!(lead.page("/desk/alerts").await.contains(WORDS));
    lead.does("/desk/alerts/1/seen", &[]).await;
}
