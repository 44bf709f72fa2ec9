//! Asking for an interview on Discord, and who may see what was asked for.

use fingerpost::store::links;

use super::events::{ELM, KIM, SAM, at};
use super::here::{Answer, Here};
use crate::house::noon;

/// Asks for an interview by buttons and one form, and returns the answer that tells the code.
async fn book(here: &Here, account: u64) -> Answer {
    let sam = at(account, ELM);
    here.answer(&sam.command("help", &[])).await;
    here.answer(&sam.command("ask", &[("question", "hello")])).await;
    let name = here.answer(&sam.command("book", &[])).await;
    let form = here.answer(&sam.taps(&name.id_of("Type it"))).await;
    assert_eq!(form.kind(), 9);
    assert_eq!(form.0["data"]["components"][0]["components"][0]["max_length"], 100, "a name is short");
    let mut asked = here.answer(&sam.sends_form("Sam")).await;
    for choice in ["Year 11", "My school e-mail", "Apprenticeships", "Any time"] {
        asked = here.answer(&sam.taps(&asked.id_of(choice))).await;
    }
    asked
}

#[tokio::test]
async fn a_request_takes_a_name_and_choices_and_is_kept() {
    let here = Here::open().await;
    let done = book(&here, SAM).await;
    let kept = here.app.store().requests().await.expect("they are listed");
    assert_eq!(kept.len(), 1);
    assert!(done.private() && done.text().contains(&kept[0].code.to_string()), "{}", done.text());
    assert_eq!((kept[0].name.as_str(), kept[0].year.as_str(), kept[0].door.as_str()), ("Sam", "Year 11", "discord"));
    assert!(!kept[0].person.contains("101"), "the account is not known inside");
}

#[tokio::test]
async fn a_name_cannot_call_anybody_or_draw() {
    let here = Here::open().await;
    let sam = at(SAM, ELM);
    here.answer(&sam.command("book", &[])).await;
    for words in ["@everyone **Sam** <@1>", "<@&5> `x`", "[a](https://evil.example)"] {
        let answer = here.answer(&sam.sends_form(words)).await;
        assert!(!answer.text().contains("<@") && !answer.text().contains("**Sam"), "{}", answer.text());
    }
}

#[tokio::test]
async fn an_account_that_is_not_linked_sees_and_changes_a_request_by_its_code_alone() {
    let here = Here::open().await;
    book(&here, SAM).await;
    let code = here.app.store().requests().await.expect("they are listed")[0].code.to_string();
    let sam = at(SAM, ELM);
    for (command, fields) in
        [("appointments", vec![]), ("book", vec![]), ("ask", vec![("question", "cancel my appointment")])]
    {
        let answer = here.answer(&sam.command(command, &fields)).await;
        assert!(
            !answer.text().contains(&code) && answer.text().contains("not linked"),
            "/{command}: {}",
            answer.text()
        );
    }
    let book = here.app.staff().book().await.expect("the diaries can be read");
    let states: Vec<&str> = book.diaries.entries().map(|entry| entry.state.word()).collect();
    assert_eq!(states, ["waiting"], "nothing was changed");
    let shown = here.answer(&sam.command("appointments", &[("code", &code)])).await;
    assert!(shown.text().contains("Apprenticeships"), "{}", shown.text());
}

#[tokio::test]
async fn a_linked_account_sees_its_own_until_it_is_forgotten() {
    let here = Here::open().await;
    book(&here, SAM).await;
    let code = here.app.store().requests().await.expect("they are listed")[0].code.to_string();
    let link = links::draw(here.app.store(), "elm", "17", noon()).await.expect("it is drawn").to_string();
    let (sam, kim) = (at(SAM, ELM), at(KIM, ELM));
    let linked = here.answer(&sam.command("link", &[("code", &link)])).await;
    assert!(linked.text().contains("belongs to you at Elm School"), "{}", linked.text());
    let again = here.answer(&kim.command("link", &[("code", &link)])).await;
    assert!(again.text().contains("has been used"), "{}", again.text());
    let mine = here.answer(&sam.command("appointments", &[])).await;
    assert!(mine.text().contains(&code), "{}", mine.text());
    assert!(here.answer(&sam.command("my-data", &[])).await.text().contains("21 November 2026"));
    here.answer(&sam.command("forget-me", &[])).await;
    here.answer(&sam.command("ask", &[("question", "hello")])).await;
    let mine = here.answer(&sam.command("appointments", &[])).await;
    assert!(!mine.text().contains(&code), "{}", mine.text());
}
