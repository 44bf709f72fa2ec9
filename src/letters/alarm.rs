//! What those who keep pupils safe are told, and who they are (D10, D11, D13, D20).
//!
//! The pupil's own words stand in the first letter alone, to the letter (D09), and go by mail to the school's own addresses; repeats and
//! webhooks say only where to read them.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::body::Body;
use super::{Letter, Mailbox, Purpose, Recipient, Route, Writer, said};
use crate::phrases::fill;
use crate::school::Role;

/// A disclosure, as letters tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// What names it.
    pub reference: String,
    /// Whom it concerns.
    pub concerns: Concerns,
    /// The message, byte for byte.
    pub words: String,
    /// When it came, London time.
    pub raised_at: NaiveDateTime,
    /// The door it came in by.
    pub door: String,
    /// Who said it, as far as that is known.
    pub whereabouts: Option<Whereabouts>,
}

/// Whom a disclosure concerns; it decides who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerns {
    /// Nobody on the staff.
    Pupil,
    /// Somebody who works with pupils: the head is told too.
    Staff,
    /// The head: the chair of governors is told, and the head is not.
    Head,
    /// Nobody: the routes are tried.
    Drill,
}

/// What the person told of themselves in asking for an interview. Nobody has checked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Name or nickname.
    pub name: String,
    /// Year group, in words.
    pub year: String,
    /// How to reach them.
    pub contact: String,
}

/// What may be said to the person about who was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Everybody whom "I have told …" names.
    All,
    /// Not everybody.
    NotAll,
}

impl Concerns {
    /// The concern of an alert.
    pub fn of(about_staff: bool, about_head: bool) -> Self {
        match (about_staff, about_head) {
            (_, true) => Self::Head,
            (true, _) => Self::Staff,
            _ => Self::Pupil,
        }
    }

    /// Who is told at once.
    fn first(self) -> &'static [Role] {
        match self {
            Self::Pupil => &[Role::SafeguardingLead, Role::SafeguardingDeputy],
            Self::Staff => &[Role::Headteacher, Role::SafeguardingLead, Role::SafeguardingDeputy],
            Self::Head => &[Role::ChairOfGovernors],
            Self::Drill => {
                &[Role::SafeguardingLead, Role::SafeguardingDeputy, Role::Headteacher, Role::ChairOfGovernors]
            }
        }
    }

    /// Who is told as well when nobody has seen it in time.
    fn next(self) -> &'static [Role] {
        match self {
            Self::Pupil => &[Role::Headteacher],
            Self::Staff => &[Role::ChairOfGovernors],
            Self::Head => &[Role::SafeguardingLead],
            Self::Drill => &[],
        }
    }

    /// Whether those whom "I have told …" names have it, by what the keys of the accepted letters end in.
    pub fn told(self, accepted: &BTreeSet<String>) -> Told {
        let has = |role: &str| accepted.iter().any(|who| who.starts_with(role));
        let safeguarding = has("safeguarding") || has("webhook");
        let all = match self {
            Self::Pupil => safeguarding,
            Self::Staff => has("headteacher") && safeguarding,
            Self::Head => has("chair_of_governors"),
            Self::Drill => false,
        };
        if all { Told::All } else { Told::NotAll }
    }
}

impl Writer<'_> {
    /// The first letters about an alert.
    pub fn alert(&self, alarm: &Alarm) -> Vec<Letter> {
        let to = self.guardians(alarm.concerns, alarm.concerns.first());
        to.into_iter().map(|(who, to)| self.first_letter(alarm, &who, to)).collect()
    }

    /// The letters of a later round, to the same people and, where it was waited for too long, to the next. They hold no words.
    pub fn alert_unseen(&self, alarm: &Alarm, round: u32, next_too: bool) -> Vec<Letter> {
        let mut roles = alarm.concerns.first().to_vec();
        roles.extend(alarm.concerns.next().iter().filter(|_| next_too));
        let to = self.guardians(alarm.concerns, &roles);
        let minutes = self.minutes_since(alarm).to_string();
        to.into_iter()
            .map(|(who, to)| {
                let key = format!("alert/{}/{round}/{who}", alarm.reference);
                let raised = said::moment(alarm.raised_at);
                let with = [
                    ("reference", alarm.reference.as_str()),
                    ("school", &self.school.name),
                    ("raised", &raised),
                    ("minutes", &minutes),
                ];
                self.letter(key, to, Purpose::AlertUnseen, &alarm.reference, &self.phrases.alert_unseen, &with)
            })
            .collect()
    }

    fn first_letter(&self, alarm: &Alarm, who: &str, to: Recipient) -> Letter {
        let raised = said::moment(alarm.raised_at);
        let with = [
            ("reference", alarm.reference.as_str()),
            ("school", &self.school.name),
            ("raised", &raised),
            ("door", &alarm.door),
        ];
        let phrases = self.phrases;
        let (purpose, words) = match alarm.concerns {
            Concerns::Drill => (Purpose::Drill, &phrases.drill),
            _ => (Purpose::Alert, &phrases.alert),
        };
        let mut body = Body::of(words, &with);
        if alarm.concerns != Concerns::Drill && to.route == Route::Mail {
            body = self.details(body, alarm);
        }
        let body = body.lines(&phrases.after_alert, &with);
        let key = format!("alert/{}/1/{who}", alarm.reference);
        self.letter_of(key, to, purpose, &alarm.reference, fill(&words.subject, &with), &body)
    }

    /// What only people at the school's own addresses may read: who, and their words.
    fn details(&self, body: Body, alarm: &Alarm) -> Body {
        let phrases = self.phrases;
        let concerns = match alarm.concerns {
            Concerns::Staff => std::slice::from_ref(&phrases.about_staff),
            Concerns::Head => std::slice::from_ref(&phrases.about_head),
            _ => &[],
        };
        let body = body.lines(concerns, &[]);
        let body = match &alarm.whereabouts {
            Some(known) => {
                let with = [("name", known.name.as_str()), ("year", &known.year), ("contact", &known.contact)];
                body.lines(std::slice::from_ref(&phrases.who_known), &with)
            }
            None => body.lines(std::slice::from_ref(&phrases.who_unknown), &[]),
        };
        body.lines(std::slice::from_ref(&phrases.own_words), &[]).words(&alarm.words)
    }

    fn minutes_since(&self, alarm: &Alarm) -> i64 {
        (crate::booking::london::on_the_wall(self.now) - alarm.raised_at).num_minutes().max(0)
    }

    /// Everybody to be told, each address once: holders of the roles, the school's own routes, and its webhook. Nobody hears of an
    /// allegation against themselves.
    fn guardians(&self, concerns: Concerns, roles: &[Role]) -> Vec<(String, Recipient)> {
        let mut to: Vec<(String, Recipient)> =
            self.roles(roles).into_iter().map(|(who, to)| (who.to_owned(), to)).collect();
        if self.goes_by(Route::Mail) {
            to.extend(self.named_routes(concerns));
        }
        if self.goes_by(Route::Webhook) && matches!(concerns, Concerns::Pupil | Concerns::Drill) {
            to.push(("webhook".to_owned(), Recipient::by_webhook(&self.school.id)));
        }
        let mut seen = BTreeSet::new();
        to.retain(|(_, to)| seen.insert((to.route, to.address.to_lowercase())));
        if concerns == Concerns::Head {
            let head = self.mailbox(Role::Headteacher).map(|head| head.address().to_lowercase());
            to.retain(|(_, to)| Some(to.address.to_lowercase()) != head);
        }
        to
    }

    /// Addresses that the school's file names beside its contacts.
    fn named_routes(&self, concerns: Concerns) -> Vec<(String, Recipient)> {
        let safeguarding = &self.school.safeguarding;
        let by_mail = |who: String, address: &str| Some((who, Recipient::by_mail(&Mailbox::new("", address)?)));
        let routes = || {
            let numbered = safeguarding.routes.iter().enumerate();
            numbered.filter_map(move |(at, address)| by_mail(format!("safeguarding_route_{}", at + 1), address))
        };
        let allegations =
            || safeguarding.allegations.iter().filter_map(|address| by_mail("headteacher_route".to_owned(), address));
        match concerns {
            Concerns::Pupil => routes().collect(),
            Concerns::Staff => allegations().chain(routes()).collect(),
            Concerns::Drill => routes().chain(allegations()).collect(),
            Concerns::Head => Vec::new(),
        }
    }
}
