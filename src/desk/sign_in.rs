use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Form, Request, State};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::refused::{Refused, draw};
use super::seat::{Nothing, Signed};
use super::secret::Secret;
use crate::channels::web::address_of;
use crate::store::{Account, Deed, Session};
use axum::extract::FromRequest;

#[derive(Template)]
#[template(path = "desk/sign-in.html")]
struct SignInPage<'a> {
    email: &'a str,
    wrong: bool,
    school: &'a str,
    demo: bool,
    nobody_yet: bool,
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

pub(super) async fn page(State(desk): State<Desk>) -> Result<Response, Refused> {
    desk.sign_in_page("", false).await
}

/// Takes address and password. What was in the cookie before plays no part: a new sign-in gets a new secret.
pub(super) async fn sign_in(State(desk): State<Desk>, request: Request) -> Result<Response, Refused> {
    let address = from(&request);
    let before = desk.cookie_secret(request.headers());
    let Form(given) = Form::<Credentials>::from_request(request, &desk)
        .await
        .map_err(|refused| Refused::NotUnderstood(refused.into_response().status()))?;
    let email = given.email.trim().to_lowercase();
    if !desk.live.throttle.allows(&email, &address) {
        if desk.live.throttle.is_first_refusal(&email, &address) {
            desk.note_unknown("was kept waiting after wrong passwords").await?;
        }
        return Err(Refused::TooMany);
    }
    let account = desk.app.store().account_of(&email).await?.filter(|account| account.ended_at.is_none());
    let hash = account.as_ref().map(|account| account.password.as_str());
    let right = desk.live.passwords.is_right(&given.password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        desk.note_unknown("could not sign in").await?;
        return desk.sign_in_page(given.email.trim(), true).await;
    };
    desk.live.throttle.was_right(&email, &address);
    if let Some(before) = before {
        desk.app.store().end_session(&before.hash()).await?;
    }
    desk.seat_at("/desk", &account, "signed in").await
}

pub(super) async fn sign_out(State(desk): State<Desk>, Signed(seat, _): Signed<Nothing>) -> Result<Response, Refused> {
    desk.app.store().end_session(&seat.secret.hash()).await?;
    desk.note(&seat, "signed out", "").await?;
    let mut response = Redirect::to("/desk/sign-in").into_response();
    desk.set_cookie(&mut response, "", 0);
    Ok(response)
}

impl Desk {
    async fn sign_in_page(&self, email: &str, wrong: bool) -> Result<Response, Refused> {
        let house = self.app.house();
        let nobody_yet = self.app.store().has_no_account().await?;
        Ok(draw(&SignInPage { email, wrong, school: &house.name, demo: house.demo, nobody_yet }))
    }

    /// Begins a sign-in and leads on.
    pub(super) async fn seat_at(&self, page: &str, account: &Account, did: &str) -> Result<Response, Refused> {
        let (secret, now) = (Secret::drawn(), self.app.now());
        let begun = Session { id: secret.hash(), account: account.id, began_at: now, seen_at: now };
        self.app.store().begin_session(begun).await?;
        let who = format!("{}, {}", account.name, account.role);
        let deed = Deed { school: &account.school, account: account.id, who: &who, did, of: "" };
        self.app.store().note(deed, now).await?;
        let mut response = Redirect::to(page).into_response();
        self.set_cookie(&mut response, secret.text(), i64::from(self.settings.longest_hours) * 3600);
        Ok(response)
    }

    fn set_cookie(&self, response: &mut Response, value: &str, seconds: i64) {
        let secure = if self.https { "; Secure" } else { "" };
        let name = self.cookie_name();
        let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(SET_COOKIE, cookie);
        }
    }

    async fn note_unknown(&self, did: &str) -> Result<(), Refused> {
        let deed = Deed { school: "", account: 0, who: "somebody", did, of: "" };
        Ok(self.app.store().note(deed, self.app.now()).await?)
    }
}

fn from(request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    address_of(peer, request.headers())
}
