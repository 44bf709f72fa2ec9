//! The calendar file of an appointment, for whoever has its code.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::routes::Web;
use super::words::refusal;
use crate::booking::Code;

/// The address of the file.
pub(super) fn address(code: &str) -> String {
    format!("/appointments/{code}.ics")
}

pub(super) async fn file(State(web): State<Web>, Path(name): Path<String>) -> Response {
    let Some(code) = name.strip_suffix(".ics").and_then(Code::parse) else {
        return refusal(&web, StatusCode::NOT_FOUND);
    };
    match web.app.calendar_file(&code).await {
        Ok(Some(text)) => {
            let kind = (CONTENT_TYPE, "text/calendar; charset=utf-8");
            let kept = (CONTENT_DISPOSITION, "attachment; filename=\"interview.ics\"");
            ([kind, kept, (CACHE_CONTROL, "no-store")], text).into_response()
        }
        Ok(None) => refusal(&web, StatusCode::NOT_FOUND),
        Err(error) => {
            tracing::error!(door = "web", %error, "a calendar file could not be made");
            refusal(&web, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}
