//! The chat inside a school's own site: one script line there, and our own list of the sites that may.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::routes::Web;
use super::{Settings, words};

const SCRIPT: &str = include_str!("assets/embed.js");

/// Where the script's words go.
const WORDS: &str = "/*words*/{}";

/// The script of the one line. Where no site may show the chat, there is none.
pub(super) async fn script(State(web): State<Web>) -> Response {
    if web.settings.embed_origins.is_empty() {
        return words::refusal(&web, StatusCode::NOT_FOUND);
    }
    let guide = web.app.guide();
    let page = &guide.phrases().chat_page;
    let words = json!({ "open": page.embed_open, "close": page.embed_close, "title": page.embed_title });
    let kind = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    (kind, SCRIPT.replace(WORDS, &words.to_string())).into_response()
}

/// Which sites may show our pages inside theirs, as the policy of every answer says it.
pub(super) fn frame_ancestors(settings: &Settings) -> String {
    if settings.embed_origins.is_empty() {
        return "'none'".to_owned();
    }
    let origins: Vec<&str> = settings.embed_origins.iter().map(super::Origin::as_str).collect();
    origins.join(" ")
}
