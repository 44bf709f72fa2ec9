//! Where others read along: one fixed neutral line and a way to the personal chat, whatever was said. A danger is met all the same: the
//! alert is raised, and the answer is tried in the personal chat.

use super::activity::Activity;
use super::draw::{Card, Frame, card, cards, open_address, run};
use super::latest::{Sent, fresh};
use super::read::words;
use super::talk::is_urgent;
use super::{Door, Teams};
use crate::chat::{Message, Reply};

impl Teams {
    /// A message in a group chat or a channel.
    pub(super) async fn keep_neutral(&self, activity: &Activity) {
        let door = &self.door;
        let met = door.meet_danger(activity).await;
        door.send_all(&Door::place(activity), &[door.neutral_card()]).await;
        if let Some(reply) = met {
            door.answer_in_private(activity, &reply).await;
        }
    }

    /// A message in a group that was changed after it was sent.
    pub(super) async fn changed_in_group(&self, activity: &Activity) {
        if let Some(reply) = self.door.meet_danger(activity).await {
            self.door.answer_in_private(activity, &reply).await;
        }
    }
}

impl Door {
    /// The neutral line with its button.
    pub(super) fn neutral_card(&self) -> Card {
        let guide = self.app.guide();
        let teams = &guide.phrases().teams;
        let chat = format!("https://teams.microsoft.com/l/chat/0/0?users=28:{}", self.settings.app_id);
        card(vec![run(&teams.neutral)], vec![open_address(&teams.ask_in_private, &chat)], &teams.neutral)
    }

    /// The house hears what tells of a danger, and nothing else that is said in a group.
    async fn meet_danger(&self, activity: &Activity) -> Option<Reply> {
        let text = words(activity);
        self.app.guide().safety().find(text.trim())?;
        let person = self.person(activity);
        let _turn = self.turn_of(&person).await;
        let whose = self.whose(activity, &person);
        let school = self.app.school(Some(whose.nearest())).ok()?;
        match self.app.receive(&self.caller(&person, school), &Message::new(text)).await {
            Ok(turn) => Some(turn.reply),
            Err(error) => {
                tracing::error!(door = "teams", %error, "a message in a group could not be taken in");
                None
            }
        }
    }

    /// Tries the personal chat; it is there only if the person has the app.
    async fn answer_in_private(&self, activity: &Activity, reply: &Reply) {
        let place = match self.connector.begin(&Self::place(activity), &activity.from.id).await {
            Ok(place) => place,
            Err(error) => return self.log_unsent(&error),
        };
        let guide = self.app.guide();
        let (card, help_now) = (fresh(), guide.help_now_lines());
        let frame = Frame { urgent: is_urgent(reply), ..Frame::plain(guide.phrases(), &help_now, &card) };
        let drawn = cards(reply, &frame);
        self.latest.note(&self.person(activity), Sent { card: card.clone(), step: false });
        self.send_all(&place, &drawn).await;
    }
}
