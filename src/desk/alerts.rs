use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::Desk;
use super::frame::{Frame, Said};
use super::refused::{Refused, draw};
use super::role::{Right, Role};
use super::seat::{Nothing, Seat, Signed};
use crate::app::fresh_code;
use crate::booking::Book;
use crate::chat::Person;
use crate::conversation::{Alert, Effect};
use crate::school::Role as Position;
use crate::store::KeptAlert;

/// What can become of an alert.
const STEPS: [&str; 3] = ["seen", "recorded", "false-alarm"];

/// The kind of an alert that is a drill.
const DRILL: &str = "drill";

#[derive(Template)]
#[template(path = "desk/alerts.html")]
struct AlertsPage {
    frame: Frame,
    /// Whether words are shown, and steps may be taken.
    reads: bool,
    /// Whether whoever looks chairs the governors, and sees what went to them alone.
    chairs: bool,
    may_drill: bool,
    waiting: Vec<KeptAlert>,
    done: Vec<KeptAlert>,
    /// How many went to somebody else alone, and are not shown.
    elsewhere: usize,
    months: Vec<Month>,
}

/// A month's count.
#[derive(Default)]
struct Month {
    name: String,
    raised: usize,
    seen: usize,
    /// The longest wait until one was seen, in minutes.
    longest_minutes: i64,
    false_alarms: usize,
    drills: usize,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    seat.needs(Right::CountAlerts)?;
    let frame = desk.frame(&seat, "/desk/alerts", "Alerts").await?.saying(said.said.as_deref());
    let (reads, chairs) = (seat.role.may(Right::ReadAlerts), seat.role == Role::ChairOfGovernors);
    let mut all = desk.app.store().kept_alerts(seat.school()).await?;
    all.retain(|kept| !desk.is_about(&seat, kept));
    let (mut shown, mut elsewhere) = (Vec::new(), Vec::new());
    for kept in all {
        if !reads || desk.is_for(&seat, &kept).await? { shown.push(kept) } else { elsewhere.push(kept) }
    }
    let counted: Vec<&KeptAlert> = shown.iter().chain(elsewhere.iter().filter(|_| !chairs)).collect();
    let months = by_month(&counted);
    let elsewhere = if chairs { 0 } else { elsewhere.len() };
    let (waiting, done): (Vec<_>, Vec<_>) = shown.into_iter().filter(|_| reads).partition(is_open);
    if reads {
        let ids: Vec<String> = waiting.iter().chain(&done).map(|kept: &KeptAlert| kept.alert.id.to_string()).collect();
        desk.note(&seat, "saw alerts", &ids.join(" ")).await?;
    }
    let may_drill = seat.role.may(Right::BeginDrill);
    Ok(draw(&AlertsPage { frame, reads, chairs, may_drill, waiting, done, elsewhere, months }))
}

pub(super) async fn step(
    State(desk): State<Desk>,
    Path((id, step)): Path<(i32, String)>,
    Signed(seat, _): Signed<Nothing>,
) -> Result<Response, Refused> {
    seat.needs(Right::ReadAlerts)?;
    let step = STEPS.into_iter().find(|known| *known == step).ok_or(Refused::NotHere)?;
    let (store, who) = (desk.app.store(), seat.signature());
    let all = store.kept_alerts(seat.school()).await?;
    let kept = all.iter().find(|kept| kept.alert.id == id).ok_or(Refused::NotHere)?;
    if !desk.is_for(&seat, kept).await? {
        return Err(Refused::NotHere);
    }
    if !store.take_alert_step(seat.school(), id, step, &who, desk.app.now()).await? {
        return Err(Refused::NotHere);
    }
    desk.note(&seat, &format!("marked an alert as {step}"), &id.to_string()).await?;
    Ok(Redirect::to(&format!("/desk/alerts?said={step}")).into_response())
}

/// Raises an alert that goes the way of a real one and says that it is a drill.
pub(super) async fn drill(State(desk): State<Desk>, Signed(seat, _): Signed<Nothing>) -> Result<Response, Refused> {
    seat.needs(Right::BeginDrill)?;
    let school = desk.app.school(seat.school()).map_err(|_| Refused::NotHere)?;
    match desk.app.post() {
        Some(post) => {
            post.drill(school).await?;
        }
        // Without a way out of the house, the desk itself is all there is to try.
        None => {
            let words = format!("This is a drill, begun by {}. Nobody is in danger.", seat.signature());
            let alert = Alert {
                kind: DRILL.to_owned(),
                words,
                about_staff: false,
                about_head: false,
                reference: fresh_code(),
                door: "desk".to_owned(),
            };
            let (effects, now) = ([Effect::Raise(alert)], desk.app.now());
            desk.app.store().record(&effects, &Person::new(DRILL), &school.id, &Book::default(), now).await?;
        }
    }
    desk.note(&seat, "began a drill", "").await?;
    Ok(Redirect::to("/desk/alerts?said=drill").into_response())
}

impl Desk {
    /// Whether an alert is for this person to read. One about the headteacher is the chair of governors' alone, until nobody has seen it
    /// in time; one that no letter went with is nowhere but here, so the safeguarding lead sees it too. What is not about the head is the
    /// chair's where it was sent on to them.
    pub(super) async fn is_for(&self, seat: &Seat, kept: &KeptAlert) -> Result<bool, Refused> {
        let alert = &kept.alert;
        if self.is_about(seat, kept) {
            return Ok(false);
        }
        match seat.role {
            Role::ChairOfGovernors if alert.about_head => Ok(true),
            Role::ChairOfGovernors => self.went_to(&alert.reference, "chair_of_governors").await,
            _ if !alert.about_head || alert.rounds == 0 => Ok(true),
            _ => self.went_to(&alert.reference, "safeguarding").await,
        }
    }

    /// Nobody reads of an allegation against themselves: in a small school the headteacher may be the safeguarding lead as well.
    fn is_about(&self, seat: &Seat, kept: &KeptAlert) -> bool {
        let school = self.app.school(Some(&kept.alert.school)).ok();
        let head = school.and_then(|school| school.contacts.get(&Position::Headteacher)?.email.as_deref());
        kept.alert.about_head && head.is_some_and(|head| head.eq_ignore_ascii_case(&seat.account.email))
    }

    /// Whether a letter about an alert went to somebody whose position begins so.
    async fn went_to(&self, reference: &str, position: &str) -> Result<bool, Refused> {
        let letters = self.app.store().posted(None, Some(reference)).await?;
        let to = |key: &str| key.rsplit('/').next().is_some_and(|who| who.starts_with(position));
        Ok(letters.iter().any(|letter| to(&letter.key)))
    }
}

/// Waits for somebody to see it, or to record it.
fn is_open(kept: &KeptAlert) -> bool {
    kept.alert.seen_at.is_none() || (kept.step("recorded").is_none() && kept.step("false-alarm").is_none())
}

impl Month {
    /// The longest wait: minutes, or hours where there are many.
    fn longest(&self) -> String {
        match self.longest_minutes {
            minutes @ ..120 => format!("{minutes} min"),
            minutes => format!("{} h", minutes / 60),
        }
    }
}

/// Counts by month, newest first.
fn by_month(all: &[&KeptAlert]) -> Vec<Month> {
    let mut months: BTreeMap<String, Month> = BTreeMap::new();
    for kept in all {
        let raised = kept.alert.raised_at;
        let month = months.entry(raised.format("%Y-%m").to_string()).or_default();
        month.name = raised.format("%B %Y").to_string();
        if kept.alert.kind == DRILL {
            month.drills += 1;
            continue;
        }
        month.raised += 1;
        month.false_alarms += usize::from(kept.step("false-alarm").is_some());
        if let Some(seen) = kept.alert.seen_at {
            month.seen += 1;
            month.longest_minutes = month.longest_minutes.max((seen - raised).num_minutes());
        }
    }
    months.into_values().rev().collect()
}
