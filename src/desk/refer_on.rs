//! Referring a request on: to another adviser or another role of the school, with a reason from a list, so that nothing private is typed.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::hours::name_of;
use super::refused::Refused;
use super::seat::{Seat, Signed};
use crate::app::fresh_key;
use crate::booking::{ActionKey, Adviser, AdviserId, Book, ReferredOn};
use crate::letters::Mailbox;
use crate::school::Role;
use crate::staff::StaffError;

/// Roles that a request may be referred on to, where the school has filled them in.
const ROLES: [(Role, &str); 4] = [
    (Role::CareersLeader, "Careers leader"),
    (Role::Senco, "SENCO"),
    (Role::DesignatedTeacher, "Designated teacher"),
    (Role::SafeguardingLead, "Safeguarding lead"),
];

/// To whom requests can be referred on, and why: word and label, and reasons.
#[derive(Clone, Default)]
pub(super) struct Colleagues {
    pub(super) to: Vec<(String, String)>,
    pub(super) why: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Referring {
    #[serde(default)]
    key: String,
    to: String,
    why: String,
}

pub(super) async fn refer_on(
    State(desk): State<Desk>,
    Path(code): Path<String>,
    Signed(seat, given): Signed<Referring>,
) -> Result<Response, Refused> {
    let (own, book) = desk.request(&seat, &code).await?;
    let request = own.request.ok_or(Refused::NotHere)?;
    let why = book.settings.refer_reasons.iter().find(|reason| **reason == given.why).ok_or(Refused::NotHere)?;
    let (to, adviser, mailbox) = desk.colleague_for(&seat, &book, &request.school, &given.to).await?;
    let referred = ReferredOn { to, adviser, why: why.clone(), by: seat.signature() };
    let key = if given.key.is_empty() { fresh_key() } else { ActionKey::from(given.key.as_str()) };
    match desk.app.staff().refer_on(&request, referred, mailbox.as_ref(), key, desk.app.now()).await {
        Ok(told) => {
            desk.note(&seat, &format!("referred a request on to {}", given.to), &request.code.to_string()).await?;
            let said = if told { "referred" } else { "referred-untold" };
            Ok(Redirect::to(&format!("/desk/requests?said={said}")).into_response())
        }
        Err(StaffError::Store(error)) => Err(error.into()),
        Err(refused) => desk.requests_page(&seat, None, format!("{}: {refused}.", request.code)).await,
    }
}

impl Desk {
    /// Everybody whom requests of this person's school can be referred on to.
    pub(super) async fn colleagues(&self, seat: &Seat, book: &Book) -> Result<Colleagues, Refused> {
        let mut to = Vec::new();
        for adviser in &book.team.advisers {
            if adviser.account != Some(seat.account.id) && self.sees(seat, adviser, book).await? {
                to.push((format!("adviser:{}", adviser.id), name_of(adviser).to_owned()));
            }
        }
        let school = self.app.school(seat.school()).ok();
        let filled = |role: Role| school.is_some_and(|school| mailbox(school, role).is_some());
        to.extend(
            ROLES
                .iter()
                .filter(|(role, _)| filled(*role))
                .map(|(role, label)| (format!("role:{}", role.key()), (*label).to_owned())),
        );
        Ok(Colleagues { to, why: book.settings.refer_reasons.clone() })
    }

    /// A colleague by the word of the form: name, adviser, and where they can be written to.
    async fn colleague_for(
        &self,
        seat: &Seat,
        book: &Book,
        school: &str,
        word: &str,
    ) -> Result<(String, Option<AdviserId>, Option<Mailbox>), Refused> {
        if let Some(id) = word.strip_prefix("adviser:") {
            let adviser = book.team.adviser(&AdviserId::from(id)).ok_or(Refused::NotHere)?;
            if !self.sees(seat, adviser, book).await? {
                return Err(Refused::NotHere);
            }
            let mailbox = self.mailbox_of(adviser).await?;
            return Ok((name_of(adviser).to_owned(), Some(adviser.id.clone()), mailbox));
        }
        let key = word.strip_prefix("role:").ok_or(Refused::NotHere)?;
        let (role, label) = ROLES.iter().find(|(role, _)| role.key() == key).ok_or(Refused::NotHere)?;
        let school = self.app.school(Some(school)).map_err(|_| Refused::NotHere)?;
        let mailbox = mailbox(school, *role).ok_or(Refused::NotHere)?;
        Ok(((*label).to_owned(), None, Some(mailbox)))
    }

    /// The address that an adviser has at the desk.
    async fn mailbox_of(&self, adviser: &Adviser) -> Result<Option<Mailbox>, Refused> {
        let Some(account) = adviser.account else { return Ok(None) };
        let account = self.app.store().account(account).await?.filter(|account| account.ended_at.is_none());
        Ok(account.and_then(|account| Mailbox::new(&account.name, &account.email)))
    }
}

fn mailbox(school: &crate::school::School, role: Role) -> Option<Mailbox> {
    let contact = school.contacts.get(&role)?;
    Mailbox::new(contact.named().unwrap_or_default(), contact.email.as_deref()?)
}
