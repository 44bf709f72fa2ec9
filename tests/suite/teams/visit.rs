//! The real door over the real house, with a Microsoft of our own on the other side.

use std::sync::Arc;

use fingerpost::app::App;
use fingerpost::channels::teams::{Settings, Teams, Tenant, router};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::microsoft::{Call, Microsoft, signed};
use crate::house::{house_at, noon};

pub const BOT: &str = "11111111-2222-3333-4444-555555555555";
pub const TENANT: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
pub const HOUSE_KEY: &[u8] = b"a key of thirty-two letters, long";
pub const CLIENT_SECRET: &str = "client-secret-of-a-test";

/// A pupil in a chat with the bot.
pub struct Visit {
    pub microsoft: Microsoft,
    pub app: Arc<App>,
    pub teams: Teams,
    pub address: String,
    pub http: reqwest::Client,
    number: std::cell::Cell<u32>,
}

/// Settings that lead to a Microsoft of ours.
pub fn settings(microsoft: &Microsoft) -> Settings {
    Settings {
        app_id: BOT.to_owned(),
        tenant: TENANT.to_owned(),
        site: "https://careers.school.example".to_owned(),
        metadata: format!("http://{}/metadata", microsoft.host),
        login: format!("http://{}", microsoft.host),
        extra_hosts: vec![microsoft.host.clone()],
        tenants: vec![Tenant { id: TENANT.to_owned(), schools: vec!["elm".to_owned()] }],
        ..Settings::default()
    }
}

impl Visit {
    pub async fn begin() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let microsoft = Microsoft::open().await;
        let mut settings = settings(&microsoft);
        change(&mut settings);
        Self::of(microsoft, settings, Arc::new(house_at(noon()).await)).await
    }

    /// A door on a house that is there already, as after a new start.
    pub async fn of(microsoft: Microsoft, settings: Settings, app: Arc<App>) -> Self {
        let teams = Teams::open(Arc::clone(&app), HOUSE_KEY.into(), settings, Some(CLIENT_SECRET)).await;
        let teams = teams.expect("the door opens");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}/api/messages", listener.local_addr().expect("it has an address"));
        let routes = router(teams.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { microsoft, app, teams, address, http: reqwest::Client::new(), number: std::cell::Cell::new(0) }
    }

    /// The claims of a token that passes.
    pub fn claims(&self) -> Value {
        let now = chrono::Utc::now().timestamp();
        json!({
            "iss": "https://api.botframework.com",
            "aud": BOT,
            "nbf": now - 60,
            "exp": now + 3600,
            "serviceurl": self.microsoft.service_url(),
        })
    }

    pub fn token(&self) -> String {
        signed(&self.claims(), "key-1", "issuer")
    }

    /// An activity in the pupil's personal chat.
    pub fn activity(&self, kind: &str) -> Value {
        self.number.set(self.number.get() + 1);
        json!({
            "type": kind,
            "id": format!("activity-{}", self.number.get()),
            "timestamp": "2026-11-21T12:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.microsoft.service_url(),
            "from": {"id": "29:sam", "name": "Sam", "aadObjectId": "99999999-0000-0000-0000-000000000001"},
            "recipient": {"id": format!("28:{BOT}"), "name": "Fingerpost"},
            "conversation": {"id": "a:chat/with sam", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
        })
    }

    pub fn message(&self, text: &str) -> Value {
        let mut activity = self.activity("message");
        activity["text"] = json!(text);
        activity
    }

    /// A message that mentions the bot in a channel.
    pub fn mention(&self, text: &str) -> Value {
        let mut activity = self.message(&format!("<at>Fingerpost</at> {text}"));
        activity["conversation"] = json!({
            "id": "19:general@thread.tacv2;messageid=1", "conversationType": "channel", "isGroup": true, "tenantId": TENANT,
        });
        activity["channelData"]["team"] = json!({"id": "19:general@thread.tacv2"});
        activity["entities"] = json!([
            {"type": "mention", "mentioned": {"id": format!("28:{BOT}")}, "text": "<at>Fingerpost</at>"},
        ]);
        activity
    }

    /// A tap on a button, as it is invoked.
    pub fn tapped(&self, button: &Value) -> Value {
        let mut activity = self.activity("invoke");
        activity["name"] = json!("adaptiveCard/action");
        activity["value"] = json!({
            "action": {"type": "Action.Execute", "title": button["title"], "verb": button["verb"], "data": button["data"]},
            "trigger": "manual",
        });
        activity
    }

    /// The same from a client that sends taps as messages.
    pub fn submitted(&self, button: &Value, replied_to: &str) -> Value {
        let mut activity = self.activity("message");
        activity["value"] = button["fallback"]["data"].clone();
        activity["replyToId"] = json!(replied_to);
        activity
    }

    pub async fn post(&self, activity: &Value, token: Option<&str>) -> Response {
        let request = self.http.post(&self.address).json(activity);
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        request.send().await.expect("the door answers")
    }

    /// Delivers an activity, and waits until everything that follows was sent.
    pub async fn deliver(&self, activity: &Value) -> Vec<Call> {
        self.microsoft.forget_calls();
        let response = self.post(activity, Some(&self.token())).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.text().await.expect("a body"), "", "only an invoke is answered in the response");
        self.teams.settle().await;
        self.microsoft.calls()
    }

    /// Delivers an invoke; the card or line that it answers.
    pub async fn invoke(&self, activity: &Value) -> Value {
        self.microsoft.forget_calls();
        let response = self.post(activity, Some(&self.token())).await;
        assert_eq!(response.status(), StatusCode::OK);
        let answer = response.json().await.expect("an invoke is answered in the response");
        self.teams.settle().await;
        answer
    }

    /// Says something; the card that comes.
    pub async fn say(&self, text: &str) -> Value {
        card(&self.deliver(&self.message(text)).await)
    }

    pub async fn alerts(&self) -> u64 {
        self.app.store().alerts_waiting().await.expect("they can be counted")
    }
}

/// The only card that was sent.
pub fn card(calls: &[Call]) -> Value {
    let cards: Vec<&Value> = calls.iter().filter_map(|call| call.body.pointer("/attachments/0/content")).collect();
    assert_eq!(cards.len(), 1, "one card: {calls:#?}");
    cards[0].clone()
}

/// Everything that can be read on a card without opening anything, one piece a line.
pub fn read(card: &Value) -> String {
    let mut lines = Vec::new();
    collect(&card["body"], &mut lines);
    lines.join("\n")
}

fn collect(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, lines)),
        Value::Object(fields) => {
            lines.extend(["text", "title"].iter().filter_map(|key| fields.get(*key)?.as_str()).map(str::to_owned));
            fields
                .iter()
                .filter(|(key, _)| *key != "fallback" && *key != "data")
                .for_each(|(_, inner)| collect(inner, lines));
        }
        _ => {}
    }
}

/// The button with this title, wherever it stands.
pub fn button(card: &Value, title: &str) -> Value {
    find(card, &|value| value["type"] == "Action.Execute" && value["title"] == title)
        .unwrap_or_else(|| panic!("there is no button “{title}” on {card:#}"))
}

/// The first piece of a card of which this is true.
pub fn find(value: &Value, is: &dyn Fn(&Value) -> bool) -> Option<Value> {
    if is(value) {
        return Some(value.clone());
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| find(item, is)),
        Value::Object(fields) => fields.values().find_map(|inner| find(inner, is)),
        _ => None,
    }
}
