//! The day of every adviser, as a page and as a sheet that prints.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::hours::{may_change, name_of, path_of};
use super::off::{OnTheDay, on_the_day};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use super::today::{day_in_words, is_sensible};
use crate::booking::{Adviser, Appointment, Book, Opening, Slot, State as Stand};

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
    hours: Vec<WeekHours>,
    /// Whom this person may take off on this day.
    on_the_day: Vec<OnTheDay>,
    /// Whether the day is over.
    over: bool,
    may_add: bool,
    monday: String,
    date: String,
}

/// When an adviser can be met in a week.
struct WeekHours {
    path: String,
    name: String,
    /// From Monday on: stretches and places.
    days: Vec<Vec<String>>,
    may_change: bool,
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
    /// Confirmed, and not begun: it can still be taken off its adviser.
    pub(super) to_come: bool,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    day: Option<NaiveDate>,
}

pub(super) async fn page(
    State(desk): State<Desk>,
    seat: Seat,
    Query(wanted): Query<Wanted>,
    Query(said): Query<Said>,
) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let day = wanted.day.filter(is_sensible).unwrap_or_else(|| desk.app.now().date());
    let frame = desk.frame(&seat, "/desk/diary", "Diary").await?.saying(said.said.as_deref());
    let monday = day - Days::new(day.weekday().num_days_from_monday().into());
    let mut week = Vec::new();
    for of in (0..7).filter_map(|later| monday.checked_add_days(Days::new(later))) {
        let count = desk.meetings(&seat, of).await?.len();
        week.push((of.to_string(), of.format("%a %-d").to_string(), count, of == day));
    }
    let meetings = desk.meetings(&seat, day).await?;
    desk.note(&seat, "saw the diary", &day.to_string()).await?;
    let (before, after) = ((day - Days::new(7)).to_string(), (day + Days::new(7)).to_string());
    let (hours, may_add) = (desk.week_hours(&seat, monday).await?, seat.role.may(Right::SetHours));
    let (on_the_day, over) = (desk.whom_to_take_off(&seat, day).await?, day < desk.app.now().date());
    let (day, date, monday) = (day_in_words(day), day.to_string(), monday.to_string());
    Ok(draw(&DiaryPage { frame, day, before, after, week, meetings, hours, on_the_day, over, may_add, monday, date }))
}

impl Desk {
    /// What stands in the diaries on a day, in order.
    pub(super) async fn meetings(&self, seat: &Seat, day: NaiveDate) -> Result<Vec<Meeting>, Refused> {
        let book = self.app.staff().book().await?;
        let all = self.own_appointments(seat, &book).await?;
        let of_day = all.iter().filter(|own| own.entry.slot.as_ref().is_some_and(|slot| slot.day() == day));
        Ok(of_day.filter_map(|own| meeting(&book, own, self.app.now())).collect())
    }

    /// Advisers whose day this person may take off, with whether it is off already.
    async fn whom_to_take_off(&self, seat: &Seat, day: NaiveDate) -> Result<Vec<OnTheDay>, Refused> {
        let book = self.app.staff().book().await?;
        let mut all = Vec::new();
        for adviser in book.team.advisers.iter().filter(|adviser| may_change(seat, adviser)) {
            if self.sees(seat, adviser, &book).await? {
                all.extend(on_the_day(adviser, &book, day));
            }
        }
        Ok(all)
    }

    /// When each adviser of this person's school can be met in a week, with whether this person may change it.
    async fn week_hours(&self, seat: &Seat, monday: NaiveDate) -> Result<Vec<WeekHours>, Refused> {
        let book = self.app.staff().book().await?;
        let mut all = Vec::new();
        for adviser in &book.team.advisers {
            if self.sees(seat, adviser, &book).await? {
                let days = monday.iter_days().take(7).map(|day| open_on(&book, adviser, day, seat.school()));
                let may_change = may_change(seat, adviser);
                all.push(WeekHours {
                    path: path_of(&adviser.id),
                    name: name_of(adviser).to_owned(),
                    days: days.collect(),
                    may_change,
                });
            }
        }
        Ok(all)
    }
}

/// A meeting as it stands in a day; none where nothing stands.
pub(super) fn meeting(book: &Book, own: &Appointment, now: NaiveDateTime) -> Option<Meeting> {
    const STANDS: [Stand; 6] =
        [Stand::Requested, Stand::Offered, Stand::Confirmed, Stand::Attended, Stand::Missed, Stand::Recorded];
    let slot = own.entry.slot.as_ref().filter(|_| STANDS.contains(&own.entry.state))?;
    let request = own.request.as_ref()?;
    Some(Meeting {
        time: format!("{} to {}", clock(slot.span().from), clock(slot.span().to)),
        place: place(book, slot),
        name: request.name.clone(),
        year: request.year.clone(),
        about: request.about.clone(),
        arranged: request.arranged.clone(),
        code: own.entry.code.to_string(),
        state: own.entry.state.word(),
        to_come: own.entry.state == Stand::Confirmed && slot.span().from > now,
    })
}

/// The stretches of a day in which an adviser can be met, at this school or at all.
fn open_on(book: &Book, adviser: &Adviser, day: NaiveDate, school: Option<&str>) -> Vec<String> {
    let here = |opening: &Opening<'_>| {
        school.is_none_or(|school| opening.window.schools.iter().any(|id| id.as_str() == school))
    };
    let openings = book.team.openings(adviser, day).into_iter().filter(here);
    let words = |opening: Opening<'_>| {
        format!("{} to {}, {}", clock(opening.span.from), clock(opening.span.to), opening.window.place.words())
    };
    openings.map(words).collect()
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
