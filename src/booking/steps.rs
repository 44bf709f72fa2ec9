//! What an action does to the diaries: the one place where a request changes. First what has run out is let go, then the
//! action is done wholly or not at all.

use chrono::{DateTime, Utc};

use super::action::{Action, Asked, Begin, Done, Event, Outcome, What};
use super::{
    Actor, Arranger, AskedBy, Code, Diaries, Entry, For, SchoolId, Settings, Slot, SlotKey, Slots, State, Team, Unfit,
    london,
};

impl Diaries {
    /// Does what an action asks for.
    pub fn step(&mut self, action: &Action, team: &Team, settings: &Settings) -> Done {
        let mut events = self.let_go(action.at, settings);
        let step = Step { diaries: self, action, team, settings };
        let (code, outcome) = match step.take() {
            Ok(Changed::Anew { entry, before }) => {
                let state = entry.state;
                events.extend(self.keep(*entry, before.map(|before| *before), action));
                (action.code.clone(), Outcome::Done(state))
            }
            Ok(Changed::Before(code, state)) => (code, Outcome::DoneBefore(state)),
            Err(outcome) => (action.code.clone(), outcome),
        };
        Done { code, outcome, events }
    }

    fn keep(&mut self, mut entry: Entry, before: Option<Entry>, action: &Action) -> Option<Event> {
        self.take(&entry.code);
        entry.remember(action.key.clone());
        let told = before.as_ref().is_none_or(|before| before.state != entry.state || before.slot != entry.slot);
        let event = told.then(|| Event::of(before.as_ref(), &entry, action.by));
        self.put(entry);
        event
    }
}

enum Changed {
    Anew { entry: Box<Entry>, before: Option<Box<Entry>> },
    Before(Code, State),
}

struct Step<'a> {
    diaries: &'a Diaries,
    action: &'a Action,
    team: &'a Team,
    settings: &'a Settings,
}

impl Step<'_> {
    fn take(&self) -> Result<Changed, Outcome> {
        if let Some(entry) = self.done_before() {
            return Ok(Changed::Before(entry.code.clone(), entry.state));
        }
        let found = self.diaries.entry(&self.action.code);
        let entry = match (&self.action.what, found) {
            (What::Begin(_) | What::Log(..), Some(_)) => return Err(Outcome::CodeInUse),
            (What::Begin(begin), None) => self.begin(begin)?,
            (What::Log(asked, slot), None) => self.log(asked, slot)?,
            (_, None) => return Err(Outcome::Unknown),
            (_, Some(entry)) => self.change(entry)?,
        };
        Ok(Changed::Anew { entry: Box::new(entry), before: found.cloned().map(Box::new) })
    }

    /// The request that this very action made or changed before. A form that is sent again brings a newly drawn code, so a
    /// beginning is looked for under all.
    fn done_before(&self) -> Option<&Entry> {
        let begins = matches!(self.action.what, What::Begin(_) | What::Log(..));
        let same = |entry: &&Entry| entry.has_done(&self.action.key);
        if begins { self.diaries.entries().find(same) } else { self.diaries.entry(&self.action.code).filter(same) }
    }

    fn begin(&self, begin: &Begin) -> Result<Entry, Outcome> {
        let asked = &begin.asked;
        if !begin.state.may_begin(self.action.by) || !has_its_time(begin) {
            return Err(Outcome::NotAllowed(begin.state));
        }
        // Who asks for somebody else gets no further than a request until staff have checked who they are.
        if matches!(asked.by, AskedBy::Parent | AskedBy::Colleague) && begin.state == State::Waiting {
            return Err(Outcome::NotAllowed(begin.state));
        }
        self.has_none_open(asked)?;
        let slot = begin.slot.as_ref().map(|key| self.free(key, &asked.school, None)).transpose()?;
        let mut entry = self.new_entry(asked);
        entry.slot = slot;
        entry.turn(begin.state, self.action.at);
        entry.until = self.hold_ends(&entry);
        Ok(entry)
    }

    fn log(&self, asked: &Asked, slot: &Slot) -> Result<Entry, Outcome> {
        if !State::Recorded.may_begin(self.action.by) {
            return Err(Outcome::NotAllowed(State::Recorded));
        }
        if slot.start > london::on_the_wall(self.action.at) {
            return Err(Outcome::TooEarly);
        }
        let mut entry = self.new_entry(asked);
        entry.slot = Some(slot.clone());
        entry.turn(State::Recorded, self.action.at);
        Ok(entry)
    }

    fn new_entry(&self, asked: &Asked) -> Entry {
        let before = asked.follows.as_ref().and_then(|code| self.diaries.entry(code));
        let adviser_before = before.and_then(|entry| entry.slot.as_ref()).map(|slot| slot.adviser.clone());
        let vouched_for = self.action.by == Actor::Staff && asked.by == AskedBy::Parent;
        Entry {
            code: self.action.code.clone(),
            person: asked.person.clone(),
            asked_by: if vouched_for { AskedBy::CheckedParent } else { asked.by },
            school: asked.school.clone(),
            state: State::Requested,
            slot: None,
            until: None,
            waiting_since: None,
            put_back: false,
            offers_lapsed: 0,
            reasons: Vec::new(),
            declined_because: None,
            referred_on: None,
            follows: asked.follows.clone(),
            first_adviser: asked.first_adviser.clone().or(adviser_before),
            revision: 0,
            changed_at: self.action.at,
            done: Vec::new(),
        }
    }

    fn change(&self, before: &Entry) -> Result<Entry, Outcome> {
        let mut entry = before.clone();
        match &self.action.what {
            What::Check | What::Weigh(_) | What::ReferOn(_) => self.note(&mut entry)?,
            _ => self.turn(&mut entry)?,
        }
        Ok(entry)
    }

    /// What staff note about a request without moving it.
    fn note(&self, entry: &mut Entry) -> Result<(), Outcome> {
        if self.action.by != Actor::Staff || entry.state.is_over() {
            return Err(Outcome::NotAllowed(entry.state));
        }
        match &self.action.what {
            What::Weigh(reasons) => entry.reasons = reasons.clone(),
            What::ReferOn(referred) => {
                entry.first_adviser = referred.adviser.clone().or(entry.first_adviser.take());
                entry.referred_on = Some(referred.clone());
            }
            _ if entry.asked_by == AskedBy::Parent => entry.asked_by = AskedBy::CheckedParent,
            _ if entry.asked_by == AskedBy::Colleague => entry.asked_by = AskedBy::Staff,
            _ => {}
        }
        entry.changed_at = entry.changed_at.max(self.action.at);
        Ok(())
    }

    fn turn(&self, entry: &mut Entry) -> Result<(), Outcome> {
        let to = self.target(entry);
        let allowed = entry.state.may_become(to, self.action.by);
        if !allowed || awaits_check(entry, to) || self.is_no_move(entry, to) {
            return Err(Outcome::NotAllowed(entry.state));
        }
        match &self.action.what {
            What::Move(_) | What::Cancel | What::Wait if entry.state == State::Confirmed && self.has_begun(entry) => {
                return Err(Outcome::TooLate);
            }
            What::Hold(key) | What::Offer(key) | What::Move(key) => {
                entry.slot = Some(self.free(key, &entry.school, Some(&entry.code))?);
            }
            What::Confirm if entry.slot.is_none() => return Err(Outcome::NotAllowed(entry.state)),
            // The adviser may have been taken off that day since the time was kept.
            What::Confirm if entry.slot.as_ref().is_some_and(|slot| !self.team.is_open_at(slot)) => {
                return Err(Outcome::Unfit(Unfit::OutsideHours));
            }
            What::Attend | What::Miss if !self.has_begun(entry) => return Err(Outcome::TooEarly),
            What::Wait => entry.slot = None,
            What::DeclineBecause(reason) => entry.declined_because = Some(reason.clone()),
            _ => {}
        }
        entry.turn(to, self.action.at);
        entry.until = self.hold_ends(entry);
        Ok(())
    }

    fn target(&self, entry: &Entry) -> State {
        match &self.action.what {
            What::Hold(_) => State::Held,
            What::Confirm if entry.needs_check() && self.action.by == Actor::Person => State::Requested,
            What::Wait if entry.needs_check() && self.action.by == Actor::Person => State::Requested,
            What::Wait => State::Waiting,
            What::Offer(_) => State::Offered,
            What::Decline | What::DeclineBecause(_) => State::Declined,
            What::Cancel => State::Cancelled,
            What::Attend => State::Attended,
            What::Miss => State::Missed,
            What::Record => State::Recorded,
            _ => State::Confirmed,
        }
    }

    /// What is confirmed can only be confirmed again as a move, and nothing else can be moved.
    fn is_no_move(&self, entry: &Entry, to: State) -> bool {
        let again = entry.state == State::Confirmed && to == State::Confirmed;
        matches!(self.action.what, What::Move(_)) != again
    }

    fn has_begun(&self, entry: &Entry) -> bool {
        entry.slot.as_ref().is_some_and(|slot| slot.start <= london::on_the_wall(self.action.at))
    }

    fn has_none_open(&self, asked: &Asked) -> Result<(), Outcome> {
        let open = self.diaries.open_of(&asked.person, self.action.at);
        open.map_or(Ok(()), |entry| Err(Outcome::HasOpen(entry.code.clone())))
    }

    fn free(&self, key: &SlotKey, school: &SchoolId, moving: Option<&Code>) -> Result<Slot, Outcome> {
        let slots = Slots { team: self.team, settings: self.settings, diaries: self.diaries, now: self.action.at };
        let arranged_by = if self.action.by == Actor::Staff { Arranger::Staff } else { Arranger::Person };
        slots.find(key, For { school, arranged_by, moving }).map_err(|unfit: Unfit| Outcome::Unfit(unfit))
    }

    /// A hold ends after minutes; an offer with the last of its school days, or when its meeting would begin.
    fn hold_ends(&self, entry: &Entry) -> Option<DateTime<Utc>> {
        let now = self.action.at;
        let begins = entry.slot.as_ref().map(|slot| london::instant(slot.start));
        let ends = match entry.state {
            State::Held => now + chrono::Duration::minutes(self.settings.hold_minutes.into()),
            State::Offered => {
                let today = london::on_the_wall(now).date();
                let terms = &self.team.calendar(&entry.school).terms;
                let last = terms.after(today, self.settings.offer_school_days);
                london::day_begins(last.unwrap_or(today) + chrono::Days::new(1))
            }
            _ => return None,
        };
        Some(begins.map_or(ends, |begins| begins.min(ends)))
    }
}

/// Nothing is confirmed, offered or put on the list for a parent whom staff have not checked.
fn awaits_check(entry: &Entry, to: State) -> bool {
    entry.needs_check() && matches!(to, State::Confirmed | State::Offered | State::Waiting)
}

/// A hold and a confirmed meeting have a time, a place on the list has none.
fn has_its_time(begin: &Begin) -> bool {
    match begin.state {
        State::Held | State::Confirmed => begin.slot.is_some(),
        State::Waiting => begin.slot.is_none(),
        State::Requested => true,
        _ => false,
    }
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
