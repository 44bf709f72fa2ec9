use fingerpost::chat::Kind;
use fingerpost::desk::{Role, laid_over};
use fingerpost::store::{Address, Store};
use reqwest::StatusCode;

use super::{Room, Worker, between};

const QUESTION: &str = "is there a chess club at school";

/// A draft that passes every gate.
fn draft() -> Vec<(&'static str, &'static str)> {
    vec![
        ("title", "Chess club"),
        ("topic", "work"),
        ("summary", "The chess club is open to all."),
        ("heading", "How do I join the chess club?"),
        ("text", "The chess club is open to all. It costs {{fee}}. Ask in the library."),
        (
            "asks",
            "is there a chess club at school\nis there a chess club\nchess club\nwhere is chess club\nwhen is chess club\ncan i play chess here\ni want to play chess\nwho runs chess club",
        ),
        ("publisher", "Elm School"),
        ("page_title", "Clubs"),
        ("page_date", "2026"),
        ("address", "https://elm.school.example/clubs"),
        ("fact1_name", "fee"),
        ("fact1_value", "£1 a term"),
        ("fact1_applies", "members"),
    ]
}

async fn save(worker: &Worker, with: &[(&'static str, &'static str)]) -> String {
    let mut fields = draft();
    fields.extend(with);
    let leads = worker.does("/desk/answers", &fields).await;
    leads.split_once('?').map_or(leads.clone(), |(path, _)| path.to_owned())
}

#[tokio::test]
async fn a_question_without_an_answer_becomes_one_in_force_in_every_copy() {
    let data = tempfile::tempdir().expect("a folder");
    let place = Address::Folder(data.path().to_owned());
    let room = Room::over(Store::open(&place).await.expect("a store"), false).await;
    let copy = Room::over(Store::open(&place).await.expect("the same store"), false).await;
    let before = room.ask("elm", QUESTION, Some(10)).await;
    assert_eq!(before.reply.kind, Kind::Abstain);
    room.app.write_notes().await.expect("written");

    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let page = leader.page("/desk/questions").await;
    assert!(page.contains("growing"), "{page}");
    let from = format!("/desk/answers/new?from={}", between(&page, "/desk/answers/new?from=", "\""));
    assert!(leader.page(&from).await.contains("at school"), "the draft begins with what was asked");

    let (_, gates) = leader
        .post("/desk/answers/check", &[("do", "check"), ("title", "Chess"), ("text", "It costs 5 pounds.")])
        .await;
    assert!(gates.contains("is not a fact") && gates.contains("0 asks") && gates.contains("has no source"), "{gates}");

    let path = save(&leader, &[("do", "ask")]).await;
    let (status, _) = leader.post(&format!("{path}/publish"), &[]).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "nobody is the second reader of their own words");
    let reader = room.someone("rae", Role::Adviser, "elm").await;
    assert!(reader.page("/desk").await.contains("Chess club"), "it waits for a second reader");
    reader.does(&format!("{path}/publish"), &[]).await;
    for house in [&room, &copy] {
        house.desk.put_in_force().await.expect("in force");
        let after = house.ask("elm", QUESTION, Some(10)).await;
        assert_eq!(
            (after.reply.kind, after.shown.as_slice()),
            (Kind::Answer, &["own-chess-club#answer".to_owned()][..])
        );
        assert!(after.reply.text().contains("£1 a term"), "{}", after.reply.text());
    }

    reader.does(&format!("{path}/withdraw"), &[]).await;
    copy.desk.put_in_force().await.expect("in force");
    for house in [&room, &copy] {
        assert_eq!(house.ask("elm", QUESTION, None).await.reply.kind, Kind::Abstain);
    }
}

#[tokio::test]
async fn a_published_answer_stays_in_force_while_it_is_written_anew() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let reader = room.someone("rae", Role::Adviser, "elm").await;
    let path = save(&leader, &[("do", "ask")]).await;
    reader.does(&format!("{path}/publish"), &[]).await;
    let id: &'static str = path.rsplit('/').next().expect("a number").to_owned().leak();
    let mut fields = draft();
    fields.retain(|(name, _)| *name != "text");
    fields.extend([("do", "ask"), ("id", id), ("text", "Come to the library. It costs {{fee}}.")]);
    leader.does("/desk/answers", &fields).await;
    assert!(
        room.ask("elm", QUESTION, None).await.reply.text().contains("open to all"),
        "the old words, until they are read"
    );
    reader.does(&format!("{path}/publish"), &[]).await;
    assert!(room.ask("elm", QUESTION, None).await.reply.text().contains("Come to the library"));
}

#[tokio::test]
async fn a_draft_that_fails_a_gate_is_saved_and_not_passed_on() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let mut fields = draft();
    fields.retain(|(name, _)| *name != "asks");
    fields.extend([("do", "ask"), ("asks", "chess")]);
    let leads = leader.does("/desk/answers", &fields).await;
    assert!(leads.ends_with("said=saved"), "{leads}");
    let answers = room.app.store().own_answers().await.expect("listed");
    assert_eq!((answers[0].state.as_str(), answers[0].in_force.as_ref()), ("draft", None));
}

#[tokio::test]
async fn an_answer_is_switched_off_with_a_reason_and_on_again() {
    let room = Room::open().await;
    let question = "What is the 16 to 19 Bursary Fund?";
    let shown = room.ask("elm", question, None).await.shown[0].clone();
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    assert!(leader.page("/desk/answers?find=What+is+the+16+to+19+Bursary+Fund").await.contains(&shown));
    let (_, page) = leader.post("/desk/answers/off", &[("target", &shown), ("reason", " ")]).await;
    assert!(page.contains("Say why"), "{page}");
    assert_eq!(room.ask("elm", question, None).await.shown[0], shown);
    leader.does("/desk/answers/off", &[("target", &shown), ("reason", "the amount is wrong")]).await;
    assert!(!room.ask("elm", question, None).await.shown.contains(&shown));
    assert!(leader.page("/desk/answers").await.contains("the amount is wrong"));
    leader.does("/desk/answers/on", &[("target", &shown)]).await;
    assert_eq!(room.ask("elm", question, None).await.shown[0], shown);
}

#[tokio::test]
async fn a_whole_signpost_cannot_be_switched_off() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let guide = room.app.guide();
    let signpost = guide.library().passages().find(|(_, passage)| passage.signpost.is_some()).expect("there is one").1;
    let (status, page) = leader.post("/desk/answers/off", &[("target", &signpost.id), ("reason", "no")]).await;
    assert!(status == StatusCode::OK && page.contains("cannot be switched off"), "{page}");
    assert!(room.app.store().switched_off().await.expect("listed").is_empty());
}

#[tokio::test]
async fn names_and_private_matters_never_reach_the_page_of_questions() {
    let room = Room::open().await;
    for said in [
        "hi my name is Zebedee Quill, where can i play chess at school",
        "im autistic where can i play chess at school",
    ] {
        assert_eq!(room.ask("elm", said, None).await.reply.kind, Kind::Abstain, "{said}");
    }
    room.app.write_notes().await.expect("written");
    let page = room.someone("lee", Role::CareersLeader, "elm").await.page("/desk/questions").await;
    for gone in ["zebedee", "quill", "autis"] {
        assert!(!page.to_lowercase().contains(gone), "{gone}: {page}");
    }
    assert_eq!(
        room.app.store().unanswered(None, room.app.now() - chrono::TimeDelta::days(1)).await.expect("listed").len(),
        1
    );
    room.pass(91 * 24 * 60);
    room.app.store().forget_old(room.app.now()).await.expect("forgotten");
    assert!(room.app.store().unanswered(None, crate::house::noon()).await.expect("listed").is_empty());
}

#[tokio::test]
async fn questions_of_another_school_are_not_shown_or_let_go() {
    let room = Room::open().await;
    room.ask("oak", QUESTION, None).await;
    room.app.write_notes().await.expect("written");
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    assert!(leader.page("/desk/questions").await.contains("No question is without an answer"));
    leader.does("/desk/questions/let-go", &[("ids", "1")]).await;
    let since = crate::house::noon();
    assert_eq!(room.app.store().unanswered(Some("oak"), since).await.expect("listed").len(), 1);
}

#[tokio::test]
async fn what_is_in_force_can_be_written_as_files() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let path = save(&leader, &[("do", "ask")]).await;
    room.someone("rae", Role::Adviser, "elm").await.does(&format!("{path}/publish"), &[]).await;
    let over = laid_over(room.app.store()).await.expect("read");
    let files: Vec<String> = over.pages[0].files().into_iter().map(|(file, _)| file).collect();
    assert_eq!(files, ["pages/work/own-chess-club.md", "facts/own-chess-club.toml", "sources/own-chess-club.toml"]);
}
