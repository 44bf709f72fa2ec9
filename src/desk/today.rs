use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate, TimeDelta};

use super::Desk;
use super::diary::Meeting;
use super::frame::{Frame, Waiting};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use crate::booking::{State as Stand, london};

/// What is to be read again within these days stands on the page of today.
const SOON: TimeDelta = TimeDelta::days(7);

/// How many of them are named.
const NAMED: usize = 6;

#[derive(Template)]
#[template(path = "desk/today.html")]
struct TodayPage {
    frame: Frame,
    day: String,
    waiting: Waiting,
    meetings: Vec<Meeting>,
    /// Offers that nobody has answered, the one that ends first first: who, what, and until when.
    offers: Vec<Offered>,
    may_alerts: bool,
    may_requests: bool,
    may_questions: bool,
    may_write: bool,
    may_health: bool,
    questions: usize,
    to_read: Vec<(i32, String, String)>,
    off: usize,
    due: Vec<(String, String)>,
    more_due: usize,
}

/// An offer that waits for an answer.
struct Offered {
    code: String,
    name: String,
    time: String,
    until: String,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    let frame = desk.frame(&seat, "/desk", "Today").await?;
    let (store, now) = (desk.app.store(), desk.app.now());
    let may = |right| seat.role.may(right);
    let questions = if may(Right::ReadQuestions) {
        store.unanswered(seat.school(), now - TimeDelta::days(7)).await?.len()
    } else {
        0
    };
    let to_read = if may(Right::WriteAnswers) {
        let all = store.own_answers().await?;
        let here = |school: &str| seat.school().is_none_or(|own| own == school);
        let waits = all
            .into_iter()
            .filter(|answer| answer.state == "waiting" && answer.author != seat.account.id && here(&answer.school));
        waits.map(|answer| (answer.id, answer.title, answer.author_name)).collect()
    } else {
        Vec::new()
    };
    let off = store.switched_off().await?.iter().filter(|off| off.lifted_at.is_none()).count();
    let mut due = if may(Right::SeeHealth) { desk.due_by(now.date() + SOON) } else { Vec::new() };
    let more_due = due.len().saturating_sub(NAMED);
    due.truncate(NAMED);
    let (meetings, offers) = if may(Right::SeeRequests) {
        (desk.meetings(&seat, now.date()).await?, desk.offers(&seat).await?)
    } else {
        Default::default()
    };
    let codes = meetings.iter().map(|meeting| &meeting.code).chain(offers.iter().map(|offered| &offered.code));
    let codes: Vec<&str> = codes.map(String::as_str).collect();
    if !codes.is_empty() {
        desk.note(&seat, "saw today's meetings and offers", &codes.join(" ")).await?;
    }
    Ok(draw(&TodayPage {
        waiting: desk.waiting(&seat).await?,
        meetings,
        offers,
        frame,
        day: day_in_words(now.date()),
        may_alerts: may(Right::CountAlerts),
        may_requests: may(Right::SeeRequests),
        may_questions: may(Right::ReadQuestions),
        may_write: may(Right::WriteAnswers),
        may_health: may(Right::SeeHealth),
        questions,
        to_read,
        off,
        due,
        more_due,
    }))
}

/// What waits now, for the script that keeps the counts fresh.
pub(super) async fn pulse(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    Ok(Json(desk.waiting(&seat).await?).into_response())
}

impl Desk {
    /// Times that were offered and not yet answered.
    async fn offers(&self, seat: &Seat) -> Result<Vec<Offered>, Refused> {
        let book = self.app.staff().book().await?;
        let mut all = self.own_appointments(seat, &book).await?;
        all.retain(|own| own.entry.state == Stand::Offered);
        all.sort_by_key(|own| own.entry.until);
        let offered = all.iter().filter_map(|own| {
            Some(Offered {
                code: own.entry.code.to_string(),
                name: own.request.as_ref()?.name.clone(),
                time: book.slot_words(own.entry.slot.as_ref()?),
                until: london::on_the_wall(own.entry.until?).format("%A %-d %B, %H:%M").to_string(),
            })
        });
        Ok(offered.collect())
    }

    /// Pages and facts that are to be read again by a day: what, and when.
    fn due_by(&self, last: NaiveDate) -> Vec<(String, String)> {
        let guide = self.app.guide();
        let library = guide.library();
        let pages = library.pages.iter().map(|page| (page.about.review_by, page.about.title.clone()));
        let facts = library.facts.iter().map(|(id, fact)| (fact.review_by, format!("fact {id}")));
        let mut due: Vec<(NaiveDate, String)> = pages.chain(facts).filter(|(day, _)| *day <= last).collect();
        due.sort();
        due.into_iter().map(|(day, what)| (what, day_in_words(day))).collect()
    }
}

/// A day that somebody may mean: one that calendars reach, and arithmetic too.
pub(super) fn is_sensible(day: &NaiveDate) -> bool {
    (2000..2100).contains(&day.year())
}

/// Tuesday 1 December, with the year where it is not near.
pub(super) fn day_in_words(day: NaiveDate) -> String {
    format!("{} {} {} {}", day.format("%A"), day.day(), day.format("%B"), day.year())
}
