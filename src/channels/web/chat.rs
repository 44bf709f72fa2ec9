//! The conversation: the page it begins with, and each message answered as a whole page or, for the script, as the answer alone.

use std::net::SocketAddr;

use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Extension, Form as FormBody, Path, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::address::address_of;
use super::at::{At, which_school};
use super::embed::sites;
use super::read::{Form, read};
use super::render::{Answered, Blocks, ChatPage, day_in_words, html};
use super::routes::Web;
use super::visitor::Visitor;
use super::words::refusal;
use super::{begin, calendar};
use crate::answer::rotation_key;
use crate::app::Caller;
use crate::conversation::{BookingNote, BookingState};
use crate::phrases::fill;

pub(super) async fn page(State(web): State<Web>, path: Option<Path<String>>, headers: HeaderMap) -> Response {
    match At::of(&web, name(&path)) {
        Ok(at) => chat_page(&web, &at, &Visitor::of(&headers), &Form::default(), None),
        Err(refused) => *refused,
    }
}

/// The page inside another site: it carries its visitor's number itself.
pub(super) async fn embedded(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let unnamed = web.app.unnamed_school().map(|school| school.id.as_str());
    if sites(&web.settings, name(&path).or(unnamed)).is_empty() {
        return refusal(&web, StatusCode::NOT_FOUND);
    }
    if path.is_none() && unnamed.is_none() {
        return not_stored(which_school(&web, &web.app.guide(), true));
    }
    let visitor = Visitor::drawn();
    let form = Form { visitor: visitor.number().to_owned(), ..Form::default() };
    match At::of(&web, name(&path)) {
        Ok(at) => not_stored(chat_page(&web, &at, &visitor, &form, None)),
        Err(refused) => *refused,
    }
}

pub(super) async fn ask(
    State(web): State<Web>,
    path: Option<Path<String>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    form: Result<FormBody<Form>, FormRejection>,
) -> Response {
    let at = match At::of(&web, name(&path)) {
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
    let visitor = visitor(&web, &at, &form, &headers);
    let address = address_of(peer.map(|Extension(ConnectInfo(peer))| peer), &headers);
    let mut response = not_stored(answered(&web, &at, &visitor, (&headers, &address), &form).await);
    if visitor.new {
        set_cookie(&mut response, &visitor.cookie(web.settings.https));
    }
    response
}

/// Forgets what the conversation was about and who it was, and begins anew: for a computer that others use too.
pub(super) async fn start_again(State(web): State<Web>, path: Option<Path<String>>, headers: HeaderMap) -> Response {
    let at = match At::of(&web, name(&path)) {
        Ok(at) => at,
        Err(refused) => return *refused,
    };
    if from_elsewhere(&headers) {
        return refusal(&web, StatusCode::FORBIDDEN);
    }
    web.app.forget(&caller(&web, &at, &Visitor::of(&headers)));
    let front = HeaderValue::from_str(&format!("{}/", at.base)).unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, front)]).into_response();
    set_cookie(&mut response, &Visitor::forgotten(web.settings.https));
    response
}

async fn answered(
    web: &Web,
    at: &At<'_>,
    visitor: &Visitor,
    (headers, address): (&HeaderMap, &str),
    form: &Form,
) -> Response {
    let turn = web.app.receive_at(&caller(web, at, visitor), &read(form), address).await;
    let (status, reply, shown, booking) = match turn {
        Ok(turn) => (StatusCode::OK, turn.reply, turn.shown, turn.booking),
        Err(error) => {
            let reference = web.app.now().format("%m%d-%H%M%S").to_string();
            tracing::error!(door = "web", reference, %error, "a message could not be answered");
            (StatusCode::INTERNAL_SERVER_ERROR, web.app.apology(&reference), Vec::new(), None)
        }
    };
    let guide = web.app.guide();
    let blocks = Blocks { reply: &reply, phrases: guide.phrases(), choices: true };
    let will_be = |note: &BookingNote| matches!(note.state, BookingState::Booked | BookingState::Rescheduled);
    let calendar = booking.filter(will_be).and_then(|note| note.code).map(|code| calendar::address(&code));
    let answered = Answered { base: &at.base, asked: form.said(), reply: &reply, shown: &shown, calendar, blocks };
    let mut response =
        if wants_fragment(headers) { html(&answered) } else { chat_page(web, at, visitor, form, Some(answered)) };
    *response.status_mut() = status;
    response
}

fn chat_page(web: &Web, at: &At<'_>, visitor: &Visitor, form: &Form, answered: Option<Answered<'_>>) -> Response {
    let guide = web.app.guide();
    let today = web.app.now().date();
    let key = rotation_key(visitor.person(&web.secret).key(), today);
    let mut frame = at.frame(&guide);
    frame.embedded = !form.visitor.is_empty();
    html(&ChatPage {
        frame,
        words: &guide.phrases().chat_page,
        first_words: &guide.first_words(&at.school.name),
        as_of: fill(&guide.phrases().linked.as_of, &[("date", &day_in_words(&today.to_string()))]),
        questions: begin::questions(&guide.phrases().begin, key),
        form,
        answered,
    })
}

fn caller(web: &Web, at: &At<'_>, visitor: &Visitor) -> Caller {
    let person = visitor.person(&web.secret);
    let conversation = Some(person.key().to_owned());
    Caller { person, conversation, school: Some(at.school.id.clone()), door: "web" }
}

/// Who asks: by the number that the page carries, where pages may stand inside other sites, and else by the cookie.
fn visitor(web: &Web, at: &At<'_>, form: &Form, headers: &HeaderMap) -> Visitor {
    let embeds = !sites(&web.settings, Some(&at.school.id)).is_empty();
    let in_page = embeds.then(|| Visitor::in_page(&form.visitor)).flatten();
    in_page.unwrap_or_else(|| Visitor::of(headers))
}

fn name(path: &Option<Path<String>>) -> Option<&str> {
    path.as_ref().map(|Path(id)| id.as_str())
}

fn wants_fragment(headers: &HeaderMap) -> bool {
    headers.get("x-fingerpost").is_some_and(|value| value == "fragment")
}

/// Whether a form was posted from another site: the browser says so.
pub(super) fn from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

fn not_stored(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
}
