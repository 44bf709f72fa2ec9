use std::sync::Arc;
use std::time::Duration;

use serenity::builder::{
    CreateActionRow, CreateAutocompleteResponse, CreateInputText, CreateInteractionResponse, CreateModal,
};
use serenity::http::Http;
use serenity::model::application::{CommandInteraction, InputTextStyle};
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::answer::{House, Place};
use super::board::Board;
use super::limits::FORM;
use super::read::{Form, Said};
use super::render::{Sheet, draw_lines, draw_public};
use super::send::{Question, Sent, write};
use super::split::shorten;
use super::staff::{self, StaffAction, may_act};
use super::suggest::suggest;
use super::visitors::Deliveries;
use crate::answer::rotation_key;
use crate::booking::{ActionKey, Code};
use crate::chat::Message;
use crate::phrases::fill;
use crate::staff::{Acted, Card, CardTap};

/// Discord closes a question after three seconds; what takes longer than this is put off.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The longest name or answer that a form takes while a request is asked for.
const ANSWER: u16 = 100;

/// The longest question that a form takes.
const QUESTION: u16 = 2000;

/// The door: takes Discord's events, answers each once.
pub(super) struct Door {
    pub(super) house: Arc<House>,
    pub(super) board: Arc<Board>,
    pub(super) deliveries: Deliveries,
}

/// Who asks, and from where.
pub(super) struct Asker {
    pub(super) account: UserId,
    pub(super) server: Option<GuildId>,
    pub(super) roles: Vec<u64>,
    pub(super) channel: ChannelId,
    /// The message that a button stands on.
    pub(super) message: Option<MessageId>,
}

impl Door {
    pub(super) fn new(house: Arc<House>, board: Arc<Board>) -> Self {
        Self { house, board, deliveries: Deliveries::default() }
    }

    /// Answers what was said by a command, a button or a form.
    pub(super) async fn meet(&self, http: &Http, asker: &Asker, question: Question, said: Said) {
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

    /// What is drawn for what was said.
    pub(super) async fn sheets(&self, http: &Http, asker: &Asker, said: &Said) -> Vec<Sheet> {
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
            let line = std::slice::from_ref(&phrases.discord.staff_only);
            question.answer(http, &draw_lines(line, phrases)).await;
            return;
        };
        let (who, deed) = (format!("Discord account {}", asker.account), action.deed());
        let key = ActionKey::from(format!("discord:{}", question.id));
        let tap = CardTap { school: &server.school, code, deed: deed.as_ref(), who: &who, key };
        let app = &self.house.app;
        let line = match app.staff().tapped(tap, &phrases.letters, app.now()).await {
            Ok(Acted::Now(card)) => return self.redraw(http, asker, question, &card, action).await,
            Ok(Acted::Refused(why)) => fill(&phrases.staff_card.refused, &[("why", &why)]),
            Ok(Acted::Gone) => phrases.staff_card.gone.clone(),
            Err(error) => {
                let reference = self.house.app.now().format("%m%d-%H%M%S").to_string();
                tracing::error!(door = "discord", reference, %error, "a request could not be acted on");
                fill(&phrases.nothing.switched_off, &[("reference", &reference)])
            }
        };
        question.answer(http, &draw_lines(&[line], phrases)).await;
    }

    /// Draws the card that was tapped anew, as the request stands now.
    async fn redraw(&self, http: &Http, asker: &Asker, question: &Question, card: &Card, action: &StaffAction) {
        let guide = self.house.app.guide();
        let sheet = staff::draw(card, Some(action), self.board.desk(), guide.phrases());
        if question.redraw(http, &sheet).await == Sent::Yes
            && let Some(message) = asker.message
        {
            self.board.note_drawn(asker.channel, message, card).await;
        }
    }

    /// Suggestions below the field that somebody types in.
    pub(super) async fn suggest(&self, http: &Http, command: &CommandInteraction) {
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
    pub(super) async fn named_in_public(&self, http: &Http, asker: &Asker, message: &Message) {
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
