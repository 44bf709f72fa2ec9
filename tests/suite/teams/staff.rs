//! The buttons on the careers team's cards: who may use them, what they do, and that the card shows it to everybody.

use fingerpost::booking::{Code, SlotKey, State, What};
use serde_json::{Value, json};

use super::carried::{CAREERS, Carried, FARRANT, WAITS, on_cards, shown};
use super::visit::{button, card, find, read};

/// The last card that was drawn in the channel for a request that waits, with the request.
async fn waiting(team: &Carried) -> (Code, Value) {
    team.add_to_team().await;
    let code = team.asks(WAITS).await;
    (code, card(&team.carry().await))
}

/// A delivery from the careers team's channel by somebody there.
fn by(team: &Carried, account: &str, mut activity: Value) -> Value {
    activity["from"] = json!({"id": "29:staff", "aadObjectId": account});
    activity["conversation"] = team.visit.mention("")["conversation"].clone();
    activity["channelData"]["team"]["id"] = json!(CAREERS);
    activity
}

/// A tap on a button whose list stands at a choice.
fn tap(team: &Carried, account: &str, button: &Value, chosen: &Value) -> Value {
    let mut activity = by(team, account, team.visit.tapped(button));
    for (list, key) in chosen.as_object().into_iter().flatten() {
        activity["value"]["action"]["data"][list] = key.clone();
    }
    activity
}

async fn state(team: &Carried, code: &Code) -> State {
    team.visit.app.staff().book().await.expect("the diaries can be read").entry(code).expect("it is there").state
}

async fn trail(team: &Carried) -> Vec<String> {
    let steps = team.visit.app.store().trail(Some("yew"), 50).await.expect("the trail can be read");
    steps.iter().map(|step| format!("{}: {} {}", step.who, step.did, step.of)).collect()
}

/// The line of an answer that changes no card.
fn line(answer: &Value) -> &str {
    assert_eq!(answer["type"], "application/vnd.microsoft.activity.message", "{answer:#}");
    answer["value"].as_str().expect("a line")
}

#[tokio::test]
async fn a_time_is_offered_from_the_card_which_changes_for_whoever_tapped_and_for_everybody() {
    let team = Carried::open().await;
    let (code, posted) = waiting(&team).await;
    let offer = button(&posted, "Offer times");
    assert_eq!(offer["fallback"]["type"], "Action.Submit", "older clients have the same button");
    let times = find(&posted, &|part| part["id"] == "slot").expect("a list of times");
    let free = &times["choices"][0];
    assert_eq!(free, &json!({"title": "Tuesday 24 November at 10am (careers room)", "value": "2026-11-24T10:00@lane"}));
    let answer = team.visit.invoke(&tap(&team, FARRANT, &offer, &json!({"slot": free["value"]}))).await;
    assert_eq!(answer["type"], "application/vnd.microsoft.card.adaptive", "{answer:#}");
    assert!(read(&answer["value"]).contains("a time is offered"), "{answer:#}");
    assert!(find(&answer["value"], &|part| part["type"] == "Action.Execute").is_none(), "nothing more is to be done");
    assert_eq!(state(&team, &code).await, State::Offered);
    let calls = team.carry().await;
    let drawn = on_cards(calls);
    assert_eq!((drawn.len(), drawn[0].method.as_str()), (1, "PUT"), "{drawn:#?}");
    assert!(shown(&drawn).contains("a time is offered"));
    let wanted = format!("Teams account {FARRANT}: offered 2026-11-24T10:00@lane for a request {code}");
    assert_eq!(trail(&team).await, [wanted]);
}

#[tokio::test]
async fn a_request_is_declined_for_a_reason_that_the_pupil_reads_in_their_chat() {
    let team = Carried::open().await;
    let (code, posted) = waiting(&team).await;
    let decline = button(&posted, "Decline");
    let unknown = team.visit.invoke(&tap(&team, FARRANT, &decline, &json!({"because": "I do not like him"}))).await;
    assert!(read(&unknown["value"]).contains("on the waiting list"), "{unknown:#}");
    let answer = team.visit.invoke(&tap(&team, FARRANT, &decline, &json!({"because": "somebody-else"}))).await;
    assert!(read(&answer["value"]).contains("declined"), "{answer:#}");
    let written = shown(&team.carry().await);
    assert!(written.contains("somebody else at the school can help you better"), "{written}");
    assert!(written.contains("ask your tutor or the school office who that is"), "{written}");
    let told = read(&team.visit.say("my appointments").await);
    assert!(told.contains("somebody else at the school can help you better"), "{told}");
    assert_eq!(state(&team, &code).await, State::Declined);
}

#[tokio::test]
async fn a_request_that_staff_checked_is_taken_on_with_one_tap_and_a_second_changes_nothing() {
    let team = Carried::open().await;
    team.add_to_team().await;
    let parent = ["i am a parent. book an appointment for my daughter", "Mia", "tuesday 10am", "year 9"];
    let code = team.asks(&[&parent[..], &["parent@family.example", "gcse options", "yes"]].concat()).await;
    let unchecked = card(&on_cards(team.carry().await));
    assert!(find(&unchecked, &|part| part["title"] == "Take").is_none(), "nothing is taken on unchecked");
    team.does(&code, What::Check).await;
    let take = button(&card(&on_cards(team.carry().await)), "Take");
    let delivery = tap(&team, FARRANT, &take, &json!({}));
    for _ in 0..2 {
        let answer = team.visit.invoke(&delivery).await;
        assert!(read(&answer["value"]).contains("booked"), "{answer:#}");
    }
    assert_eq!((state(&team, &code).await, trail(&team).await.len()), (State::Confirmed, 1));
}

#[tokio::test]
async fn nobody_acts_whom_the_settings_do_not_name_or_from_elsewhere() {
    let team = Carried::open().await;
    let (code, posted) = waiting(&team).await;
    let (decline, why) = (button(&posted, "Decline"), json!({"because": "no-time"}));
    for account in ["99999999-0000-0000-0000-000000000001", ""] {
        let answer = team.visit.invoke(&tap(&team, account, &decline, &why)).await;
        assert!(line(&answer).contains("Only the people"), "{answer:#}");
    }
    let mut elsewhere = tap(&team, FARRANT, &decline, &why);
    elsewhere["channelData"]["team"]["id"] = json!("19:another@thread.tacv2");
    assert!(line(&team.visit.invoke(&elsewhere).await).contains("Only the people"));
    let mut alone = team.visit.tapped(&decline);
    (alone["from"]["aadObjectId"], alone["value"]["action"]["data"]["because"]) = (json!(FARRANT), json!("no-time"));
    team.visit.invoke(&alone).await;
    assert_eq!((state(&team, &code).await, trail(&team).await), (State::Waiting, Vec::new()));
}

#[tokio::test]
async fn a_client_that_sends_taps_as_messages_has_the_card_drawn_anew_and_a_refusal_beside_it() {
    let team = Carried::open().await;
    let (code, posted) = waiting(&team).await;
    let mut submitted = by(&team, FARRANT, team.visit.submitted(&button(&posted, "Offer times"), "sent-1"));
    submitted["value"]["slot"] = json!("2026-11-20T10:00@lane");
    let refused = shown(&team.visit.deliver(&submitted).await);
    assert!(refused.contains("That was not done: ") && state(&team, &code).await == State::Waiting, "{refused}");
    let mut submitted = by(&team, FARRANT, team.visit.submitted(&button(&posted, "Offer times"), "sent-1"));
    submitted["value"]["slot"] = json!("2026-11-24T10:00@lane");
    assert!(shown(&team.visit.deliver(&submitted).await).is_empty(), "nothing is said beside it");
    assert_eq!(state(&team, &code).await, State::Offered);
    assert!(shown(&on_cards(team.carry().await)).contains("a time is offered"));
}

#[tokio::test]
async fn what_was_done_elsewhere_meanwhile_is_shown_and_not_done_again() {
    let team = Carried::open().await;
    let (code, posted) = waiting(&team).await;
    team.does(&code, What::Offer(SlotKey::parse("2026-11-24T10:00@lane").expect("a time"))).await;
    let decline = tap(&team, FARRANT, &button(&posted, "Decline"), &json!({"because": "no-time"}));
    let answer = team.visit.invoke(&decline).await;
    assert!(read(&answer["value"]).contains("a time is offered"), "{answer:#}");
    assert_eq!(state(&team, &code).await, State::Offered);
}

#[tokio::test]
async fn where_the_settings_name_nobody_a_card_has_no_buttons_but_the_way_to_the_desk() {
    let team = Carried::named(&[]).await;
    let (_, posted) = waiting(&team).await;
    let actions = posted["actions"].as_array().expect("actions");
    let kinds: Vec<&str> = actions.iter().filter_map(|action| action["type"].as_str()).collect();
    assert_eq!(kinds, ["Action.OpenUrl"]);
}
