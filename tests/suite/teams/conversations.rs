//! A personal chat: asking, following up, asking for an interview by cards, taking it back.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::visit::{TENANT, Visit, button, card, find, read};

const EXECUTED: &str = "application/vnd.microsoft.card.adaptive";
const ONLY_SAID: &str = "application/vnd.microsoft.activity.message";

#[tokio::test]
async fn a_question_is_answered_and_a_follow_up_understood() {
    let visit = Visit::begin().await;
    let answer = visit.say("how much is the bursary").await;
    let said = read(&answer);
    for words in ["You could get up to £900 a year.", "Bursary a year", "How to apply for the bursary", "DEMO"] {
        assert!(said.contains(words), "“{words}” is not in “{said}”");
    }
    let source = find(&answer, &|value| value["url"] == "https://ministry.example/bursary");
    assert_eq!(source.expect("the source can be opened")["type"], "Action.OpenUrl");
    assert!(read(&visit.say("and how do i apply").await).contains("Ask student services"));
}

#[tokio::test]
async fn every_card_carries_help_privacy_accessibility_and_the_same_words_as_text() {
    let visit = Visit::begin().await;
    for text in ["how much is the bursary", "book an appointment", "xyzzy", ""] {
        let card = visit.say(text).await;
        let titles: Vec<&str> =
            card["actions"].as_array().expect("buttons").iter().filter_map(|one| one["title"].as_str()).collect();
        assert_eq!(titles, ["Get help now", "Privacy", "Accessibility"], "{text}");
        let help = find(&card, &|value| value["title"] == "Get help now").expect("it is there");
        assert_eq!(help["type"], "Action.ShowCard", "it opens without asking us");
        assert!(help.to_string().contains("You can speak to any adult at school."));
        assert!(card["fallbackText"].as_str().is_some_and(|text| !text.is_empty()));
        assert_eq!(card["version"], "1.5");
    }
    let answer = Visit::begin().await.say("how much is the bursary").await;
    let text = answer["fallbackText"].as_str().expect("text");
    for words in
        ["You could get up to £900 a year.", "https://ministry.example/bursary", "1. How to apply for the bursary"]
    {
        assert!(text.contains(words), "“{words}” is not in “{text}”");
    }
}

#[tokio::test]
async fn a_tap_on_an_answer_is_answered_below_and_once() {
    let visit = Visit::begin().await;
    let answer = visit.say("how much is the bursary").await;
    let tap = visit.tapped(&button(&answer, "How to apply for the bursary"));
    let told = visit.invoke(&tap).await;
    assert_eq!((told["statusCode"].as_u64(), told["type"].as_str()), (Some(200), Some(ONLY_SAID)));
    assert!(read(&card(&visit.microsoft.calls())).contains("Ask student services"));
    // The same delivery again, and another tap on the same button.
    assert_eq!(visit.invoke(&tap).await, told);
    assert_eq!(visit.invoke(&visit.tapped(&button(&answer, "How to apply for the bursary"))).await, told);
    assert!(visit.microsoft.calls().is_empty(), "nothing is sent twice");
}

#[tokio::test]
async fn an_interview_is_asked_for_by_cards_which_take_each_others_place() {
    let visit = Visit::begin().await;
    let asked = visit.say("book an appointment").await;
    let mut typed = button(&asked, "Send");
    typed["data"]["answer"] = json!("Zoë");
    let year = replaced(&visit, &typed).await;
    assert!(read(&year).contains("Which year group are you in?"));
    let mut picked = button(&year, "Send");
    assert_eq!(find(&year, &|value| value["type"] == "Input.ChoiceSet").expect("a list")["id"], "pick");
    picked["data"]["pick"] = json!("Year 11");
    let contact = replaced(&visit, &picked).await;
    assert!(read(&contact).contains("You chose: Year 11"));
    let about = replaced(&visit, &button(&contact, "My school e-mail")).await;
    let mut topic = button(&about, "Send");
    topic["data"]["pick"] = json!("Apprenticeships");
    let when = replaced(&visit, &topic).await;
    let done = replaced(&visit, &button(&when, "Any time")).await;
    assert!(read(&done).contains("Zoë, Year 11, about Apprenticeships, any time."), "{}", read(&done));
    assert!(visit.microsoft.calls().is_empty(), "nothing but the card in its place");
    let kept = visit.app.store().requests().await.expect("they are listed");
    assert_eq!((kept.len(), kept[0].door.as_str(), kept[0].year.as_str()), (1, "teams", "Year 11"));

    let taken_back = read(&visit.say(&format!("cancel {}", kept[0].code)).await);
    assert!(taken_back.contains("is cancelled"), "{taken_back}");
}

/// The card that takes the place of the one that was tapped.
async fn replaced(visit: &Visit, button: &Value) -> Value {
    let answer = visit.invoke(&visit.tapped(button)).await;
    assert_eq!((answer["statusCode"].as_u64(), answer["type"].as_str()), (Some(200), Some(EXECUTED)), "{answer:#}");
    answer["value"].clone()
}

#[tokio::test]
async fn a_step_that_was_answered_is_over() {
    let visit = Visit::begin().await;
    let asked = visit.say("book an appointment").await;
    visit.say("Zoë").await;
    let contact = visit.say("year 11").await;
    let mut late = button(&asked, "Send");
    late["data"]["answer"] = json!("Kim");
    let told = visit.invoke(&visit.tapped(&late)).await;
    assert_eq!(told["type"], ONLY_SAID);
    assert!(read(&card(&visit.microsoft.calls())).contains("earlier step"));
    // Tapped twice in a hurry: the second gets what the first got.
    let tap = button(&contact, "My school e-mail");
    let first = replaced(&visit, &tap).await;
    assert_eq!(replaced(&visit, &button(&contact, "Through my tutor")).await, first);
    assert!(read(&first).contains("What would you like to talk about?"));
}

#[tokio::test]
async fn a_button_of_an_old_answer_is_not_taken_for_the_answer_to_a_step() {
    let visit = Visit::begin().await;
    let answer = visit.say("how much is the bursary").await;
    visit.say("book an appointment").await;
    visit.invoke(&visit.tapped(&button(&answer, "How to apply for the bursary"))).await;
    assert!(read(&card(&visit.microsoft.calls())).contains("earlier step"));
    assert!(read(&visit.say("Zoë").await).contains("Which year group are you in?"));
}

#[tokio::test]
async fn a_client_that_sends_taps_as_messages_gets_the_card_put_in_its_place() {
    let visit = Visit::begin().await;
    let asked = visit.say("book an appointment").await;
    let mut typed = button(&asked, "Send");
    typed["fallback"]["data"]["answer"] = json!("Zoë");
    let calls = visit.deliver(&visit.submitted(&typed, "1:card")).await;
    assert_eq!((calls.len(), calls[0].method.as_str()), (1, "PUT"));
    assert!(calls[0].path.ends_with("/activities/1:card"), "{}", calls[0].path);
    assert!(read(&card(&calls)).contains("Which year group are you in?"));
    assert!(visit.deliver(&visit.submitted(&typed, "1:card")).await.is_empty(), "a second tap does nothing");

    let answer = visit.say("stop").await;
    assert!(read(&answer).contains("Stopped."));
    let answer = visit.say("how much is the bursary").await;
    let calls = visit.deliver(&visit.submitted(&button(&answer, "How to apply for the bursary"), "1:other")).await;
    assert_eq!(calls[0].method.as_str(), "POST", "an answer is never put in the place of another");
}

#[tokio::test]
async fn where_a_card_cannot_be_replaced_the_answer_stands_below() {
    let visit = Visit::begin().await;
    let mut typed = button(&visit.say("book an appointment").await, "Send");
    typed["fallback"]["data"]["answer"] = json!("Zoë");
    visit.microsoft.answer_next(404, None);
    let calls = visit.deliver(&visit.submitted(&typed, "1:gone")).await;
    let methods: Vec<&str> = calls.iter().map(|call| call.method.as_str()).collect();
    assert_eq!(methods, ["PUT", "POST"]);
}

#[tokio::test]
async fn a_disclosure_is_met_in_a_message_in_a_field_and_in_a_changed_message() {
    let visit = Visit::begin().await;
    let met = visit.say("my dad hits me").await;
    assert!(read(&met).contains("If you are in danger now, call 999."));
    assert_eq!(met["body"][0]["type"], "Container", "urgent words stand first, even above DEMO");
    assert_eq!(visit.alerts().await, 1);

    let mut typed = button(&visit.say("book an appointment").await, "Send");
    typed["data"]["answer"] = json!("my dad hits me");
    let told = visit.invoke(&visit.tapped(&typed)).await;
    assert_eq!(told["type"], ONLY_SAID, "urgent words stand below and never go away with a card");
    assert!(read(&card(&visit.microsoft.calls())).contains("999"));
    assert_eq!(visit.alerts().await, 2);

    let mut changed = visit.message("my dad hits me");
    (changed["type"], changed["channelData"]["eventType"]) = (json!("messageUpdate"), json!("editMessage"));
    assert!(read(&card(&visit.deliver(&changed).await)).contains("999"));
    assert_eq!(visit.alerts().await, 3);
    assert!(visit.deliver(&changed).await.is_empty(), "the same delivery");
    let mut harmless = visit.message("how much is the bursary");
    harmless["type"] = json!("messageUpdate");
    assert!(visit.deliver(&harmless).await.is_empty(), "a changed question is not answered anew");
    assert_eq!(visit.alerts().await, 3);
}

#[tokio::test]
async fn what_a_notification_shows_does_not_tell_of_a_disclosure() {
    let visit = Visit::begin().await;
    let calls = visit.deliver(&visit.message("my dad hits me")).await;
    assert_eq!(calls[0].body["summary"], "There is an answer for you.");
    let calls = visit.deliver(&visit.message("how much is the bursary")).await;
    assert_eq!(calls[0].body["summary"], "You could get up to £900 a year. Your school or college decides how much.");
}

#[tokio::test]
async fn the_buttons_under_urgent_words_work_and_late_ones_bring_help() {
    let visit = Visit::begin().await;
    let met = visit.say("my dad hits me").await;
    visit.invoke(&visit.tapped(&button(&met, "Yes"))).await;
    assert!(read(&card(&visit.microsoft.calls())).contains("I am glad that you are safe."));
    visit.say("book an appointment").await;
    visit.invoke(&visit.tapped(&button(&met, "No"))).await;
    assert!(read(&card(&visit.microsoft.calls())).contains("You can speak to any adult at school."));
}

#[tokio::test]
async fn a_delivery_that_comes_twice_does_nothing_twice() {
    let visit = Visit::begin().await;
    let message = visit.message("my dad hits me");
    assert_eq!(visit.deliver(&message).await.len(), 1);
    assert_eq!(visit.deliver(&message).await.len(), 0);
    assert_eq!(visit.alerts().await, 1);
    let mut elsewhere = message.clone();
    elsewhere["conversation"]["id"] = json!("a:another");
    assert_eq!(visit.deliver(&elsewhere).await.len(), 1, "ids are counted by conversation");
}

#[tokio::test]
async fn unknown_invokes_and_broken_ones_get_an_answer_that_says_so() {
    let visit = Visit::begin().await;
    let mut unknown = visit.activity("invoke");
    unknown["name"] = json!("composeExtension/query");
    let response = visit.post(&unknown, Some(&visit.token())).await;
    assert_eq!(response.status(), StatusCode::NOT_IMPLEMENTED);
    let mut broken = visit.activity("invoke");
    broken["name"] = json!("adaptiveCard/action");
    for value in [json!(null), json!({}), json!({"action": {"data": "x"}})] {
        broken["value"] = value;
        let fault = visit.invoke(&broken).await;
        assert_eq!(
            (fault["statusCode"].as_u64(), fault["type"].as_str()),
            (Some(400), Some("application/vnd.microsoft.error"))
        );
    }
    // A card that somebody made up is answered like words without words.
    broken["value"] = json!({"action": {"data": {"card": 7, "step": "yes", "say": ["x"]}}});
    assert_eq!(visit.invoke(&broken).await["type"], ONLY_SAID);
}

#[tokio::test]
async fn what_somebody_writes_never_becomes_mark_up() {
    let visit = Visit::begin().await;
    visit.say("book an appointment").await;
    visit.say("Zoë").await;
    visit.say("year 11").await;
    let told = visit.say("**bold**@school.example <at>Sam</at> [x](https://bad.example)").await;
    let mentions =
        find(&told, &|value| value["type"] == "TextBlock" && value["text"].as_str().is_some_and(|t| t.contains("**")));
    assert_eq!(mentions, None, "what is typed stands in runs alone: {told:#}");
}

#[tokio::test]
async fn a_message_that_is_too_long_is_answered_kindly() {
    let visit = Visit::begin().await;
    let told = read(&visit.say(&"very long ".repeat(5000)).await);
    assert!(told.contains("more than I can read at once"), "{told}");
}

#[tokio::test]
async fn the_first_words_come_once_when_the_app_is_added() {
    let visit = Visit::begin().await;
    let mut added = visit.activity("conversationUpdate");
    added["membersAdded"] = json!([{"id": added["recipient"]["id"]}]);
    let words = read(&card(&visit.deliver(&added).await));
    for said in ["a computer program for Elm School", "I can't keep that secret", "DEMO"] {
        assert!(words.contains(said), "“{said}” is not in “{words}”");
    }
    let mut installed = visit.activity("installationUpdate");
    installed["action"] = json!("add");
    assert!(visit.deliver(&installed).await.is_empty(), "two events tell of one installation");
    let mut other = visit.activity("conversationUpdate");
    other["membersAdded"] = json!([{"id": "29:kim"}]);
    assert!(visit.deliver(&other).await.is_empty(), "somebody else came");
}

#[tokio::test]
async fn where_a_tenant_has_several_schools_it_is_asked_once_which() {
    let visit = Visit::with(|settings| settings.tenants[0].schools = vec!["oak".to_owned(), "elm".to_owned()]).await;
    let asked = visit.say("where is the guidance room").await;
    assert!(read(&asked).contains("Which school are you at?"));
    // A danger waits for no school.
    assert!(read(&visit.say("my dad hits me").await).contains("999"));
    assert_eq!(visit.alerts().await, 1);
    visit.invoke(&visit.tapped(&button(&asked, "Elm School"))).await;
    assert!(read(&card(&visit.microsoft.calls())).contains("a computer program for Elm School"));
    assert!(!read(&visit.say("how much is the bursary").await).contains("Which school"));

    let mut kim = visit.message("2");
    kim["from"] = json!({"id": "29:kim", "aadObjectId": "99999999-0000-0000-0000-000000000002"});
    assert!(read(&card(&visit.deliver(&kim).await)).contains("Elm School"), "the number is as good");
    let mut made_up = visit.tapped(&button(&asked, "Elm School"));
    made_up["from"] = json!({"id": "29:lou"});
    made_up["value"]["action"]["data"]["school"] = json!("demo");
    visit.invoke(&made_up).await;
    assert!(
        read(&card(&visit.microsoft.calls())).contains("Elm School"),
        "by its name; a school of elsewhere is not taken"
    );
}

#[tokio::test]
async fn people_of_two_tenants_are_two_people_and_one_account_is_one() {
    let other = "aaaaaaaa-0000-0000-0000-eeeeeeeeeeee";
    let visit = Visit::with(|settings| {
        settings
            .tenants
            .push(fingerpost::channels::teams::Tenant { id: other.to_owned(), schools: vec!["elm".to_owned()] });
    })
    .await;
    visit.say("book an appointment").await;
    let mut elsewhere = visit.message("Zoë");
    elsewhere["channelData"]["tenant"]["id"] = json!(other);
    elsewhere["conversation"]["tenantId"] = json!(other);
    assert!(!read(&card(&visit.deliver(&elsewhere).await)).contains("Which year group"));
    let mut again = visit.message("Zoë");
    (again["from"]["id"], again["channelData"]["tenant"]["id"]) = (json!("29:new-id"), json!(TENANT.to_uppercase()));
    assert!(read(&card(&visit.deliver(&again).await)).contains("Which year group"));
}
