use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form as FormBody, Path, State};
use axum::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use super::read::{Form, read};
use super::render::{Answered, ChatPage, SchoolsPage, WordsPage};
use super::visitor::Visitor;
use super::{Settings, assets};
use crate::app::{App, Caller};
use crate::conversation::Guide;
use crate::school::{School, launch};

/// What the web door needs.
#[derive(Clone)]
pub struct Web {
    /// The house.
    pub app: Arc<App>,
    /// Key under which visitors are known inside.
    pub secret: Arc<[u8]>,
    /// Its settings.
    pub settings: Settings,
}

/// Longest body that is read, in bytes. A message past the house's own limit gets a kind answer; past this one, a plain refusal.
const LONGEST_BODY: usize = 1_000_000;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Questions to begin with.
const EXAMPLES: [&str; 5] = [
    "What can I do after Year 11?",
    "How do I become a paramedic?",
    "What is the 16 to 19 Bursary Fund?",
    "What do apprentices get paid?",
    "Ask for a guidance interview",
];

/// What pages may load: from here alone, and nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// All pages of the door.
pub fn router(web: Web) -> Router {
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::overriding(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(page))
        .route("/ask", post(ask).get(page))
        .route("/help-now", get(help_now))
        .route("/privacy", get(privacy))
        .route("/accessibility", get(accessibility))
        .route("/s/{school}", get(page))
        .route("/s/{school}/", get(page))
        .route("/s/{school}/ask", post(ask).get(page))
        .route("/s/{school}/help-now", get(help_now))
        .route("/s/{school}/privacy", get(privacy))
        .route("/s/{school}/accessibility", get(accessibility))
        .route("/ready", get(async || "ready"))
        .route("/style.css", get(assets::style))
        .route("/chat.js", get(assets::script))
        .route("/fingerpost.svg", get(assets::icon))
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(header("content-security-policy", POLICY))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "no-referrer"))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new())
        .with_state(web)
}

async fn page(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    match At::of(&web, path) {
        Ok(at) => chat_page(&web, &at, &Form::default(), None),
        Err(refused) => *refused,
    }
}

async fn ask(
    State(web): State<Web>,
    path: Option<Path<String>>,
    headers: HeaderMap,
    form: Result<FormBody<Form>, axum::extract::rejection::FormRejection>,
) -> Response {
    let at = match At::of(&web, path) {
        Ok(at) => at,
        Err(refused) => return *refused,
    };
    let form = match form {
        Ok(FormBody(form)) => form,
        Err(refused) => return refusal(&web, refused.status()),
    };
    if from_elsewhere(&headers) {
        return refusal(&web, StatusCode::FORBIDDEN);
    }
    let visitor = Visitor::of(&headers);
    let person = visitor.person(&web.secret);
    let conversation = Some(person.key().to_owned());
    let caller = Caller { person, conversation, school: Some(at.school.id.clone()), door: "web" };
    let (status, reply) = match web.app.receive(&caller, &read(&form)).await {
        Ok(turn) => (StatusCode::OK, turn.reply),
        Err(error) => {
            let reference = web.app.now().format("%m%d-%H%M%S").to_string();
            tracing::error!(door = "web", reference, %error, "a message could not be answered");
            (StatusCode::INTERNAL_SERVER_ERROR, web.app.apology(&reference))
        }
    };
    let guide = web.app.guide();
    let answered = Answered {
        base: &at.base,
        asked: form.text.trim(),
        reply: &reply,
        form: &form,
        phrases: &guide.phrases().doors,
    };
    let fragment = headers.get("x-fingerpost").is_some_and(|value| value == "fragment");
    let mut response = if fragment { html(&answered) } else { chat_page(&web, &at, &form, Some(answered)) };
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if visitor.new
        && let Ok(cookie) = HeaderValue::from_str(&visitor.cookie(web.settings.https))
    {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// Whether a form was posted from another site: the browser says so.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

async fn help_now(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let guide = web.app.guide();
    words_page(&web, path, &guide, &guide.phrases().doors.get_help_now, &guide.help_now_lines(), StatusCode::OK)
}

async fn privacy(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let guide = web.app.guide();
    let phrases = guide.phrases();
    words_page(&web, path, &guide, &phrases.doors.privacy, &phrases.pages.privacy, StatusCode::OK)
}

async fn accessibility(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let guide = web.app.guide();
    let phrases = guide.phrases();
    words_page(&web, path, &guide, &phrases.doors.accessibility, &phrases.pages.accessibility, StatusCode::OK)
}

async fn not_found(State(web): State<Web>) -> Response {
    refusal(&web, StatusCode::NOT_FOUND)
}

fn refusal(web: &Web, status: StatusCode) -> Response {
    let guide = web.app.guide();
    let pages = &guide.phrases().pages;
    let line = match status {
        StatusCode::NOT_FOUND => &pages.not_found,
        StatusCode::PAYLOAD_TOO_LARGE => &pages.too_large,
        StatusCode::FORBIDDEN => &pages.from_elsewhere,
        _ => &pages.not_understood,
    };
    words_page(web, None, &guide, &pages.refusal, std::slice::from_ref(line), status)
}

/// Fixed words stand under the name of the school whose address it is, or else of the house.
fn words_page(
    web: &Web,
    path: Option<Path<String>>,
    guide: &Guide,
    title: &str,
    lines: &[String],
    status: StatusCode,
) -> Response {
    let named = path.and_then(|Path(id)| web.app.school(Some(&id)).ok());
    let base = named.map_or_else(String::new, |school| format!("/s/{}", school.id));
    let house = web.app.house();
    let page =
        WordsPage { base: &base, school: named.unwrap_or(&house), phrases: &guide.phrases().doors, title, lines };
    let mut response = html(&page);
    *response.status_mut() = status;
    response
}

fn chat_page(web: &Web, at: &At<'_>, form: &Form, answered: Option<Answered<'_>>) -> Response {
    let guide = web.app.guide();
    let first_words = guide.first_words(&at.school.name);
    html(&ChatPage {
        base: &at.base,
        school: at.school,
        phrases: &guide.phrases().doors,
        first_words: &first_words,
        examples: &EXAMPLES,
        form,
        answered,
    })
}

/// A school's own pages.
struct At<'a> {
    school: &'a School,
    /// What its addresses begin with.
    base: String,
}

impl<'a> At<'a> {
    /// The school whose address it is, or the only one; a question which it is, or why its doors are closed, otherwise.
    fn of(web: &'a Web, path: Option<Path<String>>) -> Result<Self, Box<Response>> {
        let guide = web.app.guide();
        let pages = &guide.phrases().pages;
        let at = match path {
            Some(Path(id)) => match web.app.school(Some(&id)) {
                Ok(school) => Self { school, base: format!("/s/{id}") },
                Err(_) => return Err(Box::new(refusal(web, StatusCode::NOT_FOUND))),
            },
            None => match web.app.only_school() {
                Some(school) => Self { school, base: String::new() },
                None => return Err(Box::new(which_school(web, &guide))),
            },
        };
        if launch::missing(at.school).is_empty() {
            return Ok(at);
        }
        let path = Some(Path(at.school.id.clone()));
        let closed = std::slice::from_ref(&pages.not_open);
        Err(Box::new(words_page(web, path, &guide, &at.school.name, closed, StatusCode::SERVICE_UNAVAILABLE)))
    }
}

fn which_school(web: &Web, guide: &Guide) -> Response {
    let house = web.app.house();
    let title = &guide.phrases().pages.which_school;
    let schools = web.app.schools().collect();
    html(&SchoolsPage { base: "", school: &house, phrases: &guide.phrases().doors, title, schools })
}

fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
