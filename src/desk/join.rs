//! One-time links: the way in for somebody who has no account yet, or has forgotten a password. Looking at the page uses nothing up,
//! because mail programs look at links before people do.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use chrono::{NaiveDateTime, TimeDelta};
use serde::Deserialize;

use super::Desk;
use super::password;
use super::refused::{Refused, draw};
use super::role::Role;
use super::secret::Secret;
use crate::store::{Joined, Link, NewAccount, Store, StoreError};

/// How long a link may be used.
pub(super) const DAYS: i64 = 7;

/// Whom a one-time link is for.
pub(super) struct For<'a> {
    pub(super) school: &'a str,
    pub(super) role: Role,
    /// The account whose password is set anew.
    pub(super) account: Option<i32>,
    pub(super) made_by: &'a str,
}

/// Keeps a one-time link for a new account and gives the path that opens it. `school` is empty for all schools.
///
/// # Errors
/// If the store fails.
pub async fn one_time_link(
    store: &Store,
    school: &str,
    role: Role,
    made_by: &str,
    now: NaiveDateTime,
) -> Result<String, StoreError> {
    offer(store, &For { school, role, account: None, made_by }, now).await
}

pub(super) async fn offer(store: &Store, whom: &For<'_>, now: NaiveDateTime) -> Result<String, StoreError> {
    let secret = Secret::drawn();
    let link = Link {
        id: secret.hash(),
        school: whom.school.to_owned(),
        role: whom.role.word().to_owned(),
        account: whom.account,
        made_by: whom.made_by.to_owned(),
        ends_at: now + TimeDelta::days(DAYS),
        used_at: None,
    };
    store.offer_link(link).await?;
    Ok(format!("/desk/join/{}", secret.text()))
}

#[derive(Template)]
#[template(path = "desk/join.html")]
struct JoinPage<'a> {
    school: &'a str,
    demo: bool,
    role: &'static str,
    /// Whose password is set, where the link is for that.
    known: Option<&'a str>,
    name: &'a str,
    email: &'a str,
    refusal: &'a str,
}

#[derive(Default, Deserialize)]
pub(super) struct Joining {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    password: String,
    again: String,
}

pub(super) async fn page(State(desk): State<Desk>, Path(secret): Path<String>) -> Result<Response, Refused> {
    let (_, link) = desk.link(&secret).await?;
    desk.join_page(&link, &Joining::default(), "").await
}

pub(super) async fn join(
    State(desk): State<Desk>,
    Path(secret): Path<String>,
    Form(given): Form<Joining>,
) -> Result<Response, Refused> {
    let (hash, link) = desk.link(&secret).await?;
    let (name, email) = (given.name.trim(), given.email.trim().to_lowercase());
    if link.account.is_none()
        && let Some(refusal) = refusal_of(name, &email)
    {
        return desk.join_page(&link, &given, refusal).await;
    }
    if let Some(refusal) = password::refusal(&given.password, &given.again, &email) {
        return desk.join_page(&link, &given, refusal).await;
    }
    let password = desk.live.passwords.hash(&given.password).await?;
    let new = NewAccount { name: name.to_owned(), email, password };
    match desk.app.store().join(&hash, new, desk.app.now()).await? {
        Joined::Done(account) => {
            let did = if link.account.is_some() { "set a new password" } else { "made an account" };
            desk.seat_at("/desk", &account, did).await
        }
        Joined::NoLink => Err(Refused::NotHere),
        Joined::EmailTaken => {
            desk.join_page(
                &link,
                &given,
                "There is an account under this address already. Sign in with it, or use another.",
            )
            .await
        }
    }
}

fn refusal_of(name: &str, email: &str) -> Option<&'static str> {
    let has_ends = email.split_once('@').is_some_and(|(before, behind)| !before.is_empty() && behind.contains('.'));
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        Some("Say your name as colleagues know it, in at most 80 letters.")
    } else if !has_ends || email.chars().count() > 200 || email.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("That is not an e-mail address. Use your school address.")
    } else {
        None
    }
}

impl Desk {
    async fn link(&self, secret: &str) -> Result<(String, Link), Refused> {
        let hash = Secret::read(secret).ok_or(Refused::NotHere)?.hash();
        let link = self.app.store().open_link(&hash, self.app.now()).await?;
        Ok((hash, link.ok_or(Refused::NotHere)?))
    }

    async fn join_page(&self, link: &Link, given: &Joining, refusal: &str) -> Result<Response, Refused> {
        let known = match link.account {
            Some(id) => self.app.store().account(id).await?,
            None => None,
        };
        let house = self.app.house();
        let school = self.app.school(Some(&link.school).filter(|id| !id.is_empty()).map(String::as_str));
        let school = if link.school.is_empty() { &house } else { school.unwrap_or(&house) };
        Ok(draw(&JoinPage {
            school: &school.name,
            demo: school.demo,
            role: Role::from_word(&link.role).map_or("", Role::title),
            known: known.as_ref().map(|account| account.name.as_str()),
            name: &given.name,
            email: &given.email,
            refusal,
        }))
    }
}
