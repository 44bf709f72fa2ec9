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
