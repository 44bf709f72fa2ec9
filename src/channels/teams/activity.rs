//! What the Bot Connector sends, as far as we read it. Nothing in it is trusted to have its kind: whatever is missing, null or of
//! another kind counts as absent, and what is unknown is passed over.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One delivery.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Activity {
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub(super) kind: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) id: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) timestamp: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) channel_id: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) service_url: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) from: Account,
    #[serde(deserialize_with = "lenient")]
    pub(super) recipient: Account,
    #[serde(deserialize_with = "lenient")]
    pub(super) conversation: Conversation,
    #[serde(deserialize_with = "lenient")]
    pub(super) text: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) name: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) action: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) reply_to_id: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) value: Value,
    #[serde(deserialize_with = "each")]
    pub(super) entities: Vec<Entity>,
    #[serde(deserialize_with = "each")]
    pub(super) members_added: Vec<Account>,
    #[serde(deserialize_with = "lenient")]
    pub(super) channel_data: ChannelData,
}

/// Somebody, or the bot itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Account {
    #[serde(deserialize_with = "lenient")]
    pub(super) id: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) aad_object_id: String,
}

/// Where it was said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Conversation {
    #[serde(deserialize_with = "lenient")]
    pub(super) id: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) conversation_type: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) tenant_id: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) is_group: bool,
}

/// A mention; other entities have no text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Entity {
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub(super) kind: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) mentioned: Account,
    #[serde(deserialize_with = "lenient")]
    pub(super) text: String,
}

/// What only Teams says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ChannelData {
    #[serde(deserialize_with = "lenient")]
    pub(super) tenant: Named,
    #[serde(deserialize_with = "lenient")]
    pub(super) team: Named,
    #[serde(deserialize_with = "lenient")]
    pub(super) event_type: String,
}

/// Something with an id.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    #[serde(deserialize_with = "lenient")]
    pub(super) id: String,
}

impl Activity {
    /// Ids of every tenant that the activity names.
    pub(super) fn tenants(&self) -> Vec<&str> {
        let named = [self.channel_data.tenant.id.as_str(), self.conversation.tenant_id.as_str()];
        named.into_iter().filter(|id| !id.is_empty()).collect()
    }

    /// Its tenant, once [`Self::tenants`] were checked.
    pub(super) fn tenant(&self) -> &str {
        self.tenants().first().copied().unwrap_or_default()
    }

    /// Whether nobody else reads along.
    pub(super) fn is_personal(&self) -> bool {
        !self.conversation.is_group && matches!(self.conversation.conversation_type.as_str(), "personal" | "")
    }

    /// Whether the bot itself came into the conversation.
    pub(super) fn adds_the_bot(&self) -> bool {
        self.members_added.iter().any(|member| !member.id.is_empty() && member.id == self.recipient.id)
    }
}

fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(from)?).unwrap_or_default())
}

fn each<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let Value::Array(items) = Value::deserialize(from)? else { return Ok(Vec::new()) };
    Ok(items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_another_kind_counts_as_absent() {
        let text = r#"{"type":"message","id":7,"from":null,"text":["a"],"entities":[3,{"type":"mention","text":"x"}],
            "conversation":{"id":"c","isGroup":"yes","new":{}},"channelData":"none","value":{"say":"hi"}}"#;
        let activity: Activity = serde_json::from_str(text).expect("an object is an activity");
        assert_eq!((activity.kind.as_str(), activity.id.as_str(), activity.text.as_str()), ("message", "", ""));
        assert_eq!((activity.conversation.id.as_str(), activity.entities.len()), ("c", 1));
        assert!(activity.is_personal() && activity.tenants().is_empty());
    }
}
