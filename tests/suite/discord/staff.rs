//! What the careers team sees on Discord of a request, who may act on it there, and that its card always shows how it stands.

use std::sync::Arc;
use std::time::Duration;

use fingerpost::app::{App, Caller, fresh_key};
use fingerpost::booking::{Code, SlotKey, State, What};
use fingerpost::channels::discord::staff::StaffAction;
use fingerpost::channels::discord::{Id, Server, Settings};
use fingerpost::chat::{Message, Person};
use fingerpost::letters::{Purpose, Route};
use fingerpost::notify::{Carrier, Opening};
use fingerpost::store::PostState;
use reqwest::Method;
use serde_json::json;
use tokio::sync::watch;

use super::events::{Does, ELM, SAM, STAFF, at};
use super::here::{Here, parts, settings, text_of, ways};
use super::loopback::{Call, Loopback};
use crate::house::{house_at, house_over, noon, with_ways};

/// A server of Yew School with a channel for staff.
const YEW: u64 = 14;
const CHANNEL: u64 = 70;
const POSTS: &str = "/channels/70/messages";

/// A house with staff cards, its door open and its post on the way.
struct Team {
    here: Here,
    _post: watch::Sender<bool>,
    _way: Arc<dyn Carrier>,
}

fn with_channel() -> Settings {
    let id = |number| Id::new(number).expect("an id");
    let mut settings = settings();
    let (staff_roles, staff_channel) = (vec![id(STAFF)], Some(id(CHANNEL)));
    settings.servers.push(Server { server: id(YEW), school: "yew".to_owned(), staff_roles, staff_channel });
    settings
}

fn opening() -> Arc<Opening> {
    Arc::new(Opening::new(Route::Discord, ["yew".to_owned()]))
}

impl Team {
    async fn open() -> Self {
        Self::over(house_at(noon()).await, Loopback::start(ways()).await)
    }

    /// The same over a house that is there already.
    fn over(app: App, discord: Loopback) -> Self {
        let way = opening();
        let app = Arc::new(with_ways(app, &[Arc::clone(&way) as Arc<dyn Carrier>]));
        let here = Here::of(Arc::clone(&app), with_channel(), discord);
        let door: Arc<dyn Carrier> = Arc::clone(&here.board) as Arc<dyn Carrier>;
        way.opened_by(&door);
        let (stop, stopping) = watch::channel(false);
        let post = Arc::clone(app.post().expect("there is a post"));
        tokio::spawn(async move { post.run(stopping).await });
        Self { here, _post: stop, _way: door }
    }

    /// Somebody asks for an interview on the web page; the code.
    async fn asks(&self, lines: &[&str]) -> Code {
        for line in lines {
            say(&self.here.app, line).await;
        }
        let kept = self.here.app.store().requests().await.expect("they are listed");
        kept.first().expect("one is kept").code.clone()
    }

    /// How the channel's messages were posted and changed, as soon as there are so many calls.
    async fn cards(&self, count: usize) -> Vec<Call> {
        self.here.discord.wait_for(POSTS, count).await
    }

    async fn taps(&self, action: &StaffAction, code: &Code) -> super::here::Answer {
        let staff = Does { roles: vec![STAFF], ..at(SAM, YEW) };
        let id = action.id(code);
        let told = match action {
            StaffAction::Offer(chosen) => staff.chooses(&id, chosen),
            StaffAction::Decline(reason) => staff.chooses(&id, reason),
            _ => staff.taps(&id),
        };
        self.here.answer(&told).await
    }

    async fn state(&self, code: &Code) -> State {
        let book = self.here.app.staff().book().await.expect("the diaries can be read");
        book.entry(code).expect("it stands in the diaries").state
    }

    async fn trail(&self) -> Vec<String> {
        let steps = self.here.app.store().trail(Some("yew"), 50).await.expect("the trail can be read");
        steps.iter().map(|step| format!("{}: {} {}", step.who, step.did, step.of)).collect()
    }
}

async fn say(app: &App, text: &str) -> String {
    let caller =
        Caller { person: Person::new("zoë"), conversation: None, school: Some("yew".to_owned()), door: "web" };
    app.receive(&caller, &Message::new(text)).await.expect("a reply").reply.text()
}

const BOOKS: &[&str] =
    &["book an appointment", "the first", "Zoë Quill", "year 11", "zoe@pupil.example", "apprenticeships", "yes"];
const WAITS: &[&str] = &[
    "book an appointment",
    "Other times",
    "none of them",
    "Zoë Quill",
    "year 11",
    "zoe@pupil.example",
    "apprenticeships",
    "any time",
];

async fn does(app: &App, code: &Code, what: What) {
    app.staff().act(code, what, fresh_key(), noon()).await.expect("it is done");
}

#[tokio::test]
async fn a_new_request_is_a_card_in_the_staff_channel_with_nothing_of_the_persons_but_the_year() {
    let team = Team::open().await;
    let code = team.asks(BOOKS).await;
    let card = team.cards(1).await.remove(0);
    let text = text_of(&card.body);
    for part in [code.to_string().as_str(), "Year 11", "Tuesday 24 November at 10am", "booked"] {
        assert!(text.contains(part), "“{part}” is not in {text}");
    }
    for private in ["Zoë", "Quill", "pupil.example", "pprentice", "careers room"] {
        assert!(!card.body.to_string().contains(private), "“{private}” is in {:#}", card.body);
    }
    assert_eq!(card.body["enforce_nonce"], json!(true), "Discord keeps one that is sent twice");
    let link = format!("https://careers.school.example/desk/requests/{}", code.signs());
    assert_eq!(parts(&card.body).iter().map(|part| part["url"].clone()).collect::<Vec<_>>(), [json!(link)]);
}

#[tokio::test]
async fn a_time_is_offered_from_the_menu_and_the_trail_says_by_whom() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    let posted = team.cards(1).await;
    assert!(text_of(&posted[0].body).contains("on the waiting list"), "{:#}", posted[0].body);
    let menu = team.taps(&StaffAction::AskTimes, &code).await;
    assert_eq!(menu.kind(), 7, "the card itself changes");
    let free = menu.id_of("Tuesday 24 November at 10am (careers room)");
    let offered = team.taps(&StaffAction::Offer(free), &code).await;
    assert_eq!((offered.kind(), team.state(&code).await), (7, State::Offered));
    assert!(offered.text().contains("a time is offered") && offered.text().contains("Tuesday 24 November at 10am"));
    let left = parts(&offered.0["data"]).iter().filter(|part| part["custom_id"].is_string()).count();
    assert_eq!(left, 0, "nothing more is to be done here");
    let trail = team.trail().await;
    let wanted = format!("Discord account {SAM}: offered 2026-11-24T10:00@lane for a request {code}");
    assert!(trail.contains(&wanted), "{trail:#?}");
}

#[tokio::test]
async fn a_request_is_declined_with_a_reason_from_the_list() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    let reasons = team.taps(&StaffAction::AskReason, &code).await;
    let twice = reasons.id_of("Asked twice");
    let declined = team.taps(&StaffAction::Decline(twice.clone()), &code).await;
    assert!(declined.text().contains("declined") && team.state(&code).await == State::Declined);
    let wanted = format!("Discord account {SAM}: declined a request: Asked twice {code}");
    assert!(team.trail().await.contains(&wanted), "{:#?}", team.trail().await);
    let again = team.taps(&StaffAction::Decline(twice), &code).await;
    assert_eq!((again.kind(), team.trail().await.len()), (7, 1), "a second tap shows how it stands");
    let told = say(&team.here.app, "my appointments").await;
    assert!(told.contains("you have another request open") && told.contains("What you can do next: say"), "{told}");
}

#[tokio::test]
async fn a_parents_request_is_taken_on_once_staff_have_checked_who_asks() {
    let team = Team::open().await;
    let parent = [
        "i am a parent. book an appointment for my daughter",
        "Mia",
        "tuesday 10am",
        "year 9",
        "parent@family.example",
        "gcse options",
        "yes",
    ];
    let code = team.asks(&parent).await;
    let card = team.cards(1).await.remove(0);
    assert!(text_of(&card.body).contains("check at the desk"), "{:#}", card.body);
    let refused = team.taps(&StaffAction::Take, &code).await;
    assert_eq!((refused.kind(), team.state(&code).await), (7, State::Requested), "nothing is confirmed unchecked");
    does(&team.here.app, &code, What::Check).await;
    assert!(text_of(&team.cards(2).await[1].body).contains("asked for"));
    let taken = team.taps(&StaffAction::Take, &code).await;
    assert!(taken.text().contains("booked") && team.state(&code).await == State::Confirmed, "{}", taken.text());
}

#[tokio::test]
async fn who_has_no_role_of_staff_is_told_so_and_changes_nothing() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    let id = StaffAction::Decline(String::new()).id(&code);
    for roles in [vec![], vec![STAFF + 1]] {
        let refused = team.here.answer(&Does { roles, ..at(SAM, YEW) }.chooses(&id, "no-time")).await;
        assert!(refused.private() && refused.text().contains("Only the roles"), "{}", refused.text());
    }
    let direct = team.here.answer(&super::events::direct(SAM).chooses(&id, "no-time")).await;
    assert!(direct.text().contains("Only the roles"), "{}", direct.text());
    assert_eq!((team.state(&code).await, team.trail().await), (State::Waiting, Vec::new()));
}

#[tokio::test]
async fn staff_of_one_school_cannot_act_on_anothers_request() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    let elsewhere = Does { roles: vec![STAFF], ..at(SAM, ELM) };
    let refused = team.here.answer(&elsewhere.chooses(&StaffAction::Decline(String::new()).id(&code), "no-time")).await;
    assert!(refused.private() && refused.text().contains("not open here any more"), "{}", refused.text());
    assert_eq!(team.state(&code).await, State::Waiting);
}

#[tokio::test]
async fn a_time_that_somebody_took_meanwhile_is_not_offered() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    let past = team.taps(&StaffAction::Offer("2026-11-20T10:00@lane".to_owned()), &code).await;
    assert!(past.private() && past.text().contains("That was not done: "), "{}", past.text());
    let rubbish = team.taps(&StaffAction::Offer("whenever".to_owned()), &code).await;
    assert_eq!((rubbish.kind(), team.state(&code).await), (7, State::Waiting));
}

#[tokio::test]
async fn whoever_acts_elsewhere_the_card_is_drawn_anew_in_its_place() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    does(&team.here.app, &code, What::Decline).await;
    let cards = team.cards(2).await;
    assert_eq!((cards[1].method.clone(), cards[1].path.as_str()), (Method::PATCH, "/channels/70/messages/5000"));
    assert!(text_of(&cards[1].body).contains("declined"), "{:#}", cards[1].body);
}

#[tokio::test]
async fn a_command_in_another_process_and_a_new_start_go_on_with_the_same_card() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    let (store, discord) = (team.here.app.store().clone(), team.here.discord.clone());
    drop(team);
    // A command has no door; what it writes waits for the program that has.
    let command = with_ways(house_over(store.clone(), noon()), &[opening() as Arc<dyn Carrier>]);
    does(&command, &code, What::Decline).await;
    let anew = Team::over(house_over(store, noon()), discord);
    let cards = anew.cards(2).await;
    assert_eq!((cards[1].method.clone(), cards[1].path.as_str()), (Method::PATCH, "/channels/70/messages/5000"));
    assert!(text_of(&cards[1].body).contains("declined"));
}

#[tokio::test]
async fn two_copies_post_one_card() {
    let app = house_at(noon()).await;
    let store = app.store().clone();
    let discord = Loopback::start(ways()).await;
    let teams = [Team::over(app, discord.clone()), Team::over(house_over(store.clone(), noon()), discord.clone())];
    let code = teams[0].asks(WAITS).await;
    does(&teams[1].here.app, &code, What::Offer(SlotKey::parse("2026-11-24T10:00@lane").expect("a time"))).await;
    until(|| async { waiting(&store).await == 0 }).await;
    let calls = discord.calls_to(POSTS);
    let posted = calls.iter().filter(|call| call.method == Method::POST).count();
    let last = calls.last().expect("there is a card");
    assert!(posted == 1 && text_of(&last.body).contains("a time is offered"), "{calls:#?}");
}

#[tokio::test]
async fn a_channel_that_refuses_is_tried_again_and_a_card_that_was_taken_away_stays_away() {
    let discord = Loopback::start(ways()).await;
    discord.refuse(POSTS, 403, json!({ "code": 50013, "message": "Missing Permissions" }));
    let team = Team::over(house_at(noon()).await, discord);
    let code = team.asks(WAITS).await;
    let cards = team.cards(2).await;
    assert!(cards.iter().all(|call| call.method == Method::POST), "it is posted the second time");
    until(|| async { waiting(team.here.app.store()).await == 0 }).await;
    team.here.discord.refuse(POSTS, 404, json!({ "code": 10008, "message": "Unknown Message" }));
    does(&team.here.app, &code, What::Decline).await;
    team.cards(3).await;
    until(|| async { waiting(team.here.app.store()).await == 0 }).await;
    let calls: Vec<String> = team.cards(3).await.iter().map(|call| call.method.to_string()).collect();
    assert_eq!(calls, ["POST", "POST", "PATCH"]);
}

#[tokio::test]
async fn the_card_of_a_request_that_is_erased_is_taken_out_of_the_channel() {
    let team = Team::open().await;
    let code = team.asks(WAITS).await;
    team.cards(1).await;
    until(|| async { waiting(team.here.app.store()).await == 0 }).await;
    team.here.app.store().erase(&code).await.expect("it is erased");
    for _ in 0..2 {
        team.here.board.tidy().await;
    }
    let calls = team.here.discord.calls_to(POSTS);
    let deleted: Vec<&Call> = calls.iter().filter(|call| call.method == Method::DELETE).collect();
    assert_eq!(deleted.iter().map(|call| call.path.as_str()).collect::<Vec<_>>(), ["/channels/70/messages/5000"]);
}

/// Cards that are yet to be drawn.
async fn waiting(store: &fingerpost::store::Store) -> usize {
    let letters = store.posted(Some(PostState::Waiting), None).await.expect("they are listed");
    letters.iter().filter(|letter| letter.purpose == Purpose::TeamCard.word()).count()
}

async fn until<F: Future<Output = bool>>(so: impl Fn() -> F) {
    for _ in 0..600 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it comes to be so");
}
