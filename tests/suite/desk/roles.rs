//! Who may see and do what: every page and every form of the desk, by every role.

use std::collections::BTreeSet;

use fingerpost::desk::Role::{
    self, Administrator, Adviser, CareersLeader, ChairOfGovernors, Governor, SafeguardingLead, Tutor,
};
use reqwest::StatusCode;

use super::{Room, Worker};

const EVERYBODY: &[Role] =
    &[Administrator, CareersLeader, Adviser, Tutor, SafeguardingLead, Governor, ChairOfGovernors];
const TEAM: &[Role] = &[CareersLeader, Adviser];
const LEADER: &[Role] = &[CareersLeader];
const ADMIN: &[Role] = &[Administrator];
const LEAD: &[Role] = &[SafeguardingLead];
const READS_ALERTS: &[Role] = &[SafeguardingLead, ChairOfGovernors];
const WATCHES: &[Role] = &[Administrator, CareersLeader, Adviser, Governor, ChairOfGovernors];
const MEASURES: &[Role] = &[Administrator, CareersLeader, Adviser];
const SWITCHES: &[Role] = &[Administrator, CareersLeader, Adviser, SafeguardingLead];
const COUNTS: &[Role] = &[Administrator, SafeguardingLead, ChairOfGovernors];

/// The route as the desk names it, a page of it, and who may see it.
const PAGES: &[(&str, &str, &[Role])] = &[
    ("/desk", "/desk", EVERYBODY),
    ("/desk/", "/desk/", EVERYBODY),
    ("/desk/pulse", "/desk/pulse", EVERYBODY),
    ("/desk/live", "/desk/live", TEAM),
    ("/desk/me", "/desk/me", EVERYBODY),
    ("/desk/people", "/desk/people", ADMIN),
    ("/desk/trail", "/desk/trail", ADMIN),
    ("/desk/requests", "/desk/requests", TEAM),
    ("/desk/enquiries", "/desk/enquiries", TEAM),
    ("/desk/requests/{code}", "/desk/requests/7K2QX-M4TRA", TEAM),
    ("/desk/record", "/desk/record", TEAM),
    ("/desk/record/{code}", "/desk/record/7K2QX-M4TRA", TEAM),
    ("/desk/record/{code}/erase", "/desk/record/7K2QX-M4TRA/erase", LEADER),
    ("/desk/record/{code}/{form}", "/desk/record/7K2QX-M4TRA/export.json", LEADER),
    ("/desk/diary", "/desk/diary", TEAM),
    ("/desk/hours/new", "/desk/hours/new", LEADER),
    ("/desk/hours/{adviser}", "/desk/hours/nobody", TEAM),
    ("/desk/requests/{code}/off", "/desk/requests/7K2QX-M4TRA/off", TEAM),
    ("/desk/hours/{adviser}/off", "/desk/hours/nobody/off?day=2026-12-01", TEAM),
    ("/desk/alerts", "/desk/alerts", COUNTS),
    ("/desk/questions", "/desk/questions", LEADER),
    ("/desk/asked", "/desk/asked", EVERYBODY),
    ("/desk/answers", "/desk/answers", SWITCHES),
    ("/desk/answers/new", "/desk/answers/new", TEAM),
    ("/desk/answers/{id}", "/desk/answers/999", TEAM),
    ("/desk/knowledge", "/desk/knowledge", WATCHES),
    ("/desk/impartiality", "/desk/impartiality", EVERYBODY),
    ("/desk/report", "/desk/report", WATCHES),
    ("/desk/evidence.csv", "/desk/evidence.csv", WATCHES),
];

/// Name and value.
type Field = (&'static str, &'static str);

/// A form of the desk.
type Form = (&'static str, &'static str, &'static [Field], &'static [Role], bool);

/// The route, an address of it, what it needs to be understood, who may send it, and whether it can be sent here: what begins long work or
/// ends a sign-in is only tried by those who may not.
const FORMS: &[Form] = &[
    ("/desk/sign-out", "/desk/sign-out", &[], EVERYBODY, false),
    ("/desk/me", "/desk/me", &[("now", "x"), ("password", "y"), ("again", "z")], EVERYBODY, true),
    ("/desk/people/invite", "/desk/people/invite", &[("role", "governor")], ADMIN, true),
    ("/desk/people/{id}/role", "/desk/people/999/role", &[("role", "governor")], ADMIN, true),
    ("/desk/people/{id}/new-password", "/desk/people/999/new-password", &[], ADMIN, true),
    ("/desk/people/{id}/end", "/desk/people/999/end", &[], ADMIN, true),
    ("/desk/requests/{code}/record", "/desk/requests/7K2QX-M4TRA/record", &[("key", "k"), ("topics", "t")], TEAM, true),
    (
        "/desk/requests/{code}/refer-on",
        "/desk/requests/7K2QX-M4TRA/refer-on",
        &[("to", "role:senco"), ("why", "w")],
        TEAM,
        true,
    ),
    ("/desk/requests/{code}/{what}", "/desk/requests/7K2QX-M4TRA/confirm", &[("key", "k")], TEAM, true),
    ("/desk/record/{code}/erase", "/desk/record/7K2QX-M4TRA/erase", &[("sure", "7K2QX-M4TRA")], LEADER, true),
    (
        "/desk/enquiries/{code}/close",
        "/desk/enquiries/7K2QX-M4TRA/close",
        &[("became", "answered"), ("reason", "r")],
        TEAM,
        true,
    ),
    ("/desk/hours/new", "/desk/hours/new", &[], LEADER, true),
    ("/desk/hours/{adviser}", "/desk/hours/nobody", &[], TEAM, true),
    ("/desk/requests/{code}/off", "/desk/requests/7K2QX-M4TRA/off", &[("key", "k")], TEAM, true),
    ("/desk/hours/{adviser}/off", "/desk/hours/nobody/off", &[("key", "k"), ("day", "2026-12-01")], TEAM, true),
    ("/desk/alerts/drill", "/desk/alerts/drill", &[], LEAD, true),
    ("/desk/alerts/{id}/{step}", "/desk/alerts/999/seen", &[], READS_ALERTS, true),
    ("/desk/questions/let-go", "/desk/questions/let-go", &[("ids", "999")], LEADER, true),
    ("/desk/answers", "/desk/answers", &[("do", "save"), ("title", "T")], TEAM, true),
    ("/desk/answers/check", "/desk/answers/check", &[("do", "check")], TEAM, true),
    ("/desk/answers/off", "/desk/answers/off", &[("target", "bursary#what"), ("reason", "wrong")], SWITCHES, true),
    ("/desk/answers/on", "/desk/answers/on", &[("target", "bursary#what")], SWITCHES, true),
    ("/desk/answers/{id}/publish", "/desk/answers/999/publish", &[], TEAM, true),
    ("/desk/answers/{id}/withdraw", "/desk/answers/999/withdraw", &[], TEAM, true),
    ("/desk/knowledge/links", "/desk/knowledge/links", &[], MEASURES, false),
    ("/desk/impartiality", "/desk/impartiality", &[], MEASURES, false),
];

/// Ways in, which nobody needs a role for, and files that hold nothing of anybody.
const OPEN: [&str; 6] =
    ["/desk/sign-in", "/desk/join/{secret}", "/desk/desk.css", "/desk/desk.js", "/desk/live.js", "/desk/{*elsewhere}"];

#[tokio::test]
async fn every_role_reaches_what_is_its_own_and_nothing_else() {
    let room = Room::open().await;
    for role in EVERYBODY {
        let worker = room.someone(role.word().split('-').next().expect("a word"), *role, "yew").await;
        for (_, page, who) in PAGES {
            let status = worker.fetch(page).await.status();
            assert_eq!(status != StatusCode::FORBIDDEN, who.contains(role), "{role:?} {page}: {status}");
        }
        for (_, form, fields, who, sent) in FORMS {
            let bare = worker.send(form, fields).await.status();
            assert_eq!(bare, StatusCode::FORBIDDEN, "{role:?} {form}: without the token of a page");
            if *sent || !who.contains(role) {
                let (status, _) = worker.post(form, fields).await;
                assert_eq!(status != StatusCode::FORBIDDEN, who.contains(role), "{role:?} {form}: {status}");
                assert!(!status.is_server_error(), "{role:?} {form}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn a_stranger_is_led_to_the_sign_in_from_everywhere() {
    let room = Room::open().await;
    let stranger: Worker = room.stranger();
    for (_, page, _) in PAGES {
        assert_eq!(stranger.get(page).await, (StatusCode::SEE_OTHER, String::new()), "{page}");
    }
    for (_, form, fields, ..) in FORMS {
        assert_eq!(stranger.send(form, fields).await.status(), StatusCode::SEE_OTHER, "{form}");
    }
}

#[test]
fn no_route_of_the_desk_is_left_out_here() {
    let source = std::fs::read_to_string(crate::house::project("src/desk/routes.rs")).expect("it is there");
    let routes = source.split(".route(\"").skip(1).filter_map(|rest| rest.split_once("\", "));
    let (mut gets, mut posts) = (BTreeSet::new(), BTreeSet::new());
    for (route, handler) in routes {
        let handler = handler.split(".route(").next().unwrap_or_default();
        if OPEN.contains(&route) {
            continue;
        }
        if handler.starts_with("get(") {
            gets.insert(route);
        }
        if handler.contains("post(") {
            posts.insert(route);
        }
    }
    assert_eq!(gets, PAGES.iter().map(|(route, ..)| *route).collect(), "pages");
    assert_eq!(posts, FORMS.iter().map(|(route, ..)| *route).collect(), "forms");
}
