//! Discord's events, each handed to the door once.

use serenity::all::{ConnectionStage, Context, EventHandler, ResumedEvent, ShardStageUpdateEvent};
use serenity::async_trait;
use serenity::model::application::Interaction;
use serenity::model::channel::Message as Posted;
use serenity::model::gateway::Ready;
use serenity::model::guild::Guild;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};

use super::commands;
use super::door::{Asker, Door};
use super::permissions::missing;
use super::read::{Said, read_command, read_component, read_form, read_text};
use super::send::{Question, write};

#[async_trait]
impl EventHandler for Door {
    async fn ready(&self, context: Context, ready: Ready) {
        let guide = self.house.app.guide();
        tracing::info!(door = "discord", servers = ready.guilds.len(), "the Discord door is open");
        match commands::register(&context.http, guide.phrases()).await {
            Ok(true) => tracing::info!(door = "discord", "commands were registered; Discord shows them within an hour"),
            Ok(false) => {}
            Err(_) => tracing::error!(
                door = "discord",
                "commands could not be registered; they are tried again at the next start"
            ),
        }
    }

    async fn guild_create(&self, context: Context, guild: Guild, _: Option<bool>) {
        let server = self.house.settings.server(guild.id.get());
        if server.is_none() {
            let id = guild.id.get();
            tracing::warn!(
                door = "discord",
                server = id,
                "this server belongs to no school; write it under [[discord.servers]]"
            );
        }
        for line in missing(&guild, me(&context), server) {
            tracing::warn!(door = "discord", "{line}");
        }
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        if !self.deliveries.take(interaction.id().get()) {
            return;
        }
        let guide = self.house.app.guide();
        let phrases = guide.phrases();
        let http = &context.http;
        match &interaction {
            Interaction::Autocomplete(command) => self.suggest(http, command).await,
            Interaction::Command(command) => {
                let said = read_command(&command.data, phrases);
                let asker = asker(command.user.id, command.guild_id, command.member.as_deref(), command.channel_id);
                self.meet(http, &asker, question(command.id, &command.token, command.guild_id), said).await;
            }
            Interaction::Component(tapped) => {
                let said = read_component(&tapped.data.custom_id, &tapped.data.kind, phrases);
                let asker = asker(tapped.user.id, tapped.guild_id, tapped.member.as_ref(), tapped.channel_id);
                let asker = Asker { message: Some(tapped.message.id), ..asker };
                self.meet(http, &asker, question(tapped.id, &tapped.token, tapped.guild_id), said).await;
            }
            Interaction::Modal(form) => {
                let said = read_form(&form.data.components);
                let asker = asker(form.user.id, form.guild_id, form.member.as_ref(), form.channel_id);
                self.meet(http, &asker, question(form.id, &form.token, form.guild_id), said).await;
            }
            _ => {}
        }
    }

    async fn message(&self, context: Context, posted: Posted) {
        let me = me(&context).get();
        let direct = posted.guild_id.is_none();
        let named = posted.mentions.iter().any(|user| user.id.get() == me);
        if posted.author.bot || !(direct || named) || !self.deliveries.take(posted.id.get()) {
            return;
        }
        let message = read_text(&posted.content, me);
        let asker = asker(posted.author.id, posted.guild_id, None, posted.channel_id);
        if direct {
            let said = Said::Words { message, typed: true };
            let sheets = self.sheets(&context.http, &asker, &said).await;
            write(&context.http, posted.channel_id, &sheets).await;
        } else {
            self.named_in_public(&context.http, &asker, &message).await;
        }
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::info!(door = "discord", "the connection to Discord was taken up again");
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        if event.old == ConnectionStage::Connected && event.new != ConnectionStage::Connected {
            tracing::info!(door = "discord", "the connection to Discord broke; it is taken up again");
        }
    }
}

/// The bot's own account.
fn me(context: &Context) -> UserId {
    context.cache.current_user().id
}

fn asker(
    account: UserId,
    server: Option<GuildId>,
    member: Option<&serenity::model::guild::Member>,
    channel: ChannelId,
) -> Asker {
    let roles = member.map_or_else(Vec::new, |member| member.roles.iter().map(|role| role.get()).collect());
    Asker { account, server, roles, channel, message: None }
}

/// In a server only the person sees the answer; a direct message is theirs alone anyway, and stays.
fn question(id: InteractionId, token: &str, server: Option<GuildId>) -> Question {
    Question { id, token: token.to_owned(), private: server.is_some() }
}
