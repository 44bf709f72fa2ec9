//! What people do in Discord, as the gateway tells it.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::loopback::{APPLICATION, Order, posted, user};

/// A server of Elm School, one of Oak School, one of nobody.
pub const ELM: u64 = 11;
pub const OAK: u64 = 12;
pub const NOBODYS: u64 = 13;

/// A role of staff at Elm School.
pub const STAFF: u64 = 21;

/// Pupils' accounts.
pub const SAM: u64 = 101;
pub const KIM: u64 = 102;

static NEXT: AtomicU64 = AtomicU64::new(10_000);

/// Something that an account does, in a server or in a direct message.
#[derive(Debug, Clone)]
pub struct Does {
    pub account: u64,
    pub server: Option<u64>,
    pub roles: Vec<u64>,
}

/// Somebody in a server.
pub fn at(account: u64, server: u64) -> Does {
    Does { account, server: Some(server), roles: Vec::new() }
}

/// Somebody in a direct message.
pub fn direct(account: u64) -> Does {
    Does { account, server: None, roles: Vec::new() }
}

/// An event with its id.
#[derive(Debug, Clone)]
pub struct Told {
    name: &'static str,
    pub data: Value,
}

impl Told {
    pub fn order(&self) -> Order {
        Order::Event(self.name, self.data.clone())
    }

    /// Part of the path under which it is answered.
    pub fn answered_at(&self) -> String {
        format!("/interactions/{}/", self.data["id"].as_str().expect("an id"))
    }

    /// Part of the path of what follows the answer.
    pub fn goes_on_at(&self) -> String {
        format!("/webhooks/{APPLICATION}/{}", self.data["token"].as_str().expect("a token"))
    }
}

impl Does {
    /// A command with its fields.
    pub fn command(&self, name: &str, fields: &[(&str, &str)]) -> Told {
        let options: Vec<Value> =
            fields.iter().map(|(name, value)| json!({ "name": name, "type": 3, "value": value })).collect();
        self.interaction(2, json!({ "id": "1", "name": name, "type": 1, "options": options }))
    }

    /// A field that is being typed in.
    pub fn types(&self, command: &str, field: &str, typed: &str) -> Told {
        let options = json!([{ "name": field, "type": 3, "value": typed, "focused": true }]);
        self.interaction(4, json!({ "id": "1", "name": command, "type": 1, "options": options }))
    }

    /// A tap on a button.
    pub fn taps(&self, id: &str) -> Told {
        self.component(json!({ "custom_id": id, "component_type": 2 }))
    }

    /// A choice from a menu.
    pub fn chooses(&self, id: &str, value: &str) -> Told {
        self.component(json!({ "custom_id": id, "component_type": 3, "values": [value] }))
    }

    /// A form that is sent.
    pub fn sends_form(&self, words: &str) -> Told {
        let field = json!({ "type": 4, "custom_id": "words", "value": words });
        self.interaction(5, json!({ "custom_id": "words", "components": [{ "type": 1, "components": [field] }] }))
    }

    /// A message; in a server one that names the bot.
    pub fn writes(&self, words: &str) -> Told {
        let bot =
            json!({ "id": APPLICATION.to_string(), "username": "fingerpost", "discriminator": "0", "avatar": null });
        let mut message = posted(800, &json!({ "content": words }));
        message["id"] = json!(next());
        message["author"] = user(self.account, "sam");
        if let Some(server) = self.server {
            message["guild_id"] = json!(server.to_string());
            message["content"] = json!(format!("<@{APPLICATION}> {words}"));
            message["mentions"] = json!([bot]);
        }
        Told { name: "MESSAGE_CREATE", data: message }
    }

    fn component(&self, data: Value) -> Told {
        let mut told = self.interaction(3, data);
        told.data["message"] = posted(800, &json!({ "content": "asked" }));
        told
    }

    fn interaction(&self, kind: u64, data: Value) -> Told {
        let id = next();
        let account = user(self.account, "sam");
        let mut told = json!({
            "id": id, "application_id": APPLICATION.to_string(), "type": kind, "data": data, "channel_id": "800",
            "token": format!("token-{id}"), "version": 1, "locale": "en-GB", "entitlements": [], "attachment_size_limit": 1,
            "authorizing_integration_owners": {}, "context": 0
        });
        match self.server {
            Some(server) => {
                let roles: Vec<String> = self.roles.iter().map(ToString::to_string).collect();
                told["guild_id"] = json!(server.to_string());
                told["member"] = json!({
                    "user": account, "roles": roles, "joined_at": null, "deaf": false, "mute": false, "flags": 0, "permissions": "0"
                });
            }
            None => told["user"] = account,
        }
        Told { name: "INTERACTION_CREATE", data: told }
    }
}

fn next() -> String {
    NEXT.fetch_add(1, Ordering::Relaxed).to_string()
}

/// A server as the gateway tells it; `permissions` is what everybody may do there.
pub fn server(id: u64, permissions: u64) -> Value {
    let mut server: Value = serde_json::from_str(SERVER).expect("it is JSON");
    let me = json!({ "user": user(APPLICATION, "fingerpost"), "roles": [], "joined_at": null, "deaf": false, "mute": false, "flags": 0 });
    server["id"] = json!(id.to_string());
    server["members"] = json!([me]);
    server["roles"][0]["id"] = json!(id.to_string());
    server["roles"][0]["permissions"] = json!(permissions.to_string());
    server
}

/// A server with all that Discord tells of it.
const SERVER: &str = r##"{
    "name": "A server", "icon": null, "splash": null, "discovery_splash": null, "owner_id": "1", "afk_channel_id": null,
    "afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 2, "emojis": [],
    "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
    "rules_channel_id": null, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
    "preferred_locale": "en-GB", "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [],
    "premium_progress_bar_enabled": false, "joined_at": "2026-11-01T00:00:00Z", "large": false, "unavailable": false,
    "member_count": 2, "voice_states": [], "channels": [], "threads": [], "presences": [], "stage_instances": [],
    "guild_scheduled_events": [], "soundboard_sounds": [],
    "roles": [{ "name": "@everyone", "color": 0, "hoist": false, "icon": null, "unicode_emoji": null, "position": 0, "managed": false,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "mentionable": false, "flags": 0 }]
}"##;
