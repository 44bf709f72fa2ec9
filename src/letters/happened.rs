//! Which letters go with what happens to a request: to the team, and to whoever asked.

use sha2::{Digest, Sha256};

use super::{Answered, Letter, Mailbox, Meeting, Purpose, Recipient, Route, Settings, Writer};
use crate::booking::{Actor, Entry, Event, Kind, Record, Request, Slot, State};

/// What happened to a request, with everything that a letter about it needs.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// What happened.
    pub event: &'a Event,
    /// The request as it stands now.
    pub entry: &'a Entry,
    /// What was told.
    pub request: Option<&'a Request>,
    /// The name of the adviser, where pupils are told one.
    pub adviser: &'a str,
}

impl Writer<'_> {
    /// The letters about what happened.
    pub fn about(&self, happened: &Happened<'_>, settings: &Settings) -> Vec<Letter> {
        let mut letters = self.for_the_team(happened);
        letters.extend(self.cards(happened));
        let to = happened.request.and_then(|request| self.reached(request));
        letters.extend(to.into_iter().flat_map(|to| self.for_whoever_asked(happened, &to, settings)));
        letters
    }

    fn for_the_team(&self, happened: &Happened<'_>) -> Vec<Letter> {
        let (event, code) = (happened.event, happened.event.code.to_string());
        let by_person = event.by == Actor::Person;
        match (event.from, event.to) {
            (None | Some(State::Held), State::Requested | State::Waiting) if by_person => happened
                .request
                .map(|request| self.team_requested(request, happened.entry.asked_by))
                .unwrap_or_default(),
            (Some(State::Offered), State::Waiting) if by_person => {
                self.told(happened, |writer, meeting| writer.team_answered(meeting, Answered::Declined))
            }
            (Some(State::Offered), State::Confirmed) if by_person => {
                self.told(happened, |writer, meeting| writer.team_answered(meeting, Answered::Accepted))
            }
            (Some(State::Confirmed), State::Confirmed) => {
                self.told(happened, |writer, meeting| writer.team_moved(meeting))
            }
            (_, State::Confirmed) => self.told(happened, |writer, meeting| writer.team_booked(meeting)),
            (Some(State::Confirmed), State::Cancelled) => {
                self.told(happened, |writer, meeting| writer.team_cancelled(meeting))
            }
            (Some(State::Confirmed), State::Waiting) => {
                self.told(happened, |writer, meeting| writer.team_put_back(meeting, happened.request))
            }
            (Some(State::Held), State::Cancelled) => Vec::new(),
            (_, State::Cancelled) if by_person => self.team_request_cancelled(&code),
            _ => Vec::new(),
        }
    }

    fn told(&self, happened: &Happened<'_>, write: impl Fn(&Self, &Meeting) -> Vec<Letter>) -> Vec<Letter> {
        meeting(happened).map(|meeting| write(self, &meeting)).unwrap_or_default()
    }

    /// By which way whoever asked reads what happens: by mail where they gave an address, else where they wrote, so that nobody reads it
    /// twice.
    fn reached(&self, request: &Request) -> Option<Recipient> {
        let mailbox = Mailbox::in_words(&request.contact).filter(|_| self.goes_by(Route::Mail));
        let wrote_in_teams = request.door == Route::Teams.word() && self.goes_by(Route::Teams);
        let by_teams = || wrote_in_teams.then(|| Recipient::by_teams(&request.person));
        mailbox.map(|mailbox| Recipient::by_mail(&mailbox)).or_else(by_teams)
    }

    fn cards(&self, happened: &Happened<'_>) -> Vec<Letter> {
        let shown = happened.request.is_some() && happened.event.to != State::Held;
        if shown { self.cards_of(happened.entry) } else { Vec::new() }
    }

    /// That the request's card in the team's channels is to be drawn as it stands now. Nothing of the request is in it but its code; what
    /// the card shows is looked up when it is drawn. Each change of the request is a letter of its own.
    pub fn cards_of(&self, entry: &Entry) -> Vec<Letter> {
        let (code, written) = (entry.code.to_string(), serde_json::to_vec(entry).unwrap_or_default());
        let change: String = Sha256::digest(written).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let open = [Route::Discord, Route::Teams].into_iter().filter(|route| self.goes_by(*route));
        open.map(|route| {
            let key = format!("team/{code}/card/{change}/{}", route.word());
            self.notice(key, Recipient::by_channel(route, &self.school.id), Purpose::TeamCard, &code)
        })
        .collect()
    }

    fn for_whoever_asked(&self, happened: &Happened<'_>, to: &Recipient, settings: &Settings) -> Vec<Letter> {
        let (event, meeting) = (happened.event, meeting(happened));
        let one = |letter: Option<Letter>| letter.into_iter().collect::<Vec<_>>();
        // What somebody did in a chat they have read there.
        let unread = to.route == Route::Mail || event.by != Actor::Person;
        match (event.from, event.to, &meeting) {
            (None | Some(State::Held), State::Requested | State::Waiting, _) if unread => {
                let request = happened.request;
                one(request.and_then(|told| self.receipt(to, &event.code.to_string(), &told.about, &told.preferred)))
            }
            (_, State::Offered, Some(meeting)) => {
                one(happened.entry.until.and_then(|until| self.offer(to, meeting, until)))
            }
            (from, State::Confirmed, Some(meeting)) => {
                let moved = from == Some(State::Confirmed);
                let told = if moved { self.moved(to, meeting) } else { self.confirmed(to, meeting) };
                let mut letters = one(told.filter(|_| unread));
                if happened.request.is_some_and(|request| request.reminders) {
                    letters.extend(self.reminders(to, meeting, settings));
                }
                letters
            }
            (Some(State::Confirmed), State::Cancelled, Some(meeting)) => {
                one(self.cancelled(to, meeting).filter(|_| unread))
            }
            (Some(State::Confirmed), State::Waiting, Some(meeting)) => one(self.put_back(to, meeting)),
            (Some(State::Requested | State::Offered), State::Waiting, Some(meeting)) if event.by == Actor::Staff => {
                one(self.time_withdrawn(to, meeting))
            }
            (_, State::Declined, _) => {
                let because = happened.entry.declined_because.as_ref();
                let because = because.and_then(|key| self.phrases.decline_reason(key));
                one(self.declined(to, &event.code.to_string(), because))
            }
            (_, State::Cancelled, _) if event.by == Actor::Staff => {
                one(self.request_cancelled(to, &event.code.to_string()))
            }
            (Some(State::Offered), State::Lapsed, _) => one(self.lapsed(to, &event.code.to_string())),
            _ => Vec::new(),
        }
    }

    /// The calendar file of a meeting that is or was to be, for whoever has its code; none where it has no time, or the team no address.
    pub fn calendar_file(&self, entry: &Entry, adviser: &str) -> Option<String> {
        let kind = match entry.state {
            State::Confirmed => Kind::Request,
            State::Cancelled if entry.revision > 0 => Kind::Cancel,
            _ => return None,
        };
        let slot = entry.slot.as_ref()?;
        Some(self.invitation(&meeting_at(entry, slot, adviser), kind, None)?.text())
    }

    /// What was agreed in a meeting, for whoever asked for it.
    pub fn agreed(&self, happened: &Happened<'_>, record: &Record) -> Option<Letter> {
        let to = happened.request.and_then(|request| self.reached(request))?;
        let actions: Vec<String> = record.actions.iter().map(|action| action.what.clone()).collect();
        self.actions(&to, &meeting(happened)?, happened.entry.revision, &actions)
    }
}

/// The meeting of a request with a time. The name that calendars know it by is not its code, since calendars are shared.
fn meeting(happened: &Happened<'_>) -> Option<Meeting> {
    let slot = happened.entry.slot.as_ref().or(happened.event.old_slot.as_ref())?;
    Some(meeting_at(happened.entry, slot, happened.adviser))
}

fn meeting_at(entry: &Entry, slot: &Slot, adviser: &str) -> Meeting {
    let name = Sha256::digest(format!("calendar/{}", entry.code.signs()));
    let name: String = name.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Meeting {
        code: entry.code.to_string(),
        uid: format!("{name}@fingerpost"),
        revision: entry.revision,
        span: slot.span(),
        place: slot.place.words().to_owned(),
        adviser: adviser.to_owned(),
    }
}
