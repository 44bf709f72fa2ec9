//! What leaves the house: letters and what stands in them, the outbox on every database, alerts and who was told, the way over a real mail
//! server, and what a killed process loses (nothing).

mod alerts;
mod command_line;
mod crash;
mod hours;
mod letters;
mod mail;
mod outbox;
mod reviews;
mod server;
mod staff;
mod webhook;

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use fingerpost::app::{App, Caller};
use fingerpost::chat::{Message, Person};
use fingerpost::letters::{Letter, Mailbox, Purpose, Recipient};
use fingerpost::notify::{AlertSettings, Carrier, OutboxSettings, Post};
use fingerpost::phrases::Phrases;
use fingerpost::school::Schools;
use fingerpost::store::{Address, Store};

use crate::house::{guide, project};

pub const SECRET: &[u8] = b"an invented secret of thirty-two signs";

/// A school with everybody in it, in the middle of a school day at noon on Friday 20 November.
pub const ASH: &str = r#"
name = "Ash School"
demo = true

[contacts.careers_leader]
name = "Ms R. Leader"
email = "leader@ash.example"

[contacts.careers_adviser]
name = "Mr T. Adviser"
email = "adviser@ash.example"

[contacts.safeguarding_lead]
name = "Ms D. Lead"
email = "lead@ash.example"

[contacts.safeguarding_deputy]
email = "deputy@ash.example"

[contacts.headteacher]
email = "head@ash.example"

[contacts.chair_of_governors]
email = "chair@ash.example"

[safeguarding]
hours = "8.30 to 16.00 on school days"
routes = ["LEAD@ash.example", "pager@ash.example"]
allegations = "head@ash.example"
"#;

/// When somebody at the school reads alerts, and when nobody does.
pub const FRIDAY_NOON: &str = "2026-11-20T12:00:00";
pub const FRIDAY_NIGHT: &str = "2026-11-20T22:00:00";

pub fn moment(text: &str) -> NaiveDateTime {
    text.parse().expect("a moment")
}

/// A folder with this school in it.
pub fn schools(text: &str) -> Schools {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("ash.toml"), text).expect("a file");
    Schools::load(folder.path()).expect("a school file")
}

pub fn phrases() -> Phrases {
    Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole")
}

/// Settings in which nothing takes long.
pub fn quick() -> OutboxSettings {
    OutboxSettings { patience_ms: 5_000, first_retry_seconds: 1, ..OutboxSettings::default() }
}

/// A post over a store, with these ways out, at a moment.
pub fn post(store: Store, now: &'static str, carriers: &[Arc<dyn Carrier>]) -> Post {
    let settings = (quick(), AlertSettings::default());
    let post = Post::new(store, schools(ASH), phrases().letters, Arc::new(move || moment(now)), settings);
    carriers.iter().fold(post, |post, carrier| post.with(carrier.clone()))
}

/// A house with a post at a moment.
pub async fn house(now: &'static str, carriers: &[Arc<dyn Carrier>]) -> App {
    let store = Store::open(&Address::Memory).await.expect("a store").with_secret(SECRET);
    let post = Arc::new(post(store.clone(), now, carriers));
    App::new(guide(), schools(ASH), store, Arc::new(move || moment(now)))
        .with_post(post, fingerpost::letters::Settings::default())
}

/// Says something to the house as one person and returns what they read.
pub async fn say(app: &App, text: &str) -> String {
    let caller = Caller { person: Person::new("kim"), conversation: None, school: None, door: "web" };
    app.receive(&caller, &Message::new(text)).await.expect("a reply").reply.text()
}

pub fn letter(key: &str, address: &str) -> Letter {
    let to = Mailbox::new("Kim", address).expect("an address");
    Letter {
        key: key.to_owned(),
        school: "ash".to_owned(),
        to: Recipient::by_mail(&to),
        purpose: Purpose::Receipt,
        about: "7K2QX-M4TRA".to_owned(),
        subject: format!("About {key}"),
        text: "Words for one person.\n".to_owned(),
        html: "<p>Words for one person.</p>".to_owned(),
        calendar: None,
        due_at: long_ago(),
    }
}

pub fn long_ago() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().expect("an instant")
}
