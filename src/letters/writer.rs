use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::body::Body;
use super::{Letter, Mailbox, Purpose, Recipient, Route, single_line};
use crate::phrases::{LetterWords, Letters as Phrases, fill};
use crate::school::{Role, School};

/// Writes letters for one school at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'a> {
    /// The sentences.
    pub phrases: &'a Phrases,
    /// The school.
    pub school: &'a School,
    /// Now.
    pub now: DateTime<Utc>,
    /// Routes that are open; nothing is written for another.
    pub routes: &'a [Route],
}

/// When reminders come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How many days before the meeting the first reminder comes: what it is for.
    pub first_reminder_days: u16,
    /// How many days before it the second comes: what to bring.
    pub second_reminder_days: u16,
    /// How many minutes before it the third comes: how to get there.
    pub third_reminder_minutes: u16,
    /// How many days before the careers policy is due for review the careers leader is reminded of it.
    pub review_notice_days: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { first_reminder_days: 7, second_reminder_days: 1, third_reminder_minutes: 120, review_notice_days: 60 }
    }
}

impl Writer<'_> {
    /// A letter that is due at once.
    pub(super) fn letter(
        &self,
        key: String,
        to: Recipient,
        purpose: Purpose,
        about: &str,
        words: &LetterWords,
        with: &[(&str, &str)],
    ) -> Letter {
        self.letter_of(key, to, purpose, about, fill(&words.subject, with), &Body::of(words, with))
    }

    /// A letter of a body that was put together.
    pub(super) fn letter_of(
        &self,
        key: String,
        to: Recipient,
        purpose: Purpose,
        about: &str,
        subject: String,
        body: &Body,
    ) -> Letter {
        let demo = if self.school.demo { "DEMO: " } else { "" };
        let subject = single_line(&format!("{demo}{subject}"));
        let footer = self.footer();
        let (text, html) = (body.text(&footer), body.html(&subject, &footer));
        let (school, about) = (self.school.id.clone(), about.to_owned());
        Letter { key, school, to, purpose, about, subject, text, html, calendar: None, due_at: self.now }
    }

    /// A letter without words: that something is to be looked at.
    pub(super) fn notice(&self, key: String, to: Recipient, purpose: Purpose, about: &str) -> Letter {
        let (school, about) = (self.school.id.clone(), about.to_owned());
        let (subject, text, html) = (String::new(), String::new(), String::new());
        Letter { key, school, to, purpose, about, subject, text, html, calendar: None, due_at: self.now }
    }

    fn footer(&self) -> Vec<String> {
        self.phrases.footer.iter().map(|line| fill(line, &[("school", &self.school.name)])).collect()
    }

    /// The careers team by mail, each once.
    pub(super) fn team(&self) -> Vec<(&'static str, Recipient)> {
        self.roles(&[Role::CareersLeader, Role::CareersAdviser])
    }

    /// Holders of roles by mail, each address once, with what their letters' keys end in.
    pub(super) fn roles(&self, roles: &[Role]) -> Vec<(&'static str, Recipient)> {
        let mut found: Vec<(&'static str, Recipient)> = Vec::new();
        for role in roles {
            if let Some(mailbox) = self.mailbox(*role)
                && self.goes_by(Route::Mail)
                && !found.iter().any(|(_, to)| to.address.eq_ignore_ascii_case(mailbox.address()))
            {
                found.push((role.key(), Recipient::by_mail(&mailbox)));
            }
        }
        found
    }

    /// The mailbox of a role, if the school has filled it in.
    pub(super) fn mailbox(&self, role: Role) -> Option<Mailbox> {
        let contact = self.school.contacts.get(&role)?;
        Mailbox::new(contact.named().unwrap_or_default(), contact.email.as_deref()?)
    }

    /// Whether letters can go by a route.
    pub(super) fn goes_by(&self, route: Route) -> bool {
        self.routes.contains(&route)
    }
}
