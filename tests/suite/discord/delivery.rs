//! A network as it is: broken connections, limits, late answers, events that come twice or are not events at all.

use std::time::Duration;

use serde_json::json;

use super::events::{ELM, SAM, at};
use super::here::{Here, settings, text_of, ways};
use super::loopback::{Loopback, Order, Ways};

#[tokio::test]
async fn commands_are_registered_only_where_discord_knows_others() {
    let discord = Loopback::start(ways()).await;
    let registered = || discord.calls_to("/commands").iter().filter(|call| call.method == "PUT").count();
    for (start, registrations) in [(1, 1), (2, 1)] {
        let here = Here::on(settings(), discord.clone()).await;
        discord.wait_for_opcode(2, start).await;
        here.answer(&at(SAM, ELM).command("help", &[])).await;
        assert_eq!(registered(), registrations, "after start {start}");
        here.stop.send_replace(true);
        discord.order(Order::Break);
    }
    let commands = discord.calls_to("/commands");
    let put = commands.iter().find(|call| call.method == "PUT").expect("they were registered").body.clone();
    assert_eq!(put.as_array().map(Vec::len), Some(15));
    for command in put.as_array().expect("a list") {
        assert_eq!(command["contexts"], json!([0, 1]), "in servers and in direct messages with the bot");
        assert!(command["nsfw"].as_bool() != Some(true), "nothing is for adults alone");
    }
}

#[tokio::test]
async fn a_broken_connection_is_resumed_and_nothing_is_answered_twice() {
    let here = Here::open().await;
    let asked = at(SAM, ELM).command("help", &[]);
    here.answer(&asked).await;
    here.discord.order(Order::Break);
    here.discord.wait_for_opcode(6, 1).await;
    here.discord.order(asked.order());
    here.answer(&at(SAM, ELM).command("privacy", &[])).await;
    here.discord.order(Order::Reconnect);
    here.discord.wait_for_opcode(6, 2).await;
    here.discord.order(asked.order());
    here.answer(&at(SAM, ELM).command("privacy", &[])).await;
    assert_eq!(here.discord.calls_to(&asked.answered_at()).len(), 1);
}

#[tokio::test]
async fn an_event_that_comes_twice_is_answered_once() {
    let here = Here::open().await;
    let asked = at(SAM, ELM).command("book", &[]);
    let written = at(SAM, ELM).writes("my dad hits me");
    here.discord.wait_for("/commands", 1).await;
    for order in [asked.order(), asked.order(), written.order(), written.order()] {
        here.discord.order(order);
    }
    here.discord.wait_for("/channels/901/messages", 1).await;
    here.answer(&at(SAM, ELM).command("help", &[])).await;
    assert_eq!(here.discord.calls_to(&asked.answered_at()).len(), 1);
    assert_eq!(here.discord.calls_to("/channels/800/messages").len(), 1);
    assert_eq!(here.alerts().await, 1);
}

#[tokio::test]
async fn who_asks_discord_too_often_waits_and_tries_again() {
    let here = Here::open().await;
    let asked = at(SAM, ELM).command("help", &[]);
    let limited = json!({ "message": "You are being rate limited.", "retry_after": 0.1, "global": false });
    here.discord.refuse("/callback", 429, limited.clone());
    here.discord.refuse("/callback", 502, json!({}));
    here.answer(&asked).await;
    let tries = here.discord.wait_for(&asked.answered_at(), 3).await;
    assert_eq!(tries[0].body, tries[2].body);
}

#[tokio::test]
async fn an_answer_that_comes_too_late_ends_nothing() {
    let here = Here::open().await;
    let expired = json!({ "code": 10062, "message": "Unknown interaction" });
    here.discord.refuse("/callback", 404, expired.clone());
    let late = at(SAM, ELM).command("help", &[]);
    here.answer(&late).await;
    here.answer(&at(SAM, ELM).command("privacy", &[])).await;
    assert_eq!(here.discord.calls_to(&late.answered_at()).len(), 1, "it is not tried again");
    here.discord.refuse("/callback", 404, expired);
    here.answer(&at(SAM, ELM).command("ask", &[("question", "my dad hits me")])).await;
    let told = here.discord.wait_for("/channels/901/messages", 1).await;
    assert!(text_of(&told[0].body).contains("call 999"), "urgent words find another way: {told:#?}");
}

#[tokio::test]
async fn what_is_no_event_is_passed_over() {
    let here = Here::open().await;
    here.discord.wait_for("/commands", 1).await;
    for raw in ["", "{", "[]", "{\"op\":0}", "{\"op\":99,\"d\":{}}", "\u{1F642}"] {
        here.discord.order(Order::Raw(raw.to_owned()));
    }
    let mut halves = Vec::new();
    for missing in ["id", "token", "data", "locale", "attachment_size_limit"] {
        let mut half = at(SAM, ELM).command("help", &[]);
        half.data.as_object_mut().expect("an object").remove(missing);
        halves.push(half.order());
    }
    halves.push(Order::Event("MESSAGE_CREATE", json!({ "content": 7 })));
    halves.push(Order::Event("SOMETHING_NEW", json!({})));
    halves.into_iter().for_each(|half| here.discord.order(half));
    let unknown = here.answer(&at(SAM, ELM).taps("staff:steal:??")).await;
    assert!(unknown.text().contains("older message"));
    assert!(here.answer(&at(SAM, ELM).chooses("pick:0", "")).await.private());
    assert!(here.answer(&at(SAM, ELM).sends_form("")).await.private());
}

#[tokio::test]
async fn a_refused_token_closes_this_door_alone() {
    let mut here = Here::with(settings(), Ways { refuses_token: true, ..ways() }).await;
    let ended = tokio::time::timeout(Duration::from_secs(15), &mut here.door).await;
    ended.expect("the door gives up at once").expect("it does not panic");
    assert!(here.discord.calls_to("/commands").is_empty());
}

#[tokio::test]
async fn a_discord_that_is_not_there_is_tried_until_the_house_closes() {
    let nobody = Loopback::start(ways()).await;
    let mut here = Here::on(settings(), nobody).await;
    here.discord.wait_for_opcode(2, 1).await;
    here.stop.send_replace(true);
    let ended = tokio::time::timeout(Duration::from_secs(15), &mut here.door).await;
    ended.expect("the door closes when it is told to").expect("it does not panic");
}
