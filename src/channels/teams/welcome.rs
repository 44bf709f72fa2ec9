//! The app comes into a chat or a team, or leaves it.

use super::activity::Activity;
use super::draw::{card, run};
use super::{Door, Teams};
use crate::store::TeamsAddressee;

impl Teams {
    /// The app was added: the first words in a personal chat, the neutral line elsewhere, a line of its own in the careers team.
    pub(super) async fn welcome(&self, activity: &Activity) {
        let door = &self.door;
        // Two events tell of one installation, and Teams sends them together.
        if !door.once.is_first(installed(activity)) {
            return;
        }
        let place = Door::place(activity);
        if activity.is_personal() {
            return door.send_all(&place, &door.opening(activity)).await;
        }
        if let Some(school) = door.careers_team(activity) {
            door.keep_team(activity, &school).await;
            let line = door.app.guide().phrases().teams.careers_team.clone();
            return door.send_all(&place, &[card(vec![run(&line)], Vec::new(), &line)]).await;
        }
        door.send_all(&place, &[door.neutral_card()]).await;
    }

    /// The app was removed: nothing is kept of where it was.
    pub(super) async fn farewell(&self, activity: &Activity) {
        let door = &self.door;
        // Who takes it away and adds it again is welcomed again.
        door.once.forget(&installed(activity));
        let person = door.person(activity);
        let gone = match door.careers_team(activity) {
            Some(school) => TeamsAddressee::Team(school),
            None if activity.is_personal() => TeamsAddressee::Person(person),
            None => return,
        };
        if let Err(error) = door.app.store().forget_teams_reference(&gone).await {
            tracing::error!(door = "teams", %error, "an address could not be forgotten");
        }
    }
}

fn installed(activity: &Activity) -> String {
    format!("welcome:{}", activity.conversation.id)
}

impl Door {
    /// The school whose careers team this is.
    pub(super) fn careers_team(&self, activity: &Activity) -> Option<String> {
        let id = &activity.channel_data.team.id;
        let team = self.settings.teams.iter().find(|team| team.staff && team.id == *id)?;
        Some(team.school.clone())
    }
}
