use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serenity::all::{ConnectionStage, Context, EventHandler, ResumedEvent, ShardStageUpdateEvent};
use serenity::async_trait;
use serenity::builder::{
    CreateActionRow, CreateAutocompleteResponse, CreateInputText, CreateInteractionResponse, CreateModal,
};
use serenity::http::Http;
use serenity::model::application::{CommandInteraction, InputTextStyle, Interaction};
use serenity::model::channel::Message as Posted;
use serenity::model::gateway::Ready;
use serenity::model::guild::Guild;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};

use super::answer::{House, Place};
use super::limits::FORM;
use super::permissions::missing;
use super::read::{Form, Said, read_command, read_component, read_form, read_text};
use super::render::{Sheet, draw_lines, draw_public};
use super::send::{Question, Sent, write};
use super::split::shorten;
use super::staff::{self, Acted, Requests, StaffAction, may_act};
use super::suggest::suggest;
use super::visitors::Deliveries;
use super::{commands, person};
use crate::answer::rotation_key;
use crate::booking::Code;
use crate::chat::Message;

/// Discord closes a question after three seconds; what takes longer than this is put off.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The longest name or answer that a form takes while a request is asked for.
const ANSWER: u16 = 100;

/// The longest question that a form takes.
const QUESTION: u16 = 2000;

/// The door: takes Discord's events, answers each once.
pub(super) struct Door {
    house: Arc<House>,
    requests: Arc<dyn Requests>,
    deliveries: Deliveries,
    me: AtomicU64,
}

/// Who asks, and from where.
struct Asker {
    account: UserId,
    server: Option<GuildId>,
    roles: Vec<u64>,
    channel: ChannelId,
}

impl Door {
    pub(super) fn new(house: Arc<House>, requests: Arc<dyn Requests>) -> Self {
        Self { house, requests, deliveries: Deliveries::default(), me: AtomicU64::new(0) }
    }

    /// Answers what was said by a command, a button or a form.
    async fn meet(&self, http: &Http, asker: &Asker, question: Question, said: Said) {
        match said {
            Said::Open(form) => self.open(http, &question, form).await,
            Said::Staff(code, action) => self.staff(http, asker, &question, &code, &action).await,
            said => self.reply(http, asker, &question, &said).await,
        }
    }

    /// Answers now; where that takes long, tells Discord so and answers then.
    async fn reply(&self, http: &Http, asker: &Asker, question: &Question, said: &Said) {
        let mut answering = Box::pin(self.sheets(http, asker, said));
        let (sent, sheets) = match tokio::time::timeout(PATIENCE, &mut answering).await {
            Ok(sheets) => (question.answer(http, &sheets).await, sheets),
            Err(_) => {
                let put_off = question.put_off(http).await;
                let sheets = answering.await;
                (if put_off == Sent::Yes { question.answer_late(http, &sheets).await } else { put_off }, sheets)
            }
        };
        if sent == Sent::Expired && self.tells_of_danger(said) {
            self.write_to(http, asker.account, &sheets).await;
        }
    }

    async fn sheets(&self, http: &Http, asker: &Asker, said: &Said) -> Vec<Sheet> {
        let person = self.house.person(asker.account.get());
        let place = self.place(http, asker).await;
        match said {
            Said::Words { message, typed } => self.house.words(&person, &place, message, *typed).await,
            Said::Page(page) => self.house.page(&person, &place, *page).await,
            Said::Link(code) => self.house.link(&person, &place, code).await,
            Said::School(server) => self.house.choose_school(&person, *server),
            Said::Open(_) | Said::Staff(..) | Said::Unknown => {
                let guide = self.house.app.guide();
                draw_lines(std::slice::from_ref(&guide.phrases().discord.expired), guide.phrases())
            }
        }
    }

    /// The place of a message. In a direct message: by the servers the person was seen in, else by those they are a member of, which
    /// Discord is asked for once.
    async fn place(&self, http: &Http, asker: &Asker) -> Place {
        let person = self.house.person(asker.account.get());
        if let Some(server) = asker.server {
            if self.house.settings.server(server.get()).is_some() {
                self.house.visitors.seen_in(&person, server.get());
            }
            return self.house.place(Some(server.get()), &[], None);
        }
        let (seen, chosen) = self.house.visitors.servers(&person);
        match self.house.place(None, &seen, chosen) {
            Place::Which(_) if seen.is_empty() => {
                self.look_for(http, asker.account).await;
                let (seen, chosen) = self.house.visitors.servers(&person);
                self.house.place(None, &seen, chosen)
            }
            place => place,
        }
    }

    /// Remembers of which of our servers somebody is a member.
    async fn look_for(&self, http: &Http, account: UserId) {
        let person = self.house.person(account.get());
        for server in &self.house.settings.servers {
            if http.get_member(GuildId::new(server.server.get()), account).await.is_ok() {
                self.house.visitors.seen_in(&person, server.server.get());
            }
        }
    }

    async fn open(&self, http: &Http, question: &Question, form: Form) {
        let guide = self.house.app.guide();
        let says = &guide.phrases().discord;
        let (title, label, style, most) = match form {
            Form::Ask => (&says.ask_title, &says.ask_label, InputTextStyle::Paragraph, QUESTION),
            Form::Answer => (&says.answer_title, &says.answer_label, InputTextStyle::Short, ANSWER),
        };
        let field = CreateInputText::new(style, shorten(label, FORM), "words").max_length(most).required(true);
        let form = CreateModal::new("words", shorten(title, FORM)).components(vec![CreateActionRow::InputText(field)]);
        question.respond(http, &CreateInteractionResponse::Modal(form)).await;
    }

    /// Acts on a request for a member of staff, and draws its card anew.
    async fn staff(&self, http: &Http, asker: &Asker, question: &Question, code: &Code, action: &StaffAction) {
        let guide = self.house.app.guide();
        let phrases = guide.phrases();
        let server = asker.server.and_then(|server| self.house.settings.server(server.get()));
        let Some(server) = server.filter(|server| may_act(&asker.roles, server)) else {
            let line = std::slice::from_ref(&phrases.discord.staff.not_allowed);
            question.answer(http, &draw_lines(line, phrases)).await;
            return;
        };
        let by = person::person(asker.account.get(), &self.house.secret);
        match self.requests.act(&server.school, code, action, &by).await {
            Acted::Now(card) => question.redraw(http, &staff::draw(&card, Some(action), phrases)).await,
            Acted::AtTheDesk => {
                let line = std::slice::from_ref(&phrases.discord.staff.at_the_desk);
                question.answer(http, &draw_lines(line, phrases)).await
            }
        };
    }

    async fn suggest(&self, http: &Http, command: &CommandInteraction) {
        let Some(field) = command.data.autocomplete() else { return };
        let person = self.house.person(command.user.id.get());
        let rotation = rotation_key(person.key(), self.house.app.now().date());
        let found = suggest(&command.data.name, field.value, &self.house.app.guide(), rotation);
        let shown = found
            .into_iter()
            .fold(CreateAutocompleteResponse::new(), |shown, (name, value)| shown.add_string_choice(name, value));
        let question = Question { id: command.id, token: command.token.clone(), private: true };
        question.respond(http, &CreateInteractionResponse::Autocomplete(shown)).await;
    }

    /// Somebody named the bot where everybody reads along: one neutral line there, whatever was said. The answer itself is tried as a
    /// direct message; a sign of danger is met and kept as everywhere.
    async fn named_in_public(&self, http: &Http, asker: &Asker, message: &Message) {
        let guide = self.house.app.guide();
        let said = Said::Words { message: message.clone(), typed: true };
        let person = self.house.person(asker.account.get());
        let within = self.house.visitors.within(&person, self.house.settings.per_minute);
        if within {
            write(http, asker.channel, &[draw_public(&guide.phrases().discord.ask_privately)]).await;
        }
        if (within && !message.text.is_empty()) || self.tells_of_danger(&said) {
            let sheets = self.sheets(http, asker, &said).await;
            self.write_to(http, asker.account, &sheets).await;
        }
    }

    async fn write_to(&self, http: &Http, account: UserId, sheets: &[Sheet]) -> Sent {
        match account.create_dm_channel(http).await {
            Ok(channel) => write(http, channel.id, sheets).await,
            Err(_) => Sent::No,
        }
    }

    fn tells_of_danger(&self, said: &Said) -> bool {
        let Said::Words { message, .. } = said else { return false };
        self.house.app.guide().safety().find(message.text.trim()).is_some()
    }
}

#[async_trait]
impl EventHandler for Door {
    async fn ready(&self, context: Context, ready: Ready) {
        self.me.store(ready.user.id.get(), Ordering::Relaxed);
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

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let server = self.house.settings.server(guild.id.get());
        if server.is_none() {
            let id = guild.id.get();
            tracing::warn!(
                door = "discord",
                server = id,
                "this server belongs to no school; write it under [[discord.servers]]"
            );
        }
        for line in missing(&guild, UserId::new(self.me.load(Ordering::Relaxed).max(1)), server) {
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
        let me = self.me.load(Ordering::Relaxed);
        let direct = posted.guild_id.is_none();
        let named = posted.mentions.iter().any(|user| user.id.get() == me);
        if posted.author.bot || !(direct || named) || !self.deliveries.take(posted.id.get()) {
            return;
        }
        let message = read_text(&posted.content, me);
        let asker =
            Asker { account: posted.author.id, server: posted.guild_id, roles: Vec::new(), channel: posted.channel_id };
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

fn asker(
    account: UserId,
    server: Option<GuildId>,
    member: Option<&serenity::model::guild::Member>,
    channel: ChannelId,
) -> Asker {
    let roles = member.map_or_else(Vec::new, |member| member.roles.iter().map(|role| role.get()).collect());
    Asker { account, server, roles, channel }
}

/// In a server only the person sees the answer; a direct message is theirs alone anyway, and stays.
fn question(id: InteractionId, token: &str, server: Option<GuildId>) -> Question {
    Question { id, token: token.to_owned(), private: server.is_some() }
}
