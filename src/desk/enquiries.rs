//! Messages of providers, employers and others, as the careers team sees them. Complaints go to the role that the school names, and are
//! only counted here unless that role is one of the team's.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Seat, Signed};
use crate::booking::Code;
use crate::enquiry::{Decision, Enquiry};
use crate::school::Role as At;

/// Longest reason, in characters: whoever has the reference reads it in the chat.
const LONGEST_REASON: usize = 300;

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
    /// Why the last form was not taken.
    refusal: String,
}

/// What is said of a message.
#[derive(Deserialize)]
pub(super) struct Closing {
    /// The word of an outcome.
    became: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    desk.enquiries_page(&seat, said.said.as_deref(), String::new()).await
}

/// Says what became of a message, once and for good.
pub(super) async fn close(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    Signed(seat, given): Signed<Closing>,
) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let enquiry = desk.enquiry(&seat, &code).await?;
    let outcome = enquiry.may_become().iter().find(|outcome| outcome.word() == given.became);
    let outcome = *outcome.ok_or(Refused::NotHere)?;
    let Some(reason) = reason_in(&given.reason) else {
        let says = format!("{}: write a reason of one to {LONGEST_REASON} letters; nothing was changed.", enquiry.code);
        return desk.enquiries_page(&seat, None, says).await;
    };
    let decision = Decision { outcome, reason, by: seat.signature(), at: desk.app.now() };
    if !desk.app.store().close_enquiry(&enquiry.code, &decision).await? {
        let says = format!("{}: somebody has closed it already; nothing was changed.", enquiry.code);
        return desk.enquiries_page(&seat, None, says).await;
    }
    desk.note(&seat, &format!("closed a message as {}", outcome.word()), &enquiry.code.to_string()).await?;
    Ok(Redirect::to("/desk/enquiries?said=closed").into_response())
}

/// The reason as one line; none where there is none, or far too much.
fn reason_in(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !line.is_empty() && line.chars().count() <= LONGEST_REASON && !line.chars().any(char::is_control);
    fits.then_some(line)
}

impl Desk {
    /// The message of a code, where it is this person's school's and the careers team's.
    async fn enquiry(&self, seat: &Seat, code: &str) -> Result<Enquiry, Refused> {
        let code = Code::parse(code).ok_or(Refused::NotHere)?;
        let found = self.app.store().enquiry(&code).await?;
        let here = |enquiry: &Enquiry| seat.school().is_none_or(|school| school == enquiry.school);
        found.filter(|enquiry| here(enquiry) && TEAM.contains(&enquiry.to)).ok_or(Refused::NotHere)
    }

    async fn enquiries_page(&self, seat: &Seat, said: Option<&str>, refusal: String) -> Result<Response, Refused> {
        let frame = self.frame(seat, "/desk/enquiries", "Messages").await?.saying(said);
        let mut all = self.app.store().enquiries(seat.school()).await?;
        let before = all.iter().filter(|enquiry| enquiry.decision.is_none()).count();
        all.retain(|enquiry| TEAM.contains(&enquiry.to));
        all.truncate(SHOWN);
        let (open, closed): (Vec<_>, Vec<_>) = all.into_iter().partition(|enquiry| enquiry.decision.is_none());
        self.note(seat, "read messages", "").await?;
        let elsewhere = before.saturating_sub(open.len());
        Ok(draw(&EnquiriesPage { frame, groups: [("Open", open), ("Closed", closed)], elsewhere, refusal }))
    }
}
