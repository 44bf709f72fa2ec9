use std::sync::atomic::Ordering;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Nothing, Seat, Signed};
use super::today::day_in_words;
use crate::audit::audit;
use crate::evaluate::Asker;
use crate::knowledge::Library;
use crate::store::AuditRun;

#[derive(Template)]
#[template(path = "desk/impartiality.html")]
struct ImpartialityPage {
    frame: Frame,
    latest: Option<Latest>,
    runs: Vec<(String, bool)>,
    measuring: bool,
    may_measure: bool,
}

/// The newest measurement, ready to be drawn.
pub(super) struct Latest {
    pub(super) day: String,
    pub(super) kept: bool,
    figures: Vec<Row>,
    shares: Vec<Shares>,
    worst: Vec<Named>,
    pub(super) outside: Vec<String>,
}

struct Row {
    name: String,
    means: String,
    value: String,
    limit: String,
    over: usize,
    kept: bool,
    /// Where it stands on a scale of a hundred, its limit at fifty.
    place: i32,
    /// Its values over all measurements, as points of a line of a hundred by twenty-four.
    line: String,
}

/// A measurement as it is kept.
#[derive(Deserialize)]
struct Kept {
    day: String,
    figures: Vec<Figure>,
    shares: Vec<Shares>,
    worst: Vec<Named>,
}

#[derive(Deserialize)]
struct Figure {
    name: String,
    value: f64,
    limit: Limit,
    over: usize,
    means: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

#[derive(Deserialize)]
struct Shares {
    age: u8,
    routes: Vec<(String, f64, f64)>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    value: f64,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    let frame = desk.frame(&seat, "/desk/impartiality", "Impartiality").await?.saying(said.said.as_deref());
    let runs = desk.own_runs(&seat).await?;
    let guide = desk.app.guide();
    let latest = latest(&runs).map(|latest| latest.titled(guide.library()));
    let days = runs.iter().rev().map(|run| (day_in_words(run.at.date()), run.kept)).collect();
    let measuring = desk.live.measuring.load(Ordering::Acquire);
    let may_measure = seat.role.may(Right::Measure) && desk.prompts.is_some();
    Ok(draw(&ImpartialityPage { frame, latest, runs: days, measuring, may_measure }))
}

/// Measures in the background, once at a time; what comes out is kept.
pub(super) async fn measure(State(desk): State<Desk>, Signed(seat, _): Signed<Nothing>) -> Result<Response, Refused> {
    seat.needs(Right::Measure)?;
    let prompts = desk.prompts.clone().ok_or(Refused::NotHere)?;
    let school = desk.app.school(seat.school()).map_err(|_| Refused::NotHere)?.clone();
    if !desk.live.measuring.swap(true, Ordering::AcqRel) {
        desk.note(&seat, "measured impartiality", "")
            .await
            .inspect_err(|_| desk.live.measuring.store(false, Ordering::Release))?;
        let (guide, now, desk) = (desk.app.guide(), desk.app.now(), desk.clone());
        tokio::spawn(async move {
            let of = school.clone();
            let measured =
                tokio::task::spawn_blocking(move || audit(&Asker { guide: &guide, school: &of, now }, &prompts));
            let kept = match measured.await {
                Ok(measured) => match serde_json::to_string(&measured) {
                    Ok(figures) => desk
                        .app
                        .store()
                        .keep_audit(&school.id, measured.is_kept(), &figures, now)
                        .await
                        .err()
                        .map(|error| error.to_string()),
                    Err(error) => Some(error.to_string()),
                },
                Err(error) => Some(error.to_string()),
            };
            if let Some(error) = kept {
                tracing::error!(error, "impartiality could not be measured");
            }
            desk.live.measuring.store(false, Ordering::Release);
        });
    }
    Ok(Redirect::to("/desk/impartiality?said=measuring").into_response())
}

impl Desk {
    /// Measurements of this person's school, oldest first.
    pub(super) async fn own_runs(&self, seat: &Seat) -> Result<Vec<AuditRun>, Refused> {
        let mut runs = self.app.store().audits().await?;
        runs.retain(|run| seat.school().is_none_or(|school| run.school == school));
        Ok(runs)
    }
}

/// The newest measurement with the course of each figure over all of them.
pub(super) fn latest(runs: &[AuditRun]) -> Option<Latest> {
    let all: Vec<Kept> = runs.iter().filter_map(|run| serde_json::from_str(&run.figures).ok()).collect();
    let newest = runs.last().and_then(|run| serde_json::from_str::<Kept>(&run.figures).ok())?;
    let course = |name: &str| -> Vec<f64> {
        let of = |run: &Kept| run.figures.iter().find(|figure| figure.name == name).map(|figure| figure.value);
        all.iter().filter_map(of).collect()
    };
    let figures: Vec<Row> = newest.figures.into_iter().map(|figure| row(&course(&figure.name), figure)).collect();
    let outside = figures.iter().filter(|row| !row.kept).map(|row| row.name.clone()).collect();
    let day = newest.day.parse().map_or(newest.day, day_in_words);
    Some(Latest {
        day,
        kept: figures.iter().all(|row| row.kept),
        figures,
        shares: newest.shares,
        worst: newest.worst,
        outside,
    })
}

impl Latest {
    /// The same with each route under the title of its card, as far as there is a card.
    fn titled(mut self, library: &Library) -> Self {
        for shares in &mut self.shares {
            for (route, ..) in &mut shares.routes {
                let card = library.cards(shares.age).find(|card| card.about.route.as_deref() == Some(route));
                if let Some(card) = card {
                    route.clone_from(&card.about.title);
                }
            }
        }
        self
    }
}

fn row(course: &[f64], figure: Figure) -> Row {
    let room = |least: f64| if least == 0.0 { 1.0 } else { least };
    let (kept, limit, lead) = match figure.limit {
        Limit::AtLeast(least) => {
            (figure.value >= least, format!("at least {least}"), (figure.value - least) / room((1.0 - least).abs()))
        }
        Limit::AtMost(most) => (figure.value <= most, format!("at most {most}"), (most - figure.value) / room(most)),
    };
    let text = format!("{:.4}", figure.value);
    Row {
        value: text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        place: (50.0 + 45.0 * lead.clamp(-1.0, 1.0)).round() as i32,
        line: line(course),
        name: figure.name,
        means: figure.means,
        over: figure.over,
        limit,
        kept,
    }
}

/// Values as the points of a line, oldest left; a single value is a level line.
fn line(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let high = |value: f64| if most > least { 22.0 - 20.0 * (value - least) / (most - least) } else { 12.0 };
    let step = 100.0 / (values.len().max(2) - 1) as f64;
    let mut points: Vec<String> =
        values.iter().enumerate().map(|(at, value)| format!("{:.1},{:.1}", at as f64 * step, high(*value))).collect();
    if values.len() == 1 {
        points.push(format!("100,{:.1}", high(values[0])));
    }
    points.join(" ")
}

impl ImpartialityPage {
    fn percent(&self, share: &f64) -> String {
        format!("{:.1} %", share * 100.0)
    }

    /// A share as the length of a bar, the longest being a hundred.
    fn bar(&self, share: &f64, routes: &[(String, f64, f64)]) -> i32 {
        let most = routes.iter().map(|(_, share, _)| *share).fold(0.0, f64::max);
        if most == 0.0 { 0 } else { (100.0 * share / most).round() as i32 }
    }

    fn said(&self, value: &f64) -> String {
        format!("{value:.4}")
    }
}
