//! What stands around a conversation on the web: beginnings, links to answers, taps that say whether an answer helped, easier words,
//! starting again, and the chat inside another site.

use fingerpost::app::{App, Caller};
use fingerpost::channels::web::{Origin, Web};
use fingerpost::chat::{Kind, Message, Person};
use fingerpost::config::Settings;
use fingerpost::conversation::Guide;
use fingerpost::evaluate::Asker;
use fingerpost::knowledge::Library;
use fingerpost::phrases::Phrases;
use fingerpost::school::Schools;
use fingerpost::server::Doors;
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use crate::house::{house_at, noon, project, today};

/// The web door of a house over the small library, served inside this process.
struct Door {
    app: std::sync::Arc<App>,
    address: String,
    client: Client,
}

impl Door {
    async fn open(embed_origins: &[&str]) -> Self {
        Self::open_with(embed_origins, &[]).await
    }

    /// The same with sites of their own for some schools.
    async fn open_with(embed_origins: &[&str], own: &[(&str, &str)]) -> Self {
        let app = std::sync::Arc::new(house_at(noon()).await);
        let mut settings = Settings::default().web;
        settings.embed_origins =
            embed_origins.iter().map(|origin| Origin::try_from((*origin).to_owned()).expect("an origin")).collect();
        let origin = |text: &str| Origin::try_from(text.to_owned()).expect("an origin");
        settings.embed_sites = own.iter().map(|(id, site)| ((*id).to_owned(), vec![origin(site)])).collect();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let web = Web { app: app.clone(), secret: (*b"a secret of the tests").into(), settings };
        tokio::spawn(async move { fingerpost::server::serve(listener, Doors { web, desk: None, teams: None }).await });
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        Self { app, address, client }
    }

    /// The first school's pages; the tests' house has several.
    fn at(&self, path: &str) -> String {
        let school = self.app.school(None).expect("there is one").id.clone();
        format!("{}/s/{school}{path}", self.address)
    }

    async fn get(&self, address: &str) -> Response {
        self.client.get(address).send().await.expect("the server answers")
    }

    async fn say(&self, form: &[(&str, &str)]) -> Response {
        let asked = self.client.post(self.at("/ask")).header("x-fingerpost", "fragment").form(form);
        asked.send().await.expect("the server answers")
    }
}

async fn text(response: Response) -> String {
    response.text().await.expect("a body")
}

fn policy(response: &Response) -> String {
    response.headers()["content-security-policy"].to_str().expect("plain text").to_owned()
}

#[tokio::test]
async fn an_answer_has_a_link_that_shows_it_as_of_today_to_anybody() {
    let door = Door::open(&[]).await;
    let said = text(door.say(&[("text", "how much is the bursary"), ("audience", "parent")]).await).await;
    let link = said.split("class=\"link\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    assert!(!link.contains('?') && !link.contains("parent"), "{link}");
    let response = door.get(&format!("{}{link}", door.address)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().get(SET_COOKIE).is_none(), "who reads an answer is not made known");
    let page = text(response).await;
    for words in [
        "This is the checked answer as it stands on 21 November 2026.",
        "You could get up to £900 a year.",
        "https://ministry.example/bursary",
        "Get help now",
    ] {
        assert!(page.contains(words), "“{words}” is not in {page}");
    }
}

#[tokio::test]
async fn a_link_to_nothing_of_ours_says_so() {
    let door = Door::open(&[]).await;
    for path in [
        "/a/nothing/here",
        "/a/bursary",
        "/a/occupation/nobody/pay",
        "/a/occupation/x",
        "/a/..%2f..%2fetc/passwd",
        "/a/+/+",
    ] {
        let response = door.get(&door.at(path)).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(text(response).await.contains("There is no answer at this address any more."), "{path}");
    }
}

#[tokio::test]
async fn a_linked_signpost_shows_every_route_and_offers_nothing_to_tap() {
    let door = Door::open(&[]).await;
    let said = text(door.say(&[("text", "what can i do after year 11")]).await).await;
    let link = said.split("class=\"link\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let page = text(door.get(&format!("{}{link}", door.address)).await).await;
    for route in ["<h3>A levels</h3>", "<h3>Apprenticeship</h3>", "<h3>T Levels</h3>"] {
        assert!(said.contains(route) && page.contains(route), "{route}: {page}");
    }
    assert!(!page.contains("name=\"choice\""), "{page}");
}

#[tokio::test]
async fn only_taps_on_answers_of_ours_are_counted() {
    let door = Door::open(&[]).await;
    let said = text(door.say(&[("text", "how much is the bursary")]).await).await;
    let shown = said.split("name=\"shown\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let helpful = format!("{}/helpful", door.address);
    let tap = async |shown: &str, helped: &str| {
        let form = [("shown", shown), ("helpful", helped)];
        door.client.post(&helpful).header("x-fingerpost", "count").form(&form).send().await.expect("an answer").status()
    };
    for (shown, helped) in [(shown, "yes"), (shown, "no"), (shown, "no"), ("<script>", "yes"), ("nothing#here", "yes")]
    {
        assert_eq!(tap(shown, helped).await, StatusCode::NO_CONTENT);
    }
    let counts: Vec<(String, [u64; 2])> = door.app.helpful_counts().into_iter().collect();
    assert_eq!(counts, [(shown.to_owned(), [1, 2])]);
    let foreign =
        door.client.post(&helpful).header("sec-fetch-site", "cross-site").form(&[("shown", shown), ("helpful", "yes")]);
    assert_eq!(foreign.send().await.expect("an answer").status(), StatusCode::FORBIDDEN);
    assert_eq!(door.app.helpful_counts()[shown], [1, 2]);
}

#[tokio::test]
async fn nobody_is_asked_whether_a_disclosure_or_a_refusal_was_helpful() {
    let door = Door::open(&[]).await;
    for words in ["my dad hits me", "book an appointment", "xyzzy plugh", "hello"] {
        let said = text(door.say(&[("text", words)]).await).await;
        assert!(!said.contains("class=\"helpful\"") && !said.contains("class=\"link\""), "{words}: {said}");
    }
}

#[tokio::test]
async fn easier_words_are_given_where_there_are_some_and_the_usual_ones_where_not() {
    let app = house_at(noon()).await;
    let easy_of = |guide: &Guide| {
        let passages = guide.library().pages.iter().flat_map(|page| &page.passages);
        let (with, without): (Vec<_>, Vec<_>) =
            passages.filter(|passage| passage.signpost.is_none()).partition(|passage| passage.easy.is_some());
        (with[0].asks[0].clone(), without[0].asks[0].clone())
    };
    let (with, without) = easy_of(&app.guide());
    let said = async |text: &str, easy: bool| {
        let caller =
            Caller { person: Person::new(format!("{text}{easy}")), conversation: None, school: None, door: "web" };
        let message = Message { text: text.to_owned(), easy, ..Message::default() };
        app.receive(&caller, &message).await.expect("an answer").reply.text()
    };
    assert_ne!(said(&with, true).await, said(&with, false).await, "{with}");
    assert_eq!(said(&without, true).await, said(&without, false).await, "{without}");
}

#[tokio::test]
async fn starting_again_forgets_the_conversation_and_the_cookie() {
    let door = Door::open(&[]).await;
    let begun = door.say(&[("text", "book an appointment")]).await;
    let set = begun.headers()[SET_COOKIE].to_str().expect("plain text").to_owned();
    let cookie = set.split(';').next().expect("its pair").to_owned();
    let again = door.client.post(door.at("/start-again")).header(COOKIE, &cookie).send().await.expect("an answer");
    assert_eq!(again.status(), StatusCode::SEE_OTHER);
    assert!(again.headers()["location"].to_str().expect("plain text").ends_with('/'));
    assert!(again.headers()[SET_COOKIE].to_str().expect("plain text").contains("Max-Age=0"));
    let asked = door.client.post(door.at("/ask")).header(COOKIE, &cookie).form(&[("text", "Sam")]);
    let said = text(asked.send().await.expect("an answer")).await;
    assert!(!said.contains("year group"), "what was begun is forgotten: {said}");
}

#[tokio::test]
async fn a_tapped_choice_goes_before_what_was_typed_beside_it() {
    let door = Door::open(&[]).await;
    let said = text(door.say(&[("text", "half a sent"), ("choice", "how much is the bursary")]).await).await;
    assert!(said.contains("£900") && !said.contains("half a sent"), "{said}");
}

#[tokio::test]
async fn without_a_list_of_sites_the_chat_stands_in_no_other_site() {
    let door = Door::open(&[]).await;
    for address in [format!("{}/embed.js", door.address), door.at("/embed")] {
        let response = door.get(&address).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{address}");
        assert!(policy(&response).ends_with("frame-ancestors 'none'"));
    }
    let number = "0123456789abcdef0123456789abcdef";
    let asked = door.say(&[("text", "bursary"), ("visitor", number)]).await;
    let cookie = asked.headers()[SET_COOKIE].to_str().expect("plain text");
    assert!(!cookie.contains(number), "a number in a form makes nobody known: {cookie}");
}

#[tokio::test]
async fn inside_a_listed_site_a_conversation_goes_on_without_a_cookie() {
    let door = Door::open(&["https://www.school.example", "https://trust.example:444"]).await;
    let response = door.get(&door.at("/embed")).await;
    let policy = policy(&response);
    assert!(policy.ends_with("frame-ancestors https://www.school.example https://trust.example:444"), "{policy}");
    assert!(response.headers().get(SET_COOKIE).is_none());
    let page = text(response).await;
    assert!(page.contains("Get help now") && page.contains("DEMO"), "{page}");
    let visitor =
        page.split("name=\"visitor\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a number");
    assert_eq!(visitor.len(), 32);
    let begun = door.say(&[("text", "book an appointment"), ("visitor", visitor)]).await;
    assert!(begun.headers().get(SET_COOKIE).is_none());
    let gone_on = text(door.say(&[("text", "Sam"), ("visitor", visitor)]).await).await;
    assert!(gone_on.contains("Year 11"), "{gone_on}");
    let script = text(door.get(&format!("{}/embed.js", door.address)).await).await;
    assert!(script.contains("\"open\":\"Careers questions\"") && !script.contains("/*words*/"), "{script}");
}

#[tokio::test]
async fn a_school_with_sites_of_its_own_stands_in_those_alone() {
    let own = [("elm", "https://www.elm.example")];
    let door = Door::open_with(&["https://trust.example"], &own).await;
    let ancestors = async |path: &str| policy(&door.get(&format!("{}{path}", door.address)).await).to_owned();
    assert!(ancestors("/s/elm/embed").await.ends_with("frame-ancestors https://www.elm.example"));
    assert!(ancestors("/s/oak/embed").await.ends_with("frame-ancestors https://trust.example"));
    let which = text(door.get(&format!("{}/embed", door.address)).await).await;
    assert!(which.contains("href=\"/s/elm/embed\"") && which.contains("Which school are you at?"), "{which}");
}

#[test]
fn a_site_that_is_no_origin_stops_the_start() {
    let error = Settings::parse("[web]\nembed_origins = [\"https://a.example; script-src *\"]\n", "fingerpost.toml");
    assert!(error.expect_err("refused").to_string().contains("is not the origin of a site"));
}

#[test]
fn every_question_to_begin_with_is_answered_by_what_is_shipped() {
    let loaded = Library::load(&project("knowledge"), today()).expect("the folder is there");
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole");
    let questions: Vec<String> = phrases.begin.questions.iter().flatten().cloned().collect();
    assert!(phrases.begin.questions.len() >= 4 && questions.len() > 10, "there is something to turn");
    let guide = Guide::new(loaded.library, phrases).expect("there are urgent words and pages");
    let schools = Schools::load(&project("config/schools")).expect("they load");
    let asker = Asker { guide: &guide, school: schools.find(None).expect("there is one"), now: noon() };
    for question in questions {
        let turn = asker.say(&question, 0);
        assert_eq!(turn.reply.kind, Kind::Answer, "{question}: {}", turn.reply.text());
    }
}
