//! What the careers team is told.

use super::said;
use super::{Letter, Mailbox, Meeting, Purpose, Recipient, Route, Writer};
use crate::booking::{AskedBy, ReferredOn, Request};
use crate::phrases::LetterWords;

/// How somebody answered an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// They take the time.
    Accepted,
    /// They do not.
    Declined,
}

impl Writer<'_> {
    /// A new request.
    pub fn team_requested(&self, request: &Request, by: AskedBy) -> Vec<Letter> {
        let phrases = self.phrases;
        let by = match by {
            AskedBy::Parent | AskedBy::CheckedParent => &phrases.by_a_parent,
            AskedBy::Colleague => &phrases.by_a_colleague,
            AskedBy::Pupil | AskedBy::Staff => &phrases.by_the_pupil,
        };
        let code = request.code.to_string();
        let with = [
            ("code", code.as_str()),
            ("name", &request.name),
            ("year", &request.year),
            ("about", &request.about),
            ("when", &request.preferred),
            ("contact", &request.contact),
            ("by", by),
        ];
        self.for_team("requested", Purpose::TeamRequested, &code, &phrases.team_requested, &with)
    }

    /// A request was taken back before there was a time.
    pub fn team_request_cancelled(&self, code: &str) -> Vec<Letter> {
        let words = &self.phrases.team_request_cancelled;
        self.for_team("cancelled", Purpose::TeamCancelled, code, words, &[("code", code)])
    }

    /// A meeting was called off.
    pub fn team_cancelled(&self, meeting: &Meeting) -> Vec<Letter> {
        let key = format!("cancelled/{}", meeting.revision);
        self.about_meeting(&key, Purpose::TeamCancelled, meeting, &self.phrases.team_cancelled)
    }

    /// A meeting was put back, because the team cannot keep it: whoever has no address has to be told by somebody.
    pub fn team_put_back(&self, meeting: &Meeting, request: Option<&Request>) -> Vec<Letter> {
        let contact = request.map(|request| request.contact.as_str()).unwrap_or_default();
        let when = said::moment(meeting.span.from);
        let with = [
            ("code", meeting.code.as_str()),
            ("when", &when),
            ("place", &meeting.place),
            ("adviser", &meeting.adviser),
            ("contact", contact),
        ];
        let key = format!("put back/{}", meeting.revision);
        self.for_team(&key, Purpose::TeamCancelled, &meeting.code, &self.phrases.team_put_back, &with)
    }

    /// A meeting is booked.
    pub fn team_booked(&self, meeting: &Meeting) -> Vec<Letter> {
        let key = format!("booked/{}", meeting.revision);
        self.about_meeting(&key, Purpose::TeamBooked, meeting, &self.phrases.team_booked)
    }

    /// A meeting has another time.
    pub fn team_moved(&self, meeting: &Meeting) -> Vec<Letter> {
        let key = format!("moved/{}", meeting.revision);
        self.about_meeting(&key, Purpose::TeamMoved, meeting, &self.phrases.team_moved)
    }

    /// Somebody answered the offer of a time.
    pub fn team_answered(&self, meeting: &Meeting, answered: Answered) -> Vec<Letter> {
        let (word, words) = match answered {
            Answered::Accepted => ("accepted", &self.phrases.team_accepted),
            Answered::Declined => ("declined", &self.phrases.team_declined),
        };
        let key = format!("{word}/{}/{}", meeting.revision, meeting.span.from.format("%Y%m%dT%H%M"));
        self.about_meeting(&key, Purpose::TeamAnswered, meeting, words)
    }

    /// A request is referred on to a colleague. The key tells one referral from the next.
    pub fn referred_on(&self, to: &Mailbox, request: &Request, referred: &ReferredOn, key: &str) -> Option<Letter> {
        let code = request.code.to_string();
        let with = [
            ("code", code.as_str()),
            ("name", &request.name),
            ("year", &request.year),
            ("about", &request.about),
            ("contact", &request.contact),
            ("why", &referred.why),
            ("by", &referred.by),
        ];
        let key = format!("team/{code}/referred/{key}");
        let (to, words) = (Recipient::by_mail(to), &self.phrases.team_referred);
        self.goes_by(Route::Mail).then(|| self.letter(key, to, Purpose::TeamReferred, &code, words, &with))
    }

    fn about_meeting(&self, key: &str, purpose: Purpose, meeting: &Meeting, words: &LetterWords) -> Vec<Letter> {
        let when = said::moment(meeting.span.from);
        let with = [
            ("code", meeting.code.as_str()),
            ("when", &when),
            ("place", &meeting.place),
            ("adviser", &meeting.adviser),
        ];
        self.for_team(key, purpose, &meeting.code, words, &with)
    }

    /// One letter for each of the team, and a notice by the webhook where there is one.
    fn for_team(
        &self,
        key: &str,
        purpose: Purpose,
        code: &str,
        words: &LetterWords,
        with: &[(&str, &str)],
    ) -> Vec<Letter> {
        let mut to = self.team();
        if self.goes_by(Route::Webhook) {
            to.push(("webhook", Recipient::by_webhook(&self.school.id)));
        }
        let write = |(who, to)| self.letter(format!("team/{code}/{key}/{who}"), to, purpose, code, words, with);
        to.into_iter().map(write).collect()
    }
}
