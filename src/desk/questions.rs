use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::nearness::{Group, groups};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Seat, Signed};
use super::small_numbers::{Count, count, with_total};
use crate::knowledge::Library;

/// How long questions are kept and shown.
const DAYS: i64 = 90;

/// Which part of it counts as lately.
const LATELY: i64 = 14;

/// How many topics are named.
const TOPICS: usize = 25;

#[derive(Template)]
#[template(path = "desk/questions.html")]
struct QuestionsPage {
    frame: Frame,
    groups: Vec<Group>,
    all: usize,
    days: i64,
    lately: i64,
}

#[derive(Deserialize)]
pub(super) struct Ids {
    ids: String,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    seat.needs(Right::ReadQuestions)?;
    let frame = desk.frame(&seat, "/desk/questions", "Questions").await?.saying(said.said.as_deref());
    let now = desk.app.now();
    let questions = desk.app.store().unanswered(seat.school(), now - TimeDelta::days(DAYS)).await?;
    desk.note(&seat, "read questions without an answer", "").await?;
    let all = questions.len();
    let middle = now - TimeDelta::days(LATELY);
    let groups = tokio::task::spawn_blocking(move || groups(questions, middle)).await.map_err(anyhow::Error::from)?;
    Ok(draw(&QuestionsPage { frame, groups, all, days: DAYS, lately: LATELY }))
}

/// Deletes questions that have been dealt with.
pub(super) async fn let_go(State(desk): State<Desk>, Signed(seat, given): Signed<Ids>) -> Result<Response, Refused> {
    seat.needs(Right::ReadQuestions)?;
    let gone = desk.app.store().drop_unanswered(seat.school(), &numbers(&given.ids)).await?;
    desk.note(&seat, "let questions go", &gone.to_string()).await?;
    Ok(Redirect::to("/desk/questions?said=let-go").into_response())
}

/// Numbers with commas between.
pub(super) fn numbers(text: &str) -> Vec<i32> {
    text.split(',').filter_map(|number| number.trim().parse().ok()).take(500).collect()
}

#[derive(Template)]
#[template(path = "desk/asked.html")]
struct AskedPage {
    frame: Frame,
    /// How far back it may look: days, words, and whether it is this one.
    spans: [(i64, &'static str, bool); 3],
    years: Vec<(String, Count, i32)>,
    total: Count,
    topics: Vec<(String, Count)>,
    without: Count,
    helpful: Vec<(String, Count, Count)>,
}

#[derive(Deserialize)]
pub(super) struct Span {
    days: Option<i64>,
}

/// What is asked, in counts: by year group, by topic, and what was found helpful.
pub(super) async fn asked(State(desk): State<Desk>, seat: Seat, Query(span): Query<Span>) -> Result<Response, Refused> {
    let frame = desk.frame(&seat, "/desk/asked", "What is asked").await?;
    let days = span.days.filter(|days| [30, 90, 365].contains(days)).unwrap_or(30);
    let today = desk.app.now().date();
    let counted = desk.app.store().topic_counts(seat.school(), today - TimeDelta::days(days), today).await?;
    let (mut by_year, mut by_topic): (BTreeMap<i32, i32>, BTreeMap<String, i32>) = Default::default();
    for row in &counted {
        *by_year.entry(row.year).or_default() += row.count;
        *by_topic.entry(row.topic.clone()).or_default() += row.count;
    }
    let without = by_topic.remove("none").unwrap_or_default();
    let spans = [(30, "30 days"), (90, "90 days"), (365, "a year")].map(|(far, words)| (far, words, far == days));
    let guide = desk.app.guide();
    let named = |topic: &str| title_of(guide.library(), topic);
    let mut topics: Vec<(String, i32)> = by_topic.into_iter().collect();
    topics.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    topics.truncate(TOPICS);
    let topics = topics.into_iter().map(|(topic, times)| (named(&topic), count(times))).collect();
    let times: Vec<i32> = by_year.values().copied().collect();
    let (shown, total) = with_total(&times);
    let most = times.iter().copied().max().unwrap_or(1).max(1);
    let bar = |one: &Count| if let Count::Shown(one) = one { one * 100 / most } else { 0 };
    let years = by_year.keys().zip(shown).map(|(year, one)| (year_in_words(*year), one, bar(&one))).collect();
    let mut opinions: BTreeMap<String, (i32, i32)> = BTreeMap::new();
    for opinion in desk.app.store().opinions(seat.school()).await? {
        let sum = opinions.entry(opinion.passage).or_default();
        *sum = (sum.0 + opinion.helpful, sum.1 + opinion.not_helpful);
    }
    let mut helpful: Vec<(String, (i32, i32))> = opinions.into_iter().collect();
    helpful.sort_by_key(|(_, (_, no))| std::cmp::Reverse(*no));
    let helpful = helpful.into_iter().take(TOPICS).map(|(passage, (yes, no))| (named(&passage), count(yes), count(no)));
    Ok(draw(&AskedPage { frame, spans, years, total, topics, without: count(without), helpful: helpful.collect() }))
}

pub(super) fn year_in_words(year: i32) -> String {
    if year == 0 { "not said".to_owned() } else { format!("Year {year}") }
}

/// The title of a passage or job as a person reads it.
pub(super) fn title_of(library: &Library, topic: &str) -> String {
    if let Some(job) = topic.strip_prefix("occupation/") {
        let id = job.split('#').next().unwrap_or(job);
        let known = library.occupations.iter().find(|known| known.id == id);
        return known.map_or_else(|| topic.to_owned(), |known| format!("Job: {}", known.title));
    }
    match library.passage(topic) {
        Some((page, passage)) => format!("{}: {}", page.about.title, passage.title),
        None => title_of_page(library, topic),
    }
}

/// Of a passage that is switched off only its page is there: its title with the name of the section.
fn title_of_page(library: &Library, topic: &str) -> String {
    let Some((of, section)) = topic.split_once('#') else { return topic.to_owned() };
    let page = library.pages.iter().find(|page| page.id == of);
    page.map_or_else(|| topic.to_owned(), |page| format!("{}: {section}", page.about.title))
}
