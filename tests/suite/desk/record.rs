use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::booking::{
    Action, ActionKey, Actor, Asked, AskedBy, Begin, Code, Record, Request, SlotKey, State, What,
};
use fingerpost::chat::Person;
use fingerpost::conversation::Effect;
use fingerpost::desk::Role;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::{Room, Worker};

/// A request that somebody made at Yew School, with a time that was, and what was agreed.
async fn met(room: &Room, person: &str, name: &str, slot: &str) -> Code {
    let (code, at) = (fresh_code(), fingerpost::booking::london::instant(room.app.now()));
    let slot = SlotKey::parse(slot).expect("a key");
    let asked =
        Asked { person: person.into(), by: AskedBy::Staff, school: "yew".into(), follows: None, first_adviser: None };
    let what = What::Begin(Begin { asked, state: State::Confirmed, slot: Some(slot.clone()) });
    let step = |what: What| Action { key: fresh_key(), code: code.clone(), by: Actor::Staff, at, what };
    let request = Request {
        code: code.clone(),
        person: person.into(),
        school: "yew".into(),
        name: name.into(),
        year: "Year 11".into(),
        contact: "=cmd|' /C calc'!A0".into(),
        about: "courses".into(),
        preferred: String::new(),
        arranged: String::new(),
        reminders: false,
        for_child: false,
        door: "web".into(),
        made_at: room.app.now(),
    };
    let book = room.app.staff().book().await.expect("read");
    let effects = [Effect::Keep(request), Effect::Step(step(what))];
    let kept = room.app.staff().record(&effects, &Person::new(person), "yew", &book, room.app.now()).await;
    assert!(matches!(kept, Ok(fingerpost::store::Recorded::Kept(_))), "{kept:?}");
    code
}

async fn written_down(room: &Room, code: &Code) {
    let staff = room.app.staff();
    staff.act(code, What::Attend, fresh_key(), room.app.now()).await.expect("they came");
    let record = Record {
        code: code.clone(),
        met: room.app.now().date(),
        topics: "Colleges".into(),
        actions: vec![],
        next_step: "Visit one".into(),
        private_note: "Be kind".into(),
        written_by: "Abe".into(),
        written_at: room.app.now(),
    };
    staff.write_down(&record, ActionKey::from("w"), room.app.now()).await.expect("written");
}

async fn held(room: &Room, code: &Code) -> usize {
    room.app.store().held(code, Default::default()).await.expect("read").len()
}

/// Two meetings of one pupil, the first of them written down, and one of a brother on the same device.
async fn family(room: &Room) -> [Code; 3] {
    let first = met(room, "device", "Sam Ash", "2026-11-24T10:00@lane").await;
    room.pass(7 * 24 * 60);
    written_down(room, &first).await;
    let second = met(room, "device", "sam  ash", "2026-12-01T10:00@lane").await;
    room.pass(7 * 24 * 60);
    let brother = met(room, "device", "Kit Ash", "2026-12-08T10:00@lane").await;
    [first, second, brother]
}

#[tokio::test]
async fn one_page_shows_a_pupil_and_the_private_note_apart() {
    let room = Room::open().await;
    let [first, second, brother] = family(&room).await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    let leads = adviser.fetch(&format!("/desk/record?find={}", first.to_string().to_lowercase())).await;
    assert_eq!(leads.status(), StatusCode::SEE_OTHER);
    let page = adviser.page(&format!("/desk/record/{first}")).await;
    for words in ["Visit one", &second.to_string(), "under another name", &brother.to_string()] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let (seen, private) = page.split_once("For the careers team alone").expect("apart");
    assert!(seen.contains("What the pupil sees") && !seen.contains("Be kind") && private.contains("Be kind"));
    assert!(!page.contains("/erase"), "an adviser erases nothing");
    assert!(adviser.page("/desk/record?find=7K2QX-M4TRA").await.contains("There is no request"));
    let trail = room.app.store().trail(None, 10).await.expect("listed");
    assert!(trail.iter().any(|step| step.did == "saw a pupil's record" && step.of.contains(&first.to_string())));
}

#[tokio::test]
async fn all_that_is_kept_is_handed_over_as_a_page_and_as_json() {
    let room = Room::open().await;
    let [first, second, brother] = family(&room).await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    for (form, kind) in [("export.json", "application/json"), ("export.html", "text/html; charset=utf-8")] {
        let file = leader.fetch(&format!("/desk/record/{first}/{form}")).await;
        assert_eq!(file.headers()[CONTENT_TYPE], kind);
        assert_eq!(file.headers()["cache-control"], "no-store");
        assert!(file.headers()[CONTENT_DISPOSITION].to_str().expect("plain").starts_with("attachment"));
        let text = file.text().await.expect("a body");
        assert!(text.contains(&second.to_string()) && text.contains("Be kind"), "{text}");
        assert!(!text.contains(&brother.to_string()), "{text}");
    }
    assert_eq!(leader.get(&format!("/desk/record/{first}/export.exe")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn erasing_asks_twice_and_gives_a_receipt() {
    let room = Room::open().await;
    let [first, second, brother] = family(&room).await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let form = format!("/desk/record/{first}/erase");
    let page = leader.page(&form).await;
    assert!(page.contains("Would go") && page.contains("cannot be taken back"), "{page}");
    for sure in ["", "yes", &second.to_string()] {
        let (_, page) = leader.post(&form, &[("sure", sure)]).await;
        assert!(page.contains("Nothing was erased"), "{sure}: {page}");
    }
    assert!(held(&room, &first).await > 0);
    let (status, receipt) = leader.post(&form, &[("sure", &first.to_string())]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(receipt.contains("Receipt") && receipt.contains(&second.to_string()), "{receipt}");
    assert!(receipt.contains("Safeguarding alerts, if there are any"), "{receipt}");
    assert_eq!((held(&room, &first).await, held(&room, &second).await), (0, 0));
    assert!(held(&room, &brother).await > 0, "a brother's stays");
    assert_eq!(leader.post(&form, &[("sure", &first.to_string())]).await.0, StatusCode::NOT_FOUND);
    let trail = room.app.store().trail(None, 10).await.expect("listed");
    assert!(trail.iter().any(|step| step.did == "erased what is kept of a pupil"));
}

#[tokio::test]
async fn nobody_else_sees_hands_over_or_erases() {
    let room = Room::open().await;
    let [first, ..] = family(&room).await;
    let (page, erase) = (format!("/desk/record/{first}"), format!("/desk/record/{first}/erase"));
    let export = format!("/desk/record/{first}/export.json");
    let refused = async |worker: &Worker, status: StatusCode| {
        for path in [&page, &erase, &export] {
            assert_eq!(worker.get(path).await.0, status, "{path}");
        }
        assert_eq!(worker.post(&erase, &[("sure", &first.to_string())]).await.0, status);
    };
    refused(&room.someone("oz", Role::CareersLeader, "oak").await, StatusCode::NOT_FOUND).await;
    for role in [Role::Governor, Role::Tutor, Role::Administrator, Role::SafeguardingLead] {
        let worker = room.someone(role.word().split('-').next().expect("a word"), role, "yew").await;
        refused(&worker, StatusCode::FORBIDDEN).await;
    }
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    for path in [&erase, &export] {
        assert_eq!(adviser.get(path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(adviser.post(&erase, &[("sure", &first.to_string())]).await.0, StatusCode::FORBIDDEN);
    assert!(held(&room, &first).await > 0);
}
