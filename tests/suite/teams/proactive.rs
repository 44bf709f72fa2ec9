//! Writing to somebody who did not just write.

use std::sync::Arc;

use fingerpost::channels::teams::{Team, Written};
use fingerpost::chat::{Block, Kind, Person, Reply};
use fingerpost::store::{StoreError, TeamsAddressee};
use serde_json::json;

use super::visit::{HOUSE_KEY, Visit, card, read, settings};

fn letter() -> Reply {
    Reply::of(Kind::Booking, "The careers team has offered you a time.")
}

/// Asks for an interview; who asked.
async fn ask(visit: &Visit) -> Person {
    for text in ["book an appointment", "Zoë", "year 11", "my school email", "apprenticeships", "any time"] {
        visit.say(text).await;
    }
    let kept = visit.app.store().requests().await.expect("they are listed");
    Person::new(kept.last().expect("one is kept").person.clone())
}

#[tokio::test]
async fn an_address_is_kept_with_a_request_and_goes_with_it() {
    let visit = Visit::begin().await;
    let nobody = Person::new("nobody");
    assert_eq!(visit.teams.write_to_person(&nobody, &letter()).await.expect("it is looked up"), Written::NoAddress);
    visit.say("how much is the bursary").await;
    let sam = ask(&visit).await;
    visit.microsoft.forget_calls();
    let written = visit.teams.write_to_person(&sam, &letter()).await.expect("it is sent");
    assert!(matches!(&written, Written::Sent(ids) if ids.len() == 1), "{written:?}");
    let calls = visit.microsoft.calls();
    assert_eq!(calls[0].path, "/connector/v3/conversations/a:chat%2Fwith%20sam/activities");
    assert!(read(&card(&calls)).contains("has offered you a time"));
    visit.say("cancel my appointment").await;
    assert_eq!(visit.teams.write_to_person(&sam, &letter()).await.expect("looked up"), Written::NoAddress);
}

#[tokio::test]
async fn without_a_request_no_address_is_kept() {
    let visit = Visit::begin().await;
    visit.say("how much is the bursary").await;
    visit.say("my dad hits me").await;
    visit.say("book an appointment").await;
    let sam = ask(&Visit::begin().await).await;
    let kept = visit.app.store().teams_reference(&TeamsAddressee::Person(sam), HOUSE_KEY).await;
    assert_eq!(kept.expect("it is looked up"), None);
}

#[tokio::test]
async fn after_a_403_a_person_is_left_alone_until_they_write_even_after_a_new_start() {
    let visit = Visit::begin().await;
    let sam = ask(&visit).await;
    visit.microsoft.answer_next(403, None);
    assert_eq!(visit.teams.write_to_person(&sam, &letter()).await.expect("it is tried"), Written::Stopped);
    visit.microsoft.forget_calls();
    assert_eq!(visit.teams.write_to_person(&sam, &letter()).await.expect("it is not"), Written::Stopped);
    assert!(visit.microsoft.calls().is_empty());

    let anew = Visit::of(visit.microsoft.clone(), settings(&visit.microsoft), Arc::clone(&visit.app)).await;
    assert_eq!(anew.teams.write_to_person(&sam, &letter()).await.expect("it is not"), Written::Stopped);
    anew.say("hello").await;
    assert!(matches!(anew.teams.write_to_person(&sam, &letter()).await.expect("it is sent"), Written::Sent(_)));
}

#[tokio::test]
async fn the_careers_team_is_written_to_where_the_app_was_added() {
    let id = "19:careers@thread.tacv2";
    let visit = Visit::with(|settings| {
        settings.teams = vec![Team { id: id.to_owned(), school: "elm".to_owned(), staff: true, people: Vec::new() }];
    })
    .await;
    let mut added = visit.mention("");
    (added["type"], added["action"]) = (json!("installationUpdate"), json!("add"));
    added["channelData"]["team"]["id"] = json!(id);
    assert!(read(&card(&visit.deliver(&added).await)).contains("Messages for the careers team come to this channel."));
    visit.microsoft.forget_calls();
    let written = visit.teams.write_to_team_channel("elm", &letter()).await.expect("it is sent");
    let calls = visit.microsoft.calls();
    // The thread's own part is taken off, so that each message begins a thread.
    assert_eq!(calls[0].path, "/connector/v3/conversations/19:general@thread.tacv2/activities");
    assert_eq!(card(&calls)["actions"], json!([]), "no buttons for pupils");
    let Written::Sent(ids) = written else { panic!("it is sent: {written:?}") };
    visit.teams.take_from_team_channel("elm", &ids[0]).await.expect("it is taken away");
    let calls = visit.microsoft.calls();
    assert_eq!((calls[1].method.as_str(), calls[1].path.ends_with(&ids[0])), ("DELETE", true));
    assert_eq!(visit.teams.write_to_team_channel("oak", &letter()).await.expect("looked up"), Written::NoAddress);

    added["action"] = json!("remove");
    added["id"] = json!("another");
    visit.deliver(&added).await;
    assert_eq!(visit.teams.write_to_team_channel("elm", &letter()).await.expect("looked up"), Written::NoAddress);
}

#[tokio::test]
async fn a_long_letter_becomes_several_messages_each_within_the_limit() {
    let visit = Visit::begin().await;
    let sam = ask(&visit).await;
    visit.microsoft.forget_calls();
    let items: Vec<String> = (0..4000).map(|at| format!("item {at} “with” some ümlauts and 😀")).collect();
    let long = Reply { kind: Kind::Answer, blocks: vec![Block::List(items.clone())] };
    let Written::Sent(ids) = visit.teams.write_to_person(&sam, &long).await.expect("it is sent") else { panic!() };
    let calls = visit.microsoft.calls();
    assert_eq!(ids.len(), calls.len());
    assert!(calls.len() > 5);
    assert!(calls.iter().all(|call| call.text.encode_utf16().count() * 2 <= 100 * 1024));
    let all: String =
        calls.iter().map(|call| read(&call.body["attachments"][0]["content"])).collect::<Vec<_>>().join("\n");
    let said: Vec<&str> = all.lines().filter(|line| line.starts_with("item ")).collect();
    assert_eq!(said, items, "nothing is lost, doubled or out of order");
}

#[tokio::test]
async fn an_address_cannot_be_read_under_another_key() {
    let visit = Visit::begin().await;
    let sam = TeamsAddressee::Person(ask(&visit).await);
    let store = visit.app.store();
    let kept = store.teams_reference(&sam, HOUSE_KEY).await.expect("it is looked up").expect("it is kept");
    assert!(kept.address.contains("29:sam") && kept.address.contains("a:chat/with sam"));
    let other = store.teams_reference(&sam, b"another key, also of thirty-two l").await;
    assert!(matches!(other, Err(StoreError::Row(_))), "{other:?}");
}
