//! Pages of fixed words: help now, privacy, accessibility, and what is said when something did not work. They are behind no gate.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::render::{Frame, WordsPage, html};
use super::routes::Web;
use crate::conversation::Guide;

pub(super) async fn help_now(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let guide = web.app.guide();
    page(&web, path, &guide, &guide.phrases().doors.get_help_now, &guide.help_now_lines(), StatusCode::OK)
}

pub(super) async fn privacy(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let guide = web.app.guide();
    let phrases = guide.phrases();
    page(&web, path, &guide, &phrases.doors.privacy, &phrases.pages.privacy, StatusCode::OK)
}

pub(super) async fn accessibility(State(web): State<Web>, path: Option<Path<String>>) -> Response {
    let guide = web.app.guide();
    let phrases = guide.phrases();
    page(&web, path, &guide, &phrases.doors.accessibility, &phrases.pages.accessibility, StatusCode::OK)
}

pub(super) async fn not_found(State(web): State<Web>) -> Response {
    refusal(&web, StatusCode::NOT_FOUND)
}

pub(super) fn refusal(web: &Web, status: StatusCode) -> Response {
    let guide = web.app.guide();
    let pages = &guide.phrases().pages;
    let line = match status {
        StatusCode::NOT_FOUND => &pages.not_found,
        StatusCode::PAYLOAD_TOO_LARGE => &pages.too_large,
        StatusCode::FORBIDDEN => &pages.from_elsewhere,
        _ => &pages.not_understood,
    };
    page(web, None, &guide, &pages.refusal, std::slice::from_ref(line), status)
}

/// Fixed words stand under the name of the school whose address it is, or that is meant where none is named, or else of the house.
pub(super) fn page(
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
    let school = named.or(web.app.unnamed_school()).unwrap_or(&house);
    let frame = Frame { base: &base, school, phrases: guide.phrases(), embedded: false, others: false };
    let mut response = html(&WordsPage { frame, title, lines });
    *response.status_mut() = status;
    response
}
