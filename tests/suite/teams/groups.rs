//! Groups and channels: one neutral line whatever was said, and a danger met all the same.

use serde_json::json;

use super::visit::{BOT, Visit, card, find, read};

#[tokio::test]
async fn whatever_is_asked_in_a_channel_the_line_is_the_same() {
    let visit = Visit::begin().await;
    let mut lines = Vec::new();
    for text in ["how much is the bursary", "book an appointment", "am i gay", "my dad hits me"] {
        let calls = visit.deliver(&visit.mention(text)).await;
        assert_eq!(calls[0].path, "/connector/v3/conversations/19:general@thread.tacv2;messageid=1/activities");
        lines.push(calls[0].body.clone());
    }
    assert!(lines.windows(2).all(|pair| pair[0] == pair[1]), "{lines:#?}");
    let content = &lines[0]["attachments"][0]["content"];
    assert_eq!(read(content), "I answer in private only, where nobody else reads along. Write to me in our own chat.");
    let chat = find(content, &|value| value["type"] == "Action.OpenUrl").expect("a way to the personal chat");
    assert_eq!(chat["url"], format!("https://teams.microsoft.com/l/chat/0/0?users=28:{BOT}"));
}

#[tokio::test]
async fn a_danger_told_in_a_channel_raises_an_alert_and_is_answered_in_private() {
    let visit = Visit::begin().await;
    let calls = visit.deliver(&visit.mention("my dad hits me")).await;
    assert_eq!(visit.alerts().await, 1);
    let paths: Vec<&str> =
        calls.iter().map(|call| call.path.trim_start_matches("/connector/v3/conversations")).collect();
    assert_eq!(paths, ["/19:general@thread.tacv2;messageid=1/activities", "", "/a:private/activities"]);
    assert_eq!(calls[1].body["members"], json!([{"id": "29:sam"}]));
    assert_eq!(
        (calls[1].body["isGroup"].as_bool(), calls[1].body["bot"]["id"].as_str()),
        (Some(false), Some(format!("28:{BOT}").as_str()))
    );
    assert!(read(&card(&calls[2..])).contains("If you are in danger now, call 999."));
    // The private chat goes on from there.
    assert!(read(&visit.say("yes").await).contains("I am glad that you are safe."));
}

#[tokio::test]
async fn without_a_personal_chat_the_alert_is_raised_all_the_same() {
    let visit = Visit::begin().await;
    let activity = visit.mention("my dad hits me");
    // The neutral line goes; the chat cannot be begun, because the person does not have the app.
    visit.microsoft.answer_next(200, None);
    visit.microsoft.answer_next(403, None);
    assert_eq!(visit.deliver(&activity).await.len(), 2);
    assert_eq!(visit.alerts().await, 1);
    assert_eq!(visit.deliver(&visit.mention("hello")).await.len(), 1, "the channel is not stopped by it");
}

#[tokio::test]
async fn what_is_said_in_a_group_does_not_mix_with_the_personal_chat() {
    let visit = Visit::begin().await;
    visit.say("book an appointment").await;
    visit.deliver(&visit.mention("Kim")).await;
    assert!(read(&visit.say("Zoë").await).contains("Which year group are you in?"));
    visit.deliver(&visit.mention("stop")).await;
    assert!(read(&visit.say("year 11").await).contains("How can the team reach you?"));
}

#[tokio::test]
async fn a_changed_message_and_a_tap_in_a_group_tell_nothing_in_public() {
    let visit = Visit::begin().await;
    let mut changed = visit.mention("my dad hits me");
    changed["type"] = json!("messageUpdate");
    let calls = visit.deliver(&changed).await;
    assert_eq!(visit.alerts().await, 1);
    assert!(calls.iter().all(|call| !call.path.contains("19:general")), "{calls:#?}");
    let mut tap = visit.mention("");
    (tap["type"], tap["name"]) = (json!("invoke"), json!("adaptiveCard/action"));
    tap["value"] = json!({"action": {"data": {"say": "how much is the bursary"}}});
    assert!(visit.invoke(&tap).await["value"].as_str().is_some_and(|said| said.starts_with("I answer in private")));
    assert!(visit.microsoft.calls().is_empty());
}

#[tokio::test]
async fn the_app_in_a_team_says_the_neutral_line() {
    let visit = Visit::begin().await;
    let mut added = visit.mention("");
    (added["type"], added["action"]) = (json!("installationUpdate"), json!("add"));
    assert!(read(&card(&visit.deliver(&added).await)).starts_with("I answer in private only"));
}
