use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::password;
use super::refused::{Refused, draw};
use super::seat::{Seat, Signed};

#[derive(Template)]
#[template(path = "desk/me.html")]
struct MePage<'a> {
    frame: Frame,
    email: &'a str,
    refusal: &'a str,
}

#[derive(Deserialize)]
pub(super) struct Change {
    now: String,
    password: String,
    again: String,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    let frame = desk.frame(&seat, "/desk/me", "Your account").await?.saying(said.said.as_deref());
    Ok(draw(&MePage { frame, email: &seat.account.email, refusal: "" }))
}

/// Changes the password, which ends every sign-in of the account, and begins a new one here.
pub(super) async fn change_password(
    State(desk): State<Desk>,
    Signed(seat, given): Signed<Change>,
) -> Result<Response, Refused> {
    let email = &seat.account.email;
    let refusal = if !desk.live.throttle.allows(email, "") {
        return Err(Refused::TooMany);
    } else if !desk.live.passwords.is_right(&given.now, Some(&seat.account.password)).await? {
        Some("That is not your password of now.")
    } else {
        desk.live.throttle.was_right(email, "");
        password::refusal(&given.password, &given.again, email)
    };
    if let Some(refusal) = refusal {
        let frame = desk.frame(&seat, "/desk/me", "Your account").await?;
        return Ok(draw(&MePage { frame, email, refusal }));
    }
    let hash = desk.live.passwords.hash(&given.password).await?;
    desk.app.store().change_password(seat.account.id, &hash, desk.app.now()).await?;
    desk.seat_at("/desk/me?said=password", &seat.account, "changed the password").await
}
