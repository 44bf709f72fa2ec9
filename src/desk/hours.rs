//! When an adviser can be met, changed in their week: the adviser changes their own hours, the careers leader everybody's. Who would fall
//! out of the new hours is shown before anything is saved; then they go first in line, and are told. Whoever types on an old page loses
//! nothing.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Desk;
use super::diary::{self, Meeting};
use super::draft::slug;
use super::frame::{Frame, Said};
use super::hours_form::{DAYS, HoursForm, Row, Scope, is_plain};
use super::refused::{Refused, draw};
use super::role::{Right, Role};
use super::seat::{Seat, Signed};
use super::today::is_sensible;
use crate::app::fresh_key;
use crate::booking::{ActionKey, Adviser, AdviserId, Appointment, Book, Code, Hours, Window};
use crate::letters::Mailbox;
use crate::staff::{NewHours, StaffError};

#[derive(Template)]
#[template(path = "desk/hours.html")]
struct HoursPage {
    frame: Frame,
    /// Where the form goes; the adviser's own address.
    path: String,
    new: bool,
    form: HoursForm,
    days: Vec<Day>,
    before: String,
    after: String,
    week: String,
    /// Parts of the school's day.
    periods: Vec<String>,
    places: Vec<String>,
    /// Schools to choose from, where there are several: id and name.
    schools: Vec<(String, String)>,
    /// Accounts that may be the adviser's own: number and name.
    accounts: Vec<(String, String)>,
    leads: bool,
    problems: Vec<String>,
    /// The hours that a colleague has saved meanwhile, a window a line.
    theirs: Option<Vec<String>>,
    outside: Vec<Outside>,
    /// The codes of those, with spaces between.
    known: String,
    /// What the adviser was when the page was drawn.
    was: String,
    key: String,
}

/// A day of the week that is looked at.
struct Day {
    name: &'static str,
    date: String,
    /// `A`, `B`, or nothing.
    week: String,
    off: bool,
    meetings: Vec<Meeting>,
    rows: Vec<Row>,
    /// Hours at other schools of the house, which cannot be changed here.
    elsewhere: Vec<String>,
}

/// Somebody who would fall out.
pub(super) struct Outside {
    pub(super) time: String,
    pub(super) who: String,
    /// What becomes of it.
    pub(super) then: &'static str,
    /// How they hear of it.
    pub(super) told: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    week: Option<NaiveDate>,
}

pub(super) async fn page(
    State(desk): State<Desk>,
    seat: Seat,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    Query(said): Query<Said>,
) -> Result<Response, Refused> {
    let (adviser, book) = desk.own_adviser(&seat, &id).await?;
    let drawn = Drawn { adviser: &adviser, week: wanted.week, new: false, said: said.said.as_deref() };
    let form = HoursForm::of(&adviser, &desk.scope(&seat, &book, Some(&adviser)));
    desk.hours_page(&seat, &book, drawn, form, Told::default()).await
}

/// The form of an adviser who is new.
pub(super) async fn new(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    seat.needs(Right::SetHours)?;
    let (adviser, book) = (nobody(), desk.app.staff().book().await?);
    let drawn = Drawn { adviser: &adviser, week: None, new: true, said: None };
    desk.hours_page(&seat, &book, drawn, HoursForm::default(), Told::default()).await
}

pub(super) async fn add(
    State(desk): State<Desk>,
    Signed(seat, fields): Signed<HashMap<String, String>>,
) -> Result<Response, Refused> {
    seat.needs(Right::SetHours)?;
    let book = desk.app.staff().book().await?;
    let mut adviser = nobody();
    adviser.id = fresh_id(fields.get("name").map(String::as_str).unwrap_or_default(), &book);
    desk.save(&seat, &book, None, adviser, &fields).await
}

pub(super) async fn save(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Signed(seat, fields): Signed<HashMap<String, String>>,
) -> Result<Response, Refused> {
    let (adviser, book) = desk.own_adviser(&seat, &id).await?;
    let before = adviser.clone();
    desk.save(&seat, &book, Some(before), adviser, &fields).await
}

/// Whose hours are drawn, and how.
struct Drawn<'a> {
    adviser: &'a Adviser,
    week: Option<NaiveDate>,
    new: bool,
    said: Option<&'a str>,
}

/// What is said above the form.
#[derive(Default)]
struct Told {
    problems: Vec<String>,
    theirs: Option<Vec<String>>,
    outside: Vec<Appointment>,
}

impl Desk {
    /// An adviser whose hours this person may change.
    pub(super) async fn own_adviser(&self, seat: &Seat, id: &str) -> Result<(Adviser, Book), Refused> {
        seat.needs(Right::SeeRequests)?;
        let book = self.app.staff().book().await?;
        let adviser = book.team.adviser(&AdviserId::from(id)).cloned().ok_or(Refused::NotHere)?;
        if !self.sees(seat, &adviser, &book).await? {
            return Err(Refused::NotHere);
        }
        if may_change(seat, &adviser) { Ok((adviser, book)) } else { Err(Refused::NotYours) }
    }

    /// Whether an adviser is of this person's school: by hours, by meetings, or by account where there are no hours yet.
    pub(super) async fn sees(&self, seat: &Seat, adviser: &Adviser, book: &Book) -> Result<bool, Refused> {
        let Some(school) = seat.school() else { return Ok(true) };
        let mut windows = windows(&adviser.hours);
        let mut entries = book.diaries.diary(&adviser.id).into_iter().flat_map(|diary| diary.entries());
        if adviser.account == Some(seat.account.id)
            || windows.any(|window| window.schools.iter().any(|id| id.as_str() == school))
            || entries.any(|entry| entry.school.as_str() == school)
        {
            return Ok(true);
        }
        let Some(account) = adviser.account else { return Ok(false) };
        let account = self.app.store().account(account).await?;
        Ok(account.is_some_and(|account| account.school == school))
    }

    fn scope<'a>(&self, seat: &'a Seat, book: &'a Book, adviser: Option<&Adviser>) -> Scope<'a> {
        let meeting = adviser.map_or(&book.settings.meeting, |adviser| adviser.meeting(&book.settings.meeting));
        Scope {
            school: seat.school(),
            schools: book.team.schools.iter().map(|(id, calendar)| (id.clone(), calendar)).collect(),
            today: self.app.now().date(),
            shortest: meeting.length_minutes,
        }
    }

    async fn save(
        &self,
        seat: &Seat,
        book: &Book,
        before: Option<Adviser>,
        mut adviser: Adviser,
        fields: &HashMap<String, String>,
    ) -> Result<Response, Refused> {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let (form, scope) = (HoursForm::read(fields), self.scope(seat, book, before.as_ref()));
        let as_it_was = adviser.clone();
        let drawn = Drawn { adviser: &as_it_was, week: field("week").parse().ok(), new: before.is_none(), said: None };
        if before.as_ref().is_some_and(|before| sign(before) != field("was")) {
            let told = Told { theirs: Some(words(&as_it_was.hours)), ..Told::default() };
            return self.hours_page(seat, book, drawn, form, told).await;
        }
        let mut problems = if seat.role.may(Right::SetHours) {
            self.name_and_account(seat, &form, &mut adviser).await?
        } else {
            Vec::new()
        };
        match form.hours(&as_it_was.hours, &scope) {
            Ok(hours) => adviser.hours = hours,
            Err(more) => problems.extend(more),
        }
        if before.is_none() && problems.is_empty() && windows(&adviser.hours).next().is_none() {
            problems.push("Give at least one stretch in which they can be met.".to_owned());
        }
        if !problems.is_empty() {
            return self.hours_page(seat, book, drawn, form, Told { problems, ..Told::default() }).await;
        }
        let known: Vec<Code> = field("known").split_whitespace().filter_map(Code::parse).collect();
        let key = ActionKey::from(field("key"));
        match self.app.staff().keep_hours(before.as_ref(), &adviser, &known, &key, self.app.now()).await {
            Ok(NewHours::Kept(freed)) => {
                let did =
                    if freed > 0 { format!("changed hours, which took back {freed}") } else { "changed hours".into() };
                self.note(seat, &did, adviser.id.as_str()).await?;
                Ok(Redirect::to(&format!("{}?said=hours", path_of(&adviser.id))).into_response())
            }
            Ok(NewHours::Outside(outside)) => {
                self.hours_page(seat, book, drawn, form, Told { outside, ..Told::default() }).await
            }
            // Between our reading and the writing: what is there now is read again.
            Ok(NewHours::Stale) => {
                let now = self.app.staff().book().await?;
                let theirs = now.team.adviser(&as_it_was.id).cloned().ok_or(Refused::NotHere)?;
                let told = Told { theirs: Some(words(&theirs.hours)), ..Told::default() };
                self.hours_page(seat, &now, Drawn { adviser: &theirs, ..drawn }, form, told).await
            }
            Err(StaffError::Store(error)) => Err(error.into()),
            Err(refused) => {
                let told = Told { problems: vec![format!("{refused}.")], ..Told::default() };
                self.hours_page(seat, book, drawn, form, told).await
            }
        }
    }

    /// Sets what only the careers leader sets; what cannot be, in words.
    async fn name_and_account(
        &self,
        seat: &Seat,
        form: &HoursForm,
        adviser: &mut Adviser,
    ) -> Result<Vec<String>, Refused> {
        let mut problems = Vec::new();
        if form.name.is_empty() || !is_plain(&form.name) {
            problems.push("Say the adviser's name as pupils are to read it, in at most 80 letters.".to_owned());
        }
        adviser.name.clone_from(&form.name);
        let kept = adviser.account.map(|account| account.to_string()).unwrap_or_default();
        // Whom this person cannot see stays as it was.
        if form.account != kept {
            let known = self.account_choice(seat).await?.into_iter().any(|(id, _)| id == form.account);
            if !known && !form.account.is_empty() {
                problems.push("That account cannot hold interviews at your school; choose another.".to_owned());
            }
            adviser.account = form.account.parse().ok().filter(|_| known);
        }
        Ok(problems)
    }

    async fn hours_page(
        &self,
        seat: &Seat,
        book: &Book,
        drawn: Drawn<'_>,
        form: HoursForm,
        told: Told,
    ) -> Result<Response, Refused> {
        let (adviser, scope) = (drawn.adviser, self.scope(seat, book, Some(drawn.adviser)));
        let title = if drawn.new { "A new adviser".to_owned() } else { format!("Hours of {}", name_of(adviser)) };
        let frame = self.frame(seat, "/desk/diary", &title).await?.saying(drawn.said);
        let day = drawn.week.filter(is_sensible).unwrap_or(scope.today);
        let monday = day - Days::new(day.weekday().num_days_from_monday().into());
        let form = form.with_room();
        let days = self.week(seat, book, &drawn, &form, monday).await?;
        let leads = seat.role.may(Right::SetHours);
        let seen = days.iter().flat_map(|day| &day.meetings).map(|meeting| meeting.code.clone());
        let seen: Vec<String> = seen.chain(told.outside.iter().map(|own| own.entry.code.to_string())).collect();
        self.note(seat, "saw hours and the week of the diary", &seen.join(" ")).await?;
        let known: Vec<String> = told.outside.iter().map(|own| own.entry.code.to_string()).collect();
        let outside = told.outside.iter().map(|own| outside(book, own, seat.school())).collect();
        let path = if drawn.new { "/desk/hours/new".to_owned() } else { path_of(&adviser.id) };
        Ok(draw(&HoursPage {
            frame,
            path,
            new: drawn.new,
            days,
            before: (monday - Days::new(7)).to_string(),
            after: (monday + Days::new(7)).to_string(),
            week: monday.to_string(),
            periods: periods(&scope),
            places: places(book, &scope),
            schools: self.school_choice(seat),
            accounts: if leads { self.accounts_with(seat, &form.account).await? } else { Vec::new() },
            leads,
            problems: told.problems,
            theirs: told.theirs,
            outside,
            known: known.join(" "),
            was: sign(adviser),
            key: fresh_key().to_string(),
            form,
        }))
    }

    async fn week(
        &self,
        seat: &Seat,
        book: &Book,
        drawn: &Drawn<'_>,
        form: &HoursForm,
        monday: NaiveDate,
    ) -> Result<Vec<Day>, Refused> {
        let all = self.own_appointments(seat, book).await?;
        let scope = self.scope(seat, book, Some(drawn.adviser));
        let hours = &drawn.adviser.hours;
        let calendar = scope.school.map_or_else(
            || scope.schools.first().map(|(_, calendar)| *calendar),
            |school| scope.schools.iter().find(|(id, _)| id.as_str() == school).map(|(_, calendar)| *calendar),
        );
        let days = DAYS.iter().zip(monday.iter_days()).zip(&form.weekly).map(|(((weekday, _, name), date), rows)| {
            let of_day = all.iter().filter(|own| {
                own.entry.slot.as_ref().is_some_and(|slot| slot.adviser == drawn.adviser.id && slot.day() == date)
            });
            let elsewhere = hours.weekly.iter().filter(|window| window.day == *weekday && !scope.holds(window));
            let week = calendar.and_then(|calendar| calendar.terms.week(date));
            Day {
                name,
                date: date.format("%-d %B").to_string(),
                week: week.map(|week| format!("{week:?}")).unwrap_or_default(),
                off: hours.days_off.iter().any(|off| off.contains(&date)),
                meetings: of_day.filter_map(|own| diary::meeting(book, own, self.app.now())).collect(),
                rows: rows.clone(),
                elsewhere: elsewhere.map(when).collect(),
            }
        });
        Ok(days.collect())
    }

    fn school_choice(&self, seat: &Seat) -> Vec<(String, String)> {
        let several = seat.school().is_none() && self.app.only_school().is_none();
        let all = self.app.schools().filter(|_| several);
        all.map(|school| (school.id.clone(), school.name.clone())).collect()
    }

    /// The same with the account that is set, whoever it belongs to.
    async fn accounts_with(&self, seat: &Seat, set: &str) -> Result<Vec<(String, String)>, Refused> {
        let mut accounts = self.account_choice(seat).await?;
        if !set.is_empty() && !accounts.iter().any(|(id, _)| id == set) {
            accounts.push((set.to_owned(), "somebody who is not of your school".to_owned()));
        }
        Ok(accounts)
    }

    async fn account_choice(&self, seat: &Seat) -> Result<Vec<(String, String)>, Refused> {
        let all = self.app.store().accounts().await?;
        let advises = |role: &str| matches!(Role::from_word(role), Some(Role::Adviser | Role::CareersLeader));
        let own = |school: &str| seat.school().is_none_or(|own| own == school || school.is_empty());
        let fit = all
            .into_iter()
            .filter(|account| account.ended_at.is_none() && advises(&account.role) && own(&account.school));
        Ok(fit.map(|account| (account.id.to_string(), account.name)).collect())
    }
}

/// The careers leader changes everybody's hours, an adviser their own.
pub(super) fn may_change(seat: &Seat, adviser: &Adviser) -> bool {
    let own = adviser.account == Some(seat.account.id);
    seat.role.may(Right::SetHours) || own && seat.role.may(Right::SetOwnHours)
}

/// The name, or the id where pupils are told none.
pub(super) fn name_of(adviser: &Adviser) -> &str {
    if adviser.name.is_empty() { adviser.id.as_str() } else { &adviser.name }
}

/// The page of an adviser's hours, whatever signs the id has.
pub(super) fn path_of(id: &AdviserId) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    format!("/desk/hours/{}", id.as_str().bytes().map(sign).collect::<String>())
}

fn nobody() -> Adviser {
    Adviser {
        id: AdviserId::from(""),
        name: String::new(),
        account: None,
        calendar: None,
        hours: Hours::default(),
        meeting: None,
        busy: Vec::new(),
    }
}

/// An id that no adviser has.
fn fresh_id(name: &str, book: &Book) -> AdviserId {
    let slug = Some(slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "adviser".to_owned());
    let taken =
        |id: &AdviserId| id.as_str() == "new" || book.team.adviser(id).is_some() || book.diaries.diary(id).is_some();
    let numbered = (2..).map(|number| AdviserId::from(format!("{slug}-{number}")));
    std::iter::once(AdviserId::from(slug.as_str())).chain(numbered).find(|id| !taken(id)).expect("numbers do not end")
}

/// What an adviser is, in a few signs that change whenever anything of it does. What their calendar says is no part of it.
fn sign(adviser: &Adviser) -> String {
    let plain = Adviser { busy: Vec::new(), ..adviser.clone() };
    let body = serde_json::to_string(&plain).unwrap_or_default();
    Sha256::digest(body).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn windows(hours: &Hours) -> impl Iterator<Item = &Window> {
    hours.weekly.iter().chain(hours.extra.iter().map(|(_, window)| window))
}

/// `10:00 to 12:00, careers room`.
fn when(window: &Window) -> String {
    let time = match &window.time {
        crate::booking::Times::Clock(from, to) => format!("{} to {}", from.format("%H:%M"), to.format("%H:%M")),
        crate::booking::Times::Period(name) => name.clone(),
    };
    let week = window.week.map(|week| format!(", week {week:?}")).unwrap_or_default();
    format!("{time}{week}, {}", window.place.words())
}

/// Hours in words, a window a line.
fn words(hours: &Hours) -> Vec<String> {
    let named = |window: &Window| DAYS.iter().find(|(day, _, _)| *day == window.day).map_or("", |(_, _, name)| name);
    let weekly = hours.weekly.iter().map(|window| format!("{} {}", named(window), when(window)));
    let off = hours.days_off.iter().map(|off| format!("off from {} to {}", off.start(), off.end()));
    let extra = hours.extra.iter().map(|(day, window)| format!("{day} {}", when(window)));
    weekly.chain(off).chain(extra).collect()
}

fn periods(scope: &Scope<'_>) -> Vec<String> {
    let here = scope.schools.iter().filter(|(id, _)| scope.school.is_none_or(|school| id.as_str() == school));
    let mut names: Vec<String> = Vec::new();
    for period in here.flat_map(|(_, calendar)| calendar.periods.iter()) {
        if !names.contains(&period.name) {
            names.push(period.name.clone());
        }
    }
    names
}

/// Rooms that are known at this school, and the places that are everywhere.
fn places(book: &Book, scope: &Scope<'_>) -> Vec<String> {
    let known = book.team.advisers.iter().flat_map(|adviser| windows(&adviser.hours)).filter(|one| scope.holds(one));
    let mut places = vec!["online".to_owned(), "by telephone".to_owned()];
    for window in known {
        let words = window.place.words().to_owned();
        if !places.contains(&words) {
            places.push(words);
        }
    }
    places
}

/// A request that falls out of an adviser's hours, in words, for staff of a school or of all.
pub(super) fn outside(book: &Book, own: &Appointment, school: Option<&str>) -> Outside {
    use crate::booking::State as Stand;
    let time = own.entry.slot.as_ref().map(|slot| book.slot_words(slot)).unwrap_or_default();
    let then = match own.entry.state {
        Stand::Confirmed => "They go first in line for another time.",
        Stand::Offered => "The offer is taken back; they keep their place on the waiting list.",
        Stand::Held => "They are choosing this time now, and are shown others.",
        Stand::Requested if own.entry.needs_check() => {
            "It stays with you to look at: check who asks, then give another time."
        }
        _ => "The request goes to the waiting list.",
    };
    let here = school.is_none_or(|school| own.entry.school.as_str() == school);
    let Some(request) = own.request.as_ref().filter(|_| here) else {
        let who = if here { "somebody who is choosing a time" } else { "somebody of another school" };
        return Outside { time, who: who.to_owned(), then, told: String::new() };
    };
    let told = match Mailbox::in_words(&request.contact) {
        Some(_) if matches!(own.entry.state, Stand::Confirmed | Stand::Offered) => {
            "They are told by letter.".to_owned()
        }
        _ => format!("Tell them yourself ({}); they also see it in the chat.", request.contact),
    };
    Outside { time, who: format!("{}, {}", request.name, request.year), then, told }
}
