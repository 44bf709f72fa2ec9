//! Letters by way of Teams: to whoever asked there, and the card of each request in the channel of the careers team.

use std::sync::Arc;

use fingerpost::app::{App, fresh_key};
use fingerpost::booking::{Code, SlotKey, What};
use fingerpost::channels::teams::Team;
use fingerpost::letters::{Purpose, Route};
use fingerpost::notify::{Carrier, Memory};
use fingerpost::store::PostState;
use serde_json::json;

use super::microsoft::{Call, Microsoft};
use super::visit::{Visit, button, card, find, read, settings};
use crate::house::{house_at, house_over, noon, with_ways};

pub const CAREERS: &str = "19:careers@thread.tacv2";

/// The account of the careers leader.
pub const FARRANT: &str = "99999999-0000-0000-0000-00000000000f";

/// A pupil of Yew School in a chat, in a house that writes by way of Teams.
pub struct Carried {
    pub visit: Visit,
    _door: Arc<dyn Carrier>,
}

impl Carried {
    pub async fn open() -> Self {
        Self::beside(&[]).await
    }

    /// The same where these may act on requests in the careers team's channel.
    pub async fn named(people: &[&str]) -> Self {
        Self::all(house_at(noon()).await, Microsoft::open().await, &[], people).await
    }

    /// The same with further ways out.
    async fn beside(others: &[Arc<dyn Carrier>]) -> Self {
        let microsoft = Microsoft::open().await;
        Self::over(house_at(noon()).await, microsoft, others).await
    }

    async fn over(app: App, microsoft: Microsoft, others: &[Arc<dyn Carrier>]) -> Self {
        Self::all(app, microsoft, others, &[FARRANT]).await
    }

    async fn all(app: App, microsoft: Microsoft, others: &[Arc<dyn Carrier>], people: &[&str]) -> Self {
        let way = Arc::new(fingerpost::notify::Opening::of_all(Route::Teams));
        let ways: Vec<Arc<dyn Carrier>> =
            std::iter::once(Arc::clone(&way) as Arc<dyn Carrier>).chain(others.iter().cloned()).collect();
        let mut settings = settings(&microsoft);
        settings.tenants[0].schools = vec!["yew".to_owned()];
        let people = people.iter().map(|person| (*person).to_owned()).collect();
        settings.teams = vec![Team { id: CAREERS.to_owned(), school: "yew".to_owned(), staff: true, people }];
        let visit = Visit::of(microsoft, settings, Arc::new(with_ways(app, &ways))).await;
        let door: Arc<dyn Carrier> = Arc::new(visit.teams.clone());
        way.opened_by(&door);
        Self { visit, _door: door }
    }

    /// The app is added to the careers team.
    pub async fn add_to_team(&self) {
        self.installs("add").await;
    }

    async fn installs(&self, action: &str) {
        let mut activity = self.visit.mention("");
        (activity["type"], activity["action"], activity["channelData"]["team"]["id"]) =
            (json!("installationUpdate"), json!(action), json!(CAREERS));
        self.visit.deliver(&activity).await;
    }

    pub async fn asks(&self, lines: &[&str]) -> Code {
        for line in lines {
            self.visit.say(line).await;
        }
        let kept = self.visit.app.store().requests().await.expect("they are listed");
        kept.first().expect("one is kept").code.clone()
    }

    /// Carries what is due; the calls that were made to Microsoft.
    pub async fn carry(&self) -> Vec<Call> {
        self.visit.microsoft.forget_calls();
        carry_all(&self.visit.app).await;
        self.visit.microsoft.calls()
    }

    pub async fn does(&self, code: &Code, what: What) {
        self.visit.app.staff().act(code, what, fresh_key(), noon()).await.expect("it is done");
    }

    async fn given_up(&self) -> Vec<String> {
        let all = self.visit.app.store().posted(Some(PostState::GivenUp), None).await.expect("they are listed");
        all.into_iter().map(|letter| format!("{}: {}", letter.purpose, letter.refusal.unwrap_or_default())).collect()
    }
}

async fn carry_all(app: &App) {
    let post = app.post().expect("there is a post");
    while post.carry().await.expect("the store works").tried > 0 {}
}

pub const WAITS: &[&str] = &[
    "book an appointment",
    "Other times",
    "none of them",
    "Zoë",
    "year 11",
    "my school email",
    "apprenticeships",
    "any time",
];

/// Everything on the cards that were sent or changed.
pub fn shown(calls: &[Call]) -> String {
    calls.iter().filter_map(|call| call.body.pointer("/attachments/0/content")).map(read).collect::<Vec<_>>().join("\n")
}

/// The calls that change cards; what whoever asked reads in their own chat is left out.
pub fn on_cards(calls: Vec<Call>) -> Vec<Call> {
    calls.into_iter().filter(|call| call.path.contains("19:general")).collect()
}

#[tokio::test]
async fn a_new_request_is_a_card_in_the_teams_channel_and_is_changed_in_its_place() {
    let team = Carried::open().await;
    team.add_to_team().await;
    let code = team.asks(WAITS).await;
    let posted = team.carry().await;
    assert_eq!(posted.len(), 1, "{posted:#?}");
    assert!(posted[0].path.ends_with("/conversations/19:general@thread.tacv2/activities"), "{}", posted[0].path);
    let text = shown(&posted);
    for part in [code.to_string().as_str(), "Year 11", "no time yet", "on the waiting list"] {
        assert!(text.contains(part), "“{part}” is not in {text}");
    }
    for private in ["Zoë", "school email", "pprentice"] {
        assert!(!posted[0].text.contains(private), "“{private}” is in {}", posted[0].text);
    }
    let link = find(&card(&posted), &|part| part["type"] == "Action.OpenUrl").expect("a way to the desk");
    assert_eq!(link["url"], json!(format!("https://careers.school.example/desk/requests/{}", code.signs())));
    team.does(&code, What::Decline).await;
    let changed = on_cards(team.carry().await);
    assert_eq!((changed.len(), changed[0].method.as_str()), (1, "PUT"), "{changed:#?}");
    assert!(changed[0].path.contains("/activities/sent-") && shown(&changed).contains("declined"));
    assert!(team.carry().await.is_empty(), "what is shown already is not drawn again");
}

#[tokio::test]
async fn a_new_start_goes_on_with_the_same_card() {
    let team = Carried::open().await;
    team.add_to_team().await;
    let code = team.asks(WAITS).await;
    team.carry().await;
    let (store, microsoft) = (team.visit.app.store().clone(), team.visit.microsoft.clone());
    drop(team);
    let anew = Carried::over(house_over(store, noon()), microsoft, &[]).await;
    anew.does(&code, What::Decline).await;
    let changed = on_cards(anew.carry().await);
    assert_eq!((changed.len(), changed[0].method.as_str()), (1, "PUT"), "{changed:#?}");
}

#[tokio::test]
async fn after_a_403_nothing_more_is_written_in_the_channel_and_staff_see_why() {
    let team = Carried::open().await;
    team.add_to_team().await;
    team.asks(WAITS).await;
    team.visit.microsoft.answer_next(403, None);
    team.carry().await;
    let refused = ["team card: the app may not write in the careers team's channel"];
    assert_eq!(team.given_up().await, refused);
    let code = team.visit.app.store().requests().await.expect("they are listed")[0].code.clone();
    let in_channel =
        |calls: Vec<Call>| calls.into_iter().filter(|call| call.path.contains("19:general")).collect::<Vec<_>>();
    team.does(&code, What::Offer(SlotKey::parse("2026-11-24T10:00@lane").expect("a time"))).await;
    assert!(in_channel(team.carry().await).is_empty(), "the channel is left alone");
    team.installs("remove").await;
    team.installs("add").await;
    team.does(&code, What::Wait).await;
    let written = in_channel(team.carry().await);
    assert!(shown(&written).contains("on the waiting list"), "added anew, it is written to again: {written:#?}");
}

#[tokio::test]
async fn where_no_careers_team_has_the_app_the_card_waits_for_it() {
    let team = Carried::open().await;
    team.asks(WAITS).await;
    assert!(team.carry().await.is_empty());
    let waiting = team.visit.app.store().posted(Some(PostState::Waiting), None).await.expect("they are listed");
    assert_eq!(waiting[0].refusal.as_deref(), Some("the app has not been added to the careers team yet"));
}

#[tokio::test]
async fn what_staff_offer_is_read_in_the_chat_where_it_was_asked_for() {
    let team = Carried::open().await;
    let code = team.asks(WAITS).await;
    assert!(shown(&team.carry().await).is_empty(), "what was done in the chat was read there");
    let slot = SlotKey::parse("2026-11-24T10:00@lane").expect("a time");
    team.does(&code, What::Offer(slot)).await;
    let written = team.carry().await;
    assert_eq!(written[0].path, "/connector/v3/conversations/a:chat%2Fwith%20sam/activities");
    let text = shown(&written);
    assert!(text.contains(&code.to_string()) && text.contains("Tuesday 24 November at 10:00 am"), "{text}");
    button(&card(&team.visit.deliver(&team.visit.message("my appointments")).await), "Yes, that suits me");
}

#[tokio::test]
async fn reminders_come_in_the_chat_to_whoever_said_yes_to_them() {
    for (wishes, reminders) in [(true, 1), (false, 0)] {
        let team = Carried::open().await;
        let mut lines =
            vec!["book an appointment", "the first", "Zoë", "year 11", "my school email", "apprenticeships"];
        if wishes {
            lines.extend(["Arrange something", "Reminders", "Nothing more"]);
        }
        lines.push("yes");
        team.asks(&lines).await;
        team.carry().await;
        let (store, later) = (team.visit.app.store().clone(), "2026-11-23T10:01:00".parse().expect("a moment"));
        let door: Arc<dyn Carrier> = Arc::new(team.visit.teams.clone());
        team.visit.microsoft.forget_calls();
        carry_all(&with_ways(house_over(store, later), &[door])).await;
        let written = team.visit.microsoft.calls();
        let chats = written.iter().filter(|call| call.path.contains("a:chat%2Fwith%20sam")).count();
        assert_eq!(chats, reminders, "{written:#?}");
    }
}

#[tokio::test]
async fn who_gave_an_address_reads_it_there_and_not_twice() {
    let mail = Arc::new(Memory::new(Route::Mail));
    let team = Carried::beside(&[Arc::clone(&mail) as Arc<dyn Carrier>]).await;
    let mut lines = WAITS.to_vec();
    lines[5] = "zoe@pupil.example";
    let code = team.asks(&lines).await;
    team.does(&code, What::Offer(SlotKey::parse("2026-11-24T10:00@lane").expect("a time"))).await;
    assert!(shown(&team.carry().await).is_empty());
    let to_her = mail.carried().into_iter().filter(|letter| letter.to.address == "zoe@pupil.example");
    let purposes: Vec<Purpose> = to_her.map(|letter| letter.purpose).collect();
    assert!(purposes.contains(&Purpose::Offer), "{purposes:?}");
}

#[tokio::test]
async fn who_blocked_the_app_is_not_written_to_and_staff_see_why() {
    let team = Carried::open().await;
    let code = team.asks(WAITS).await;
    team.carry().await;
    team.visit.microsoft.answer_next(403, None);
    team.does(&code, What::Offer(SlotKey::parse("2026-11-24T10:00@lane").expect("a time"))).await;
    team.carry().await;
    assert_eq!(team.given_up().await, ["offer: they have blocked the app in Teams, or taken it away"]);
    team.does(&code, What::Wait).await;
    team.does(&code, What::Offer(SlotKey::parse("2026-11-24T10:35@lane").expect("a time"))).await;
    assert!(team.carry().await.is_empty(), "they are left alone");
}

#[tokio::test]
async fn the_card_of_a_request_that_is_erased_is_taken_out_of_the_channel() {
    let team = Carried::open().await;
    team.add_to_team().await;
    let code = team.asks(WAITS).await;
    team.carry().await;
    team.visit.app.store().erase(&code).await.expect("it is erased");
    team.visit.microsoft.forget_calls();
    for _ in 0..2 {
        team.visit.teams.tidy().await;
    }
    let calls = team.visit.microsoft.calls();
    assert_eq!(calls.iter().map(|call| call.method.as_str()).collect::<Vec<_>>(), ["DELETE"]);
}
