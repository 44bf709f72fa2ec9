//! Messages of providers, employers and others, as the careers team sees them. Complaints go to the role that the school names, and are
//! only counted here unless that role is one of the team's.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Desk;
use super::frame::Frame;
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use crate::enquiry::Enquiry;
use crate::school::Role as At;

/// How many messages are shown.
const SHOWN: usize = 200;

/// Roles whose messages the careers team reads.
const TEAM: [At; 4] = [At::CareersLeader, At::CareersAdviser, At::ProviderAccess, At::WorkExperienceLead];

#[derive(Template)]
#[template(path = "desk/enquiries.html")]
struct EnquiriesPage {
    frame: Frame,
    /// Those that nothing has become of yet, and the others.
    groups: [(&'static str, Vec<Enquiry>); 2],
    /// How many went to others, and wait there.
    elsewhere: usize,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let frame = desk.frame(&seat, "/desk/enquiries", "Messages").await?;
    let mut all = desk.app.store().enquiries(seat.school()).await?;
    let before = all.iter().filter(|enquiry| enquiry.decision.is_none()).count();
    all.retain(|enquiry| TEAM.contains(&enquiry.to));
    all.truncate(SHOWN);
    let (open, closed): (Vec<_>, Vec<_>) = all.into_iter().partition(|enquiry| enquiry.decision.is_none());
    desk.note(&seat, "read messages", "").await?;
    let elsewhere = before.saturating_sub(open.len());
    Ok(draw(&EnquiriesPage { frame, groups: [("Open", open), ("Closed", closed)], elsewhere }))
}
