//! Microsoft's side of the protocol, on loopback: the published keys, the token service, the Bot Connector.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::house::project;

/// A call that was made to us.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    pub path: String,
    pub body: Value,
    pub text: String,
    pub authorization: String,
}

/// What is to be answered to a call to the connector instead of success.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<u64>,
}

#[derive(Default)]
struct Book {
    calls: Vec<Call>,
    answers: VecDeque<Answer>,
    /// Ids and names of files of the published keys.
    published: Vec<(String, &'static str)>,
    key_fetches: usize,
    token_answer: Option<(u16, Value)>,
    keys_are_down: bool,
}

/// Microsoft on loopback. It ends with the test.
#[derive(Clone)]
pub struct Microsoft {
    pub host: String,
    book: Arc<Mutex<Book>>,
}

impl Microsoft {
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let host = listener.local_addr().expect("it has an address").to_string();
        let book = Book { published: vec![("key-1".to_owned(), "issuer")], ..Book::default() };
        let microsoft = Self { host, book: Arc::new(Mutex::new(book)) };
        let router = Router::new().fallback(called).with_state(microsoft.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        microsoft
    }

    pub fn service_url(&self) -> String {
        format!("http://{}/connector/", self.host)
    }

    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.book.lock().expect("no test panics with the book open")
    }

    /// The calls to the connector so far, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.book().calls.iter().filter(|call| call.path.starts_with("/connector/")).cloned().collect()
    }

    /// The calls to the token service so far.
    pub fn token_calls(&self) -> Vec<Call> {
        self.book().calls.iter().filter(|call| call.path.ends_with("/oauth2/v2.0/token")).cloned().collect()
    }

    pub fn forget_calls(&self) {
        self.book().calls.clear();
    }

    pub fn key_fetches(&self) -> usize {
        self.book().key_fetches
    }

    /// The next calls to the connector are answered so.
    pub fn answer_next(&self, status: u16, retry_after: Option<u64>) {
        self.book().answers.push_back(Answer { status, retry_after });
    }

    pub fn answer_token_with(&self, status: u16, body: Value) {
        self.book().token_answer = Some((status, body));
    }

    pub fn publish(&self, kid: &str, key: &'static str) {
        self.book().published.push((kid.to_owned(), key));
    }

    pub fn take_keys_down(&self) {
        self.book().keys_are_down = true;
    }
}

async fn called(
    State(microsoft): State<Microsoft>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().to_owned();
    let text = String::from_utf8_lossy(&body).into_owned();
    let authorization =
        headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let read = serde_json::from_str(&text).unwrap_or_default();
    let host = microsoft.host.clone();
    let mut book = microsoft.book();
    book.calls.push(Call { method: method.clone(), path: path.clone(), body: read, text, authorization });
    match path.as_str() {
        "/metadata" => Json(json!({
            "issuer": "https://api.botframework.com",
            "jwks_uri": format!("http://{host}/keys"),
            "id_token_signing_alg_values_supported": ["RS256"],
        }))
        .into_response(),
        "/keys" if book.keys_are_down => StatusCode::BAD_GATEWAY.into_response(),
        "/keys" => {
            book.key_fetches += 1;
            let keys: Vec<Value> = book.published.iter().map(|(kid, key)| published(kid, key)).collect();
            Json(json!({"keys": keys})).into_response()
        }
        path if path.ends_with("/oauth2/v2.0/token") => match &book.token_answer {
            Some((status, body)) => (status_of(*status), Json(body.clone())).into_response(),
            None => Json(json!({"token_type": "Bearer", "expires_in": 3600, "access_token": "the-bots-own"}))
                .into_response(),
        },
        path if path.starts_with("/connector/") => match book.answers.pop_front() {
            Some(answer) => {
                let mut response =
                    (status_of(answer.status), Json(json!({"error": {"code": "ForATest"}}))).into_response();
                if let Some(seconds) = answer.retry_after {
                    response.headers_mut().insert("retry-after", seconds.into());
                }
                response
            }
            None if path.ends_with("/v3/conversations") => {
                (StatusCode::CREATED, Json(json!({"id": "a:private"}))).into_response()
            }
            None if method == Method::POST => {
                let id = format!("sent-{}", book.calls.len());
                (StatusCode::CREATED, Json(json!({"id": id}))).into_response()
            }
            None => StatusCode::OK.into_response(),
        },
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status")
}

/// A key pair of `tests/wire/teams`; it signs nothing outside the tests.
pub fn key(name: &str) -> EncodingKey {
    let pem = std::fs::read(project(&format!("tests/wire/teams/{name}.pem"))).expect("the key is there");
    EncodingKey::from_rsa_pem(&pem).expect("it is an RSA key")
}

fn published(kid: &str, name: &str) -> Value {
    let jwk = Jwk::from_encoding_key(&key(name), Algorithm::RS256).expect("it has a public half");
    let AlgorithmParameters::RSA(rsa) = jwk.algorithm else { panic!("it is an RSA key") };
    let endorsements = if kid == "webchat-only" { json!(["webchat"]) } else { json!(["msteams", "webchat"]) };
    json!({"kty": "RSA", "use": "sig", "kid": kid, "n": rsa.n, "e": rsa.e, "endorsements": endorsements})
}

/// A token signed with RS256.
pub fn signed(claims: &Value, kid: &str, key_name: &str) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::RS256) };
    encode(&header, claims, &key(key_name)).expect("it can be signed")
}
