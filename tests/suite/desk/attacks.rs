use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::booking::Code;
use fingerpost::desk::Role;
use fingerpost::staff::Referral;
use fingerpost::store::Noted;
use reqwest::StatusCode;
use tokio::io::AsyncWriteExt;

use super::Room;
use crate::house::advisers;

/// Every page behind the sign-in.
const PAGES: [&str; 18] = [
    "/desk",
    "/desk/",
    "/desk/pulse",
    "/desk/me",
    "/desk/people",
    "/desk/trail",
    "/desk/requests",
    "/desk/enquiries",
    "/desk/alerts",
    "/desk/questions",
    "/desk/asked",
    "/desk/answers",
    "/desk/answers/new",
    "/desk/knowledge",
    "/desk/impartiality",
    "/desk/report",
    "/desk/evidence.csv",
    "/desk/diary",
];

/// Every form that changes something, with what it needs to be understood.
const FORMS: [(&str, &[(&str, &str)]); 15] = [
    ("/desk/people/invite", &[("role", "administrator")]),
    ("/desk/people/1/role", &[("role", "administrator")]),
    ("/desk/people/1/new-password", &[]),
    ("/desk/people/1/end", &[]),
    ("/desk/alerts/drill", &[]),
    ("/desk/alerts/1/seen", &[]),
    ("/desk/alerts/1/recorded", &[]),
    ("/desk/questions/let-go", &[("ids", "1")]),
    ("/desk/answers", &[("do", "save"), ("title", "T")]),
    ("/desk/answers/check", &[("do", "check")]),
    ("/desk/answers/off", &[("target", "bursary#what"), ("reason", "wrong")]),
    ("/desk/answers/on", &[("target", "bursary#what")]),
    ("/desk/answers/1/publish", &[]),
    ("/desk/knowledge/links", &[]),
    ("/desk/impartiality", &[]),
];

const SCRIPT: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";

#[tokio::test]
async fn nobody_sees_or_changes_anything_without_a_sign_in() {
    let room = Room::open().await;
    room.someone("ada", Role::Administrator, "").await;
    let stranger = room.stranger();
    for page in PAGES {
        let (status, body) = stranger.get(page).await;
        assert_eq!((status, body.as_str()), (StatusCode::SEE_OTHER, ""), "{page}");
    }
    for (form, fields) in FORMS {
        assert_eq!(stranger.send(form, fields).await.status(), StatusCode::SEE_OTHER, "{form}");
    }
    assert_eq!(room.app.store().knowledge_version().await.expect("read"), 0);
}

#[tokio::test]
async fn a_form_without_the_token_of_its_own_sign_in_changes_nothing() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let other = room.someone("ola", Role::CareersLeader, "elm").await.token().await;
    let form = "/desk/answers/off";
    let fields = [("target", "bursary#what"), ("reason", "wrong")];
    assert_eq!(leader.send(form, &fields).await.status(), StatusCode::FORBIDDEN);
    for token in ["", "0", other.as_str()] {
        let mut all = fields.to_vec();
        all.push(("token", token));
        assert_eq!(leader.send(form, &all).await.status(), StatusCode::FORBIDDEN, "{token}");
    }
    assert!(room.app.store().switched_off().await.expect("listed").is_empty());
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing_even_with_the_token() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let token = leader.token().await;
    let fields = [("token", token.as_str()), ("target", "bursary#what"), ("reason", "wrong")];
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let sent = leader.prepare("/desk/answers/off", &fields).header(name, value).send().await.expect("answered");
        assert_eq!(sent.status(), StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let sign_in = [("email", "lee@school.example"), ("password", super::PASSWORD)];
    let sent = leader.prepare("/desk/sign-in", &sign_in).header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(sent.expect("answered").status(), StatusCode::FORBIDDEN, "nobody is signed in by another site");
    assert!(room.app.store().switched_off().await.expect("listed").is_empty());
    let own = leader.prepare("/desk/answers/off", &fields).header("origin", room.address.as_str()).send().await;
    assert_eq!(own.expect("answered").status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_governor_may_read_and_not_change() {
    let room = Room::open().await;
    room.someone("ada", Role::Administrator, "").await;
    room.raise("elm", "nobody should read this").await;
    let governor = room.someone("gil", Role::Governor, "elm").await;
    for page in ["/desk", "/desk/asked", "/desk/knowledge", "/desk/impartiality", "/desk/report", "/desk/evidence.csv"]
    {
        governor.page(page).await;
    }
    for page in ["/desk/requests", "/desk/alerts", "/desk/questions", "/desk/answers", "/desk/people", "/desk/trail"] {
        assert_eq!(governor.get(page).await.0, StatusCode::FORBIDDEN, "{page}");
    }
    for (form, fields) in FORMS {
        let (status, _) = governor.post(form, fields).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{form}");
    }
    let store = room.app.store();
    assert_eq!(store.accounts().await.expect("listed")[0].role, "administrator");
    assert_eq!(store.knowledge_version().await.expect("read"), 0);
    assert_eq!(store.alerts_waiting().await.expect("counted"), 1);
}

#[tokio::test]
async fn no_role_reaches_what_is_not_its_own_by_address() {
    let room = Room::open().await;
    for (name, role, closed) in [
        ("ada", Role::Administrator, &["/desk/requests", "/desk/questions", "/desk/answers/new"][..]),
        ("lee", Role::CareersLeader, &["/desk/alerts", "/desk/people", "/desk/trail"]),
        ("abe", Role::Adviser, &["/desk/alerts", "/desk/people", "/desk/trail", "/desk/questions"]),
        (
            "tim",
            Role::Tutor,
            &[
                "/desk/requests",
                "/desk/alerts",
                "/desk/people",
                "/desk/questions",
                "/desk/answers",
                "/desk/report",
                "/desk/evidence.csv",
            ],
        ),
        (
            "sal",
            Role::SafeguardingLead,
            &["/desk/requests", "/desk/people", "/desk/trail", "/desk/questions", "/desk/answers/new"],
        ),
    ] {
        let worker = room.someone(name, role, "elm").await;
        for page in closed {
            assert_eq!(worker.get(page).await.0, StatusCode::FORBIDDEN, "{role:?} {page}");
        }
        for tab in closed {
            assert!(!worker.page("/desk").await.contains(&format!("<a href=\"{tab}\"")), "{role:?} {tab}");
        }
    }
}

#[tokio::test]
async fn nobody_changes_an_account_of_their_own_or_of_another_school() {
    let room = Room::open().await;
    let admin = room.someone("ada", Role::Administrator, "elm").await;
    room.someone("kit", Role::Adviser, "oak").await;
    let store = room.app.store();
    for email in ["ada@school.example", "kit@school.example"] {
        let id = store.account_of(email).await.expect("read").expect("there").id;
        for step in ["role", "new-password", "end"] {
            let (status, _) = admin.post(&format!("/desk/people/{id}/{step}"), &[("role", "governor")]).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{email} {step}");
        }
    }
    assert!(!admin.page("/desk/people").await.contains("kit@school.example"));
    admin.post("/desk/people/invite", &[("role", "administrator"), ("school", "")]).await;
    assert!(store.accounts().await.expect("listed").iter().all(|account| account.ended_at.is_none()));
    let (_, page) = admin.post("/desk/people/invite", &[("role", "administrator"), ("school", "oak")]).await;
    let path = format!("/desk/join/{}", super::between(&page, "/desk/join/", "\""));
    let fields =
        [("name", "Eve"), ("email", "eve@school.example"), ("password", super::PASSWORD), ("again", super::PASSWORD)];
    room.stranger().send(&path, &fields).await;
    let eve = store.account_of("eve@school.example").await.expect("read").expect("there");
    assert_eq!(eve.school, "elm", "an invitation never leads out of one's own school");
}

#[tokio::test]
async fn script_in_any_field_is_shown_as_text() {
    let room = Room::open().await;
    let admin = room.someone(SCRIPT, Role::Administrator, "").await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let lead = room.someone("sal", Role::SafeguardingLead, "elm").await;
    room.raise("elm", SCRIPT).await;
    let code = request(&room, "elm").await;
    let mut adviser = advisers().advisers.remove(0);
    (adviser.id, adviser.name) = ("x".into(), SCRIPT.to_owned());
    adviser.hours.weekly.iter_mut().for_each(|window| {
        window.schools = vec!["elm".into()];
        window.place = fingerpost::booking::Place::Room(SCRIPT.to_owned());
    });
    room.app.store().keep_adviser(&adviser, room.app.now()).await.expect("kept");
    let record = format!("/desk/record/{code}");
    let single = format!("/desk/requests/{code}");
    let unanswered = vec![("elm".to_owned(), room.app.now(), 10, SCRIPT.to_owned())];
    room.app.store().write_noted(Noted { topics: vec![], unanswered }).await.expect("noted");
    room.app.store().count_opinion(SCRIPT, "elm", room.app.now().date(), true).await.expect("counted");
    let mut fields = vec![("do", "save")];
    for name in [
        "title",
        "topic",
        "summary",
        "heading",
        "text",
        "parent",
        "easy",
        "asks",
        "sources",
        "publisher",
        "page_title",
        "page_date",
        "address",
        "review_by",
        "fact1_name",
        "fact1_value",
        "fact1_applies",
        "fact1_until",
        "fact1_lapsed",
    ] {
        fields.push((name, SCRIPT));
    }
    let draft = leader.does("/desk/answers", &fields).await;
    leader.does("/desk/answers/off", &[("target", "bursary#what"), ("reason", SCRIPT)]).await;
    let found = format!("/desk/answers?find={}", "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    let mut shown = 0;
    for (worker, pages) in [
        (
            &leader,
            vec![
                "/desk",
                "/desk/requests",
                single.as_str(),
                record.as_str(),
                "/desk/record?find=%3Cscript%3Ealert(1)",
                "/desk/diary",
                "/desk/hours/x",
                "/desk/questions",
                "/desk/asked",
                "/desk/answers",
                found.as_str(),
                draft.as_str(),
                "/desk/answers/new?from=1",
                "/desk?said=%3Cscript%3E",
            ],
        ),
        (&admin, vec!["/desk", "/desk/people", "/desk/trail", "/desk/me"]),
        (&lead, vec!["/desk/alerts"]),
    ] {
        for path in pages {
            let page = worker.page(path).await;
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}: {page}");
            shown += usize::from(page.contains("alert(1)"));
        }
    }
    assert!(shown >= 12, "the words are shown, as words: {shown}");
    let (_, check) = leader.post("/desk/answers/check", &fields).await;
    assert!(!check.contains("<script>"), "{check}");
    let table = leader.page("/desk/evidence.csv").await;
    assert!(table.contains("other,8,") && !table.contains("alert"), "{table}");
    let file = leader.fetch(&format!("{record}/export.html")).await.text().await.expect("a body");
    assert!(!file.contains("<script>alert"), "{file}");
    let wrong = leader.send("/desk/sign-in", &[("email", SCRIPT), ("password", "x")]).await;
    assert!(!wrong.text().await.expect("a body").contains("<script>alert"));
}

#[tokio::test]
async fn paths_that_play_tricks_lead_nowhere() {
    let room = Room::open().await;
    let governor = room.someone("gil", Role::Governor, "elm").await;
    for path in [
        "/desk/../desk/people",
        "/desk/%2e%2e/people",
        "/desk//people",
        "/desk/people/",
        "/desk/PEOPLE",
        "/desk/people%00",
        "/desk/people;x",
        "/desk/answers/0",
        "/desk/answers/-1",
        "/desk/answers/99999999999999999999",
        "/desk/alerts/1/../../people",
        "/desk/desk.css/../people",
        "/desk/answers/%3Cscript%3E",
    ] {
        let (status, page) = governor.get(path).await;
        assert!(status.is_client_error(), "{path}: {status}");
        assert!(!page.contains("Invite a colleague"), "{path}");
    }
}

#[tokio::test]
async fn guessed_codes_lead_nowhere_in_the_chat_and_at_the_desk() {
    let room = Room::open().await;
    let real = request(&room, "elm").await;
    let mut said = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let guess = fresh_code();
        let turn = room.ask("elm", &format!("cancel {guess}"), None).await;
        said.insert(turn.reply.text().replace(&guess.to_string(), "CODE"));
    }
    assert_eq!(said.len(), 1, "every wrong code is answered alike: {said:?}");
    let shown = room.app.calendar_file(&fresh_code()).await.expect("read");
    assert_eq!(shown, None);
    let stranger = room.someone("oz", Role::CareersLeader, "oak").await;
    for code in [&real, &fresh_code()] {
        for path in [
            format!("/desk/requests/{code}"),
            format!("/desk/requests/{code}/off"),
            format!("/desk/record/{code}"),
            format!("/desk/record/{code}/erase"),
            format!("/desk/record/{code}/export.json"),
        ] {
            assert_eq!(stranger.get(&path).await.0, StatusCode::NOT_FOUND, "{path}: another school's is like none");
        }
    }
}

#[tokio::test]
async fn a_huge_form_is_refused_and_a_slow_one_keeps_nobody_waiting() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    let huge = "x".repeat(300_000);
    let (status, _) = leader.post("/desk/answers", &[("do", "save"), ("text", &huge)]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let host = room.address.trim_start_matches("http://");
    let mut slow = Vec::new();
    for _ in 0..20 {
        let mut connection = tokio::net::TcpStream::connect(host).await.expect("connected");
        let head = format!(
            "POST /desk/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nemail="
        );
        connection.write_all(head.as_bytes()).await.expect("written");
        slow.push(connection);
    }
    leader.page("/desk").await;
}

#[tokio::test]
async fn forms_that_are_no_forms_are_refused_kindly() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    for body in ["", "{", "token", "%ff%fe", "token=a&token=b", "a[]=1"] {
        let sent = leader.prepare("/desk/answers/off", &[]).body(body).send().await.expect("answered");
        assert!(sent.status().is_client_error(), "{body}: {}", sent.status());
    }
}

#[tokio::test]
async fn every_page_carries_the_security_headers_and_nothing_inline() {
    let room = Room::open().await;
    let leader = room.someone("lee", Role::CareersLeader, "elm").await;
    for path in ["/desk", "/desk/sign-in", "/desk/answers/new", "/desk/nowhere", "/desk/people", "/desk/report"] {
        let response = leader.fetch(path).await;
        let header =
            |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        let page = response.text().await.expect("a body");
        for inline in [" style=", " onclick", "<style", "javascript:", "http://", "<script>"] {
            assert!(!page.contains(inline), "{inline} in {path}");
        }
    }
}

async fn request(room: &Room, school: &str) -> Code {
    let code = fresh_code();
    let referral = Referral {
        school: school.into(),
        name: SCRIPT.into(),
        year: "=cmd|' /C calc'!A0".into(),
        contact: SCRIPT.into(),
        about: SCRIPT.into(),
        slot: None,
    };
    room.app.staff().refer(&referral, code.clone(), fresh_key(), room.app.now()).await.expect("it is kept");
    code
}
