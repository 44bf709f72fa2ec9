//! The door on the web, spoken to as a browser does: without scripts, with them, and by somebody who means harm.

use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, SET_COOKIE};
use reqwest::{Client, Response, StatusCode};

use crate::check_gates::broken;
use crate::command_line::listed;
use crate::house::project;
use crate::program::Running;

/// A served house with a visitor in it. Dropping it kills the server.
struct Visit {
    server: Running,
    address: String,
    client: Client,
    cookie: Option<String>,
    data: tempfile::TempDir,
}

impl Visit {
    fn begin() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let (server, address) = Running::serve(data.path(), &project("tests/library"));
        Self { server, address, client: Client::new(), cookie: None, data }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.address)).send().await.expect("the server answers")
    }

    fn post(&self, form: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let request = self.client.post(format!("{}/ask", self.address)).form(form);
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// What the script of the page gets for these words; the cookie is kept as a browser keeps it.
    async fn say(&mut self, text: &str) -> String {
        let response =
            self.post(&[("text", text)]).header("x-fingerpost", "fragment").send().await.expect("the server answers");
        assert_eq!(response.status(), StatusCode::OK);
        if let Some(set) = response.headers().get(SET_COOKIE) {
            let set = set.to_str().expect("plain text");
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        response.text().await.expect("a body")
    }
}

#[tokio::test]
async fn the_first_page_says_what_it_is_what_it_keeps_and_where_help_is() {
    let visit = Visit::begin();
    let response = visit.get("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().get(SET_COOKIE).is_none(), "no cookie before anything is asked");
    let page = response.text().await.expect("a body");
    for words in [
        "<html lang=\"en-GB\">",
        "DEMO: this school and its people are invented.",
        "a computer program for Fingerpost Demo Academy",
        "I don&#39;t keep what you type.",
        "I can&#39;t keep that secret",
        "<a class=\"help-now\" href=\"/help-now\">Get help now</a>",
        "href=\"/privacy\"",
        "href=\"/accessibility\"",
        "Open Government Licence",
        "<form id=\"ask\" class=\"ask\" method=\"post\" action=\"/ask\">",
        "name=\"viewport\"",
    ] {
        assert!(page.contains(words), "“{words}” is not in {page}");
    }
}

#[tokio::test]
async fn help_privacy_and_accessibility_are_pages_of_their_own() {
    let visit = Visit::begin();
    for (path, words) in [
        ("/help-now", "If you are in danger now, call 999."),
        ("/privacy", "You can ask without an account."),
        ("/accessibility", "This page is made to work with a keyboard"),
    ] {
        let response = visit.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let page = response.text().await.expect("a body");
        assert!(page.contains(words) && page.contains("DEMO") && page.contains("Get help now"), "{path}: {page}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let visit = Visit::begin();
    let posted = visit.post(&[("text", "bursary")]).send().await.expect("the server answers");
    let mut responses = vec![posted];
    for path in ["/", "/help-now", "/privacy", "/ready", "/style.css", "/chat.js", "/fingerpost.svg", "/nowhere"] {
        responses.push(visit.get(path).await);
    }
    for response in responses {
        let header =
            |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header("content-security-policy");
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(rule), "{}: {policy}", response.url());
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{}", response.url());
        assert_eq!(header("referrer-policy"), "no-referrer", "{}", response.url());
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere_and_hold_nothing_inline() {
    let visit = Visit::begin();
    let asked = visit.post(&[("text", "what can i do after year 11")]).send().await.expect("the server answers");
    for page in [visit.get("/").await.text().await, asked.text().await] {
        let page = page.expect("a body");
        for sign in ["src=\"http", "<style", " style=\"", " onclick", " onload", "<script>"] {
            assert!(!page.contains(sign), "{sign}: {page}");
        }
        assert!(!page.contains("href=\"http") || page.contains("rel=\"noopener noreferrer\""));
    }
}

#[tokio::test]
async fn without_scripts_a_form_gets_the_whole_page_with_the_answer() {
    let visit = Visit::begin();
    let form = [("text", "how much is the bursary"), ("audience", "parent"), ("year", "12")];
    let response = visit.post(&form).send().await.expect("the server answers");
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    let page = response.text().await.expect("a body");
    for words in [
        "<!doctype html>",
        "how much is the bursary",
        "Your child could get up to £900 a year.",
        "name=\"choice\" value=\"How to apply for the bursary\"",
        "<a href=\"https://ministry.example/bursary\"",
        "reported by Elm College; check, checked 20 November 2026",
        "value=\"parent\" checked>",
        "value=\"12\" checked>",
        "Get help now",
        "DEMO",
    ] {
        assert!(page.contains(words), "“{words}” is not in {page}");
    }
}

#[tokio::test]
async fn with_scripts_only_the_answer_is_sent() {
    let mut visit = Visit::begin();
    let fragment = visit.say("how much is the bursary").await;
    assert!(fragment.trim_start().starts_with("<article"), "{fragment}");
    assert!(!fragment.contains("<html"), "{fragment}");
    assert!(fragment.contains("You could get up to £900 a year."), "{fragment}");
    assert!(fragment.contains("<th scope=\"col\">What</th>"), "{fragment}");
}

#[tokio::test]
async fn every_route_of_a_signpost_is_drawn() {
    let mut visit = Visit::begin();
    let fragment = visit.say("what can i do after year 11").await;
    for route in ["<h3>A levels</h3>", "<h3>Apprenticeship</h3>", "<h3>T Levels</h3>"] {
        assert!(fragment.contains(route), "{route}: {fragment}");
    }
}

#[tokio::test]
async fn the_cookie_is_a_random_number_for_this_session_and_this_site_alone() {
    let visit = Visit::begin();
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let response = visit.post(&[("text", "bursary")]).send().await.expect("the server answers");
        let cookie = response.headers()[SET_COOKIE].to_str().expect("plain text").to_owned();
        let (pair, attributes) = cookie.split_once("; ").expect("it has attributes");
        assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Strict");
        let number = pair.strip_prefix("fingerpost=").expect("its name");
        assert!(number.len() == 32 && number.bytes().all(|byte| byte.is_ascii_hexdigit()), "{number}");
        numbers.push(number.to_owned());
    }
    assert_ne!(numbers[0], numbers[1]);
    let again = visit.post(&[("text", "bursary")]).header(COOKIE, format!("fingerpost={}", numbers[0]));
    let response = again.send().await.expect("the server answers");
    assert!(response.headers().get(SET_COOKIE).is_none(), "who has one keeps it");
    let foreign = visit.post(&[("text", "bursary")]).header(COOKIE, "fingerpost=admin; other=1");
    let response = foreign.send().await.expect("the server answers");
    assert!(response.headers().get(SET_COOKIE).is_some(), "one that is not of our making is replaced");
}

#[tokio::test]
async fn a_form_posted_from_another_site_is_not_read() {
    let visit = Visit::begin();
    for text in ["book an appointment", "my dad hits me"] {
        let request = visit.post(&[("text", text)]).header("sec-fetch-site", "cross-site");
        let response = request.send().await.expect("the server answers");
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert!(response.headers().get(SET_COOKIE).is_none());
        let page = response.text().await.expect("a body");
        assert!(page.contains("This form was sent from another site, so it was not read."), "{page}");
    }
    let request = visit.post(&[("text", "bursary")]).header("sec-fetch-site", "same-origin");
    assert_eq!(request.send().await.expect("the server answers").status(), StatusCode::OK);
}

#[tokio::test]
async fn a_text_of_100_kilobytes_gets_the_kind_limit() {
    let mut visit = Visit::begin();
    let fragment = visit.say(&"bursary please ".repeat(7000)).await;
    assert!(fragment.contains("That is more than I can read at once"), "{}", &fragment[fragment.len() - 600..]);
}

#[tokio::test]
async fn more_than_a_megabyte_is_refused_with_a_page() {
    let visit = Visit::begin();
    let response = visit.post(&[("text", &"x".repeat(1_000_100))]).send().await.expect("the server answers");
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let page = response.text().await.expect("a body");
    assert!(page.contains("That is more than this page can read.") && page.contains("Get help now"), "{page}");
}

#[tokio::test]
async fn what_is_no_form_is_refused_with_a_page() {
    let visit = Visit::begin();
    let ask = format!("{}/ask", visit.address);
    let json = visit.client.post(&ask).header(CONTENT_TYPE, "application/json").body("{}");
    let broken =
        visit.client.post(&ask).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body("text=%ff%fe&text=2");
    for request in [json, broken] {
        let response = request.send().await.expect("the server answers");
        assert!(response.status().is_client_error(), "{}", response.status());
        let page = response.text().await.expect("a body");
        assert!(page.contains("The form could not be read."), "{page}");
    }
}

#[tokio::test]
async fn mark_up_in_any_field_comes_back_as_plain_text() {
    let mut visit = Visit::begin();
    let script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let form = [("text", script), ("audience", script), ("year", script)];
    let whole = visit.post(&form).send().await.expect("the server answers").text().await.expect("a body");
    let fragment = visit.say(script).await;
    // In the middle of a request, where words become a name, a contact, a day.
    let mut pages = vec![whole, fragment];
    for text in [
        "book an appointment",
        script,
        "the first",
        script,
        "Sam",
        script,
        "year 11",
        script,
        "<b>sam@college.example</b>",
        script,
        "1",
        script,
    ] {
        pages.push(visit.say(text).await);
    }
    for page in pages {
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
        assert!(!page.contains("<b>sam"), "{page}");
    }
}

#[tokio::test]
async fn an_unknown_address_gets_a_page_that_leads_back() {
    let visit = Visit::begin();
    for path in ["/nowhere", "/ask/", "/..%2fetc%2fpasswd", "/style.css/x"] {
        let response = visit.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let page = response.text().await.expect("a body");
        assert!(page.contains("There is no page at this address.") && page.contains("href=\"/\""), "{page}");
    }
    let asked = visit.get("/ask").await;
    assert_eq!(asked.status(), StatusCode::OK, "reloading after an answer gives the page");
}

#[tokio::test]
async fn it_says_when_it_is_ready_and_its_files_have_their_kinds() {
    let visit = Visit::begin();
    assert_eq!(visit.get("/ready").await.text().await.expect("a body"), "ready");
    for (path, kind) in [
        ("/style.css", "text/css; charset=utf-8"),
        ("/chat.js", "text/javascript; charset=utf-8"),
        ("/fingerpost.svg", "image/svg+xml"),
    ] {
        let response = visit.get(path).await;
        assert_eq!(response.headers()[CONTENT_TYPE], kind);
        assert!(!response.text().await.expect("a body").is_empty());
    }
}

#[tokio::test]
async fn two_visitors_do_not_see_each_others_requests() {
    let mut sam = Visit::begin();
    sam.say("book an appointment").await;
    sam.say("the first").await;
    sam.say("Sam").await;
    let cookie = sam.cookie.take();
    let kim = sam.say("year 11").await;
    assert!(!kim.contains("How can the team reach you?"), "{kim}");
    sam.cookie = cookie;
    let fragment = sam.say("year 11").await;
    assert!(fragment.contains("How can the team reach you?"), "{fragment}");
}

#[tokio::test]
async fn a_disclosure_stands_first_and_is_announced() {
    let mut visit = Visit::begin();
    let fragment = visit.say("my dad hits me").await;
    assert!(fragment.contains("<div class=\"answer safeguard\">"), "{fragment}");
    assert!(fragment.contains("<div class=\"notice\" role=\"alert\">"), "{fragment}");
    assert!(fragment.contains("I have not been able to tell anyone yet"), "{fragment}");
    assert!(!fragment.contains("I have told"), "{fragment}");
}

#[tokio::test]
async fn a_request_acknowledged_just_before_the_server_is_killed_is_there_on_restart() {
    let mut visit = Visit::begin();
    let mut last = String::new();
    for text in ["book an appointment", "the first", "Sam", "year 11", "my school email", "apprenticeships", "yes"] {
        last = visit.say(text).await;
    }
    visit.server.kill();
    assert!(last.contains("You are booked: "), "{last}");
    let kept = listed(visit.data.path());
    assert_eq!(kept.len(), 1);
    let code = kept[0]["code"].as_str().expect("a code").to_owned();
    assert!(last.contains(&code), "{last}");
    // The same browser finds it again: the key by which people are known is kept too.
    let (server, address) = Running::serve(visit.data.path(), &project("tests/library"));
    visit.server = server;
    visit.address = address;
    let mine = visit.say("my requests").await;
    assert!(mine.contains(&code), "{mine}");
}

#[tokio::test]
async fn a_booked_meeting_has_a_calendar_file_for_whoever_has_its_code() {
    let mut visit = Visit::begin();
    let mut last = String::new();
    for text in ["book an appointment", "the first", "Sam", "year 11", "my school email", "apprenticeships", "yes"] {
        last = visit.say(text).await;
    }
    let (_, link) = last.split_once("href=\"/appointments/").expect("the answer links to the file");
    let name = link.split('"').next().expect("the link ends");
    let file = visit.get(&format!("/appointments/{name}")).await;
    assert_eq!(file.headers()[CONTENT_TYPE], "text/calendar; charset=utf-8");
    let text = file.text().await.expect("a body");
    for line in ["METHOD:PUBLISH", "SEQUENCE:1", "BEGIN:VTIMEZONE", "DTSTART;TZID=Europe/London:20261124T093000"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let code = name.trim_end_matches(".ics");
    assert!(!text.contains(code) && !text.contains("Sam"), "a calendar is shared: {text}");
    for nothing in ["/appointments/7K2QX-M4TRA.ics", "/appointments/x", "/appointments/%00.ics"] {
        assert_eq!(visit.get(nothing).await.status(), StatusCode::NOT_FOUND, "{nothing}");
    }
    visit.say(&format!("cancel {code}")).await;
    let text = visit.get(&format!("/appointments/{name}")).await.text().await.expect("a body");
    assert!(text.contains("STATUS:CANCELLED") && text.contains("SEQUENCE:2"), "{text}");
}

#[tokio::test]
async fn a_broken_page_does_not_keep_the_others_from_being_served() {
    let knowledge =
        broken(&[("pages/work/work-experience.md", "title = \"Work experience\"", "title = Work experience")]);
    let data = tempfile::tempdir().expect("a temporary folder");
    let (server, address) = Running::serve(data.path(), knowledge.path());
    let mut visit = Visit { server, address, client: Client::new(), cookie: None, data };
    assert!(visit.say("how much is the bursary").await.contains("£900"));
}

#[tokio::test]
async fn the_server_stops_cleanly_when_it_is_asked_to() {
    let visit = Visit::begin();
    assert_eq!(visit.get("/ready").await.status(), StatusCode::OK);
    drop(visit.client);
    visit.server.interrupt();
    let rest = visit.server.rest();
    assert!(rest.contains("Stopped. Everything that was acknowledged is kept."), "{rest}");
}

/// A trust of three schools, one of which is real and not ready.
fn trust_of_three() -> tempfile::TempDir {
    let config = tempfile::tempdir().expect("a temporary folder");
    for file in ["fingerpost.toml", "phrases.toml"] {
        std::fs::copy(project("config").join(file), config.path().join(file)).expect("copied");
    }
    std::fs::create_dir(config.path().join("schools")).expect("made");
    let school = |id: &str, text: &str| {
        std::fs::write(config.path().join(format!("schools/{id}.toml")), text).expect("written");
    };
    school("elm", "name = \"Elm School\"\ndemo = true\n[says]\nguidance_where = \"the blue room\"\n");
    school("fern", "name = \"Fern Vale Academy\"\n");
    school("oak", "name = \"Oak School\"\ndemo = true\n");
    config
}

#[tokio::test]
async fn each_school_of_a_trust_has_its_own_address_and_one_that_is_not_ready_stays_closed() {
    let (data, config) = (tempfile::tempdir().expect("a temporary folder"), trust_of_three());
    let (_served, address) = Running::serve_with(data.path(), &project("tests/library"), config.path());
    let client = Client::new();
    let page = async |path: &str| client.get(format!("{address}{path}")).send().await.expect("the server answers");
    let front = page("/").await.text().await.expect("a body");
    assert!(front.contains("Which school are you at?") && front.contains("href=\"/s/elm/\""), "{front}");
    let own = page("/s/elm/").await.text().await.expect("a body");
    assert!(own.contains("action=\"/s/elm/ask\"") && own.contains("Elm School"), "{own}");
    let closed = page("/s/fern/").await;
    assert_eq!(closed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(closed.text().await.expect("a body").contains("has not opened its doors"));
    assert_eq!(page("/s/fern/help-now").await.status(), StatusCode::OK, "help is behind no gate");
    assert_eq!(page("/s/nowhere/").await.status(), StatusCode::NOT_FOUND);
    let asked = client.post(format!("{address}/s/elm/ask")).form(&[("text", "where is the adviser")]);
    let said = asked.send().await.expect("the server answers").text().await.expect("a body");
    assert!(said.contains("the blue room"), "{said}");
}

#[tokio::test]
async fn what_is_begun_at_one_school_is_not_gone_on_with_at_another() {
    let (data, config) = (tempfile::tempdir().expect("a temporary folder"), trust_of_three());
    let (_served, address) = Running::serve_with(data.path(), &project("tests/library"), config.path());
    let client = Client::new();
    let say = async |school: &str, text: &str, cookie: Option<&str>| {
        let mut asked = client.post(format!("{address}/s/{school}/ask")).form(&[("text", text)]);
        if let Some(cookie) = cookie {
            asked = asked.header(COOKIE, cookie);
        }
        asked.send().await.expect("the server answers")
    };
    let begun = say("elm", "book an appointment", None).await;
    let set = begun.headers().get(SET_COOKIE).expect("a cookie").to_str().expect("plain text").to_owned();
    let cookie = set.split(';').next();
    let elsewhere = say("oak", "Sam", cookie).await.text().await.expect("a body");
    assert!(!elsewhere.contains("year group"), "{elsewhere}");
    let gone_on = say("elm", "Sam", cookie).await.text().await.expect("a body");
    assert!(gone_on.contains("Year 11"), "{gone_on}");
}
