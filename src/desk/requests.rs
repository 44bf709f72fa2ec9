//! Who asks for an interview, and what the team does about it: everything that waits first, greatest need first, each with the reason
//! for its place. The diaries decide what is possible; a second tap is the same one, because a form carries the key of its action.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::refer_on::Colleagues;
use super::refused::{Refused, draw};
use super::role::Right;
use super::seat::{Seat, Signed};
use super::today::day_in_words;
use crate::app::fresh_key;
use crate::booking::{
    ActionKey, AgreedAction, Appointment, Book, Code, Record, ReferredOn, SchoolId, SlotKey, State as Stand, What,
    london,
};
use crate::staff::StaffError;

/// How many times are offered in a list.
const TIMES: usize = 40;

/// How many closed requests are shown.
const CLOSED: usize = 50;

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct RequestsPage {
    frame: Frame,
    /// The time it is.
    clock: String,
    new: Vec<Row>,
    waiting: Vec<Row>,
    offered: Vec<Row>,
    coming: Vec<Row>,
    to_record: Vec<Row>,
    closed: Vec<Row>,
    colleagues: Colleagues,
    refusal: String,
}

#[derive(Template)]
#[template(path = "desk/request.html")]
struct RequestPage {
    frame: Frame,
    row: Row,
    colleagues: Colleagues,
    record: Option<Record>,
    may_record: bool,
    /// Reasons that may weigh: key, words, weight, and whether this request has it.
    reasons: Vec<(String, String, u16, bool)>,
    /// What was typed and could not be kept.
    typed: Writing,
    refusal: String,
}

/// Word, label, and whether it is the first thing to do.
type Tap = (&'static str, &'static str, bool);

/// Word and label.
type Timed = (&'static str, &'static str);

/// A request as it is shown.
struct Row {
    code: String,
    name: String,
    year: String,
    contact: String,
    about: String,
    preferred: String,
    arranged: String,
    asked: String,
    needs_check: bool,
    /// The adviser's hours or calendar do not allow its time any more.
    clash: bool,
    state: Stand,
    time: String,
    until: String,
    /// Why it stands where it stands.
    need: String,
    /// Who goes on with it, where it was referred on.
    referred: String,
    /// The key that makes a second tap the same one.
    key: String,
    /// Confirmed, and not begun: it can be taken off its adviser.
    to_come: bool,
    /// What may be done with one tap: word, label, whether it is the first thing to do.
    taps: Vec<Tap>,
    /// What may be done with a time: word and label.
    timed: Option<Timed>,
    /// Reasons for which it may be declined, key and words; none where it may not.
    declined_for: Vec<(String, String)>,
    /// Times that can be had: key and words.
    times: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub(super) struct Doing {
    key: String,
    #[serde(default)]
    slot: String,
    /// The key of a reason for declining.
    #[serde(default)]
    because: String,
    #[serde(flatten)]
    rest: HashMap<String, String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Writing {
    key: String,
    #[serde(default)]
    topics: String,
    #[serde(default)]
    actions: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    note: String,
}

impl Writing {
    /// What was typed, field by field.
    fn words(&self) -> Vec<&str> {
        let all = [&self.topics, &self.actions, &self.next, &self.note];
        all.into_iter().map(String::as_str).filter(|words| !words.trim().is_empty()).collect()
    }
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    desk.requests_page(&seat, said.said.as_deref(), String::new()).await
}

pub(super) async fn open(
    State(desk): State<Desk>,
    seat: Seat,
    Path(code): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Refused> {
    desk.request_page(&seat, &code, said.said.as_deref(), String::new(), Writing::default()).await
}

/// Does something with a request: confirm, offer, wait, decline, and so on.
pub(super) async fn act(
    State(desk): State<Desk>,
    Path((code, word)): Path<(String, String)>,
    Signed(seat, given): Signed<Doing>,
) -> Result<Response, Refused> {
    let (own, _) = desk.request(&seat, &code).await?;
    let what = desk.wanted(&word, &given).ok_or(Refused::NotHere)?;
    let did = match &what {
        What::DeclineBecause(reason) => format!("{word} ({reason}), for a request"),
        _ => format!("{word}, for a request"),
    };
    let code = own.entry.code;
    match desk.app.staff().act(&code, what, ActionKey::from(given.key.as_str()), desk.app.now()).await {
        Ok(_) => {
            desk.note(&seat, &did, &code.to_string()).await?;
            Ok(Redirect::to("/desk/requests?said=done").into_response())
        }
        Err(StaffError::Store(error)) => Err(error.into()),
        Err(refused) => desk.requests_page(&seat, None, format!("{code}: {refused}.")).await,
    }
}

/// Writes down what was agreed.
pub(super) async fn write_down(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    Signed(seat, given): Signed<Writing>,
) -> Result<Response, Refused> {
    let (own, _) = desk.request(&seat, &code).await?;
    let now = desk.app.now();
    let record = Record {
        met: own.entry.slot.as_ref().map_or(now.date(), |slot| slot.day()),
        topics: given.topics.trim().to_owned(),
        actions: given.actions.lines().filter_map(agreed).collect(),
        next_step: given.next.trim().to_owned(),
        private_note: given.note.trim().to_owned(),
        written_by: seat.account.name.clone(),
        written_at: now,
        code: own.entry.code,
    };
    let said = record.code.to_string();
    match desk.app.staff().write_down(&record, ActionKey::from(given.key.as_str()), now).await {
        Ok(()) => {
            desk.note(&seat, "wrote a record", &said).await?;
            Ok(Redirect::to(&format!("/desk/requests/{}?said=written", record.code.signs())).into_response())
        }
        Err(StaffError::Store(error)) => Err(error.into()),
        Err(refused) => desk.request_page(&seat, &code, None, format!("{refused}."), given).await,
    }
}

/// `Visit the college | 2026-12-01`: what, and by when.
fn agreed(line: &str) -> Option<AgreedAction> {
    let (what, by) = match line.rsplit_once('|').map(|(what, day)| (what, day.trim().parse::<NaiveDate>())) {
        Some((what, Ok(day))) => (what, Some(day)),
        _ => (line, None),
    };
    let what = what.trim().to_owned();
    (!what.is_empty()).then_some(AgreedAction { what, by })
}

impl Desk {
    /// What a form wants done; none for a word, a time or a reason that there is not.
    fn wanted(&self, word: &str, given: &Doing) -> Option<What> {
        Some(match word {
            "confirm" => What::Confirm,
            "wait" => What::Wait,
            "decline" if given.because.is_empty() => What::Decline,
            "decline" => {
                What::DeclineBecause(self.app.guide().phrases().letters.decline_reason(&given.because)?.key.clone())
            }
            "cancel" => What::Cancel,
            "attend" => What::Attend,
            "miss" => What::Miss,
            "check" => What::Check,
            "offer" => What::Offer(SlotKey::parse(&given.slot)?),
            "move" => What::Move(SlotKey::parse(&given.slot)?),
            "weigh" => {
                let keys = given.rest.keys().filter_map(|name| name.strip_prefix("reason-"));
                What::Weigh(keys.map(str::to_owned).collect())
            }
            _ => return None,
        })
    }

    /// Reasons for which a request may be declined: key and words.
    fn decline_reasons(&self) -> Vec<(String, String)> {
        let guide = self.app.guide();
        let reasons = guide.phrases().letters.decline_reasons.iter();
        reasons.map(|reason| (reason.key.clone(), reason.staff.clone())).collect()
    }

    /// The request of a code at this person's school.
    pub(super) async fn request(&self, seat: &Seat, code: &str) -> Result<(Appointment, Book), Refused> {
        seat.needs(Right::SeeRequests)?;
        let code = Code::parse(code).ok_or(Refused::NotHere)?;
        let staff = self.app.staff();
        let book = staff.book().await?;
        let all = self.own_appointments(seat, &book).await?;
        let own = all.into_iter().find(|own| own.entry.code == code).ok_or(Refused::NotHere)?;
        Ok((own, book))
    }

    /// Every request of this person's school that was sent: by time where there is one, behind those without.
    pub(super) async fn own_appointments(&self, seat: &Seat, book: &Book) -> Result<Vec<Appointment>, Refused> {
        let mut all = self.app.staff().appointments(book).await?;
        let school = seat.school().map(SchoolId::from);
        all.retain(|own| own.request.is_some() && school.as_ref().is_none_or(|school| own.entry.school == *school));
        Ok(all)
    }

    pub(super) async fn requests_page(
        &self,
        seat: &Seat,
        said: Option<&str>,
        refusal: String,
    ) -> Result<Response, Refused> {
        let frame = self.frame(seat, "/desk/requests", "Requests").await?.saying(said);
        let (now, book) = (self.app.now(), self.app.staff().book().await?);
        let all = self.own_appointments(seat, &book).await?;
        let codes: Vec<String> =
            all.iter().filter(|own| own.entry.is_open(now)).map(|own| own.entry.code.to_string()).collect();
        self.note(seat, "saw requests", &codes.join(" ")).await?;
        let rows = |wanted: &dyn Fn(&Appointment) -> bool| -> Vec<Row> {
            all.iter().filter(|own| wanted(own)).map(|own| self.row(&book, own, now)).collect()
        };
        let order: Vec<&Code> = book
            .diaries
            .waiting()
            .order(&book.settings, london::instant(now))
            .iter()
            .map(|rank| &rank.entry.code)
            .collect();
        let mut waits: Vec<&Appointment> = all.iter().filter(|own| own.entry.state == Stand::Waiting).collect();
        waits.sort_by_key(|own| order.iter().position(|code| **code == own.entry.code));
        let is = |own: &Appointment, states: &[Stand]| states.contains(&own.entry.state);
        let mut closed =
            rows(&|own| is(own, &[Stand::Declined, Stand::Lapsed, Stand::Cancelled, Stand::Missed, Stand::Recorded]));
        closed.reverse();
        closed.truncate(CLOSED);
        Ok(draw(&RequestsPage {
            clock: now.format("%H:%M").to_string(),
            new: rows(&|own| is(own, &[Stand::Requested])),
            waiting: waits.into_iter().map(|own| self.row(&book, own, now)).collect(),
            offered: rows(&|own| is(own, &[Stand::Offered])),
            coming: rows(&|own| is(own, &[Stand::Confirmed])),
            to_record: rows(&|own| is(own, &[Stand::Attended])),
            closed,
            colleagues: self.colleagues(seat, &book).await?,
            refusal,
            frame,
        }))
    }

    async fn request_page(
        &self,
        seat: &Seat,
        code: &str,
        said: Option<&str>,
        refusal: String,
        typed: Writing,
    ) -> Result<Response, Refused> {
        let (own, book) = self.request(seat, code).await?;
        let row = self.row(&book, &own, self.app.now());
        let frame = self.frame(seat, "/desk/requests", &row.name).await?.saying(said);
        self.note(seat, "saw a request", &row.code).await?;
        let reasons = book.settings.reasons.iter().map(|reason| {
            (reason.key.clone(), reason.says.clone(), reason.weight, own.entry.reasons.contains(&reason.key))
        });
        let colleagues = match own.entry.is_open(self.app.now()) {
            true => self.colleagues(seat, &book).await?,
            false => Colleagues::default(),
        };
        let may_record = matches!(own.entry.state, Stand::Attended | Stand::Recorded);
        Ok(draw(&RequestPage {
            frame,
            row,
            colleagues,
            may_record,
            reasons: reasons.collect(),
            record: own.record,
            typed,
            refusal,
        }))
    }

    fn row(&self, book: &Book, own: &Appointment, now: NaiveDateTime) -> Row {
        let entry = &own.entry;
        let told =
            |of: fn(&crate::booking::Request) -> &String| own.request.as_ref().map(of).cloned().unwrap_or_default();
        let past = entry.slot.as_ref().is_some_and(|slot| slot.span().from <= now);
        let clash = book.is_clash(entry, london::instant(now));
        let (mut taps, timed) = doable(entry.state, entry.slot.is_some(), past, entry.needs_check());
        if clash && entry.state == Stand::Confirmed {
            taps.push(("wait", "Take it back: first in line for another time", false));
        }
        let school: &str = own.request.as_ref().map_or("", |request| request.school.as_str());
        let mut times = match timed {
            Some(_) => self.app.staff().slots(book, school, now),
            None => Vec::new(),
        };
        // Whoever it was referred on to goes on with it, so their times come first.
        if let Some(adviser) = entry.referred_on.as_ref().and_then(|referred| referred.adviser.as_ref()) {
            times.sort_by_key(|slot| slot.adviser != *adviser);
        }
        let rank = book
            .diaries
            .waiting()
            .order(&book.settings, london::instant(now))
            .into_iter()
            .find(|rank| rank.entry.code == entry.code)
            .map(|rank| rank.explain());
        Row {
            code: entry.code.to_string(),
            name: told(|request| &request.name),
            year: told(|request| &request.year),
            contact: told(|request| &request.contact),
            about: told(|request| &request.about),
            preferred: told(|request| &request.preferred),
            arranged: told(|request| &request.arranged),
            asked: own.request.as_ref().map(|request| day_in_words(request.made_at.date())).unwrap_or_default(),
            needs_check: entry.needs_check(),
            clash,
            state: entry.state,
            time: entry.slot.as_ref().map(|slot| book.slot_words(slot)).unwrap_or_default(),
            until: entry
                .until
                .map(|until| london::on_the_wall(until).format("%A %-d %B, %H:%M").to_string())
                .unwrap_or_default(),
            need: rank.unwrap_or_default(),
            referred: entry.referred_on.as_ref().map(referred_in_words).unwrap_or_default(),
            key: fresh_key().to_string(),
            to_come: entry.state == Stand::Confirmed && !past,
            taps,
            timed,
            declined_for: match entry.state {
                Stand::Requested | Stand::Waiting => self.decline_reasons(),
                _ => Vec::new(),
            },
            times: times.into_iter().take(TIMES).map(|slot| (slot.key().to_string(), book.slot_words(&slot))).collect(),
        }
    }
}

/// `Mr T. Lane, by M. Farrant, careers leader: Has met them before`.
fn referred_in_words(referred: &ReferredOn) -> String {
    format!("{}, by {}: {}", referred.to, referred.by, referred.why)
}

/// What staff can do from a state: with one tap, and with a time.
fn doable(state: Stand, has_time: bool, past: bool, needs_check: bool) -> (Vec<Tap>, Option<Timed>) {
    let mut taps = Vec::new();
    if needs_check && matches!(state, Stand::Requested | Stand::Waiting | Stand::Offered) {
        taps.push(("check", "I have checked who asks", true));
    }
    let offer = Some(("offer", "Offer this time"));
    let timed = match state {
        Stand::Requested => {
            if has_time {
                taps.push(("confirm", "Accept the time", !needs_check));
            }
            taps.push(("wait", "To the waiting list", false));
            offer
        }
        Stand::Waiting => offer,
        Stand::Offered => {
            taps.extend([("confirm", "Confirm for them", false), ("wait", "Take the offer back", false)]);
            None
        }
        Stand::Confirmed if past => {
            taps.extend([("attend", "They came", true), ("miss", "They did not come", false)]);
            None
        }
        Stand::Confirmed => {
            taps.push(("cancel", "Call it off", false));
            Some(("move", "Move to this time"))
        }
        _ => None,
    };
    (taps, timed)
}
