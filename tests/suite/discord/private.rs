//! Nothing private in public; danger before everything; who is too young; which school it is.

use std::time::Duration;

use fingerpost::channels::discord::Settings;

use super::events::{ELM, KIM, OAK, SAM, at, direct};
use super::here::{Here, settings, text_of, ways};
use super::loopback::Ways;

const NEUTRAL: &str = "I only answer privately.";

#[tokio::test]
async fn in_public_one_neutral_line_is_said_and_the_answer_goes_to_the_person() {
    let here = Here::open().await;
    let public = here.written(&at(SAM, ELM).writes("how much does a lampie earn"), "/channels/800/messages").await;
    assert!(public[0].body["content"].as_str().is_some_and(|line| line.starts_with(NEUTRAL)), "{:#}", public[0].body);
    let told = here.discord.wait_for("/channels/901/messages", 2).await;
    assert!(told.iter().any(|call| text_of(&call.body).contains("£31,250")), "{told:#?}");
    assert_eq!(here.discord.calls_to("/channels/800/messages").len(), 1, "one line and no more");
}

#[tokio::test]
async fn a_disclosure_in_public_is_kept_and_the_public_line_does_not_show_it() {
    let here = Here::open().await;
    let public = here.written(&at(SAM, ELM).writes("my dad hits me"), "/channels/800/messages").await;
    assert!(public[0].body["content"].as_str().is_some_and(|line| line.starts_with(NEUTRAL)));
    let told = here.discord.wait_for("/channels/901/messages", 1).await;
    assert!(text_of(&told[0].body).contains("call 999"), "urgent words come first: {:#}", told[0].body);
    assert_eq!(here.alerts().await, 1);
    assert_eq!(here.discord.calls_to("/channels/800/messages").len(), 1);
}

#[tokio::test]
async fn who_cannot_be_written_to_is_still_heard() {
    let here = Here::open().await;
    let refused = serde_json::json!({ "code": 50007, "message": "Cannot send messages to this user" });
    here.discord.refuse("/channels/901/messages", 403, refused);
    here.written(&at(SAM, ELM).writes("my dad hits me"), "/channels/901/messages").await;
    assert_eq!(here.alerts().await, 1);
    assert!(here.answer(&at(SAM, ELM).command("help", &[])).await.private(), "the door goes on");
}

#[tokio::test]
async fn a_disclosure_in_a_direct_message_comes_before_the_question_which_school() {
    let here = Here::open().await;
    let written = here.written(&direct(SAM).writes("my dad hits me"), "/channels/800/messages").await;
    assert!(text_of(&written[0].body).contains("call 999"), "{:#}", written[0].body);
    assert_eq!(here.alerts().await, 1);
}

#[tokio::test]
async fn urgent_words_stand_before_the_first_words() {
    let here = Here::open().await;
    let disclosed = at(KIM, ELM).command("ask", &[("question", "my dad hits me")]);
    let answer = here.answer(&disclosed).await;
    assert!(!answer.text().contains("I'm Fingerpost"), "{}", answer.text());
    let first = here.discord.wait_for(&disclosed.goes_on_at(), 1).await;
    assert!(text_of(&first[0].body).contains("I'm Fingerpost"));
    assert_eq!(here.alerts().await, 1);
}

#[tokio::test]
async fn in_a_direct_message_the_school_is_asked_for_once() {
    let here = Here::open().await;
    let sam = direct(SAM);
    let asked = here.answer(&sam.command("ask", &[("question", "how much does a lampie earn")])).await;
    assert!(asked.text().contains("Which school are you at?"), "{}", asked.text());
    let noted = here.answer(&sam.taps(&asked.id_of("Oak School"))).await;
    assert!(noted.text().contains("You are at Oak School"), "{}", noted.text());
    let first = here.answer(&sam.command("ask", &[("question", "hello")])).await;
    assert!(first.text().contains("a computer program for Oak School"), "{}", first.text());
    let answer = here.answer(&sam.command("ask", &[("question", "how much does a lampie earn")])).await;
    assert!(answer.text().contains("£31,250"), "{}", answer.text());
}

#[tokio::test]
async fn a_member_of_one_server_is_not_asked_and_a_slow_discord_is_answered_in_time() {
    let ways = Ways { members: vec![(OAK, SAM)], slow_members: Duration::from_millis(1000), ..ways() };
    let here = Here::with(settings(), ways).await;
    let asked = direct(SAM).command("ask", &[("question", "how much does a lampie earn")]);
    let put_off = here.answer(&asked).await;
    assert_eq!(put_off.kind(), 5, "Discord is told that the answer comes later");
    let late = here.discord.wait_for(&asked.goes_on_at(), 2).await;
    assert!(text_of(&late[0].body).contains("a computer program for Oak School"), "{late:#?}");
    assert!(text_of(&late[1].body).contains("£31,250"), "{late:#?}");
}

#[tokio::test]
async fn who_is_too_young_is_sent_to_the_web_page_but_never_away_from_help() {
    let web_url = "https://careers.example/chat".to_owned();
    let here = Here::with(Settings { web_url, ..settings() }, ways()).await;
    let sam = at(SAM, ELM);
    let ask = async |words: &str| here.answer(&sam.command("ask", &[("question", words)])).await.text();
    ask("hello").await;
    let young = ask("i am in year 8, how much does a lampie earn").await;
    assert!(young.contains("not pupils of Year 8") && young.contains("https://careers.example/chat"), "{young}");
    assert!(!young.contains("£31,250"), "{young}");
    assert!(ask("how much does a lampie earn").await.contains("Year 8"), "it is remembered");
    assert!(here.answer(&sam.command("routes", &[])).await.text().contains("Year 8"), "a command is no year group");
    assert!(here.answer(&sam.command("help-now", &[])).await.text().contains("999"));
    assert!(ask("my dad hits me").await.contains("call 999"));
    assert_eq!(here.alerts().await, 1);
    assert!(ask("i am in year 11, how much does a lampie earn").await.contains("£31,250"), "a slip can be mended");
}

#[tokio::test]
async fn a_parent_may_ask_for_a_younger_child() {
    let here = Here::open().await;
    let kim = at(KIM, ELM);
    here.answer(&kim.command("ask", &[("question", "hello")])).await;
    let words = "my son is in year 8, how much does a lampie earn";
    let answer = here.answer(&kim.command("ask", &[("question", words)])).await;
    assert!(answer.text().contains("£31,250"), "{}", answer.text());
}

#[tokio::test]
async fn too_many_messages_get_a_friendly_line_and_danger_is_met_all_the_same() {
    let here = Here::with(Settings { per_minute: 2, ..settings() }, ways()).await;
    let sam = at(SAM, ELM);
    let ask = async |words: &str| here.answer(&sam.command("ask", &[("question", words)])).await.text();
    ask("hello").await;
    ask("hello").await;
    assert!(ask("hello").await.contains("wait a minute"));
    assert!(here.answer(&sam.command("help-now", &[])).await.text().contains("999"));
    ask("my dad hits me").await;
    assert_eq!(here.alerts().await, 1);
    let kim = here.answer(&at(KIM, ELM).command("ask", &[("question", "hello")])).await;
    assert!(!kim.text().contains("wait a minute"), "the limit is each person's own");
}
