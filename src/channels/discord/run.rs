use std::sync::Arc;
use std::time::Duration;

use serenity::Client;
use serenity::all::{GatewayError, GatewayIntents};
use serenity::builder::CreateAllowedMentions;
use serenity::client::ClientBuilder;
use serenity::gateway::ShardManager;
use serenity::http::{Http, HttpBuilder};
use tokio::sync::watch;

use super::answer::House;
use super::board::Board;
use super::door::Door;
use super::settings::Settings;
use super::visitors::Visitors;
use crate::app::App;

/// What the Discord door needs.
pub struct Discord {
    /// The house.
    pub app: Arc<App>,
    /// Key under which people are known inside.
    pub secret: Arc<[u8]>,
    /// Its settings.
    pub settings: Settings,
    /// The bot's token.
    pub token: String,
    /// The address under which the desk is reached; empty where there is none.
    pub desk: String,
}

impl Discord {
    /// The cards in the staff channels: a way out of the house that is open as long as somebody holds it.
    pub fn board(&self) -> Arc<Board> {
        let http = http(&self.settings, &self.token);
        Arc::new(Board::new(Arc::clone(&self.app), http, self.settings.clone(), self.desk.clone()))
    }
}

/// Why a session with Discord ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// We were asked to stop.
    Stopped,
    /// Discord does not take the token.
    Refused,
    /// It cannot be reached, or failed.
    Failed,
}

/// The wait before a further try, doubled each time up to the longest.
const WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// What Discord is asked to tell: that servers exist and what the bot may do there (GUILDS), that somebody wrote in a channel
/// (GUILD_MESSAGES: of these messages Discord sends the words only where the bot is named), and messages to the bot itself
/// (DIRECT_MESSAGES). Commands, buttons and forms come without asking. None of these is privileged: members, presence and the content
/// of other messages are not asked for (DI10).
const INTENTS: GatewayIntents =
    GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

/// Keeps the door open until `stop` says true. A broken connection is taken up again; a refused token ends it, and the other doors go
/// on. Returns when it is closed.
pub async fn run(discord: Discord, board: Arc<Board>, mut stop: watch::Receiver<bool>) {
    let Discord { app, secret, settings, token, .. } = discord;
    let house = Arc::new(House { app, secret, settings, visitors: Visitors::default() });
    let mut wait = WAIT;
    let mut told = false;
    loop {
        let door = Door::new(Arc::clone(&house), Arc::clone(&board));
        let ended = session(door, &house.settings, &token, &mut stop).await;
        match ended {
            Ended::Stopped => return,
            Ended::Refused => {
                tracing::error!(
                    door = "discord",
                    "Discord refused the token, so the Discord door is closed; make a new token in the developer portal \
                     (Bot > Reset Token), put it into FINGERPOST_DISCORD_TOKEN and start again"
                );
                return;
            }
            Ended::Failed if !told => {
                told = true;
                tracing::warn!(
                    door = "discord",
                    "Discord cannot be reached; the other doors are open, and this one is tried again"
                );
            }
            Ended::Failed => {}
        }
        tokio::select! {
            () = asked(&mut stop) => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn session(door: Door, settings: &Settings, token: &str, stop: &mut watch::Receiver<bool>) -> Ended {
    let built = ClientBuilder::new_with_http(http(settings, token), INTENTS)
        .cache_settings(nothing_cached())
        .event_handler(door)
        .await;
    let Ok(mut client) = built else { return Ended::Failed };
    let shards = Arc::clone(&client.shard_manager);
    tokio::select! {
        ended = start(&mut client) => ended,
        () = asked(stop) => close(&shards).await,
    }
}

/// Returns when the door is to close, or nobody can say so any more.
async fn asked(stop: &mut watch::Receiver<bool>) {
    stop.wait_for(|stop| *stop).await.map(|_| ()).unwrap_or_default();
}

async fn start(client: &mut Client) -> Ended {
    match client.start().await {
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => Ended::Refused,
        Err(_) | Ok(()) => Ended::Failed,
    }
}

async fn close(shards: &Arc<ShardManager>) -> Ended {
    // A shard that is not connected never answers; nobody waits for it.
    tokio::time::timeout(Duration::from_secs(2), shards.shutdown_all()).await.ok();
    Ended::Stopped
}

/// With a proxy the library's own waiting for Discord's limits has to be off, or it would call the real Discord.
fn http(settings: &Settings, token: &str) -> Http {
    let builder = HttpBuilder::new(token).default_allowed_mentions(CreateAllowedMentions::new());
    match settings.proxy.as_str() {
        "" => builder.build(),
        proxy => builder.proxy(proxy).ratelimiter_disabled(true).build(),
    }
}

/// Names of people and channels are not kept in memory: nothing here asks for them.
fn nothing_cached() -> serenity::cache::Settings {
    let mut settings = serenity::cache::Settings::default();
    (settings.max_messages, settings.cache_users) = (0, false);
    (settings.cache_channels, settings.cache_guilds) = (false, false);
    settings
}
