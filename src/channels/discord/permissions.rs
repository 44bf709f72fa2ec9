//! What the bot may do in a server, and what is missing.

use serenity::model::guild::Guild;
use serenity::model::id::UserId;
use serenity::model::permissions::Permissions;

use super::settings::Server;

/// What the door needs of a server, with what for. Private answers to commands need none of these.
const NEEDED: [(Permissions, &str, &str); 3] = [
    (Permissions::VIEW_CHANNEL, "View Channels", "to see that somebody names it"),
    (Permissions::SEND_MESSAGES, "Send Messages", "to say that it answers privately, and to post requests for staff"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads", "to say the same in threads"),
];

/// What it needs in the channel for staff beside these.
const FOR_STAFF: (Permissions, &str, &str) = (Permissions::EMBED_LINKS, "Embed Links", "to draw requests as cards");

/// The address by which an administrator lets the bot into a server; `{application}` and `{permissions}` are filled in.
pub const INVITE: &str = "https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={permissions}";

/// The permissions as the number in the invitation's address.
pub fn invite_bits() -> u64 {
    NEEDED.iter().fold(FOR_STAFF.0, |all, (permission, ..)| all | *permission).bits()
}

/// A line for each thing that is missing in a server, with how to grant it.
pub(super) fn missing(guild: &Guild, me: UserId, server: Option<&Server>) -> Vec<String> {
    let Some(member) = guild.members.get(&me) else { return Vec::new() };
    let held = guild.member_permissions(member);
    let lacks = |held: Permissions, (permission, name, why): &(Permissions, &str, &str)| {
        (!held.contains(Permissions::ADMINISTRATOR) && !held.contains(*permission))
            .then(|| (name.to_string(), why.to_string()))
    };
    let here = NEEDED.iter().filter_map(|needed| lacks(held, needed)).map(|(name, why)| {
        format!(
            "discord server {}: the bot lacks the permission “{name}” ({why}); grant it under Server Settings > Roles > the bot's role",
            guild.id
        )
    });
    here.chain(server.into_iter().flat_map(|server| staff_channel(guild, member, server, &lacks))).collect()
}

type Lacks<'a> = dyn Fn(Permissions, &(Permissions, &str, &str)) -> Option<(String, String)> + 'a;

fn staff_channel(
    guild: &Guild,
    member: &serenity::model::guild::Member,
    server: &Server,
    lacks: &Lacks<'_>,
) -> Vec<String> {
    let Some(id) = server.staff_channel else { return Vec::new() };
    let found = guild.channels.values().find(|channel| channel.id.get() == id.get());
    let Some(channel) = found else {
        return vec![format!(
            "discord server {}: there is no channel {id}, or the bot cannot see it; check staff_channel, and let the bot's role view the channel",
            guild.id
        )];
    };
    let held = guild.user_permissions_in(channel, member);
    let needed = [&NEEDED[0], &NEEDED[1], &FOR_STAFF];
    let line = |(name, why): (String, String)| {
        format!(
            "discord server {}: the bot lacks “{name}” in the staff channel {id} ({why}); grant it under Edit Channel > Permissions > the bot's role",
            guild.id
        )
    };
    needed.into_iter().filter_map(|needed| lacks(held, needed)).map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serenity::model::id::UserId;

    use super::*;
    use crate::channels::discord::Id;

    fn guild(everybody: u64, channels: &Value) -> Guild {
        let role = json!({
            "id": "11", "guild_id": "11", "name": "@everyone", "color": 0, "colors": { "primary_color": 0 }, "hoist": false, "position": 0,
            "permissions": everybody.to_string(), "managed": false, "mentionable": false
        });
        let me = json!({ "user": { "id": "777", "username": "fingerpost" }, "roles": [], "joined_at": null, "deaf": false, "mute": false, "flags": 0 });
        let guild = json!({
            "id": "11", "name": "A server", "owner_id": "1", "afk_timeout": 300, "verification_level": 1,
            "default_message_notifications": 1, "explicit_content_filter": 2, "emojis": [], "features": [], "mfa_level": 0,
            "system_channel_flags": 0, "premium_tier": 0, "preferred_locale": "en-GB", "nsfw_level": 0, "stickers": [],
            "premium_progress_bar_enabled": false, "joined_at": "2026-11-01T00:00:00Z", "large": false, "member_count": 1,
            "voice_states": [], "members": [me], "channels": channels, "threads": [], "presences": [], "stage_instances": [],
            "guild_scheduled_events": [], "roles": [role]
        });
        serde_json::from_value(guild).expect("it is a server")
    }

    fn with_staff_channel() -> Server {
        let id = |number| Id::new(number).expect("an id");
        Server { server: id(11), school: "elm".into(), staff_roles: Vec::new(), staff_channel: Some(id(70)) }
    }

    #[test]
    fn each_missing_permission_has_its_line_with_how_to_grant_it() {
        let me = UserId::new(777);
        let none = missing(&guild(0, &json!([])), me, None);
        assert_eq!(none.len(), 3, "{none:?}");
        assert!(none.iter().all(|line| line.contains("grant it under Server Settings > Roles")), "{none:?}");
        assert_eq!(missing(&guild(invite_bits(), &json!([])), me, None), Vec::<String>::new());
        assert_eq!(missing(&guild(8, &json!([])), me, None), Vec::<String>::new(), "an administrator may do all");
    }

    #[test]
    fn a_staff_channel_that_is_closed_to_the_bot_is_named() {
        let me = UserId::new(777);
        let gone = missing(&guild(invite_bits(), &json!([])), me, Some(&with_staff_channel()));
        assert!(gone.len() == 1 && gone[0].contains("there is no channel 70"), "{gone:?}");
        let closed = json!([{
            "id": "70", "guild_id": "11", "type": 0, "name": "requests", "position": 1,
            "permission_overwrites": [{ "id": "11", "type": 0, "allow": "0", "deny": "2048" }]
        }]);
        let lines = missing(&guild(invite_bits(), &closed), me, Some(&with_staff_channel()));
        assert!(lines.iter().any(|line| line.contains("“Send Messages” in the staff channel 70")), "{lines:?}");
    }

    #[test]
    fn the_invitation_grants_what_is_needed_and_no_more() {
        assert_eq!(invite_bits(), 1 << 10 | 1 << 11 | 1 << 14 | 1 << 38);
    }
}
