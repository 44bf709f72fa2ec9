//! The house with its Discord door open to a Discord of our own.

use std::sync::Arc;

use fingerpost::app::App;
use fingerpost::channels::discord::{Board, Discord, Id, Server, Settings, invite_bits, run};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::events::{ELM, NOBODYS, OAK, STAFF, Told, server};
use super::loopback::{Call, Loopback, Ways};
use crate::house::{house_at, noon};

/// The house, the door and the Discord it is open to.
pub struct Here {
    pub app: Arc<App>,
    pub discord: Loopback,
    pub stop: watch::Sender<bool>,
    pub door: JoinHandle<()>,
    pub board: Arc<Board>,
}

/// Settings with a server for Elm School and one for Oak School.
pub fn settings() -> Settings {
    let of = |server: u64, school: &str| Server {
        server: Id::new(server).expect("an id"),
        school: school.to_owned(),
        staff_roles: vec![Id::new(STAFF).expect("an id")],
        staff_channel: None,
    };
    Settings { servers: vec![of(ELM, "elm"), of(OAK, "oak")], ..Settings::default() }
}

/// A Discord with three servers in which the bot may do all it needs.
pub fn ways() -> Ways {
    let servers = [ELM, OAK, NOBODYS].map(|id| server(id, invite_bits())).to_vec();
    Ways { servers, ..Ways::default() }
}

impl Here {
    pub async fn open() -> Self {
        Self::with(settings(), ways()).await
    }

    pub async fn with(settings: Settings, ways: Ways) -> Self {
        Self::on(settings, Loopback::start(ways).await).await
    }

    pub async fn on(settings: Settings, discord: Loopback) -> Self {
        Self::of(Arc::new(house_at(noon()).await), settings, discord)
    }

    /// A door of a house that is there already, as after a new start.
    pub fn of(app: Arc<App>, mut settings: Settings, discord: Loopback) -> Self {
        settings.proxy = discord.address();
        let (stop, stopped) = watch::channel(false);
        let secret: Arc<[u8]> = b"a key for tests alone, 32 letters".as_slice().into();
        let desk = "https://careers.school.example".to_owned();
        let door = Discord { app: Arc::clone(&app), secret, settings, token: "invented".into(), desk };
        let board = door.board();
        let door = tokio::spawn(run(door, Arc::clone(&board), stopped));
        Self { app, discord, stop, door, board }
    }

    /// Has something happen, and takes the first answer to it: its kind and its data.
    pub async fn answer(&self, told: &Told) -> Answer {
        self.discord.wait_for("/commands", 1).await;
        self.discord.order(told.order());
        let calls = self.discord.wait_for(&told.answered_at(), 1).await;
        Answer(calls[0].body.clone())
    }

    /// Has a message written, and takes what the door writes in its channel.
    pub async fn written(&self, told: &Told, channel: &str) -> Vec<Call> {
        self.discord.wait_for("/commands", 1).await;
        self.discord.order(told.order());
        self.discord.wait_for(channel, 1).await
    }

    pub async fn alerts(&self) -> u64 {
        self.app.store().alerts_waiting().await.expect("they can be counted")
    }
}

/// Nothing that the door sent may break a limit of Discord's, or call anybody.
impl Drop for Here {
    fn drop(&mut self) {
        self.door.abort();
        if !std::thread::panicking() {
            assert_eq!(self.discord.wrong(), Vec::<String>::new());
        }
    }
}

/// The answer to a command, a button or a form.
#[derive(Debug, Clone)]
pub struct Answer(pub Value);

impl Answer {
    pub fn kind(&self) -> u64 {
        self.0["type"].as_u64().expect("an answer has a kind")
    }

    /// Whether only the person sees it.
    pub fn private(&self) -> bool {
        self.0["data"]["flags"].as_u64().unwrap_or_default() & 64 == 64
    }

    /// All words of it.
    pub fn text(&self) -> String {
        text_of(&self.0["data"])
    }

    /// The id of the button or menu line with these words on it.
    pub fn id_of(&self, label: &str) -> String {
        let parts = parts(&self.0["data"]);
        let lines = parts.iter().flat_map(|part| part["options"].as_array().cloned().unwrap_or_default());
        let all: Vec<Value> = parts.iter().cloned().chain(lines).collect();
        let found = all.iter().find(|part| part["label"] == label);
        let found = found.unwrap_or_else(|| panic!("“{label}” can be chosen in {:#}", self.0));
        found["custom_id"].as_str().or(found["value"].as_str()).expect("it has an id").to_owned()
    }
}

/// All words of a message.
pub fn text_of(message: &Value) -> String {
    let mut lines = vec![message["content"].as_str().unwrap_or_default().to_owned()];
    for card in message["embeds"].as_array().into_iter().flatten() {
        lines.extend(["title", "description"].iter().filter_map(|key| card[key].as_str()).map(str::to_owned));
    }
    lines.join("\n")
}

/// Buttons and menus of a message.
pub fn parts(message: &Value) -> Vec<Value> {
    let rows = message["components"].as_array().cloned().unwrap_or_default();
    rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default()).collect()
}
