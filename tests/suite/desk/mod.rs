//! The careers desk, spoken to as a browser does, by people of every role and by people who mean harm. The house is the real one, in
//! this process, so that its clock can be moved and its store looked into.

mod alerts;
mod answers;
mod attacks;
mod counts;
mod enquiries;
mod hours;
mod live;
mod off;
mod record;
mod requests;
mod roles;
mod sign_in;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::TimeDelta;
use fingerpost::app::{App, Caller};
use fingerpost::audit::Prompts;
use fingerpost::booking::Book;
use fingerpost::chat::{Message, Person};
use fingerpost::conversation::{Alert, Effect, Turn};
use fingerpost::desk::{Desk, Role, Settings, one_time_link, router};
use fingerpost::school::Schools;
use fingerpost::store::{Address, Store};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use crate::house::{advisers, guide, noon, project};

/// A password that everybody here has.
pub const PASSWORD: &str = "tram lantern biscuit";

/// A house with its desk open on a port of the system's choice.
pub struct Room {
    pub address: String,
    pub app: Arc<App>,
    pub desk: Desk,
    minutes: Arc<AtomicI64>,
}

/// Somebody at the desk with a browser.
pub struct Worker {
    address: String,
    client: Client,
    pub cookie: String,
}

impl Room {
    pub async fn open() -> Self {
        Self::over(Store::open(&Address::Memory).await.expect("a store in memory opens"), false).await
    }

    pub async fn over(store: Store, https: bool) -> Self {
        let minutes = Arc::new(AtomicI64::new(0));
        let later = Arc::clone(&minutes);
        let clock = Arc::new(move || noon() + TimeDelta::minutes(later.load(Ordering::SeqCst)));
        let schools = Schools::load(&project("tests/schools")).expect("the schools can be read");
        for adviser in advisers().advisers {
            store.keep_adviser(&adviser, noon()).await.expect("an adviser is kept");
        }
        let app = Arc::new(App::new(guide(), schools, store, clock));
        let prompts = std::fs::read_to_string(project("config/audit.toml")).expect("the prompts are there");
        let prompts = Prompts::parse(&prompts).expect("the prompts can be read");
        let folder: PathBuf = project("tests/library");
        let desk = Desk::new(Arc::clone(&app), Settings::default(), https, folder, Some(Arc::new(prompts)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let served = router(desk.clone());
        tokio::spawn(async move { axum::serve(listener, served).await });
        Self { address, app, desk, minutes }
    }

    /// An alert of somebody at a school, with these words.
    pub async fn raise(&self, school: &str, words: &str) {
        let alert = Alert {
            kind: "harm".into(),
            words: words.into(),
            about_staff: false,
            about_head: false,
            reference: fingerpost::app::fresh_code(),
            door: "test".into(),
        };
        let (effects, person) = ([Effect::Raise(alert)], Person::new("p"));
        let kept = self.app.store().record(&effects, &person, school, &Book::default(), self.app.now()).await;
        kept.expect("it is kept");
    }

    /// Lets time go by.
    pub fn pass(&self, minutes: i64) {
        self.minutes.fetch_add(minutes, Ordering::SeqCst);
    }

    /// Somebody who has just made an account by a one-time link.
    pub async fn someone(&self, name: &str, role: Role, school: &str) -> Worker {
        let letters: String = name.chars().filter(char::is_ascii_lowercase).collect();
        self.with_email(name, &format!("{letters}@school.example"), role, school).await
    }

    /// The same, with an address of their own.
    pub async fn with_email(&self, name: &str, email: &str, role: Role, school: &str) -> Worker {
        let path = one_time_link(self.app.store(), school, role, "a test", self.app.now()).await.expect("a link");
        let mut worker = self.stranger();
        let fields = [("name", name), ("email", email), ("password", PASSWORD), ("again", PASSWORD)];
        let joined = worker.send(&path, &fields).await;
        assert_eq!(joined.status(), StatusCode::SEE_OTHER, "{name} gets in");
        worker.cookie = cookie_of(&joined).expect("a cookie");
        worker
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Worker {
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        Worker { address: self.address.clone(), client, cookie: String::new() }
    }

    /// A pupil's question at a school.
    pub async fn ask(&self, school: &str, text: &str, year: Option<u8>) -> Turn {
        let caller = Caller {
            person: Person::new(format!("pupil {text}")),
            conversation: None,
            school: Some(school.to_owned()),
            door: "web",
        };
        self.app.receive(&caller, &Message { year, ..Message::new(text) }).await.expect("it is answered")
    }
}

impl Worker {
    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let response = self.fetch(path).await;
        (response.status(), response.text().await.expect("a body"))
    }

    pub async fn fetch(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.address)).header(COOKIE, &self.cookie);
        request.send().await.expect("the desk answers")
    }

    /// The page, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let (status, page) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        page
    }

    /// A form sent just so, without a token.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.prepare(path, fields).send().await.expect("the desk answers")
    }

    pub fn prepare(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
        self.client.post(format!("{}{path}", self.address)).header(COOKIE, &self.cookie).form(fields)
    }

    /// A form sent from an open page. Gives the status, and the page or where it leads.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        let response = self.send(path, &all).await;
        let leads = response.headers().get(LOCATION).and_then(|place| place.to_str().ok()).map(str::to_owned);
        let status = response.status();
        (status, leads.unwrap_or(response.text().await.expect("a body")))
    }

    /// A form that must be taken.
    pub async fn does(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let (status, leads) = self.post(path, fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {leads}");
        leads
    }

    pub async fn token(&self) -> String {
        let page = self.page("/desk/me").await;
        between(&page, "name=\"token\" value=\"", "\"").to_owned()
    }
}

/// What stands between two signs of a page.
pub fn between<'a>(page: &'a str, before: &str, behind: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("“{before}” is not in {page}"));
    rest.split_once(behind).expect("it ends").0
}

/// The cookie that an answer sets, as a browser sends it back.
pub fn cookie_of(response: &Response) -> Option<String> {
    let set = response.headers().get(SET_COOKIE)?.to_str().ok()?;
    set.split(';').next().map(str::to_owned)
}
