//! Calling back: the bot's own token, tries, limits, and when to stop.

use serde_json::json;

use super::visit::{BOT, CLIENT_SECRET, TENANT, Visit, card, read};

#[tokio::test]
async fn the_token_is_asked_for_once_and_in_the_way_that_was_agreed() {
    let visit = Visit::begin().await;
    visit.post(&visit.message("how much is the bursary"), Some(&visit.token())).await;
    visit.teams.settle().await;
    visit.post(&visit.message("and how do i apply"), Some(&visit.token())).await;
    visit.teams.settle().await;
    let calls = visit.microsoft.token_calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, format!("/{TENANT}/oauth2/v2.0/token"));
    let form = format!(
        "grant_type=client_credentials&client_id={BOT}&client_secret={CLIENT_SECRET}&scope=https%3A%2F%2Fapi.botframework.com%2F.default"
    );
    assert_eq!(calls[0].text, form);
    assert_eq!(visit.microsoft.calls().len(), 2);
}

#[tokio::test]
async fn a_token_that_is_soon_over_is_asked_for_anew() {
    let visit = Visit::begin().await;
    visit.microsoft.answer_token_with(200, json!({"access_token": "short", "expires_in": 0}));
    visit.deliver(&visit.message("hello")).await;
    visit.deliver(&visit.message("hello again")).await;
    assert_eq!(visit.microsoft.token_calls().len(), 1, "one for the second message alone");
}

#[tokio::test]
async fn a_token_that_is_refused_is_asked_for_anew_once() {
    let visit = Visit::begin().await;
    visit.microsoft.answer_next(401, None);
    assert_eq!(visit.deliver(&visit.message("hello")).await.len(), 2);
    assert_eq!(visit.microsoft.token_calls().len(), 2);
    visit.microsoft.answer_next(401, None);
    visit.microsoft.answer_next(401, None);
    assert_eq!(visit.deliver(&visit.message("hello again")).await.len(), 2, "and not for ever");
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_the_next_message_tries_again() {
    let visit = Visit::begin().await;
    visit.microsoft.answer_token_with(401, json!({"error": "invalid_client", "error_codes": [7000215]}));
    assert!(visit.deliver(&visit.message("hello")).await.is_empty());
    visit.microsoft.answer_token_with(200, json!({"access_token": "good", "expires_in": 3600}));
    assert_eq!(visit.deliver(&visit.message("hello again")).await.len(), 1);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_until_it_passes() {
    let visit = Visit::begin().await;
    for (status, retry_after) in [(412, None), (429, Some(1)), (502, None), (503, None)] {
        visit.microsoft.answer_next(status, retry_after);
    }
    let began = std::time::Instant::now();
    let calls = visit.deliver(&visit.message("how much is the bursary")).await;
    assert_eq!(calls.len(), 5);
    assert!(calls.windows(2).all(|pair| pair[0].body == pair[1].body));
    assert!(began.elapsed() >= std::time::Duration::from_secs(1), "Retry-After is kept");
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    let visit = Visit::begin().await;
    for status in [400, 404, 413, 500] {
        visit.microsoft.answer_next(status, None);
        assert_eq!(visit.deliver(&visit.message("hello")).await.len(), 1, "{status}");
    }
    visit.microsoft.answer_next(429, Some(3600));
    assert_eq!(visit.deliver(&visit.message("hello")).await.len(), 1, "an hour is too long to wait");
}

#[tokio::test]
async fn after_a_403_nothing_more_is_sent_until_the_person_writes() {
    let visit = Visit::begin().await;
    let asked = visit.say("book an appointment").await;
    visit.microsoft.answer_next(403, None);
    assert_eq!(visit.deliver(&visit.message("Zoë")).await.len(), 1, "it is not tried again");
    assert_eq!(visit.deliver(&visit.message("year 11")).await.len(), 1, "writing opens it again");
    assert!(asked.is_object());
}

#[tokio::test]
async fn many_answers_at_once_keep_the_send_rate() {
    let visit = Visit::begin().await;
    visit.microsoft.forget_calls();
    let began = std::time::Instant::now();
    for _ in 0..9 {
        visit.post(&visit.message("how much is the bursary"), Some(&visit.token())).await;
    }
    visit.teams.settle().await;
    assert_eq!(visit.microsoft.calls().len(), 9);
    assert!(began.elapsed() >= std::time::Duration::from_secs(2), "the ninth waits: eight in two seconds");
    assert!(read(&card(&visit.microsoft.calls()[..1])).contains("£900"));
}
