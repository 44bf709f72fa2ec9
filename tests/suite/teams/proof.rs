//! Who may deliver: a good token passes, and a wrong one of each kind is refused.

use base64url::encoded;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::microsoft::signed;
use super::visit::Visit;

#[tokio::test]
async fn a_good_token_passes_and_the_message_is_answered() {
    let visit = Visit::begin().await;
    let calls = visit.deliver(&visit.message("how much is the bursary")).await;
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, "/connector/v3/conversations/a:chat%2Fwith%20sam/activities");
    assert_eq!(calls[0].authorization, "Bearer the-bots-own");
}

#[tokio::test]
async fn a_wrong_token_of_each_kind_is_refused() {
    let visit = Visit::begin().await;
    visit.microsoft.publish("webchat-only", "stranger");
    let now = chrono::Utc::now().timestamp();
    let changed = |key: &str, value: Value| {
        let mut claims = visit.claims();
        claims[key] = value;
        signed(&claims, "key-1", "issuer")
    };
    let without = |key: &str| {
        let mut claims = visit.claims();
        claims.as_object_mut().expect("an object").remove(key);
        signed(&claims, "key-1", "issuer")
    };
    let symmetric = |alg| {
        let header = Header { kid: Some("key-1".to_owned()), ..Header::new(alg) };
        encode(&header, &visit.claims(), &EncodingKey::from_secret(b"key-1")).expect("it can be signed")
    };
    let none = format!(
        "{}.{}.",
        encoded(br#"{"alg":"none","typ":"JWT","kid":"key-1"}"#),
        encoded(visit.claims().to_string().as_bytes())
    );
    let good = visit.token();
    let (body, _) = good.rsplit_once('.').expect("three parts");
    let wrong = [
        ("aud", changed("aud", json!("22222222-2222-3333-4444-555555555555"))),
        ("no aud", without("aud")),
        ("iss", changed("iss", json!("https://login.school.example"))),
        ("no iss", without("iss")),
        ("exp", changed("exp", json!(now - 301))),
        ("no exp", without("exp")),
        ("nbf", changed("nbf", json!(now + 330))),
        ("serviceurl", changed("serviceurl", json!("https://smba.trafficmanager.net/uk/"))),
        ("no serviceurl", without("serviceurl")),
        ("endorsement", signed(&visit.claims(), "webchat-only", "stranger")),
        ("another's key under our id", signed(&visit.claims(), "key-1", "stranger")),
        ("unknown kid", signed(&visit.claims(), "key-9", "issuer")),
        (
            "no kid",
            encode(&Header::new(Algorithm::RS256), &visit.claims(), &super::microsoft::key("issuer")).expect("signed"),
        ),
        ("RS512", {
            let header = Header { kid: Some("key-1".to_owned()), ..Header::new(Algorithm::RS512) };
            encode(&header, &visit.claims(), &super::microsoft::key("issuer")).expect("signed")
        }),
        ("HS256", symmetric(Algorithm::HS256)),
        ("alg none", none),
        ("cut signature", format!("{body}.")),
        ("nonsense", "nonsense".to_owned()),
        ("empty", String::new()),
    ];
    for (kind, token) in wrong {
        let response = visit.post(&visit.message("how much is the bursary"), Some(&token)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{kind}");
    }
    let response = visit.post(&visit.message("how much is the bursary"), None).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "no token");
    visit.teams.settle().await;
    assert!(visit.microsoft.calls().is_empty(), "nobody was answered");
}

#[tokio::test]
async fn clocks_may_be_five_minutes_apart() {
    let visit = Visit::begin().await;
    let now = chrono::Utc::now().timestamp();
    let mut claims = visit.claims();
    (claims["exp"], claims["nbf"]) = (json!(now - 240), json!(now + 240));
    let response = visit.post(&visit.message("hello"), Some(&signed(&claims, "key-1", "issuer"))).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn another_tenant_and_another_channel_are_forbidden() {
    let visit = Visit::begin().await;
    let other = "aaaaaaaa-0000-0000-0000-eeeeeeeeeeee";
    type Change<'a> = &'a dyn Fn(&mut Value);
    let changes: [(&str, Change<'_>); 5] = [
        ("both", &|activity| {
            activity["channelData"]["tenant"]["id"] = json!(other);
            activity["conversation"]["tenantId"] = json!(other);
        }),
        ("channelData", &|activity| activity["channelData"]["tenant"]["id"] = json!(other)),
        ("conversation", &|activity| activity["conversation"]["tenantId"] = json!(other)),
        ("none", &|activity| {
            activity["channelData"] = json!({});
            activity["conversation"]["tenantId"] = json!(null);
        }),
        ("channel", &|activity| activity["channelId"] = json!("webchat")),
    ];
    for (kind, change) in changes {
        let mut activity = visit.message("how much is the bursary");
        change(&mut activity);
        let response = visit.post(&activity, Some(&visit.token())).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{kind}");
    }
    let mut activity = visit.message("how much is the bursary");
    activity["channelId"] = json!("telegram");
    let response = visit.post(&activity, Some(&visit.token())).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "the key is not endorsed for it");
}

#[tokio::test]
async fn our_token_goes_to_no_other_host() {
    let visit = Visit::with(|settings| settings.tenants[0].id = super::visit::TENANT.to_uppercase()).await;
    for host in ["https://connector.school.example/", "http://smba.trafficmanager.net/uk/", "http://127.0.0.1:9/"] {
        let mut claims = visit.claims();
        claims["serviceurl"] = json!(host);
        let mut activity = visit.message("how much is the bursary");
        activity["serviceUrl"] = json!(host);
        let response = visit.post(&activity, Some(&signed(&claims, "key-1", "issuer"))).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{host}");
    }
    assert!(visit.microsoft.token_calls().is_empty());
    // A tenant is the same in whatever case it is written.
    assert_eq!(visit.deliver(&visit.message("how much is the bursary")).await.len(), 1);
}

#[tokio::test]
async fn keys_are_kept_and_a_new_one_is_found_but_made_up_ones_do_not_make_us_ask() {
    let visit = Visit::begin().await;
    for _ in 0..3 {
        visit.deliver(&visit.message("hello")).await;
    }
    assert_eq!(visit.microsoft.key_fetches(), 1, "they are kept");
    visit.microsoft.publish("key-2", "stranger");
    let token = signed(&visit.claims(), "key-2", "stranger");
    assert_eq!(visit.post(&visit.message("hello"), Some(&token)).await.status(), StatusCode::OK);
    assert_eq!(visit.microsoft.key_fetches(), 2, "a new key is looked for");
    for made_up in 0..20 {
        let token = signed(&visit.claims(), &format!("made-up-{made_up}"), "stranger");
        assert_eq!(visit.post(&visit.message("hello"), Some(&token)).await.status(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(visit.microsoft.key_fetches(), 2, "not for everybody who makes one up");
}

#[tokio::test]
async fn without_keys_nothing_is_taken_for_proven() {
    let visit = Visit::begin().await;
    visit.microsoft.take_keys_down();
    let response = visit.post(&visit.message("hello"), Some(&visit.token())).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_what_is_unknown_is_passed_over() {
    let visit = Visit::begin().await;
    let send = async |body: String| {
        let request = visit.http.post(&visit.address).bearer_auth(visit.token()).body(body);
        request.send().await.expect("the door answers").status()
    };
    for body in ["", "{", "[]", "null", "\"message\"", "\u{0}"] {
        assert_eq!(send(body.to_owned()).await, StatusCode::BAD_REQUEST, "{body:?}");
    }
    for missing in ["type", "conversation"] {
        let mut activity = visit.message("hello");
        activity.as_object_mut().expect("an object").remove(missing);
        assert_eq!(send(activity.to_string()).await, StatusCode::BAD_REQUEST, "{missing}");
    }
    let huge = visit.message(&"a".repeat(600_000));
    assert_eq!(send(huge.to_string()).await, StatusCode::PAYLOAD_TOO_LARGE);
    visit.microsoft.forget_calls();
    for kind in ["typing", "messageReaction", "event", "handoff", "messageDelete", "endOfConversation"] {
        assert_eq!(send(visit.activity(kind).to_string()).await, StatusCode::OK, "{kind}");
    }
    let mut odd = visit.activity("message");
    (odd["text"], odd["value"], odd["entities"], odd["from"]) = (json!(7), json!([]), json!("x"), json!(null));
    assert_eq!(send(odd.to_string()).await, StatusCode::OK);
    visit.teams.settle().await;
    assert_eq!(visit.microsoft.calls().len(), 1, "only the empty message is answered");
    let response = visit.http.get(&visit.address).send().await.expect("the door answers");
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// Base64 as tokens have it.
mod base64url {
    pub fn encoded(bytes: &[u8]) -> String {
        const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let number =
                chunk.iter().chain([&0, &0]).take(3).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
            for place in 0..=chunk.len() {
                out.push(char::from(SIGNS[(number >> (18 - 6 * place) & 63) as usize]));
            }
        }
        out
    }
}
