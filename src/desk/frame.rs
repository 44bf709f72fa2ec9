use super::Desk;
use super::refused::Refused;
use super::role::Right;
use super::seat::Seat;
use crate::booking::State;

/// What stands around every page of the desk.
pub(super) struct Frame {
    pub(super) title: String,
    pub(super) name: String,
    pub(super) role: &'static str,
    pub(super) school: String,
    pub(super) demo: bool,
    /// The moment, for what is printed.
    pub(super) moment: String,
    pub(super) token: String,
    pub(super) nav: Vec<Tab>,
    /// What was just done, in words.
    pub(super) said: &'static str,
}

/// An entry of the list of pages.
pub(super) struct Tab {
    pub(super) href: &'static str,
    pub(super) label: &'static str,
    pub(super) here: bool,
    pub(super) waiting: usize,
    pub(super) count: &'static str,
}

/// What waits for somebody.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub(super) struct Waiting {
    pub(super) requests: usize,
    pub(super) alerts: usize,
}

/// Address, words, the right it needs, and what is counted beside it.
type Entry = (&'static str, &'static str, Option<Right>, &'static str);

const ENTRIES: [Entry; 13] = [
    ("/desk", "Today", None, ""),
    ("/desk/alerts", "Alerts", Some(Right::CountAlerts), "alerts"),
    ("/desk/requests", "Requests", Some(Right::SeeRequests), "requests"),
    ("/desk/diary", "Diary", Some(Right::SeeRequests), ""),
    ("/desk/enquiries", "Messages", Some(Right::SeeRequests), ""),
    ("/desk/questions", "Questions", Some(Right::ReadQuestions), ""),
    ("/desk/answers", "Answers", Some(Right::SwitchOff), ""),
    ("/desk/asked", "What is asked", None, ""),
    ("/desk/knowledge", "Knowledge health", Some(Right::SeeHealth), ""),
    ("/desk/impartiality", "Impartiality", None, ""),
    ("/desk/report", "Termly report", Some(Right::SeeReport), ""),
    ("/desk/people", "People", Some(Right::ManagePeople), ""),
    ("/desk/trail", "Trail", Some(Right::ReadTrail), ""),
];

impl Desk {
    /// The frame of a page.
    pub(super) async fn frame(&self, seat: &Seat, here: &str, title: &str) -> Result<Frame, Refused> {
        let waiting = self.waiting(seat).await?;
        let entries = ENTRIES.into_iter().filter(|(_, _, right, _)| right.is_none_or(|right| seat.role.may(right)));
        let nav = entries.map(|(href, label, _, count)| Tab {
            href,
            label,
            here: href == here,
            waiting: match count {
                "alerts" => waiting.alerts,
                "requests" => waiting.requests,
                _ => 0,
            },
            count,
        });
        let house = self.app.house();
        let school = seat.school().and_then(|id| self.app.school(Some(id)).ok()).unwrap_or(&house);
        Ok(Frame {
            title: title.to_owned(),
            name: seat.account.name.clone(),
            role: seat.role.title(),
            school: school.name.clone(),
            demo: school.demo,
            moment: self.app.now().format("%A %-d %B %Y, %H:%M").to_string(),
            token: seat.secret.form_token(),
            nav: nav.collect(),
            said: "",
        })
    }

    /// What waits for this person.
    pub(super) async fn waiting(&self, seat: &Seat) -> Result<Waiting, Refused> {
        let store = self.app.store();
        let mut waiting = Waiting::default();
        if seat.role.may(Right::SeeRequests) {
            let book = self.app.staff().book().await?;
            let own = self.own_appointments(seat, &book).await?;
            let waits = |state| matches!(state, State::Requested | State::Waiting);
            waiting.requests = own.iter().filter(|own| waits(own.entry.state)).count();
        }
        if seat.role.may(Right::CountAlerts) {
            let reads = seat.role.may(Right::ReadAlerts);
            for kept in store.kept_alerts(seat.school()).await? {
                let waits = kept.alert.seen_at.is_none() && (!reads || self.is_for(seat, &kept).await?);
                waiting.alerts += usize::from(waits);
            }
        }
        Ok(waiting)
    }
}

impl Frame {
    /// The frame with what was just done, named by a word of the address; words that are none of ours say nothing.
    pub(super) fn saying(mut self, word: Option<&str>) -> Self {
        self.said = match word.unwrap_or_default() {
            "saved" => "Saved.",
            "asked" => "Saved. A second reader can now open it and publish it.",
            "published" => "Published. It is in force everywhere within a minute.",
            "withdrawn" => "Withdrawn. Within a minute it is said nowhere any more.",
            "off" => "Switched off. Within a minute it is said nowhere any more.",
            "on" => "Switched on again. It is in force everywhere within a minute.",
            "seen" => "Marked as seen.",
            "recorded" => "Marked as recorded. Its words are deleted here in seven days.",
            "false-alarm" => "Marked as a false alarm.",
            "drill" => "A drill alert was raised. It goes the way a real one goes.",
            "let-go" => "These questions are dealt with and were deleted.",
            "measuring" => "Measuring now. The new figures stand here in a minute or two; open the page again.",
            "checking" => "Checking links now, one at a time. Open the page again to see how far it is.",
            "hours" => "Saved. These hours count from now on, and everybody who lost a time is told.",
            "off-duty" => {
                "Taken off. Who lost a time stands first in line for another; whoever gave an address is written to."
            }
            "referred" => "Referred on. They are written to.",
            "referred-untold" => "Referred on. No letter can go to them from here, so tell them yourself.",
            "done" => "Done.",
            "written" => "Written down.",
            "closed" => "Closed. Whoever has the reference can read what became of it.",
            "password" => "Your password is changed, and you are signed out everywhere else.",
            "role" => "The role is changed.",
            "ended" => "The account is ended and signed out everywhere.",
            _ => "",
        };
        self
    }
}

/// The word behind `?said=`.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Said {
    pub(super) said: Option<String>,
}
