//! Every command, button, menu, form and suggestion.

use serde_json::json;

use super::events::{ELM, NOBODYS, SAM, at, direct};
use super::here::{Here, parts};

/// A command, its fields, and what its answer says.
type Tried<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn a_question_is_answered_so_that_only_the_person_sees_it() {
    let here = Here::open().await;
    let asked = at(SAM, ELM).command("ask", &[("question", "what does a lamplighter do")]);
    let first = here.answer(&asked).await;
    assert_eq!((first.kind(), first.private()), (4, true));
    assert!(first.text().contains("I'm Fingerpost, a computer program for Elm School"), "{}", first.text());
    assert!(first.text().contains("people of 13 and over"), "{}", first.text());
    let answer = &here.discord.wait_for(&asked.goes_on_at(), 1).await[0].body;
    assert!(super::here::text_of(answer).contains("Lamplighters fit, mend and light"), "{answer:#}");
    assert_eq!(answer["flags"], json!(64));
    let labels: Vec<_> = parts(answer).iter().map(|part| part["label"].clone()).collect();
    for label in ["Get help now", "Privacy", "Accessibility"] {
        assert!(labels.contains(&json!(label)), "{label} stands on every screen: {labels:?}");
    }
    let again = here.answer(&at(SAM, ELM).command("ask", &[("question", "what does a lamplighter do")])).await;
    assert!(again.text().starts_with("Lamplighters"), "first words are said once: {}", again.text());
}

#[tokio::test]
async fn every_command_is_answered() {
    let here = Here::open().await;
    let commands: [Tried; 15] = [
        ("help", &[], "/ask"),
        ("routes", &[("stage", "16")], "T Levels"),
        ("compare", &[("first", "A levels"), ("second", "T Levels")], ""),
        ("job", &[("name", "lampie")], "Lamplighters"),
        ("money", &[("about", "help with bus fares")], "bus card"),
        ("money", &[], ""),
        ("dates", &[], ""),
        ("appointments", &[], ""),
        ("appointments", &[("code", "7K2QX-M4TRA")], "not linked"),
        ("help-now", &[], "999"),
        ("report", &[], "office"),
        ("privacy", &[], "Discord is another company"),
        ("my-data", &[], "not linked"),
        ("book", &[], "What name"),
        ("forget-me", &[], "forgotten"),
    ];
    here.answer(&at(SAM, ELM).command("ask", &[("question", "hello")])).await;
    for (name, fields, says) in commands {
        let answer = here.answer(&at(SAM, ELM).command(name, fields)).await;
        assert_eq!((answer.kind(), answer.private()), (4, true), "/{name}");
        assert!(answer.text().contains(says), "/{name} says “{says}”: {}", answer.text());
    }
    let form = here.answer(&at(SAM, ELM).command("ask", &[])).await;
    assert_eq!(form.kind(), 9, "/ask without a question opens a form");
    let unknown = here.answer(&at(SAM, ELM).command("dance", &[])).await;
    assert!(unknown.text().contains("older message"));
}

#[tokio::test]
async fn a_button_says_its_words_and_a_form_asks() {
    let here = Here::open().await;
    let routes = at(SAM, ELM).command("routes", &[]);
    here.answer(&routes).await;
    let cards = &here.discord.wait_for(&routes.goes_on_at(), 1).await[0].body;
    let drawn = super::here::Answer(json!({ "type": 4, "data": cards }));
    assert_eq!(cards["embeds"].as_array().map(|cards| cards.len() >= 3), Some(true), "a card a route: {cards:#}");
    let more = here.answer(&at(SAM, ELM).taps(&drawn.id_of("Tell me more about T Levels"))).await;
    assert!(more.text().contains("T Levels are courses for one line of work"), "{}", more.text());
    let form = here.answer(&at(SAM, ELM).taps("open:ask")).await;
    assert_eq!(form.kind(), 9);
    assert_eq!(form.0["data"]["components"][0]["components"][0]["max_length"], json!(2000));
    let asked = here.answer(&at(SAM, ELM).sends_form("help with bus fares")).await;
    assert!(asked.text().contains("bus card"), "{}", asked.text());
    for id in ["help-now", "privacy", "accessibility"] {
        assert!(here.answer(&at(SAM, ELM).taps(id)).await.text().len() > 40, "{id} has words");
    }
}

#[tokio::test]
async fn suggestions_know_jobs_by_any_name_and_routes_in_no_order_of_rank() {
    let here = Here::open().await;
    let jobs = here.answer(&at(SAM, ELM).types("job", "name", "lampi")).await;
    assert_eq!(jobs.kind(), 8);
    assert_eq!(jobs.0["data"]["choices"], json!([{ "name": "Lamplighter", "value": "Lamplighter" }]));
    let routes = here.answer(&at(SAM, ELM).types("compare", "first", "")).await;
    assert_eq!(routes.0["data"]["choices"].as_array().map(Vec::len), Some(3));
    let mut firsts = Vec::new();
    for account in 200..230 {
        let routes = here.answer(&at(account, ELM).types("compare", "first", "")).await;
        firsts.push(routes.0["data"]["choices"][0]["name"].as_str().expect("a name").to_owned());
    }
    firsts.sort();
    firsts.dedup();
    assert_eq!(firsts.len(), 3, "each route stands first for somebody: {firsts:?}");
    for (command, field) in [("ask", "question"), ("money", "about"), ("dates", "about")] {
        let found = here.answer(&at(SAM, ELM).types(command, field, "bus")).await;
        assert!(found.0["data"]["choices"].is_array() || found.0["data"] == json!({}), "{command}: {:#}", found.0);
    }
    let nothing = here.answer(&at(SAM, ELM).types("ask", "question", "zzzz")).await;
    assert_eq!(nothing.0["data"]["choices"].as_array().map_or(0, Vec::len), 0);
}

#[tokio::test]
async fn a_direct_message_is_a_conversation() {
    let here = Here::open().await;
    here.answer(&at(SAM, ELM).command("help", &[])).await;
    here.written(&direct(SAM).writes("how much does a lampie earn"), "/channels/800/messages").await;
    let written = here.discord.wait_for("/channels/800/messages", 2).await;
    assert!(super::here::text_of(&written[1].body).contains("£31,250"), "{:#}", written[1].body);
    here.discord.order(direct(SAM).writes("how do i become one").order());
    let written = here.discord.wait_for("/channels/800/messages", 3).await;
    assert!(super::here::text_of(&written[2].body).contains("A lamp course at a college."), "{:#}", written[2].body);
}

#[tokio::test]
async fn a_server_of_no_school_is_told_who_can_change_that() {
    let here = Here::open().await;
    let answer = here.answer(&at(SAM, NOBODYS).command("ask", &[("question", "what can i do after year 11")])).await;
    assert!(answer.private() && answer.text().contains("An administrator of Fingerpost"), "{}", answer.text());
    let help = here.answer(&at(SAM, NOBODYS).command("help-now", &[])).await;
    assert!(help.text().contains("999"), "help is on every screen: {}", help.text());
    here.answer(&at(SAM, NOBODYS).command("ask", &[("question", "my dad hits me")])).await;
    assert_eq!(here.alerts().await, 1, "danger is met anywhere");
}
