//! What a careers leader takes to governors: a page for a term that prints well, and the evidence as a table for a spreadsheet. Counts
//! that could point at somebody are not shown in either.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::Desk;
use super::frame::Frame;
use super::impartiality::latest;
use super::questions::{title_of, year_in_words};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::Seat;
use super::small_numbers::{Count, count, with_total};
use super::today::{day_in_words, is_sensible};
use crate::booking::{Appointment, Request, State as Stand};

/// The Gatsby Benchmark of personal guidance.
const BENCHMARK: &str = "8";

/// What evidence is of.
const ASKED_FOR: &str = "personal guidance interview asked for";
const HELD: &str = "personal guidance interview held";

/// How many topics are named.
const TOPICS: usize = 10;

#[derive(Template)]
#[template(path = "desk/report.html")]
struct ReportPage {
    frame: Frame,
    from: String,
    to: String,
    terms: Vec<(String, String, String)>,
    asked: Count,
    years: Vec<(String, Count)>,
    topics: Vec<(String, Count)>,
    without: Count,
    requests: Count,
    requests_by_year: Vec<(String, Count)>,
    verdict: Option<(String, bool, Vec<String>)>,
    own: usize,
    pages: usize,
    overdue: usize,
}

#[derive(Deserialize)]
pub(super) struct Span {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(span): Query<Span>) -> Result<Response, Refused> {
    seat.needs(Right::SeeReport)?;
    let (from, to) = desk.span(&seat, &span);
    let store = desk.app.store();
    let counted = store.topic_counts(seat.school(), from, to).await?;
    let (mut by_year, mut by_topic): (BTreeMap<i32, i32>, BTreeMap<&str, i32>) = Default::default();
    for row in &counted {
        *by_year.entry(row.year).or_default() += row.count;
        *by_topic.entry(row.topic.as_str()).or_default() += row.count;
    }
    let without = by_topic.remove("none").unwrap_or_default();
    let guide = desk.app.guide();
    let mut topics: Vec<(&str, i32)> = by_topic.into_iter().collect();
    topics.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let topics = topics.into_iter().take(TOPICS).map(|(topic, times)| (title_of(guide.library(), topic), count(times)));
    let (shown, asked) = with_total(&by_year.values().copied().collect::<Vec<_>>());
    let requests = desk.requests_between(&seat, from, to).await?;
    let by_request_year = by_year_group(&requests);
    let (requests_shown, requests) = with_total(&by_request_year.values().copied().collect::<Vec<_>>());
    let verdict = latest(&desk.own_runs(&seat).await?).map(|latest| (latest.day, latest.kept, latest.outside));
    let today = desk.app.now().date();
    let own = store.own_answers().await?.iter().filter(|answer| answer.in_force.is_some()).count();
    let frame = desk.frame(&seat, "/desk/report", "Termly report").await?;
    Ok(draw(&ReportPage {
        frame,
        from: day_in_words(from),
        to: day_in_words(to),
        terms: desk.terms(&seat),
        asked,
        years: by_year.keys().map(|year| year_in_words(*year)).zip(shown).collect(),
        topics: topics.collect(),
        without: count(without),
        requests,
        requests_by_year: by_request_year.into_keys().zip(requests_shown).collect(),
        verdict,
        own,
        pages: guide.library().pages.len(),
        overdue: guide.library().pages.iter().filter(|page| page.about.review_by < today).count(),
    }))
}

/// Year group, benchmark, activity, date, count: a line a day and year group.
pub(super) async fn evidence(
    State(desk): State<Desk>,
    seat: Seat,
    Query(span): Query<Span>,
) -> Result<Response, Refused> {
    seat.needs(Right::SeeReport)?;
    let (from, to) = desk.span(&seat, &span);
    let requests = desk.requests_between(&seat, from, to).await?;
    let mut rows: BTreeMap<(String, NaiveDate, &str), i32> = BTreeMap::new();
    for request in &requests {
        *rows.entry((year_group(&request.year), request.made_at.date(), ASKED_FOR)).or_default() += 1;
    }
    for (year, day) in desk.held(&seat).await?.into_iter().filter(|(_, day)| (from..=to).contains(day)) {
        *rows.entry((year, day, HELD)).or_default() += 1;
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = ["year group", "benchmark", "activity", "date", "count"];
    let line = |((year, day, activity), times): ((String, NaiveDate, &str), i32)| {
        [year, BENCHMARK.to_owned(), activity.to_owned(), day.to_string(), count(times).to_string()]
    };
    let lines = rows.into_iter().map(line);
    let written =
        table.write_record(header).and_then(|()| lines.into_iter().try_for_each(|line| table.write_record(line)));
    written.map_err(anyhow::Error::from)?;
    let bytes = table.into_inner().map_err(|error| anyhow::anyhow!("cannot write the evidence: {error}"))?;
    desk.note(&seat, "took the evidence as a table", "").await?;
    let name = format!("attachment; filename=\"evidence-{from}-to-{to}.csv\"");
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn by_year_group(requests: &[Request]) -> BTreeMap<String, i32> {
    let mut years = BTreeMap::new();
    for request in requests {
        *years.entry(year_group(&request.year)).or_default() += 1;
    }
    years
}

/// A year group of our own words; whatever else somebody wrote is none, and never stands in a spreadsheet.
fn year_group(said: &str) -> String {
    let number = said.strip_prefix("Year ").and_then(|number| number.parse::<u8>().ok());
    match number.filter(|number| (1..=14).contains(number)) {
        Some(number) => format!("Year {number}"),
        None => "other".to_owned(),
    }
}

impl Desk {
    async fn requests_between(&self, seat: &Seat, from: NaiveDate, to: NaiveDate) -> Result<Vec<Request>, Refused> {
        let mut requests = self.app.store().requests().await?;
        requests.retain(|request| {
            let own = seat.school().is_none_or(|school| request.school == school);
            own && (from..=to).contains(&request.made_at.date())
        });
        Ok(requests)
    }

    /// Year group and day of every interview that took place.
    async fn held(&self, seat: &Seat) -> Result<Vec<(String, NaiveDate)>, Refused> {
        let book = self.app.staff().book().await?;
        let all = self.own_appointments(seat, &book).await?;
        let was = |own: &Appointment| matches!(own.entry.state, Stand::Attended | Stand::Recorded);
        let held = all
            .into_iter()
            .filter(was)
            .filter_map(|own| Some((year_group(&own.request.as_ref()?.year), own.entry.slot.as_ref()?.day())));
        Ok(held.collect())
    }

    /// The days that are asked for; else the term of today, else the last three months.
    fn span(&self, seat: &Seat, span: &Span) -> (NaiveDate, NaiveDate) {
        let today = self.app.now().date();
        if let (Some(from), Some(to)) = (span.from.filter(is_sensible), span.to.filter(is_sensible))
            && from <= to
        {
            return (from, to);
        }
        let school = self.app.school(seat.school()).ok();
        let terms = school.into_iter().flat_map(|school| &school.terms);
        let term = terms.map(|term| (term.from.first, term.to.last)).find(|(from, to)| (*from..=*to).contains(&today));
        term.unwrap_or((today - TimeDelta::days(91), today))
    }

    /// Terms that have begun: name, first and last day.
    fn terms(&self, seat: &Seat) -> Vec<(String, String, String)> {
        let today = self.app.now().date();
        let Ok(school) = self.app.school(seat.school()) else { return Vec::new() };
        let begun = school.terms.iter().filter(|term| term.from.first <= today);
        begun.map(|term| (term.name.clone(), term.from.first.to_string(), term.to.last.to_string())).collect()
    }
}
