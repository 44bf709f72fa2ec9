use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::store::StoreError;

/// Why a page of the desk is not drawn.
#[derive(Debug)]
pub(super) enum Refused {
    /// Nobody is signed in.
    NotSignedIn,
    /// The role has no right to it.
    NotYours,
    /// There is no such thing, or not at this school.
    NotHere,
    /// The form came from another site, or from an old page.
    NotFromHere,
    /// The form could not be read.
    NotUnderstood(StatusCode),
    /// Too many guesses.
    TooMany,
    /// Something failed on our side.
    Failed(anyhow::Error),
}

#[derive(Template)]
#[template(path = "desk/refused.html")]
struct RefusedPage<'a> {
    title: &'a str,
    line: &'a str,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<anyhow::Error> for Refused {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, title, line) = match self {
            Self::NotSignedIn => return Redirect::to("/desk/sign-in").into_response(),
            Self::NotYours => (
                StatusCode::FORBIDDEN,
                "Not for your role",
                "Your role does not include this page. If it should, ask an administrator of the desk.",
            ),
            Self::NotHere => (StatusCode::NOT_FOUND, "Not found", "There is no such page at this desk."),
            Self::NotFromHere => (
                StatusCode::FORBIDDEN,
                "Not done",
                "This form did not come from an open page of the desk, so nothing was changed. Open the page again and send it from there.",
            ),
            Self::NotUnderstood(status) => {
                (status, "Not understood", "The form could not be read, so nothing was changed. Go back and try again.")
            }
            Self::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too many tries",
                "There were too many tries with a wrong password. Wait 15 minutes, or ask an administrator for a new link.",
            ),
            Self::Failed(error) => {
                tracing::error!(door = "desk", %error, "a page of the desk failed");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something went wrong",
                    "The desk could not do that. Nothing was half done. Please try again.",
                )
            }
        };
        (status, draw(&RefusedPage { title, line })).into_response()
    }
}

/// A template as a page.
pub(super) fn draw(template: &impl Template) -> Response {
    match template.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
