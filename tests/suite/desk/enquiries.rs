//! Messages at the desk: read by the careers team of their school, and closed there once.

use fingerpost::booking::Code;
use fingerpost::chat::Person;
use fingerpost::conversation::Effect;
use fingerpost::desk::Role;
use fingerpost::enquiry::{Enquiry, Outcome, Question};
use fingerpost::knowledge::Matter;
use fingerpost::school::Role as At;
use reqwest::StatusCode;

use super::Room;

/// A message that waits at a school.
async fn waits(room: &Room, school: &str, matter: Matter, to: At) -> Code {
    let code = fingerpost::app::fresh_code();
    let told = [(Question::Name, "Dana Quist"), (Question::Organisation, "Fern Valley Training")];
    let enquiry = Enquiry {
        code: code.clone(),
        person: "p".to_owned(),
        school: school.to_owned(),
        matter,
        to,
        told: told.map(|(question, answer)| (question, answer.to_owned())).into(),
        door: "web".to_owned(),
        made_at: room.app.now(),
        decision: None,
    };
    let (effects, now) = ([Effect::Log(enquiry)], room.app.now());
    let book = fingerpost::booking::Book::default();
    room.app.store().record(&effects, &Person::new("p"), school, &book, now).await.expect("it is kept");
    code
}

async fn became(room: &Room, code: &Code) -> Option<(Outcome, String, String)> {
    let enquiry = room.app.store().enquiry(code).await.expect("it is read").expect("it is there");
    enquiry.decision.map(|decision| (decision.outcome, decision.reason, decision.by))
}

#[tokio::test]
async fn a_message_is_closed_with_a_reason_once_and_the_trail_says_by_whom() {
    let room = Room::open().await;
    let code = waits(&room, "yew", Matter::Provider, At::CareersLeader).await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let page = leader.page("/desk/enquiries").await;
    assert!(page.contains("Fern Valley Training") && page.contains(&format!("/desk/enquiries/{code}/close")), "{page}");
    let close = format!("/desk/enquiries/{code}/close");
    let (status, page) = leader.post(&close, &[("became", "declined"), ("reason", "  ")]).await;
    assert!(status == StatusCode::OK && page.contains("write a reason"), "{page}");
    assert_eq!(became(&room, &code).await, None);
    let leads = leader.does(&close, &[("became", "declined"), ("reason", "The hall is <b>not</b> free")]).await;
    assert_eq!(leads, "/desk/enquiries?said=closed");
    let kept = became(&room, &code).await.expect("it is closed");
    assert_eq!((kept.0, kept.1.as_str()), (Outcome::Declined, "The hall is <b>not</b> free"));
    assert!(kept.2.starts_with("lee, careers leader"), "{}", kept.2);
    let page = leader.page("/desk/enquiries").await;
    assert!(page.contains("declined by lee") && !page.contains("<b>not</b>") && !page.contains(&close), "{page}");
    let (_, page) = leader.post(&close, &[("became", "accepted"), ("reason", "Yes after all")]).await;
    assert!(page.contains("closed it already"), "{page}");
    assert_eq!(became(&room, &code).await.map(|kept| kept.0), Some(Outcome::Declined));
    let administrator = room.someone("ada", Role::Administrator, "yew").await;
    let trail = administrator.page("/desk/trail").await;
    assert!(trail.contains("closed a message as declined") && trail.contains(&code.to_string()), "{trail}");
}

#[tokio::test]
async fn nobody_closes_what_is_not_theirs() {
    let room = Room::open().await;
    let code = waits(&room, "yew", Matter::Provider, At::CareersLeader).await;
    let complaint = waits(&room, "yew", Matter::Complaint, At::Headteacher).await;
    let given = [("became", "answered"), ("reason", "Done")];
    let close = |code: &Code| format!("/desk/enquiries/{code}/close");
    let other = room.someone("oz", Role::CareersLeader, "elm").await;
    assert_eq!(other.post(&close(&code), &given).await.0, StatusCode::NOT_FOUND);
    for role in [Role::Governor, Role::Tutor, Role::Administrator, Role::SafeguardingLead] {
        let worker = room.someone(role.word().split('-').next().expect("a word"), role, "yew").await;
        assert_eq!(worker.post(&close(&code), &given).await.0, StatusCode::FORBIDDEN, "{role:?}");
    }
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    assert_eq!(leader.post(&close(&complaint), &given).await.0, StatusCode::NOT_FOUND, "a complaint is the head's");
    assert!(!leader.page("/desk/enquiries").await.contains(&complaint.to_string()));
    let without_token = leader.send(&close(&code), &given).await;
    assert_eq!(without_token.status(), StatusCode::FORBIDDEN);
    let elsewhere = leader.prepare(&close(&code), &given).header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(elsewhere.expect("an answer").status(), StatusCode::FORBIDDEN);
    for path in ["/desk/enquiries/nothing/close", "/desk/enquiries/7K2QX-M4TRA/close"] {
        assert_eq!(leader.post(path, &given).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(became(&room, &code).await, None);
}

#[tokio::test]
async fn a_view_is_answered_and_cannot_be_refused() {
    let room = Room::open().await;
    let code = waits(&room, "yew", Matter::Feedback, At::CareersLeader).await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let close = format!("/desk/enquiries/{code}/close");
    assert_eq!(leader.post(&close, &[("became", "declined"), ("reason", "No")]).await.0, StatusCode::NOT_FOUND);
    leader.does(&close, &[("became", "answered"), ("reason", "Read at the team meeting")]).await;
}
