//! Notices by webhook: signed, without anybody's words, and what each answer means.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use fingerpost::letters::{Letter, Recipient};
use fingerpost::notify::{Carrier, Lasting, Webhook, WebhookSettings, signature};
use serde_json::Value;

use super::letter;

const SECRET: &str = "a webhook secret of at least thirty-two signs";

type Seen = Arc<Mutex<Vec<(HeaderMap, String)>>>;

async fn listen(status: u16) -> (String, Seen) {
    let seen = Seen::default();
    let noted = seen.clone();
    let answer = async move |headers: HeaderMap, body: String| {
        noted.lock().expect("nobody panicked with it").push((headers, body));
        (StatusCode::from_u16(status).expect("a status"), [("location", "/elsewhere")])
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/notices", listener.local_addr().expect("an address"));
    let router = Router::new().route("/notices", post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, seen)
}

fn webhook(address: &str) -> Webhook {
    let settings = WebhookSettings { addresses: BTreeMap::from([("ash".to_owned(), address.to_owned())]) };
    Webhook::open(&settings, Some(SECRET), Duration::from_secs(5)).expect("settings").expect("on")
}

fn notice() -> Letter {
    Letter { to: Recipient::by_webhook("ash"), ..letter("key/1", "kim@school.example") }
}

#[tokio::test]
async fn a_notice_is_signed_and_holds_nobodys_words() {
    let (address, seen) = listen(204).await;
    webhook(&address).carry(&notice()).await.expect("it is taken");
    let seen = seen.lock().expect("nobody panicked with it");
    let (headers, body) = &seen[0];
    let signed = headers["fingerpost-signature"].to_str().expect("text");
    let at: i64 = signed.split(['=', ',']).nth(1).and_then(|at| at.parse().ok()).expect("a second");
    assert_eq!(signed, format!("t={at},v1={}", signature(SECRET.as_bytes(), at, body)));
    let read: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!((&read["school"], &read["purpose"]), (&"ash".into(), &"receipt".into()));
    assert!(!body.contains("Words for one person") && !body.contains("kim@school.example"), "{body}");
}

#[tokio::test]
async fn an_answer_that_is_no_yes_is_a_refusal_and_is_not_followed() {
    for (status, lasting) in [(500, Lasting::ForNow), (302, Lasting::ForNow), (404, Lasting::ForGood)] {
        let (address, seen) = listen(status).await;
        let refusal = webhook(&address).carry(&notice()).await.expect_err("it is refused");
        assert_eq!(refusal.lasting, lasting, "{status}");
        assert_eq!(seen.lock().expect("nobody panicked with it").len(), 1, "{status}");
    }
    let refusal = webhook("http://127.0.0.1:9/").carry(&notice()).await.expect_err("nobody listens");
    assert_eq!(refusal.lasting, Lasting::ForNow);
}
