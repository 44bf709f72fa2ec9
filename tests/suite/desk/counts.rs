use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::desk::Role;
use fingerpost::staff::Referral;

use super::Room;

async fn requests(room: &Room, year: &str, how_many: u64) {
    for _ in 0..how_many {
        let referral = Referral {
            school: "elm".into(),
            name: "Sam".into(),
            year: year.into(),
            contact: "sam@school.example".into(),
            about: "courses".into(),
            slot: None,
        };
        room.app.staff().refer(&referral, fresh_code(), fresh_key(), room.app.now()).await.expect("it is kept");
    }
}

#[tokio::test]
async fn evidence_is_counted_by_year_group_and_never_points_at_anybody() {
    let room = Room::open().await;
    requests(&room, "Year 11", 6).await;
    requests(&room, "Year 9", 2).await;
    requests(&room, "=cmd()", 5).await;
    let table = room.someone("gil", Role::Governor, "elm").await.page("/desk/evidence.csv").await;
    assert_eq!(
        table,
        "year group,benchmark,activity,date,count\n\
         Year 11,8,personal guidance interview asked for,2026-11-21,6\n\
         Year 9,8,personal guidance interview asked for,2026-11-21,fewer than 5\n\
         other,8,personal guidance interview asked for,2026-11-21,5\n"
    );
    let other = room.someone("oz", Role::Governor, "oak").await.page("/desk/evidence.csv").await;
    assert_eq!(other, "year group,benchmark,activity,date,count\n");
}

#[tokio::test]
async fn what_is_asked_is_counted_by_year_group_with_small_numbers_hidden() {
    let room = Room::open().await;
    for at in 0..7 {
        room.ask("elm", &format!("what is the bursary fund{}", "?".repeat(at)), Some(11)).await;
    }
    for _ in 0..2 {
        room.ask("elm", "what is the bursary fund", Some(9)).await;
    }
    room.app.write_notes().await.expect("written");
    room.app.write_notes().await.expect("nothing is written twice");
    let page = room.someone("tim", Role::Tutor, "elm").await.page("/desk/asked").await;
    assert!(page.contains("<td data-label=\"Questions\" class=\"number\">7</td>"), "{page}");
    assert!(page.contains("fewer than 5") && page.contains("not shown"), "{page}");
    assert!(!page.contains(">2<") && !page.contains(">9</td><td data-label=\"Questions\""), "{page}");
    let other = room.someone("oz", Role::Tutor, "oak").await.page("/desk/asked").await;
    assert!(other.contains("Nothing was asked in this time"), "{other}");
}

#[tokio::test]
async fn what_was_found_helpful_is_counted_by_answer() {
    let room = Room::open().await;
    for helpful in [true, true, true, true, true, false] {
        room.app.store().count_opinion("bursary#what", "elm", room.app.now().date(), helpful).await.expect("counted");
    }
    let page = room.someone("tim", Role::Tutor, "elm").await.page("/desk/asked").await;
    assert!(page.contains("<td data-label=\"Helpful\" class=\"number\">5</td>"), "{page}");
    assert!(page.contains("<td data-label=\"Not helpful\" class=\"number\">fewer than 5</td>"), "{page}");
}

#[tokio::test]
async fn a_disclosure_is_neither_counted_nor_kept_as_a_question() {
    let room = Room::open().await;
    let turn = room.ask("elm", "i want to kill myself", None).await;
    assert!(turn.reply_if_told.is_some(), "it is met as one");
    room.app.write_notes().await.expect("written");
    let day = room.app.now().date();
    assert!(room.app.store().topic_counts(None, day, day).await.expect("listed").is_empty());
    assert!(room.app.store().unanswered(None, crate::house::noon()).await.expect("listed").is_empty());
}

#[tokio::test]
async fn knowledge_health_and_the_report_are_drawn() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let health = leader.page("/desk/knowledge").await;
    assert!(health.contains("Not checked since") && health.contains("Lapsing next"), "{health}");
    let report = leader.page("/desk/report").await;
    assert!(report.contains("interviews asked for") && report.contains("Not measured yet"), "{report}");
}

#[tokio::test]
async fn impartiality_is_measured_kept_and_drawn() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let figures = r#"{"day":"2026-11-20","school":"Elm","figures":[{"name":"Completeness of open answers","value":0.9,"limit":{"at-least":1.0},"over":10,"means":"M."}],"shares":[{"age":16,"routes":[["t-levels",0.5,0.4],["a-levels",0.5,0.6]]}],"cards":[],"worst":[{"name":"what next","value":0.97}],"apart":[]}"#;
    room.app.store().keep_audit("elm", false, figures, room.app.now()).await.expect("kept");
    room.app.store().keep_audit("elm", true, &figures.replace("0.9,", "1.0,"), room.app.now()).await.expect("kept");
    let page = leader.page("/desk/impartiality").await;
    assert!(page.contains("Every figure keeps its limit") && page.contains("points=\"0.0,22.0 100.0,2.0\""), "{page}");
    assert!(page.contains("what next") && page.contains("All measurements (2)"), "{page}");
    let governor = room.someone("gil", Role::Governor, "elm").await.page("/desk/impartiality").await;
    assert!(!governor.contains("Measure now"), "a governor reads");
}
