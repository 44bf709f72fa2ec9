//! A Discord on loopback: its addresses over axum, its gateway over a plain web socket. It takes what the door sends, holds it to
//! Discord's limits, and answers as Discord does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use fingerpost::channels::discord::fits;
use serde_json::{Value, json};
use serenity::futures::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};

/// The application, which is also the bot's account.
pub const APPLICATION: u64 = 777;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// Something the door sent.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    pub path: String,
    pub body: Value,
}

/// What the gateway is to do.
#[derive(Debug)]
pub enum Order {
    /// Send an event.
    Event(&'static str, Value),
    /// Send these words as they are.
    Raw(String),
    /// Break the connection without a word.
    Break,
    /// Ask the client to connect again.
    Reconnect,
}

/// How this Discord behaves.
#[derive(Debug, Default)]
pub struct Ways {
    /// Tokens are refused.
    pub refuses_token: bool,
    /// Servers that the bot is in, as GUILD_CREATE has them.
    pub servers: Vec<Value>,
    /// Who is a member where: server and account.
    pub members: Vec<(u64, u64)>,
    /// How long the question for a member takes.
    pub slow_members: Duration,
}

/// A Discord of our own.
#[derive(Clone)]
pub struct Loopback(Arc<Inner>);

struct Inner {
    address: String,
    gateway: String,
    ways: Mutex<Ways>,
    calls: Mutex<Vec<Call>>,
    refusals: Mutex<VecDeque<(&'static str, u16, Value)>>,
    commands: Mutex<Value>,
    opcodes: Mutex<Vec<u64>>,
    something: Notify,
    orders: Mutex<Orders>,
}

/// What the newest connection is to do, or the next one where there is none.
#[derive(Default)]
struct Orders {
    newest: Option<mpsc::UnboundedSender<Order>>,
    waiting: Vec<Order>,
}

impl Loopback {
    pub async fn start(ways: Ways) -> Self {
        let (rest, gateway) = (listener().await, listener().await);
        let address = |listener: &TcpListener| listener.local_addr().expect("it is bound").to_string();
        let inner = Inner {
            address: format!("http://{}", address(&rest)),
            gateway: format!("ws://{}", address(&gateway)),
            ways: Mutex::new(ways),
            calls: Mutex::default(),
            refusals: Mutex::default(),
            commands: Mutex::new(json!([])),
            opcodes: Mutex::default(),
            something: Notify::new(),
            orders: Mutex::default(),
        };
        let loopback = Self(Arc::new(inner));
        let router = Router::new().fallback(answer).with_state(loopback.clone());
        tokio::spawn(async move { axum::serve(rest, router).await });
        tokio::spawn(serve_gateway(loopback.clone(), gateway));
        loopback
    }

    /// Its address.
    pub fn address(&self) -> String {
        self.0.address.clone()
    }

    /// Has the gateway do something.
    pub fn order(&self, order: Order) {
        let mut orders = self.0.orders.lock().expect("unbroken");
        let refused = match &orders.newest {
            Some(connection) => connection.send(order).err().map(|refused| refused.0),
            None => Some(order),
        };
        orders.waiting.extend(refused);
    }

    /// From now on this connection does what is ordered, what waited first.
    fn obeyed_by(&self, connection: mpsc::UnboundedSender<Order>) {
        let mut orders = self.0.orders.lock().expect("unbroken");
        for order in orders.waiting.drain(..) {
            connection.send(order).expect("the connection is open");
        }
        orders.newest = Some(connection);
    }

    /// Refuses the next call whose path contains this.
    pub fn refuse(&self, path: &'static str, status: u16, body: Value) {
        self.0.refusals.lock().expect("unbroken").push_back((path, status, body));
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.0.calls.lock().expect("unbroken").clone()
    }

    /// Calls whose path contains this.
    pub fn calls_to(&self, path: &str) -> Vec<Call> {
        self.calls().into_iter().filter(|call| call.path.contains(path)).collect()
    }

    /// The first `count` calls whose path contains this, as soon as they are there.
    pub async fn wait_for(&self, path: &str, count: usize) -> Vec<Call> {
        self.until(|| {
            let calls = self.calls_to(path);
            (calls.len() >= count).then_some(calls)
        })
        .await
        .unwrap_or_else(|| panic!("{count} calls to {path} come; there were {:#?}", self.calls()))
    }

    /// Waits until the client has sent this opcode so often.
    pub async fn wait_for_opcode(&self, opcode: u64, count: usize) {
        let seen = || self.0.opcodes.lock().expect("unbroken").iter().filter(|seen| **seen == opcode).count();
        self.until(|| (seen() >= count).then_some(())).await.unwrap_or_else(|| panic!("opcode {opcode} comes"));
    }

    async fn until<T>(&self, look: impl Fn() -> Option<T>) -> Option<T> {
        let waiting = async {
            loop {
                let heard = self.0.something.notified();
                if let Some(found) = look() {
                    return found;
                }
                tokio::select! {
                    () = heard => {}
                    () = tokio::time::sleep(Duration::from_millis(100)) => {}
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.ok()
    }

    fn take(&self, call: Call) {
        self.0.calls.lock().expect("unbroken").push(call);
        self.0.something.notify_waiters();
    }

    fn refusal(&self, path: &str) -> Option<(u16, Value)> {
        let mut refusals = self.0.refusals.lock().expect("unbroken");
        let at = refusals.iter().position(|(part, ..)| path.contains(part))?;
        refusals.remove(at).map(|(_, status, body)| (status, body))
    }

    /// What Discord would never take from us, in all that the door sent.
    pub fn wrong(&self) -> Vec<String> {
        self.calls().iter().flat_map(wrong).collect()
    }
}

/// Messages that break a limit, could call somebody, or are public where they must be private.
fn wrong(call: &Call) -> Vec<String> {
    let message = match call.body["type"].as_u64() {
        Some(4 | 7) => &call.body["data"],
        _ if call.method == Method::DELETE => return Vec::new(),
        _ if call.path.contains("/messages") || call.path.contains("/webhooks") => &call.body,
        _ => return Vec::new(),
    };
    let mut wrong = fits(message);
    if message["allowed_mentions"] != json!({ "parse": [], "users": [], "roles": [] })
        && message["allowed_mentions"] != json!({ "parse": [] })
    {
        wrong.push(format!("somebody could be called: {}", message["allowed_mentions"]));
    }
    wrong.into_iter().map(|says| format!("{}: {says}", call.path)).collect()
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port is free")
}

async fn answer(State(here): State<Loopback>, method: Method, uri: Uri, body: Bytes) -> Response {
    let path = uri.path().trim_start_matches("/api/v10").to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let call = Call { method, path, body };
    let refusal = here.refusal(&call.path);
    let (status, answer) = match refusal {
        Some((status, body)) => (StatusCode::from_u16(status).expect("a status"), body),
        None => routed(&here, &call).await,
    };
    here.take(call);
    if status == StatusCode::NO_CONTENT { status.into_response() } else { (status, axum::Json(answer)).into_response() }
}

async fn routed(here: &Loopback, call: &Call) -> (StatusCode, Value) {
    let parts: Vec<&str> = call.path.trim_matches('/').split('/').collect();
    let ok = |value: Value| (StatusCode::OK, value);
    match (call.method.as_str(), parts.as_slice()) {
        ("GET", ["gateway"]) => ok(json!({ "url": here.0.gateway })),
        ("GET", ["applications", _, "commands"]) => ok(here.0.commands.lock().expect("unbroken").clone()),
        ("PUT", ["applications", _, "commands"]) => ok(keep_commands(here, &call.body)),
        ("DELETE", ["channels", _, "messages", _]) => (StatusCode::NO_CONTENT, Value::Null),
        ("POST", ["interactions", _, _, "callback"]) => (StatusCode::NO_CONTENT, Value::Null),
        ("POST", ["webhooks", ..]) | ("PATCH", ["webhooks", ..]) => ok(posted(900, &call.body)),
        ("POST", ["users", "@me", "channels"]) => ok(json!({ "id": "901", "type": 1, "recipients": [user(5, "sam")] })),
        ("POST", ["channels", id, "messages"]) | ("PATCH", ["channels", id, "messages", _]) => {
            ok(posted(id.parse().expect("an id"), &call.body))
        }
        ("GET", ["guilds", server, "members", account]) => member_of(here, server, account).await,
        _ => (StatusCode::NOT_FOUND, json!({ "code": 0, "message": "404: Not Found" })),
    }
}

/// Commands as Discord gives them back: with ids, and with what was left out filled in.
fn keep_commands(here: &Loopback, put: &Value) -> Value {
    let mut kept = put.clone();
    for (at, command) in kept.as_array_mut().into_iter().flatten().enumerate() {
        command["id"] = json!((1000 + at).to_string());
        command["application_id"] = json!(APPLICATION.to_string());
        command["version"] = json!((2000 + at).to_string());
        command["type"] = json!(1);
        command["nsfw"] = json!(false);
    }
    *here.0.commands.lock().expect("unbroken") = kept.clone();
    kept
}

async fn member_of(here: &Loopback, server: &str, account: &str) -> (StatusCode, Value) {
    let (server, account) = (server.parse().expect("an id"), account.parse().expect("an id"));
    let (slow, member) = {
        let ways = here.0.ways.lock().expect("unbroken");
        (ways.slow_members, ways.members.contains(&(server, account)))
    };
    tokio::time::sleep(slow).await;
    if member {
        (
            StatusCode::OK,
            json!({ "user": user(account, "sam"), "roles": [], "joined_at": null, "deaf": false, "mute": false, "flags": 0 }),
        )
    } else {
        (StatusCode::NOT_FOUND, json!({ "code": 10007, "message": "Unknown Member" }))
    }
}

/// An account.
pub fn user(id: u64, name: &str) -> Value {
    json!({ "id": id.to_string(), "username": name, "discriminator": "0", "avatar": null, "bot": false })
}

/// A message as Discord gives it back.
pub fn posted(channel: u64, message: &Value) -> Value {
    json!({
        "id": "5000", "channel_id": channel.to_string(), "author": user(APPLICATION, "fingerpost"), "content": message["content"],
        "timestamp": "2026-11-21T12:00:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0
    })
}

async fn serve_gateway(here: Loopback, listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let here = here.clone();
        tokio::spawn(async move {
            if let Ok(socket) = tokio_tungstenite::accept_async(stream).await {
                converse(&here, socket).await;
            }
        });
    }
}

type Socket = WebSocketStream<TcpStream>;

async fn converse(here: &Loopback, mut socket: Socket) {
    say(&mut socket, &json!({ "op": 10, "d": { "heartbeat_interval": 41_250 }, "s": null, "t": null })).await;
    let (orders, mut taken) = mpsc::unbounded_channel();
    let mut sequence = 1;
    loop {
        tokio::select! {
            heard = socket.next() => {
                let Some(Ok(Frame::Text(text))) = heard else { return };
                let said: Value = serde_json::from_str(&text).expect("the client speaks JSON");
                if !hear(here, &mut socket, &said, &mut sequence).await {
                    return;
                }
                if [2, 6].contains(&said["op"].as_u64().unwrap_or_default()) {
                    here.obeyed_by(orders.clone());
                }
            }
            order = taken.recv() => {
                let Some(order) = order else { return };
                if !obey(&mut socket, order, &mut sequence).await {
                    return;
                }
            }
        }
    }
}

async fn hear(here: &Loopback, socket: &mut Socket, said: &Value, sequence: &mut u64) -> bool {
    let opcode = said["op"].as_u64().expect("an opcode");
    match opcode {
        1 => say(socket, &json!({ "op": 11, "d": null, "s": null, "t": null })).await,
        2 if here.0.ways.lock().expect("unbroken").refuses_token => {
            let refused = CloseFrame { code: CloseCode::from(4004), reason: "Authentication failed.".into() };
            socket.close(Some(refused)).await.ok();
            return false;
        }
        2 => welcome(here, socket, sequence).await,
        6 => event(socket, "RESUMED", json!({}), sequence).await,
        _ => {}
    }
    here.0.opcodes.lock().expect("unbroken").push(opcode);
    here.0.something.notify_waiters();
    true
}

async fn welcome(here: &Loopback, socket: &mut Socket, sequence: &mut u64) {
    let servers = here.0.ways.lock().expect("unbroken").servers.clone();
    let unavailable: Vec<Value> =
        servers.iter().map(|server| json!({ "id": server["id"], "unavailable": true })).collect();
    let ready = json!({
        "v": 10, "user": { "id": APPLICATION.to_string(), "username": "fingerpost", "discriminator": "0", "avatar": null, "bot": true },
        "guilds": unavailable, "session_id": "session", "resume_gateway_url": here.0.gateway, "shard": [0, 1],
        "application": { "id": APPLICATION.to_string(), "flags": 0 }
    });
    event(socket, "READY", ready, sequence).await;
    for server in servers {
        event(socket, "GUILD_CREATE", server, sequence).await;
    }
}

async fn obey(socket: &mut Socket, order: Order, sequence: &mut u64) -> bool {
    match order {
        Order::Event(name, data) => event(socket, name, data, sequence).await,
        Order::Raw(words) => socket.send(Frame::Text(words)).await.unwrap_or_default(),
        Order::Reconnect => say(socket, &json!({ "op": 7, "d": null, "s": null, "t": null })).await,
        Order::Break => return false,
    }
    true
}

async fn event(socket: &mut Socket, name: &str, data: Value, sequence: &mut u64) {
    say(socket, &json!({ "op": 0, "t": name, "s": *sequence, "d": data })).await;
    *sequence += 1;
}

async fn say(socket: &mut Socket, words: &Value) {
    socket.send(Frame::Text(words.to_string())).await.ok();
}
