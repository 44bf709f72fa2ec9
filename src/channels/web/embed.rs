//! The chat inside a school's own site: one script line there, and our own list of the sites that may.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::routes::Web;
use super::{Origin, Settings, words};

const SCRIPT: &str = include_str!("assets/embed.js");

/// Where the script's words go.
const WORDS: &str = "/*words*/{}";

/// The script of the one line. Where no site may show the chat, there is none.
pub(super) async fn script(State(web): State<Web>) -> Response {
    let all = std::iter::once(&web.settings.embed_origins).chain(web.settings.embed_sites.values());
    if all.into_iter().all(Vec::is_empty) {
        return words::refusal(&web, StatusCode::NOT_FOUND);
    }
    let guide = web.app.guide();
    let page = &guide.phrases().chat_page;
    let words = json!({ "open": page.embed_open, "close": page.embed_close, "title": page.embed_title });
    let kind = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    (kind, SCRIPT.replace(WORDS, &words.to_string())).into_response()
}

/// The sites that may show a school's pages inside theirs, or those of no school in particular.
pub(super) fn sites<'a>(settings: &'a Settings, school: Option<&str>) -> &'a [Origin] {
    school.and_then(|id| settings.embed_sites.get(id)).unwrap_or(&settings.embed_origins)
}

/// The same as the policy of an answer says it.
pub(super) fn frame_ancestors(settings: &Settings, school: Option<&str>) -> String {
    let origins: Vec<&str> = sites(settings, school).iter().map(Origin::as_str).collect();
    if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") }
}
