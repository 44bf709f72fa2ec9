use axum::extract::rejection::FormRejection;
use axum::extract::{Form as FormBody, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::chat::from_elsewhere;
use super::routes::Web;
use super::words;

/// What was tapped under an answer.
#[derive(Debug, Deserialize)]
pub(super) struct Tapped {
    /// Ids of what was shown, a space between them.
    shown: String,
    /// `yes` or `no`.
    helpful: String,
}

/// Most passages of one answer.
const MOST: usize = 3;

/// Counts the tap. The script needs no answer; without it a page says thank you.
pub(super) async fn helpful(
    State(web): State<Web>,
    headers: HeaderMap,
    tapped: Result<FormBody<Tapped>, FormRejection>,
) -> Response {
    let tapped = match tapped {
        Ok(FormBody(tapped)) => tapped,
        Err(refused) => return words::refusal(&web, refused.status()),
    };
    if from_elsewhere(&headers) {
        return words::refusal(&web, StatusCode::FORBIDDEN);
    }
    for passage in tapped.shown.split(' ').take(MOST) {
        web.app.helpful(passage, tapped.helpful == "yes");
    }
    if headers.contains_key("x-fingerpost") {
        return StatusCode::NO_CONTENT.into_response();
    }
    let guide = web.app.guide();
    let page = &guide.phrases().chat_page;
    words::page(&web, None, &guide, &page.helpful, std::slice::from_ref(&page.helpful_thanks), StatusCode::OK)
}
