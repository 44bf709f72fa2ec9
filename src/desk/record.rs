//! What is known of one pupil, on one page: appointments, what was agreed, the team's private notes apart. From here all that is kept
//! is handed over or erased, by whoever answers for it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::export::export_page;
use super::frame::Frame;
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Seat, Signed};
use super::today::day_in_words;
use crate::booking::{Appointment, Book, Code, Record};
use crate::staff::{self, Receipt};

#[derive(Template)]
#[template(path = "desk/find.html")]
struct FindPage {
    frame: Frame,
    find: String,
    missed: bool,
}

#[derive(Template)]
#[template(path = "desk/record.html")]
struct RecordPage {
    frame: Frame,
    code: String,
    year: String,
    contact: String,
    meetings: Vec<Kept>,
    /// Asked for by the same device or account, under another name: name and code.
    others: Vec<(String, String)>,
    may_keep: bool,
}

/// A request of this person.
struct Kept {
    code: String,
    about: String,
    asked: String,
    state: &'static str,
    time: String,
    record: Option<Record>,
}

#[derive(Template)]
#[template(path = "desk/erase.html")]
struct ErasePage {
    frame: Frame,
    code: String,
    receipt: Receipt,
    done: bool,
    refusal: &'static str,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    find: String,
}

#[derive(Deserialize)]
pub(super) struct Sure {
    #[serde(default)]
    sure: String,
}

/// Somebody's requests: those of one name, and those of other names behind the same device or account.
struct Person {
    own: Vec<Appointment>,
    others: Vec<Appointment>,
    book: Book,
}

/// Looks a pupil up by the code of any request of theirs.
pub(super) async fn find(
    State(desk): State<Desk>,
    seat: Seat,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let wanted = wanted.find.trim();
    if let Some(code) = Code::parse(wanted)
        && !desk.person(&seat, &code).await?.own.is_empty()
    {
        return Ok(Redirect::to(&format!("/desk/record/{}", code.signs())).into_response());
    }
    let frame = desk.frame(&seat, "/desk/requests", "Find a pupil").await?;
    let find: String = wanted.chars().take(40).collect();
    Ok(draw(&FindPage { frame, missed: !find.is_empty(), find }))
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Path(code): Path<String>) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let (code, person) = desk.known_person(&seat, &code).await?;
    let latest = person.own.last().and_then(|own| own.request.as_ref()).ok_or(Refused::NotHere)?;
    let frame = desk.frame(&seat, "/desk/requests", &latest.name).await?;
    desk.note(&seat, "saw a pupil's record", &listed(&person.codes())).await?;
    let named = |own: &Appointment| {
        let name = own.request.as_ref().map(|request| request.name.clone()).unwrap_or_default();
        (name, own.entry.code.to_string())
    };
    Ok(draw(&RecordPage {
        frame,
        code: code.to_string(),
        year: latest.year.clone(),
        contact: latest.contact.clone(),
        meetings: person.own.iter().rev().map(|own| kept(&person.book, own)).collect(),
        others: person.others.iter().map(named).collect(),
        may_keep: seat.role.may(Right::KeepRecords),
    }))
}

/// All that is kept of the pupil, as a file: `json`, or `html` to read.
pub(super) async fn export(
    State(desk): State<Desk>,
    seat: Seat,
    Path((code, form)): Path<(String, String)>,
) -> Result<Response, Refused> {
    seat.needs(Right::KeepRecords)?;
    let (code, person) = desk.known_person(&seat, &code).await?;
    let codes = person.codes();
    let export = staff::export(desk.app.store(), &codes, desk.retention, desk.app.now()).await?;
    let export = export.ok_or(Refused::NotHere)?;
    let (kind, body) = match form.as_str() {
        "export.json" => ("application/json", serde_json::to_string_pretty(&export).map_err(anyhow::Error::from)?),
        "export.html" => ("text/html; charset=utf-8", export_page(&export)?),
        _ => return Err(Refused::NotHere),
    };
    desk.note(&seat, "exported what is kept of a pupil", &listed(&codes)).await?;
    let ending = form.rsplit('.').next().unwrap_or_default();
    let name = format!("attachment; filename=\"{code}.{ending}\"");
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}

/// What would go, and the second question.
pub(super) async fn before_erasing(
    State(desk): State<Desk>,
    seat: Seat,
    Path(code): Path<String>,
) -> Result<Response, Refused> {
    seat.needs(Right::KeepRecords)?;
    desk.erase_page(&seat, &code, "").await
}

/// Erases what is kept of the pupil, once the code was typed again, and shows the receipt.
pub(super) async fn erase(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    Signed(seat, given): Signed<Sure>,
) -> Result<Response, Refused> {
    seat.needs(Right::KeepRecords)?;
    let (code, person) = desk.known_person(&seat, &code).await?;
    if Code::parse(given.sure.trim()) != Some(code.clone()) {
        let refusal = "Nothing was erased: that is not the code of this page. Type it just as it stands.";
        return desk.erase_page(&seat, code.signs(), refusal).await;
    }
    let codes = person.codes();
    // First the trail: what cannot be written down is not done.
    desk.note(&seat, "erased what is kept of a pupil", &listed(&codes)).await?;
    let receipt = desk.app.staff().erase(&codes, desk.app.now()).await?;
    let receipt = receipt.ok_or(Refused::NotHere)?;
    let frame = desk.frame(&seat, "/desk/requests", "Receipt").await?;
    Ok(draw(&ErasePage { frame, code: code.to_string(), receipt, done: true, refusal: "" }))
}

impl Desk {
    async fn erase_page(&self, seat: &Seat, code: &str, refusal: &'static str) -> Result<Response, Refused> {
        let (code, person) = self.known_person(seat, code).await?;
        let receipt = staff::would_erase(self.app.store(), &person.codes(), self.retention, self.app.now()).await?;
        let receipt = receipt.ok_or(Refused::NotHere)?;
        let frame = self.frame(seat, "/desk/requests", "Erase what is kept").await?;
        Ok(draw(&ErasePage { frame, code: code.to_string(), receipt, done: false, refusal }))
    }

    async fn known_person(&self, seat: &Seat, code: &str) -> Result<(Code, Person), Refused> {
        let code = Code::parse(code).ok_or(Refused::NotHere)?;
        let person = self.person(seat, &code).await?;
        if person.own.is_empty() { Err(Refused::NotHere) } else { Ok((code, person)) }
    }

    /// Everything that the person of a code asked for at this person's school, oldest first; nobody where there is no such code.
    async fn person(&self, seat: &Seat, code: &Code) -> Result<Person, Refused> {
        let book = self.app.staff().book().await?;
        let mut entries: Vec<_> = book.diaries.entries().cloned().chain(self.app.store().past().await?).collect();
        entries.retain(|entry| seat.school().is_none_or(|school| entry.school.as_str() == school));
        let whose = entries.iter().find(|entry| entry.code == *code).map(|entry| entry.person.clone());
        entries.retain(|entry| Some(&entry.person) == whose.as_ref());
        let mut all = self.app.store().appointments(entries).await?;
        all.retain(|own| own.request.is_some());
        all.sort_by_key(|own| own.request.as_ref().map(|request| request.made_at));
        let name = all.iter().find(|own| own.entry.code == *code).map(plain_name);
        let (own, others) = all.into_iter().partition(|own| Some(plain_name(own)) == name);
        Ok(Person { own, others, book })
    }
}

impl Person {
    fn codes(&self) -> Vec<Code> {
        self.own.iter().map(|own| own.entry.code.clone()).collect()
    }
}

/// A device may be shared, so the name belongs to who somebody is.
fn plain_name(own: &Appointment) -> String {
    let name = own.request.as_ref().map(|request| request.name.to_lowercase()).unwrap_or_default();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed(codes: &[Code]) -> String {
    codes.iter().map(Code::to_string).collect::<Vec<_>>().join(" ")
}

fn kept(book: &Book, own: &Appointment) -> Kept {
    let request = own.request.as_ref();
    Kept {
        code: own.entry.code.to_string(),
        about: request.map(|request| request.about.clone()).unwrap_or_default(),
        asked: request.map(|request| day_in_words(request.made_at.date())).unwrap_or_default(),
        state: own.entry.state.word(),
        time: own.entry.slot.as_ref().map(|slot| book.slot_words(slot)).unwrap_or_default(),
        record: own.record.clone(),
    }
}
