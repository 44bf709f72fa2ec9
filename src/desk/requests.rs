use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Desk;
use super::frame::Frame;
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use crate::booking::{Request, RequestState};

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct RequestsPage {
    frame: Frame,
    open: Vec<Request>,
    closed: Vec<Request>,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let frame = desk.frame(&seat, "/desk/requests", "Requests").await?;
    let all = desk.app.store().requests().await?;
    let own = all.into_iter().filter(|request| seat.school().is_none_or(|school| request.school == school));
    let (mut open, closed): (Vec<Request>, Vec<Request>) =
        own.partition(|request| request.state == RequestState::Requested);
    // Whoever has waited longest stands first.
    open.reverse();
    let codes: Vec<String> = open.iter().chain(&closed).map(|request| request.code.to_string()).collect();
    desk.note(&seat, "saw requests", &codes.join(" ")).await?;
    Ok(draw(&RequestsPage { frame, open, closed }))
}
