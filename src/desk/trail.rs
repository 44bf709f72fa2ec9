use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Desk;
use super::frame::Frame;
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use crate::store::Step;

/// How many lines are shown.
const LINES: u64 = 300;

#[derive(Template)]
#[template(path = "desk/trail.html")]
struct TrailPage {
    frame: Frame,
    steps: Vec<Step>,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    seat.needs(Right::ReadTrail)?;
    let frame = desk.frame(&seat, "/desk/trail", "Trail").await?;
    let steps = desk.app.store().trail(seat.school(), LINES).await?;
    desk.note(&seat, "read the trail", "").await?;
    Ok(draw(&TrailPage { frame, steps }))
}
