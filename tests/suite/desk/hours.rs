use std::collections::BTreeMap;

use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::booking::{Adviser, Code, SlotKey, State};
use fingerpost::desk::Role;
use fingerpost::staff::Referral;
use reqwest::StatusCode;

use super::{Room, Worker};

const LANE: &str = "/desk/hours/lane";

/// The fields of the form as the page shows them.
async fn shown(worker: &Worker) -> BTreeMap<String, String> {
    fields(&worker.page(LANE).await)
}

/// Names and values of the form of hours in a page: inputs with a value, ticked boxes, chosen options.
fn fields(page: &str) -> BTreeMap<String, String> {
    let (_, form) = page.split_once("<form id=\"hours\"").expect("the form");
    let (form, _) = form.split_once("</form>").expect("it ends");
    let told = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let mut fields = BTreeMap::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input")) {
        let boxed = tag.contains("type=\"checkbox\"");
        if let Some(name) = told(tag, "name").filter(|_| !boxed || tag.contains(" checked")) {
            fields.insert(name, told(tag, "value").unwrap_or_else(|| "on".to_owned()));
        }
    }
    for select in form.split("<select").skip(1) {
        let (options, _) = select.split_once("</select>").expect("it ends");
        let all: Vec<&str> = options.split("<option").skip(1).collect();
        let chosen = all.iter().find(|option| option.contains(" selected")).or(all.first()).expect("an option");
        let words = || chosen.split_once('>').map(|(_, rest)| rest.split('<').next().unwrap_or_default().to_owned());
        let value = told(chosen, "value").or_else(words).unwrap_or_default();
        fields.insert(told(options, "name").expect("a name"), value);
    }
    fields.remove("token");
    fields
}

async fn send(worker: &Worker, fields: &BTreeMap<String, String>) -> (StatusCode, String) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    worker.post(LANE, &fields).await
}

async fn lane(room: &Room) -> Adviser {
    room.app.staff().book().await.expect("read").team.adviser(&"lane".into()).expect("there").clone()
}

async fn booked(room: &Room, slot: &str) -> Code {
    let code = fresh_code();
    let referral = Referral {
        school: "yew".into(),
        name: "Sam".into(),
        year: "Year 11".into(),
        contact: "school e-mail".into(),
        about: "courses".into(),
        slot: SlotKey::parse(slot),
    };
    room.app.staff().refer(&referral, code.clone(), fresh_key(), room.app.now()).await.expect("it is kept");
    code
}

#[tokio::test]
async fn what_is_shown_and_saved_untouched_stays_as_it_is() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let before = lane(&room).await;
    let (status, leads) = send(&leader, &shown(&leader).await).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{leads}");
    assert_eq!(lane(&room).await, before);
}

#[tokio::test]
async fn hours_are_changed_in_the_week_and_count_at_once() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let mut form = shown(&leader).await;
    for (name, value) in
        [("wed-0-from", "09:00"), ("wed-0-to", "10:00"), ("wed-0-place", "online"), ("off-0-from", "2026-11-24")]
    {
        form.insert(name.into(), value.into());
    }
    let (status, page) = send(&leader, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let staff = room.app.staff();
    let times = staff.slots(&staff.book().await.expect("read"), "yew", room.app.now());
    let days: Vec<String> = times.iter().map(|slot| slot.day().to_string()).collect();
    assert!(days.contains(&"2026-11-25".to_owned()) && !days.contains(&"2026-11-24".to_owned()), "{days:?}");
    let diary = leader.page("/desk/diary?day=2026-11-25").await;
    assert!(diary.contains("9:00am to 10:00am, online") && diary.contains(LANE), "{diary}");
}

#[tokio::test]
async fn who_falls_out_is_shown_before_anything_is_saved() {
    let room = Room::open().await;
    let code = booked(&room, "2026-11-24T10:00@lane").await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let (mut form, before) = (shown(&leader).await, lane(&room).await);
    form.insert("off-0-from".into(), "2026-11-24".into());
    let (status, page) = send(&leader, &form).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Sam, Year 11") && page.contains("first in line"), "{page}");
    assert!(page.contains("value=\"2026-11-24\""), "what was typed is still there: {page}");
    assert_eq!(lane(&room).await, before, "nothing is saved");
    let mut again = fields(&page);
    again.insert("known".into(), fresh_code().to_string());
    assert_eq!(send(&leader, &again).await.0, StatusCode::OK, "a code that was not shown saves nothing");
    again.insert("known".into(), code.to_string());
    let (status, page) = send(&leader, &again).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let book = room.app.staff().book().await.expect("read");
    assert_eq!(book.entry(&code).expect("there").state, State::Waiting);
    let inbox = leader.page("/desk/requests").await;
    assert!(inbox.contains("The team could not keep their meeting"), "{inbox}");
}

#[tokio::test]
async fn a_page_that_a_colleague_outran_loses_nothing_that_was_typed() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let other = room.someone("ola", Role::CareersLeader, "yew").await;
    let mut mine = shown(&leader).await;
    let mut theirs = shown(&other).await;
    theirs.insert("tue-0-to".into(), "11:30".into());
    assert_eq!(send(&other, &theirs).await.0, StatusCode::SEE_OTHER);
    mine.insert("fri-0-from".into(), "09:15".into());
    mine.insert("fri-0-to".into(), "10:15".into());
    mine.insert("fri-0-place".into(), "the blue room".into());
    let (status, page) = send(&leader, &mine).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("A colleague has changed these hours") && page.contains("10:00 to 11:30"), "{page}");
    assert!(page.contains("the blue room") && page.contains("09:15"), "{page}");
    assert_eq!(lane(&room).await.hours.weekly.len(), 3, "nothing of it is saved yet");
    assert_eq!(send(&leader, &fields(&page)).await.0, StatusCode::SEE_OTHER, "said again, it counts");
    assert_eq!(lane(&room).await.hours.weekly.len(), 4);
}

#[tokio::test]
async fn what_cannot_be_is_said_and_not_saved() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let before = lane(&room).await;
    for (name, value, says) in [
        ("tue-0-to", "09:00", "ends before it begins"),
        ("tue-0-to", "10:10", "too short"),
        ("tue-0-place", "", "say where"),
        ("tue-0-schools", "oak", "which school"),
        ("tue-0-week", "C", "week A or week B"),
        ("off-0-from", "+262142-12-31", "no date"),
        ("name", "", "name as pupils"),
        ("account", "99", "choose another"),
    ] {
        let mut form = shown(&leader).await;
        form.insert(name.into(), value.into());
        let (status, page) = send(&leader, &form).await;
        assert_eq!(status, StatusCode::OK, "{name}: {value}");
        assert!(page.contains(says), "{says}: {page}");
    }
    assert_eq!(lane(&room).await, before);
}

#[tokio::test]
async fn an_adviser_changes_their_own_hours_and_nobody_elses() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "yew").await;
    let adviser = room.someone("abe", Role::Adviser, "yew").await;
    let form = shown(&leader).await;
    assert_eq!(adviser.get(LANE).await.0, StatusCode::FORBIDDEN);
    assert_eq!(send(&adviser, &form).await.0, StatusCode::FORBIDDEN);
    assert_eq!(adviser.get("/desk/hours/new").await.0, StatusCode::FORBIDDEN);
    let id = room.app.store().account_of("abe@school.example").await.expect("read").expect("there").id;
    let mut linked = form.clone();
    linked.insert("account".into(), id.to_string());
    assert_eq!(send(&leader, &linked).await.0, StatusCode::SEE_OTHER);
    assert!(adviser.page("/desk/diary").await.contains(LANE));
    let mut own = shown(&adviser).await;
    own.insert("tue-1-gone".into(), "on".into());
    own.insert("name".into(), "Somebody Else".into());
    own.insert("account".into(), String::new());
    assert_eq!(send(&adviser, &own).await.0, StatusCode::SEE_OTHER);
    let lane = lane(&room).await;
    assert_eq!((lane.hours.weekly.len(), lane.name.as_str(), lane.account), (2, "Mr T. Lane", Some(id)));
}

#[tokio::test]
async fn nobody_of_another_school_or_role_sees_or_changes_hours() {
    let room = Room::open().await;
    let form = shown(&room.someone("lee", Role::CareersLeader, "yew").await).await;
    let other = room.someone("oz", Role::CareersLeader, "oak").await;
    assert_eq!(other.get(LANE).await.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&other, &form).await.0, StatusCode::NOT_FOUND);
    assert!(!other.page("/desk/diary").await.contains("Mr T. Lane"));
    for role in [Role::Governor, Role::Tutor, Role::Administrator, Role::SafeguardingLead] {
        let worker = room.someone(role.word().split('-').next().expect("a word"), role, "yew").await;
        assert_eq!(worker.get(LANE).await.0, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(send(&worker, &form).await.0, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn a_leader_adds_an_adviser_who_can_be_met() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let (status, page) = leader.post("/desk/hours/new", &[("name", "Ms Ö. Lane"), ("key", "k")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("at least one stretch"), "{page}");
    let fields =
        [("name", "Ms Ö. Lane"), ("key", "k"), ("mon-0-from", "09:00"), ("mon-0-to", "10:00"), ("mon-0-place", "hall")];
    let leads = leader.does("/desk/hours/new", &fields).await;
    assert!(leads.starts_with("/desk/hours/ms"), "{leads}");
    assert!(leader.page(&leads).await.contains("Hours of Ms Ö. Lane"));
    let staff = room.app.staff();
    let times = staff.slots(&staff.book().await.expect("read"), "elm", room.app.now());
    assert_eq!(times.first().map(|slot| slot.day().to_string()).as_deref(), Some("2026-11-23"));
}
