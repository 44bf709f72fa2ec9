//! The day of every adviser, as a page and as a sheet that prints.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::Desk;
use super::frame::Frame;
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use super::today::day_in_words;
use crate::booking::{Book, Slot, State as Stand};

#[derive(Template)]
#[template(path = "desk/diary.html")]
struct DiaryPage {
    frame: Frame,
    day: String,
    before: String,
    after: String,
    /// The days of the week: date, name, how many meetings, and whether it is this one.
    week: Vec<(String, String, usize, bool)>,
    meetings: Vec<Meeting>,
}

/// A meeting of the day.
pub(super) struct Meeting {
    /// From when to when: "9:30am to 10:10am".
    pub(super) time: String,
    /// Where, and with whom where there are several advisers.
    pub(super) place: String,
    pub(super) name: String,
    year: String,
    about: String,
    arranged: String,
    pub(super) code: String,
    pub(super) state: &'static str,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    day: Option<NaiveDate>,
}

pub(super) async fn page(
    State(desk): State<Desk>,
    seat: Seat,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let day = wanted.day.unwrap_or_else(|| desk.app.now().date());
    let frame = desk.frame(&seat, "/desk/diary", "Diary").await?;
    let monday = day - Days::new(day.weekday().num_days_from_monday().into());
    let mut week = Vec::new();
    for of in (0..7).filter_map(|later| monday.checked_add_days(Days::new(later))) {
        let count = desk.meetings(&seat, of).await?.len();
        week.push((of.to_string(), of.format("%a %-d").to_string(), count, of == day));
    }
    let meetings = desk.meetings(&seat, day).await?;
    desk.note(&seat, "saw the diary", &day.to_string()).await?;
    let (before, after) = ((day - Days::new(7)).to_string(), (day + Days::new(7)).to_string());
    Ok(draw(&DiaryPage { frame, day: day_in_words(day), before, after, week, meetings }))
}

impl Desk {
    /// What stands in the diaries on a day, in order.
    pub(super) async fn meetings(&self, seat: &Seat, day: NaiveDate) -> Result<Vec<Meeting>, Refused> {
        let book = self.app.staff().book().await?;
        let all = self.own_appointments(seat, &book).await?;
        let stands =
            [Stand::Requested, Stand::Offered, Stand::Confirmed, Stand::Attended, Stand::Missed, Stand::Recorded];
        let meetings = all.into_iter().filter_map(|own| {
            let slot = own.entry.slot.as_ref().filter(|slot| slot.day() == day && stands.contains(&own.entry.state))?;
            let request = own.request.as_ref()?;
            Some(Meeting {
                time: format!("{} to {}", clock(slot.span().from), clock(slot.span().to)),
                place: place(&book, slot),
                name: request.name.clone(),
                year: request.year.clone(),
                about: request.about.clone(),
                arranged: request.arranged.clone(),
                code: own.entry.code.to_string(),
                state: own.entry.state.word(),
            })
        });
        Ok(meetings.collect())
    }
}

/// `9:30am`.
fn clock(moment: NaiveDateTime) -> String {
    moment.format("%-I:%M%P").to_string()
}

/// `careers room, with Mr T. Okoro-Lane`.
fn place(book: &Book, slot: &Slot) -> String {
    match book.adviser_name(&slot.adviser).filter(|_| book.team.advisers.len() > 1) {
        Some(name) => format!("{}, with {name}", slot.place.words()),
        None => slot.place.words().to_owned(),
    }
}
