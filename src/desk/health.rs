use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDate, TimeDelta};

use super::Desk;
use super::frame::{Frame, Said};
use super::links::{Found, addresses};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Nothing, Seat, Signed};
use super::today::day_in_words;
use crate::knowledge::{Library, Standing};
use crate::school::status::{Status, status};

/// How far ahead a fact's end is shown.
const AHEAD: TimeDelta = TimeDelta::days(120);

/// How many rows a list has.
const ROWS: usize = 15;

#[derive(Template)]
#[template(path = "desk/health.html")]
struct HealthPage {
    frame: Frame,
    facts: usize,
    pages: usize,
    lapsed: usize,
    /// Age in months since facts were checked, how many, and the bar of a hundred.
    ages: Vec<(String, usize, usize)>,
    lapsing: Vec<Dated>,
    overdue: Vec<Dated>,
    next: Vec<Dated>,
    statuses: Vec<Status>,
    links: Found,
    may_check: bool,
}

/// Something with its day.
struct Dated {
    what: String,
    day: String,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    seat.needs(Right::SeeHealth)?;
    let frame = desk.frame(&seat, "/desk/knowledge", "Knowledge health").await?.saying(said.said.as_deref());
    let (guide, today) = (desk.app.guide(), desk.app.now().date());
    let library = guide.library();
    let reviews = reviews(library);
    let (overdue, next): (Vec<_>, Vec<_>) = reviews.into_iter().partition(|(day, _)| *day < today);
    let schools = desk.app.schools().filter(|school| seat.school().is_none_or(|id| school.id == id));
    Ok(draw(&HealthPage {
        facts: library.facts.len(),
        pages: library.pages.len(),
        lapsed: library.facts.values().filter(|fact| fact.standing(today) == Standing::Lapsed).count(),
        ages: ages(library, today),
        lapsing: first(lapsing(library, today)),
        overdue: first(overdue),
        next: first(next),
        statuses: status(schools, today, desk.app.staff().letters().review_notice_days),
        links: desk.live.links.found(),
        may_check: seat.role.may(Right::Measure),
        frame,
    }))
}

pub(super) async fn check_links(
    State(desk): State<Desk>,
    Signed(seat, _): Signed<Nothing>,
) -> Result<Response, Refused> {
    seat.needs(Right::Measure)?;
    desk.live.links.begin(addresses(desk.app.guide().library()));
    desk.note(&seat, "checked links", "").await?;
    Ok(Redirect::to("/desk/knowledge?said=checking").into_response())
}

fn first(all: Vec<(NaiveDate, String)>) -> Vec<Dated> {
    all.into_iter().take(ROWS).map(|(day, what)| Dated { what, day: day_in_words(day) }).collect()
}

/// What is read again by when, soonest first.
fn reviews(library: &Library) -> Vec<(NaiveDate, String)> {
    let facts = library.facts.iter().map(|(id, fact)| (fact.review_by, format!("fact {id}")));
    let pages = library.pages.iter().map(|page| (page.about.review_by, format!("page “{}”", page.about.title)));
    let mut all: Vec<(NaiveDate, String)> = facts.chain(pages).collect();
    all.sort();
    all
}

/// Facts that soon may no longer be said.
fn lapsing(library: &Library, today: NaiveDate) -> Vec<(NaiveDate, String)> {
    let ends = library.facts.iter().filter_map(|(id, fact)| Some((fact.until?, format!("{} ({id})", fact.value))));
    let mut all: Vec<(NaiveDate, String)> = ends.filter(|(day, _)| (today..=today + AHEAD).contains(day)).collect();
    all.sort();
    all
}

fn ages(library: &Library, today: NaiveDate) -> Vec<(String, usize, usize)> {
    let mut months: BTreeMap<i64, usize> = BTreeMap::new();
    for fact in library.facts.values() {
        *months.entry((today - fact.checked).num_days() / 30).or_default() += 1;
    }
    let most = months.values().copied().max().unwrap_or(1);
    let row = |(month, count): (i64, usize)| {
        let name = if month == 0 { "under a month".to_owned() } else { format!("{month} to {} months", month + 1) };
        (name, count, (count * 100 / most).max(1))
    };
    months.into_iter().map(row).collect()
}
