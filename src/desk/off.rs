//! Taking an adviser off: one meeting, or a whole day, because they are ill or called away. Who loses a time, what becomes of it and how
//! they hear of it is shown first; nothing is taken back before somebody has read that.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::Desk;
use super::frame::Frame;
use super::hours::{Outside, name_of, outside, path_of};
use super::refused::{Refused, draw};
use super::seat::{Seat, Signed};
use super::today::{day_in_words, is_sensible};
use crate::app::fresh_key;
use crate::booking::{ActionKey, Adviser, Appointment, Book, Code, State as Stand, What};
use crate::staff::{NewHours, StaffError, off_on};

#[derive(Template)]
#[template(path = "desk/off.html")]
struct OffPage {
    frame: Frame,
    /// Where the form goes.
    path: String,
    back: String,
    /// The day that is taken off; empty where it is one meeting.
    day: String,
    outside: Vec<Outside>,
    /// The codes of those, with spaces between.
    known: String,
    key: String,
    refusal: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    day: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Sure {
    key: String,
    day: NaiveDate,
    #[serde(default)]
    known: String,
}

#[derive(Deserialize)]
pub(super) struct One {
    key: String,
}

/// What would become of one meeting.
pub(super) async fn before_meeting(
    State(desk): State<Desk>,
    seat: Seat,
    Path(code): Path<String>,
) -> Result<Response, Refused> {
    desk.meeting_off_page(&seat, &code, String::new()).await
}

/// Takes one meeting off its adviser: who has it goes first in line for another time.
pub(super) async fn meeting(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    Signed(seat, given): Signed<One>,
) -> Result<Response, Refused> {
    let (own, _) = desk.request(&seat, &code).await?;
    let day = own.entry.slot.as_ref().map(|slot| slot.day());
    let code = own.entry.code;
    match desk.app.staff().act(&code, What::Wait, ActionKey::from(given.key.as_str()), desk.app.now()).await {
        Ok(_) => {
            desk.note(&seat, "took a meeting off its adviser", &code.to_string()).await?;
            Ok(gone_to(day.unwrap_or_else(|| desk.app.now().date())))
        }
        Err(StaffError::Store(error)) => Err(error.into()),
        Err(refused) => desk.meeting_off_page(&seat, code.signs(), format!("{refused}.")).await,
    }
}

/// What would become of an adviser's day.
pub(super) async fn before_day(
    State(desk): State<Desk>,
    seat: Seat,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refused> {
    desk.day_off_page(&seat, &id, wanted.day, "").await
}

/// Takes an adviser off for a day, if nobody loses a time who was not shown.
pub(super) async fn day(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Signed(seat, given): Signed<Sure>,
) -> Result<Response, Refused> {
    let (before, _) = desk.own_adviser(&seat, &id).await?;
    let day = desk.to_come(given.day)?;
    let known: Vec<Code> = given.known.split_whitespace().filter_map(Code::parse).collect();
    let (after, key) = (off_on(&before, &(day..=day)), ActionKey::from(given.key.as_str()));
    match desk.app.staff().keep_hours(Some(&before), &after, &known, &key, desk.app.now()).await {
        Ok(NewHours::Kept(freed)) => {
            let did = format!("took an adviser off on {day}, which took back {freed}");
            desk.note(&seat, &did, before.id.as_str()).await?;
            Ok(gone_to(day))
        }
        Ok(NewHours::Outside(_) | NewHours::Stale) => {
            let refusal = "Something has changed since you opened this page. Nothing is taken back yet; this is how it stands now.";
            desk.day_off_page(&seat, &id, day, refusal).await
        }
        Err(StaffError::Store(error)) => Err(error.into()),
        Err(refused) => desk.day_off_page(&seat, &id, day, &format!("{refused}.")).await,
    }
}

impl Desk {
    async fn meeting_off_page(&self, seat: &Seat, code: &str, refusal: String) -> Result<Response, Refused> {
        let (own, book) = self.request(seat, code).await?;
        let begun = own.entry.slot.as_ref().is_none_or(|slot| slot.span().from <= self.app.now());
        if own.entry.state != Stand::Confirmed || begun {
            return Err(Refused::NotHere);
        }
        let path = format!("/desk/requests/{}/off", own.entry.code.signs());
        let back = format!("/desk/requests/{}", own.entry.code.signs());
        let frame = self.frame(seat, "/desk/diary", "Take a meeting off its adviser").await?;
        self.off_page(seat, frame, &book, &[own], Form { path, back, day: String::new(), refusal }).await
    }

    async fn day_off_page(&self, seat: &Seat, id: &str, day: NaiveDate, refusal: &str) -> Result<Response, Refused> {
        let (adviser, book) = self.own_adviser(seat, id).await?;
        let day = self.to_come(day)?;
        let all = self.app.staff().outside(&off_on(&adviser, &(day..=day)), self.app.now()).await;
        let all = all.map_err(anyhow::Error::from)?;
        let of_day = |own: &Appointment| own.entry.slot.as_ref().is_some_and(|slot| slot.day() == day);
        // Somebody may stand outside the hours already, on another day; saving takes these back as well, so they are shown too.
        let (mut shown, others): (Vec<_>, Vec<_>) = all.into_iter().partition(of_day);
        shown.extend(others);
        let title = format!("{} off on {}", name_of(&adviser), day_in_words(day));
        let frame = self.frame(seat, "/desk/diary", &title).await?;
        let (path, back) = (format!("{}/off", path_of(&adviser.id)), format!("/desk/diary?day={day}"));
        let form = Form { path, back, day: day.to_string(), refusal: refusal.to_owned() };
        self.off_page(seat, frame, &book, &shown, form).await
    }

    async fn off_page(
        &self,
        seat: &Seat,
        frame: Frame,
        book: &Book,
        all: &[Appointment],
        form: Form,
    ) -> Result<Response, Refused> {
        let known = all.iter().map(|own| own.entry.code.to_string()).collect::<Vec<_>>().join(" ");
        self.note(seat, "saw who would lose a time", &known).await?;
        Ok(draw(&OffPage {
            frame,
            path: form.path,
            back: form.back,
            day: form.day,
            outside: all.iter().map(|own| outside(book, own, seat.school())).collect(),
            known,
            key: fresh_key().to_string(),
            refusal: form.refusal,
        }))
    }

    /// Today or later; what is over cannot be taken back.
    fn to_come(&self, day: NaiveDate) -> Result<NaiveDate, Refused> {
        if is_sensible(&day) && day >= self.app.now().date() { Ok(day) } else { Err(Refused::NotHere) }
    }
}

/// What stands around the list.
struct Form {
    path: String,
    back: String,
    day: String,
    refusal: String,
}

/// Who cannot come on a day that is shown: their page, their name, and whether they are off already.
pub(super) struct OnTheDay {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) off: bool,
}

/// An adviser on a day on which they have hours, meetings or a day off; none where there is nothing to take off.
pub(super) fn on_the_day(adviser: &Adviser, book: &Book, day: NaiveDate) -> Option<OnTheDay> {
    let off = adviser.hours.days_off.iter().any(|off| off.contains(&day));
    let mut usual = adviser.clone();
    usual.hours.days_off.clear();
    let mut entries = book.diaries.diary(&adviser.id).into_iter().flat_map(|diary| diary.entries());
    let met = entries.any(|entry| entry.slot.as_ref().is_some_and(|slot| slot.day() == day));
    let works = met || !book.team.openings(&usual, day).is_empty();
    works.then(|| OnTheDay { path: path_of(&adviser.id), name: name_of(adviser).to_owned(), off })
}

fn gone_to(day: NaiveDate) -> Response {
    Redirect::to(&format!("/desk/diary?day={day}&said=off-duty")).into_response()
}
