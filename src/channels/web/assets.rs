//! The style sheet and the script, inside the program: nothing to install, nothing from elsewhere.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/chat.js");
const ICON: &str = include_str!("assets/fingerpost.svg");

pub(super) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", STYLE)
}

pub(super) async fn script() -> impl IntoResponse {
    file("text/javascript; charset=utf-8", SCRIPT)
}

pub(super) async fn icon() -> impl IntoResponse {
    file("image/svg+xml", ICON)
}

fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=3600")], text)
}
