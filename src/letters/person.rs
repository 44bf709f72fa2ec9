//! What a pupil, or the parent who asked, is sent. Nothing that anybody typed stands in these letters, so that nobody can have words of
//! their own sent to a stranger in the school's name.

use chrono::Duration;

use super::said;
use super::{Letter, Purpose, Recipient, Route, Settings, Writer};
use crate::booking::{Invitation, Kind, Party, Span, london};
use crate::phrases::{DeclineReason, LetterWords, fill};

/// A meeting, as letters tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The code of the request.
    pub code: String,
    /// What names it in every calendar, for life. Never the code: calendars are shared.
    pub uid: String,
    /// How often it has changed.
    pub revision: u32,
    /// From when to when, London time.
    pub span: Span,
    /// Where, in words.
    pub place: String,
    /// With whom, in words.
    pub adviser: String,
}

impl Writer<'_> {
    /// The request is kept, and the team will answer by a day.
    pub fn receipt(&self, to: &Recipient, code: &str, about: &str, when: &str) -> Option<Letter> {
        let with = [("code", code), ("about", about), ("when", when), ("school", &self.school.name)];
        self.for_person(to, "receipt", Purpose::Receipt, code, &self.phrases.receipt, &with)
    }

    /// A time is offered until a moment.
    pub fn offer(&self, to: &Recipient, meeting: &Meeting, until: chrono::DateTime<chrono::Utc>) -> Option<Letter> {
        let until = said::moment(london::on_the_wall(until));
        let key = format!("offer/{}", meeting.span.from.format("%Y%m%dT%H%M"));
        let (when, mut with) = (said::moment(meeting.span.from), Vec::new());
        with.extend(self.meeting(meeting, &when));
        with.push(("until", &until));
        self.for_person(to, &key, Purpose::Offer, &meeting.code, &self.phrases.offer, &with)
    }

    /// The meeting will be; with a file for the calendar.
    pub fn confirmed(&self, to: &Recipient, meeting: &Meeting) -> Option<Letter> {
        let key = format!("confirmed/{}", meeting.revision);
        self.with_calendar(to, meeting, Kind::Request, &key, Purpose::Confirmed, &self.phrases.confirmed)
    }

    /// The meeting has another time; the calendar's entry moves with it.
    pub fn moved(&self, to: &Recipient, meeting: &Meeting) -> Option<Letter> {
        let key = format!("moved/{}", meeting.revision);
        self.with_calendar(to, meeting, Kind::Request, &key, Purpose::Moved, &self.phrases.moved)
    }

    /// The meeting is called off; so is the calendar's entry.
    pub fn cancelled(&self, to: &Recipient, meeting: &Meeting) -> Option<Letter> {
        let key = format!("cancelled/{}", meeting.revision);
        self.with_calendar(to, meeting, Kind::Cancel, &key, Purpose::Cancelled, &self.phrases.cancelled)
    }

    /// The team cannot keep the meeting: it leaves the calendar, and the person is first on the waiting list.
    pub fn put_back(&self, to: &Recipient, meeting: &Meeting) -> Option<Letter> {
        let key = format!("put back/{}", meeting.revision);
        self.with_calendar(to, meeting, Kind::Cancel, &key, Purpose::PutBack, &self.phrases.put_back)
    }

    /// A time that was asked for or offered, and not certain yet, cannot be had after all.
    pub fn time_withdrawn(&self, to: &Recipient, meeting: &Meeting) -> Option<Letter> {
        let key = format!("withdrawn/{}/{}", meeting.revision, meeting.span.from.format("%Y%m%dT%H%M"));
        let when = said::moment(meeting.span.from);
        let with = self.meeting(meeting, &when);
        self.for_person(to, &key, Purpose::PutBack, &meeting.code, &self.phrases.time_withdrawn, &with)
    }

    /// There will be no meeting, says the team; why, where it chose a reason of the list; and what to do next.
    pub fn declined(&self, to: &Recipient, code: &str, because: Option<&DeclineReason>) -> Option<Letter> {
        let Some(reason) = because else { return self.about_request(to, "declined", code, &self.phrases.declined) };
        let with = [("code", code), ("why", reason.why.as_str()), ("next", reason.next.as_str())];
        self.for_person(to, "declined", Purpose::Declined, code, &self.phrases.declined_because, &with)
    }

    /// The team took the request back.
    pub fn request_cancelled(&self, to: &Recipient, code: &str) -> Option<Letter> {
        self.about_request(to, "taken back", code, &self.phrases.request_cancelled)
    }

    /// The last offer ran out, and with it the request.
    pub fn lapsed(&self, to: &Recipient, code: &str) -> Option<Letter> {
        self.about_request(to, "lapsed", code, &self.phrases.lapsed)
    }

    fn about_request(&self, to: &Recipient, key: &str, code: &str, words: &LetterWords) -> Option<Letter> {
        let with = [("code", code), ("school", self.school.name.as_str())];
        self.for_person(to, key, Purpose::Declined, code, words, &with)
    }

    /// The three reminders, for who said yes to them: what it is for; what to bring; how to get there. A step whose time has gone by is
    /// left out.
    pub fn reminders(&self, to: &Recipient, meeting: &Meeting, settings: &Settings) -> Vec<Letter> {
        let phrases = self.phrases;
        let steps = [
            (Duration::days(settings.first_reminder_days.into()), &phrases.reminder_what_for),
            (Duration::days(settings.second_reminder_days.into()), &phrases.reminder_what_to_bring),
            (Duration::minutes(settings.third_reminder_minutes.into()), &phrases.reminder_how_to_get_there),
        ];
        let when = said::moment(meeting.span.from);
        let with = self.meeting(meeting, &when);
        let mut letters = Vec::new();
        for (step, (before, words)) in steps.into_iter().enumerate() {
            let key = format!("reminder/{}/{}", meeting.revision, step + 1);
            let due_at = london::instant(meeting.span.from) - before;
            if due_at >= self.now
                && let Some(letter) = self.for_person(to, &key, Purpose::Reminder, &meeting.code, words, &with)
            {
                letters.push(Letter { due_at, ..letter });
            }
        }
        letters
    }

    /// What was agreed at the meeting, each action in a line with its date.
    pub fn actions(&self, to: &Recipient, meeting: &Meeting, edition: u32, actions: &[String]) -> Option<Letter> {
        let words = &self.phrases.actions;
        let when = said::moment(meeting.span.from);
        let with = self.meeting(meeting, &when);
        let body = super::body::Body::of(words, &with).list(actions.to_vec()).lines(&self.phrases.after_actions, &with);
        self.goes_by(to.route).then(|| {
            let key = format!("person/{}/actions/{edition}", meeting.code);
            let subject = fill(&words.subject, &with);
            self.letter_of(key, to.clone(), Purpose::Actions, &meeting.code, subject, &body)
        })
    }

    fn with_calendar(
        &self,
        to: &Recipient,
        meeting: &Meeting,
        kind: Kind,
        key: &str,
        purpose: Purpose,
        words: &LetterWords,
    ) -> Option<Letter> {
        let when = said::moment(meeting.span.from);
        let with = self.meeting(meeting, &when);
        // Only mail brings a file along; whoever reads it elsewhere opens the file by the code.
        let invitation =
            Some(to).filter(|to| to.route == Route::Mail).and_then(|to| self.invitation(meeting, kind, Some(to)));
        let file: &[String] = if invitation.is_some() { &words.with_file } else { &[] };
        let body = super::body::Body::of(words, &with).lines(file, &with);
        self.goes_by(to.route).then(|| {
            let key = format!("person/{}/{key}", meeting.code);
            let subject = fill(&words.subject, &with);
            let letter = self.letter_of(key, to.clone(), purpose, &meeting.code, subject, &body);
            Letter { calendar: invitation.map(|invitation| invitation.text()), ..letter }
        })
    }

    /// The calendar's entry. It comes from the careers team, so a school without their address sends none.
    pub(super) fn invitation(&self, meeting: &Meeting, kind: Kind, to: Option<&Recipient>) -> Option<Invitation> {
        let (_, team) = self.team().into_iter().next()?;
        Some(Invitation {
            uid: meeting.uid.clone(),
            revision: meeting.revision,
            kind,
            span: meeting.span,
            written_at: self.now,
            title: self.phrases.calendar_title.clone(),
            about: fill(&self.phrases.calendar_about, &[("adviser", &meeting.adviser), ("school", &self.school.name)]),
            place: meeting.place.clone(),
            organiser: Party { name: self.school.name.clone(), address: team.address },
            attendee: to.map(|to| Party { name: to.name.clone(), address: to.address.clone() }),
        })
    }

    fn meeting<'m>(&'m self, meeting: &'m Meeting, when: &'m str) -> [(&'m str, &'m str); 5] {
        [
            ("code", &meeting.code),
            ("when", when),
            ("place", &meeting.place),
            ("adviser", &meeting.adviser),
            ("school", &self.school.name),
        ]
    }

    fn for_person(
        &self,
        to: &Recipient,
        key: &str,
        purpose: Purpose,
        code: &str,
        words: &LetterWords,
        with: &[(&str, &str)],
    ) -> Option<Letter> {
        let key = format!("person/{code}/{key}");
        self.goes_by(to.route).then(|| self.letter(key, to.clone(), purpose, code, words, with))
    }
}
