//! Answers of the school's own: drafted, read over by somebody else, published, withdrawn; and any answer switched off at once.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde::Deserialize;

use super::Desk;
use super::draft::{Draft, problems, slug};
use super::frame::{Frame, Said};
use super::questions::{numbers, title_of};
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Nothing, Seat, Signed};
use crate::evaluate::Asker;
use crate::knowledge::{Problem, may_switch_off};
use crate::store::{OwnAnswer, SwitchedOff};

/// How many passages a search brings.
const FOUND: usize = 12;

/// Longest reason for switching an answer off, in letters.
const REASON: usize = 300;

#[derive(Template)]
#[template(path = "desk/answers.html")]
struct AnswersPage {
    frame: Frame,
    own: Vec<OwnAnswer>,
    off: Vec<(SwitchedOff, String)>,
    find: String,
    found: Vec<(String, String)>,
    may_write: bool,
    refusal: &'static str,
}

#[derive(Default, Deserialize)]
pub(super) struct Find {
    find: Option<String>,
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/draft.html")]
struct DraftPage {
    frame: Frame,
    id: i32,
    draft: Draft,
    topics: Vec<String>,
    sources: Vec<(String, String)>,
    state: String,
    author: String,
    in_force: bool,
    /// Whether this person may publish it: it waits for a second reader, and somebody else wrote it.
    may_publish: bool,
    problems: ProblemsPart,
    several_schools: bool,
}

#[derive(Template)]
#[template(path = "desk/problems.html")]
struct ProblemsPart {
    problems: Vec<Problem>,
}

#[derive(Deserialize)]
pub(super) struct Saving {
    #[serde(default)]
    id: String,
    /// `save`, or `ask` for a second reader.
    #[serde(rename = "do")]
    todo: String,
    #[serde(flatten)]
    draft: Draft,
}

#[derive(Deserialize)]
pub(super) struct Off {
    target: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn list(State(desk): State<Desk>, seat: Seat, Query(find): Query<Find>) -> Result<Response, Refused> {
    seat.needs(Right::SwitchOff)?;
    desk.answers_page(&seat, find, "").await
}

#[derive(Deserialize)]
pub(super) struct From {
    from: Option<String>,
}

/// An empty draft, or one that begins with questions that had no answer.
pub(super) async fn new(State(desk): State<Desk>, seat: Seat, Query(from): Query<From>) -> Result<Response, Refused> {
    seat.needs(Right::WriteAnswers)?;
    let mut draft = Draft::default();
    if let Some(from) = from.from.as_deref().filter(|_| seat.role.may(Right::ReadQuestions)) {
        let (ids, since) = (numbers(from), desk.app.now() - TimeDelta::days(90));
        let asked = desk.app.store().unanswered(seat.school(), since).await?;
        let asks = asked.into_iter().filter(|question| ids.contains(&question.id)).map(|question| question.words);
        // A word that was taken out leaves no gap in an ask.
        draft.asks = asks.map(|words| words.replace("… ", "").replace(" …", "")).collect::<Vec<_>>().join("\n");
    }
    desk.draft_page(&seat, None, draft, None).await
}

pub(super) async fn open(
    State(desk): State<Desk>,
    seat: Seat,
    Path(id): Path<i32>,
    Query(said): Query<Said>,
) -> Result<Response, Refused> {
    let (answer, draft) = desk.answer(&seat, id).await?;
    desk.draft_page(&seat, Some(answer), draft, said.said.as_deref()).await
}

/// Saves a draft. Whoever saves is its author from then on, so that nobody is the second reader of their own words.
pub(super) async fn save(State(desk): State<Desk>, Signed(seat, given): Signed<Saving>) -> Result<Response, Refused> {
    seat.needs(Right::WriteAnswers)?;
    let known = match given.id.parse().unwrap_or(0) {
        0 => None,
        id => Some(desk.answer(&seat, id).await?.0),
    };
    let asks = given.todo == "ask";
    let name = match &known {
        Some(known) => known.slug.clone(),
        None => desk.fresh_name(&given.draft.title).await?,
    };
    // What is only saved is saved whatever the gates say; what is passed on has passed them.
    let asks = asks && desk.problems(&given.draft, &name).await?.is_empty();
    let now = desk.app.now();
    let (id, in_force, published_at) =
        known.map_or((0, None, None), |known| (known.id, known.in_force, known.published_at));
    let title = given.draft.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let answer = OwnAnswer {
        id,
        school: seat.account.school.clone(),
        slug: name.clone(),
        state: if asks { "waiting" } else { "draft" }.to_owned(),
        form: serde_json::to_string(&given.draft).map_err(anyhow::Error::from)?,
        in_force,
        title: if title.is_empty() { "Untitled".to_owned() } else { title.chars().take(120).collect() },
        author: seat.account.id,
        author_name: seat.account.name.clone(),
        reader_name: None,
        changed_at: now,
        published_at,
    };
    let id = desk.app.store().keep_answer(answer, "changed").await?;
    desk.note(&seat, if asks { "asked for a second reader" } else { "saved a draft" }, &name).await?;
    let said = if asks { "asked" } else { "saved" };
    Ok(Redirect::to(&format!("/desk/answers/{id}?said={said}")).into_response())
}

/// The gates' word on a draft as it stands in the form: for the script beside it.
pub(super) async fn check(State(desk): State<Desk>, Signed(seat, given): Signed<Saving>) -> Result<Response, Refused> {
    seat.needs(Right::WriteAnswers)?;
    let name = match given.id.parse().unwrap_or(0) {
        0 => desk.fresh_name(&given.draft.title).await?,
        id => desk.answer(&seat, id).await?.0.slug,
    };
    Ok(draw(&ProblemsPart { problems: desk.problems(&given.draft, &name).await? }))
}

/// Publishes what somebody else has written and passed on to be read.
pub(super) async fn publish(
    State(desk): State<Desk>,
    Path(id): Path<i32>,
    Signed(seat, _): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (mut answer, draft) = desk.answer(&seat, id).await?;
    if answer.state != "waiting" || answer.author == seat.account.id {
        return Err(Refused::NotYours);
    }
    if !desk.problems(&draft, &answer.slug).await?.is_empty() {
        return desk.draft_page(&seat, Some(answer), draft, None).await;
    }
    let (name, now) = (answer.slug.clone(), desk.app.now());
    answer.state = "published".to_owned();
    answer.in_force = Some(answer.form.clone());
    answer.reader_name = Some(seat.account.name.clone());
    (answer.changed_at, answer.published_at) = (now, Some(now));
    desk.app.store().keep_answer(answer, "published").await?;
    desk.note(&seat, "published an answer", &name).await?;
    desk.soon_in_force().await;
    Ok(Redirect::to(&format!("/desk/answers/{id}?said=published")).into_response())
}

/// Takes an answer of the school's own out of force; the draft stays.
pub(super) async fn withdraw(
    State(desk): State<Desk>,
    Path(id): Path<i32>,
    Signed(seat, _): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (mut answer, _) = desk.answer(&seat, id).await?;
    let name = answer.slug.clone();
    answer.state = "withdrawn".to_owned();
    answer.in_force = None;
    answer.changed_at = desk.app.now();
    desk.app.store().keep_answer(answer, "withdrew").await?;
    desk.note(&seat, "withdrew an answer", &name).await?;
    desk.soon_in_force().await;
    Ok(Redirect::to(&format!("/desk/answers/{id}?said=withdrawn")).into_response())
}

pub(super) async fn switch_off(
    State(desk): State<Desk>,
    Signed(seat, given): Signed<Off>,
) -> Result<Response, Refused> {
    seat.needs(Right::SwitchOff)?;
    let reason = given.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        let find = Find { find: Some(given.target), said: None };
        return desk.answers_page(&seat, find, "Say why it is switched off: a colleague will want to know.").await;
    }
    if !may_switch_off(desk.app.guide().library(), &given.target) {
        let find = Find { find: Some(given.target), said: None };
        let refusal = "A whole signpost cannot be switched off: it is how every route gets its place. Switch off the section that is wrong.";
        return desk.answers_page(&seat, find, refusal).await;
    }
    let reason: String = reason.chars().take(REASON).collect();
    desk.app.store().switch_off(&given.target, &reason, &seat.signature(), desk.app.now()).await?;
    desk.note(&seat, "switched an answer off", &given.target).await?;
    desk.soon_in_force().await;
    Ok(Redirect::to("/desk/answers?said=off").into_response())
}

pub(super) async fn switch_on(State(desk): State<Desk>, Signed(seat, given): Signed<Off>) -> Result<Response, Refused> {
    seat.needs(Right::SwitchOff)?;
    desk.app.store().switch_on(&given.target, &seat.signature(), desk.app.now()).await?;
    desk.note(&seat, "switched an answer on", &given.target).await?;
    desk.soon_in_force().await;
    Ok(Redirect::to("/desk/answers?said=on").into_response())
}

impl Desk {
    async fn answer(&self, seat: &Seat, id: i32) -> Result<(OwnAnswer, Draft), Refused> {
        seat.needs(Right::WriteAnswers)?;
        let answer = self.app.store().own_answer(id).await?.ok_or(Refused::NotHere)?;
        if seat.school().is_some_and(|school| answer.school != school) {
            return Err(Refused::NotHere);
        }
        let draft = serde_json::from_str(&answer.form).map_err(anyhow::Error::from)?;
        Ok((answer, draft))
    }

    /// A name for a new answer's file that no page has.
    async fn fresh_name(&self, title: &str) -> Result<String, Refused> {
        let wanted = format!("own-{}", slug(title));
        let own = self.app.store().own_answers().await?;
        let guide = self.app.guide();
        let taken = |name: &str| {
            own.iter().any(|answer| answer.slug == name) || guide.library().pages.iter().any(|page| page.id == name)
        };
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        Ok(names.find(|name| !taken(name)).unwrap_or(wanted))
    }

    async fn problems(&self, draft: &Draft, name: &str) -> Result<Vec<Problem>, Refused> {
        let (guide, today) = (self.app.guide(), self.app.now().date());
        let own = draft.own_page(name, today);
        let found = tokio::task::spawn_blocking(move || problems(guide.library(), own, today)).await;
        Ok(found.map_err(anyhow::Error::from)?)
    }

    async fn draft_page(
        &self,
        seat: &Seat,
        answer: Option<OwnAnswer>,
        draft: Draft,
        said: Option<&str>,
    ) -> Result<Response, Refused> {
        let title = answer.as_ref().map_or("A new answer", |answer| answer.title.as_str());
        let frame = self.frame(seat, "/desk/answers", title).await?.saying(said);
        let name = match &answer {
            Some(answer) => answer.slug.clone(),
            None => self.fresh_name(&draft.title).await?,
        };
        let problems = if answer.is_some() { self.problems(&draft, &name).await? } else { Vec::new() };
        let guide = self.app.guide();
        let mut topics: Vec<String> = guide.library().pages.iter().map(|page| page.topic.clone()).collect();
        topics.retain(|topic| topic != "routes");
        topics.sort();
        topics.dedup();
        let sources = guide.library().sources.iter();
        let sources = sources.map(|(id, source)| (id.clone(), format!("{}, {}", source.publisher, source.title)));
        let waits = answer.as_ref().is_some_and(|answer| answer.state == "waiting" && answer.author != seat.account.id);
        Ok(draw(&DraftPage {
            id: answer.as_ref().map_or(0, |answer| answer.id),
            may_publish: waits && problems.is_empty(),
            state: answer.as_ref().map_or_else(String::new, |answer| answer.state.clone()),
            author: answer.as_ref().map_or_else(String::new, |answer| answer.author_name.clone()),
            in_force: answer.as_ref().is_some_and(|answer| answer.in_force.is_some()),
            sources: sources.collect(),
            problems: ProblemsPart { problems },
            several_schools: self.app.only_school().is_none(),
            frame,
            draft,
            topics,
        }))
    }

    async fn answers_page(&self, seat: &Seat, find: Find, refusal: &'static str) -> Result<Response, Refused> {
        let frame = self.frame(seat, "/desk/answers", "Answers").await?.saying(find.said.as_deref());
        let find = find.find.unwrap_or_default();
        let found = if find.trim().is_empty() { Vec::new() } else { self.found(seat, find.trim()).await? };
        let guide = self.app.guide();
        let off = self.app.store().switched_off().await?.into_iter().filter(|off| off.lifted_at.is_none());
        let off = off.map(|off| (title_of(guide.library(), &off.target), off)).map(|(title, off)| (off, title));
        let may_write = seat.role.may(Right::WriteAnswers);
        let mut own = if may_write { self.app.store().own_answers().await? } else { Vec::new() };
        own.retain(|answer| seat.school().is_none_or(|school| answer.school == school));
        Ok(draw(&AnswersPage { frame, own, off: off.collect(), find, found, may_write, refusal }))
    }

    /// What a pupil gets for these words now, and every passage or job that has them in its name: id and title.
    async fn found(&self, seat: &Seat, words: &str) -> Result<Vec<(String, String)>, Refused> {
        let (guide, now) = (self.app.guide(), self.app.now());
        let school = self.app.school(seat.school()).map_err(|_| Refused::NotHere)?;
        let shown = Asker { guide: &guide, school, now }.say(words, 0).shown;
        let library = guide.library();
        let wanted: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let has = |title: &str, id: &str| {
            let both = format!("{} {id}", title.to_lowercase());
            wanted.iter().all(|word| both.contains(word.as_str()))
        };
        let shown = shown.into_iter().map(|id| match id.split_once('#') {
            Some((job, _)) if job.starts_with("occupation/") => job.to_owned(),
            _ => id,
        });
        let passages = library.passages().map(|(_, passage)| passage.id.clone());
        let jobs = library.occupations.iter().map(|job| format!("occupation/{}", job.id));
        let by_name = passages.chain(jobs).filter(|id| has(&title_of(library, id), id));
        let mut found: Vec<(String, String)> = Vec::new();
        for id in shown.chain(by_name) {
            if found.len() < FOUND && may_switch_off(library, &id) && !found.iter().any(|(known, _)| *known == id) {
                found.push((id.clone(), title_of(library, &id)));
            }
        }
        Ok(found)
    }
}
