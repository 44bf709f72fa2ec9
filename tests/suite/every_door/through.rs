//! One conversation through one door, over its real wire: what was shown after each thing that was said.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{COOKIE, SET_COOKIE};
use fingerpost::app::{App, Caller};
use fingerpost::channels::discord::{Id, Server};
use fingerpost::channels::web::Web;
use fingerpost::channels::{lines, terminal};
use fingerpost::chat::Person;
use fingerpost::config::Settings;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};

use super::said::bare;
use crate::conversations::Transcript;
use crate::discord::events::{ELM, OAK, Told, at};
use crate::discord::here::{Here, settings as on_discord, ways};
use crate::discord::loopback::Loopback;
use crate::teams::microsoft::Microsoft;
use crate::teams::visit::{Visit, settings as in_teams};

/// A server of Yew School.
const YEW: u64 = 14;

/// How long a door is waited for that sends one thing after the other.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open door.
pub enum Door {
    Web { address: String, client: reqwest::Client, cookies: HashMap<String, String> },
    Terminal { app: Arc<App>, school: Option<String>, talks: HashMap<String, DuplexStream> },
    Lines { app: Arc<App> },
    Discord { here: Box<Here>, server: u64 },
    Teams { visit: Box<Visit> },
}

/// The doors by name.
pub const DOORS: [&str; 5] = ["web", "terminal", "lines", "discord", "teams"];

impl Door {
    /// Opens a door of a house for whoever talks in a transcript.
    pub async fn open(name: &str, app: App, transcript: &Transcript) -> Self {
        let app = Arc::new(app);
        let school = transcript.school.clone().or_else(|| Some(app.school(None).expect("there is one").id.clone()));
        match name {
            "web" => web(app, school).await,
            "terminal" => Self::Terminal { app, school, talks: HashMap::new() },
            "lines" => Self::Lines { app },
            "discord" => discord(app, school.as_deref()).await,
            _ => teams(app, school).await,
        }
    }

    /// Everything that is shown to somebody after they said this. `wanted` is what is waited for where a door sends several things.
    pub async fn say(&mut self, transcript: &Transcript, who: &str, text: &str, wanted: &[String]) -> String {
        match self {
            Self::Web { address, client, cookies } => ask_web(address, client, cookies, transcript, who, text).await,
            Self::Terminal { app, school, talks } => {
                if !talks.contains_key(who) {
                    talks.insert(who.to_owned(), sit_down(app, school.clone(), who).await);
                }
                type_in(talks.get_mut(who).expect("they sit there"), text).await
            }
            Self::Lines { app } => send_line(app, transcript, who, text).await,
            Self::Discord { here, server } => ask_discord(here, *server, who, text, wanted).await,
            Self::Teams { visit } => ask_teams(visit, who, text).await,
        }
    }
}

async fn web(app: Arc<App>, school: Option<String>) -> Door {
    let school = school.expect("somebody's school");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}/s/{school}/ask", listener.local_addr().expect("it has an address"));
    let web = Web { app, secret: (*b"a secret of the tests").into(), settings: Settings::default().web };
    tokio::spawn(async move { axum::serve(listener, fingerpost::channels::web::router(web)).await });
    Door::Web { address, client: reqwest::Client::new(), cookies: HashMap::new() }
}

async fn ask_web(
    address: &str,
    client: &reqwest::Client,
    cookies: &mut HashMap<String, String>,
    transcript: &Transcript,
    who: &str,
    text: &str,
) -> String {
    let audience = audience_of(transcript);
    let year = transcript.year.map(|year| year.to_string()).unwrap_or_default();
    let form = [("text", text), ("audience", audience.as_str()), ("year", &year)];
    let asked = client.post(address).header("x-fingerpost", "fragment").form(&form);
    let asked = match cookies.get(who) {
        Some(cookie) => asked.header(COOKIE, cookie),
        None => asked,
    };
    let answer = asked.send().await.expect("the page answers");
    if let Some(set) = answer.headers().get(SET_COOKIE).and_then(|set| set.to_str().ok()) {
        cookies.insert(who.to_owned(), set.split(';').next().unwrap_or_default().to_owned());
    }
    answer.text().await.expect("a page")
}

/// The word for who asks, empty where the transcript does not say.
fn audience_of(transcript: &Transcript) -> String {
    transcript.audience.map(|audience| format!("{audience:?}").to_lowercase()).unwrap_or_default()
}

/// Somebody sits down at a terminal of their own; the first words are over.
async fn sit_down(app: &Arc<App>, school: Option<String>, who: &str) -> DuplexStream {
    let (here, there) = duplex(1 << 20);
    let (app, person) = (Arc::clone(app), Person::new(who));
    let caller = Caller { conversation: Some(who.to_owned()), person, school, door: "terminal" };
    tokio::spawn(async move {
        let (input, mut output) = tokio::io::split(there);
        terminal::talk(&app, &caller, &mut BufReader::new(input), &mut output).await
    });
    let mut here = here;
    until_asked(&mut here).await;
    here
}

async fn type_in(terminal: &mut DuplexStream, text: &str) -> String {
    terminal.write_all(format!("{text}\n").as_bytes()).await.expect("it takes what is typed");
    until_asked(terminal).await
}

/// Everything up to the next prompt.
async fn until_asked(terminal: &mut DuplexStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\n> ") {
        read.push(terminal.read_u8().await.expect("the terminal stays open"));
    }
    String::from_utf8(read).expect("it is text")
}

async fn send_line(app: &App, transcript: &Transcript, who: &str, text: &str) -> String {
    let (audience, year) = (audience_of(transcript), transcript.year);
    let school = transcript.school.clone().unwrap_or_else(|| app.school(None).expect("there is one").id.clone());
    let line = json!({ "text": text, "audience": audience, "year": year, "school": school, "session": who });
    let mut out = Vec::new();
    lines::run(app, &mut line.to_string().as_bytes(), &mut out).await.expect("it is answered");
    words_of(&serde_json::from_slice(&out).expect("it is JSON"))
}

async fn discord(app: Arc<App>, school: Option<&str>) -> Door {
    let id = |number| Id::new(number).expect("an id");
    let mut settings = on_discord();
    let (staff_roles, staff_channel) = (Vec::new(), None);
    settings.servers.push(Server { server: id(YEW), school: "yew".to_owned(), staff_roles, staff_channel });
    settings.per_minute = usize::MAX;
    let server = [("oak", OAK), ("yew", YEW)].into_iter().find(|(name, _)| school == Some(name)).map_or(ELM, |it| it.1);
    Door::Discord { here: Box::new(Here::of(app, settings, Loopback::start(ways()).await)), server }
}

async fn ask_discord(here: &Here, server: u64, who: &str, text: &str, wanted: &[String]) -> String {
    let account = 1_000 + who.bytes().map(u64::from).sum::<u64>();
    let does = at(account, server);
    let told = if text.is_empty() { does.sends_form("") } else { does.command("ask", &[("question", text)]) };
    let mut shown = words_of(&here.answer(&told).await.0);
    let waits = tokio::time::Instant::now();
    while waits.elapsed() < PATIENCE && !wanted.iter().all(|piece| bare(&shown).contains(&bare(piece))) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        shown = all_of(here, &told);
    }
    shown
}

/// The answer and what follows it.
fn all_of(here: &Here, told: &Told) -> String {
    let calls = [here.discord.calls_to(&told.answered_at()), here.discord.calls_to(&told.goes_on_at())].concat();
    calls.iter().map(|call| words_of(&call.body)).collect::<Vec<_>>().join("\n")
}

async fn teams(app: Arc<App>, school: Option<String>) -> Door {
    let microsoft = Microsoft::open().await;
    let mut settings = in_teams(&microsoft);
    settings.tenants[0].schools = vec![school.expect("somebody's school")];
    Door::Teams { visit: Box::new(Visit::of(microsoft, settings, app).await) }
}

async fn ask_teams(visit: &Visit, who: &str, text: &str) -> String {
    let mut message = visit.message(text);
    message["from"] = json!({ "id": format!("29:{who}"), "aadObjectId": format!("account-of-{who}") });
    message["conversation"]["id"] = json!(format!("a:chat with {who}"));
    let calls = visit.deliver(&message).await;
    calls.iter().map(|call| words_of(&call.body)).collect::<Vec<_>>().join("\n")
}

/// All words in JSON.
fn words_of(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(items) => items.iter().map(words_of).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => fields.values().map(words_of).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}
