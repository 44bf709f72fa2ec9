//! What the careers team sees on Discord of a request, and who may act on it.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use fingerpost::booking::Code;
use fingerpost::channels::discord::staff::{Acted, DeskOnly, Requests, StaffAction, StaffCard, draw, post, update};
use fingerpost::chat::Person;
use fingerpost::phrases::Phrases;
use serde_json::json;
use serenity::http::HttpBuilder;
use serenity::model::id::{ChannelId, MessageId};

use super::events::{ELM, SAM, STAFF, at};
use super::here::{Answer, Here, parts, settings, text_of, ways};
use super::loopback::Loopback;
use crate::house::project;

fn card() -> StaffCard {
    StaffCard {
        code: Code::from_bits(42),
        year: "Year 11".into(),
        slot: "Tuesday 24 November, 15:30".into(),
        state: "asked for".into(),
        open: true,
        desk_link: Some("https://careers.example/desk/requests/1".into()),
        times: vec![("t1".into(), "Wednesday 25 November, 10:00".into()), ("t2".into(), "any other time".into())],
    }
}

fn phrases() -> Phrases {
    Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole")
}

/// A team whose requests change as they are acted on.
#[derive(Default)]
struct Team(Mutex<Vec<(String, StaffAction)>>);

#[async_trait]
impl Requests for Team {
    async fn act(&self, school: &str, code: &Code, action: &StaffAction, _: &Person) -> Acted {
        self.0.lock().expect("unbroken").push((school.to_owned(), action.clone()));
        let asks = matches!(action, StaffAction::AskTimes | StaffAction::AskReason);
        let state = if asks { "asked for" } else { "done" };
        Acted::Now(StaffCard { code: code.clone(), state: state.into(), open: asks, ..card() })
    }
}

fn tap(id: &str, roles: Vec<u64>) -> super::events::Told {
    super::events::Does { roles, ..at(SAM, ELM) }.taps(id)
}

#[tokio::test]
async fn a_card_is_redrawn_in_its_place_for_who_may_act() {
    let team = Arc::new(Team::default());
    let here = Here::on(settings(), Loopback::start(ways()).await, Arc::clone(&team) as Arc<dyn Requests>).await;
    let code = card().code;
    let times = here.answer(&tap(&StaffAction::AskTimes.id(&code), vec![STAFF])).await;
    assert_eq!(times.kind(), 7, "the card itself changes");
    let menu = times.id_of("Wednesday 25 November, 10:00");
    assert_eq!(menu, "t1");
    let does = super::events::Does { roles: vec![STAFF], ..at(SAM, ELM) };
    let offered = here.answer(&does.chooses(&StaffAction::Offer(String::new()).id(&code), "t1")).await;
    assert_eq!((offered.kind(), offered.text().contains("done")), (7, true));
    let left: Vec<_> = parts(&offered.0["data"]).iter().filter(|part| part["custom_id"].is_string()).cloned().collect();
    assert!(left.is_empty(), "nothing more is to be done: {left:#?}");
    let reasons = here.answer(&tap(&StaffAction::AskReason.id(&code), vec![STAFF])).await;
    assert_eq!(reasons.id_of("Asked twice"), "2");
    here.answer(&does.chooses(&StaffAction::Decline(0).id(&code), "2")).await;
    let taken = team.0.lock().expect("unbroken").clone();
    let actions =
        [StaffAction::AskTimes, StaffAction::Offer("t1".into()), StaffAction::AskReason, StaffAction::Decline(2)];
    assert_eq!(taken, actions.map(|action| ("elm".to_owned(), action)));
}

#[tokio::test]
async fn who_has_no_role_of_staff_is_told_so_and_changes_nothing() {
    let team = Arc::new(Team::default());
    let here = Here::on(settings(), Loopback::start(ways()).await, Arc::clone(&team) as Arc<dyn Requests>).await;
    for roles in [vec![], vec![STAFF + 1]] {
        let refused = here.answer(&tap(&StaffAction::Take.id(&card().code), roles)).await;
        assert!(refused.private() && refused.text().contains("Only the roles"), "{}", refused.text());
    }
    let direct = here.answer(&super::events::direct(SAM).taps(&StaffAction::Take.id(&card().code))).await;
    assert!(direct.text().contains("Only the roles"), "{}", direct.text());
    assert_eq!(team.0.lock().expect("unbroken").len(), 0);
}

#[tokio::test]
async fn where_requests_are_at_the_desk_alone_staff_are_sent_there() {
    let here = Here::on(settings(), Loopback::start(ways()).await, Arc::new(DeskOnly)).await;
    let sent: Answer = here.answer(&tap(&StaffAction::Take.id(&card().code), vec![STAFF])).await;
    assert!(sent.private() && sent.text().contains("at the desk"), "{}", sent.text());
}

#[tokio::test]
async fn a_card_is_posted_and_kept_up_to_date() {
    let discord = Loopback::start(ways()).await;
    let http = HttpBuilder::new("invented").proxy(discord.address()).ratelimiter_disabled(true).build();
    let message = post(&http, ChannelId::new(70), &card(), &phrases()).await.expect("it is posted");
    assert_eq!(message, MessageId::new(5000));
    let done = StaffCard { state: "taken".into(), open: false, desk_link: None, ..card() };
    update(&http, ChannelId::new(70), message, &done, &phrases()).await.expect("it is redrawn");
    let calls = discord.calls_to("/channels/70/messages");
    assert!(text_of(&calls[0].body).contains("Year 11") && text_of(&calls[1].body).contains("taken"));
    assert_eq!(calls[1].body["components"], json!([]));
    assert_eq!(discord.wrong(), Vec::<String>::new());
}

#[test]
fn a_card_says_no_more_than_it_may() {
    let drawn = serde_json::to_value(draw(&card(), None, &phrases()).message()).expect("it is JSON");
    let text = text_of(&drawn);
    for part in ["Year 11", "15:30", "asked for", &card().code.to_string()] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let unsafe_link = StaffCard { desk_link: Some("javascript:alert(1)".into()), ..card() };
    let drawn = serde_json::to_value(draw(&unsafe_link, None, &phrases()).message()).expect("it is JSON");
    assert!(!drawn.to_string().contains("javascript"));
}
