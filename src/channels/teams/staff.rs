//! The buttons on the card of a request in the careers team's channel: take it on, offer a time, decline it for a reason. They act only
//! for the people whom the settings name; whoever acts, the card is drawn anew in its place for everybody.

use serde_json::{Value, json};

use super::activity::Activity;
use super::draw::{ask_one, execute};
use super::latest::fresh;
use super::settings::Team;
use super::talk::only_said;
use super::{Door, Teams};
use crate::booking::{ActionKey, Code};
use crate::phrases::{Phrases, fill};
use crate::staff::{Acted, Card, CardDeed, CardTap};

/// How many times a card offers, soonest first; the desk has all of them.
const TIMES: usize = 40;

/// A tap on the card of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StaffTap {
    code: Code,
    deed: CardDeed,
}

impl StaffTap {
    /// Reads what a card's button sends; none where it is no button of a request's card.
    pub(super) fn read(data: &Value) -> Option<Self> {
        let text = |key: &str| data.get(key).and_then(Value::as_str);
        let chosen = |key: &str| text(key).unwrap_or_default().to_owned();
        let deed = match text("staff")? {
            "take" => CardDeed::Take,
            "offer" => CardDeed::Offer(chosen("slot")),
            "decline" => CardDeed::Decline(chosen("because")),
            _ => return None,
        };
        Some(Self { code: Code::parse(text("request")?)?, deed })
    }
}

/// The buttons of a request's card for what may be done with it.
pub(super) fn buttons(card: &Card, phrases: &Phrases) -> Vec<Value> {
    let says = &phrases.staff_card;
    let data = |word: &str| json!({"staff": word, "request": card.code.signs()});
    let mut buttons = Vec::new();
    if card.accepted().is_some() {
        buttons.push(execute(&says.take, &data("take")));
    }
    if card.may_be_offered() && !card.times.is_empty() {
        let times: Vec<(&str, &str)> =
            card.times.iter().take(TIMES).map(|(key, words)| (key.as_str(), words.as_str())).collect();
        buttons.push(ask_one(&says.times, ("slot", &says.choose_time), &times, &data("offer"), phrases));
    }
    if card.may_be_declined() {
        let reasons = phrases.letters.decline_reasons.iter();
        let reasons: Vec<(&str, &str)> = reasons.map(|reason| (reason.key.as_str(), reason.staff.as_str())).collect();
        buttons.push(ask_one(&says.decline, ("because", &says.choose_reason), &reasons, &data("decline"), phrases));
    }
    buttons
}

/// What is answered to a tap.
enum Answer {
    /// The card as the request stands now.
    Card(Value),
    /// A line for whoever tapped.
    Line(String),
}

impl Teams {
    /// A tap that is answered on the spot: whoever tapped sees the card as it stands now, everybody else a moment later.
    pub(super) async fn staff_tap(&self, activity: &Activity, tap: StaffTap) -> Value {
        match self.door.tapped_by_staff(activity, &tap).await {
            Answer::Card(card) => {
                json!({"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card})
            }
            Answer::Line(line) => only_said(&line),
        }
    }

    /// The same from a client that sends it as a message: the card itself changes by the letter about it; a refusal is said beside it.
    pub(super) async fn staff_submit(&self, activity: &Activity, tap: StaffTap) {
        if let Answer::Line(line) = self.door.tapped_by_staff(activity, &tap).await {
            let said = super::draw::card(vec![super::draw::run(&line)], Vec::new(), &line);
            self.door.send_all(&Door::place(activity), &[said]).await;
        }
    }
}

impl Door {
    async fn tapped_by_staff(&self, activity: &Activity, tap: &StaffTap) -> Answer {
        let guide = self.app.guide();
        let phrases = guide.phrases();
        let Some(team) = self.team_that_may(activity) else { return Answer::Line(phrases.teams.staff_only.clone()) };
        let delivery = if activity.id.is_empty() { fresh() } else { activity.id.clone() };
        let who = format!("Teams account {}", activity.from.aad_object_id);
        let key = ActionKey::from(format!("teams:{}:{delivery}", activity.conversation.id));
        let tapped = CardTap { school: &team.school, code: &tap.code, deed: Some(&tap.deed), who: &who, key };
        match self.app.staff().tapped(tapped, &phrases.letters, self.app.now()).await {
            Ok(Acted::Now(card)) => Answer::Card(self.drawn_card(&team.school, &card).content),
            Ok(Acted::Refused(why)) => Answer::Line(fill(&phrases.staff_card.refused, &[("why", &why)])),
            Ok(Acted::Gone) => Answer::Line(phrases.staff_card.gone.clone()),
            Err(error) => {
                let reference = self.app.now().format("%m%d-%H%M%S").to_string();
                tracing::error!(door = "teams", reference, %error, "a request could not be acted on");
                Answer::Line(fill(&phrases.nothing.switched_off, &[("reference", &reference)]))
            }
        }
    }

    /// The careers team that a tap was made in, if whoever tapped may act there.
    fn team_that_may(&self, activity: &Activity) -> Option<&Team> {
        let (id, account) = (&activity.channel_data.team.id, &activity.from.aad_object_id);
        let team = self.settings.teams.iter().find(|team| team.staff && team.id == *id)?;
        team.people.iter().any(|person| !account.is_empty() && person.eq_ignore_ascii_case(account)).then_some(team)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_what_it_does_and_nothing_else_is_one() {
        let code = Code::from_bits(42);
        let read = |word: &str| StaffTap::read(&json!({"staff": word, "request": code.signs(), "because": "no-time"}));
        let declines = CardDeed::Decline("no-time".to_owned());
        assert_eq!(read("decline"), Some(StaffTap { code: code.clone(), deed: declines }));
        assert_eq!(read("take"), Some(StaffTap { code: code.clone(), deed: CardDeed::Take }));
        assert_eq!(read("steal"), None);
        for other in [json!({"say": "hello"}), json!({"staff": "take"}), json!({"staff": "take", "request": 3})] {
            assert_eq!(StaffTap::read(&other), None, "{other}");
        }
    }
}
