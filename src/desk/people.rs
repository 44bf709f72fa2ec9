use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Desk;
use super::frame::{Frame, Said};
use super::join::{DAYS, For, offer};
use super::refused::{Refused, draw};
use super::role::{Right, Role};
use super::seat::{Nothing, Seat, Signed};
use crate::store::Account;

#[derive(Template)]
#[template(path = "desk/people.html")]
struct PeoplePage {
    frame: Frame,
    people: Vec<Person>,
    /// Schools that somebody may be invited to: id and name.
    schools: Vec<(String, String)>,
    roles: [Role; 7],
    /// A link that was just made, and whom it is for.
    link: Option<(String, String)>,
    days: i64,
}

struct Person {
    account: Account,
    role: Role,
    school: String,
    is_me: bool,
}

#[derive(Deserialize)]
pub(super) struct Invitation {
    role: String,
    #[serde(default)]
    school: String,
}

#[derive(Deserialize)]
pub(super) struct NewRole {
    role: String,
}

pub(super) async fn page(State(desk): State<Desk>, seat: Seat, Query(said): Query<Said>) -> Result<Response, Refused> {
    seat.needs(Right::ManagePeople)?;
    desk.people_page(&seat, said.said.as_deref(), None).await
}

pub(super) async fn invite(
    State(desk): State<Desk>,
    Signed(seat, given): Signed<Invitation>,
) -> Result<Response, Refused> {
    seat.needs(Right::ManagePeople)?;
    let role = Role::from_word(&given.role).ok_or(Refused::NotHere)?;
    // Whoever belongs to a school invites to that school alone.
    let school = seat.school().unwrap_or(&given.school).to_owned();
    if !school.is_empty() {
        desk.app.school(Some(&school)).map_err(|_| Refused::NotHere)?;
    }
    let made_by = seat.signature();
    let whom = For { school: &school, role, account: None, made_by: &made_by };
    let path = offer(desk.app.store(), &whom, desk.app.now()).await?;
    desk.note(&seat, "made an invitation", role.word()).await?;
    desk.people_page(&seat, None, Some((path, format!("somebody new ({})", role.title().to_lowercase())))).await
}

pub(super) async fn new_password(
    State(desk): State<Desk>,
    Path(id): Path<i32>,
    Signed(seat, _): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (account, role) = desk.colleague(&seat, id).await?;
    let made_by = seat.signature();
    let whom = For { school: &account.school, role, account: Some(id), made_by: &made_by };
    let path = offer(desk.app.store(), &whom, desk.app.now()).await?;
    desk.note(&seat, "made a link for a new password", &id.to_string()).await?;
    desk.people_page(&seat, None, Some((path, account.name))).await
}

pub(super) async fn change_role(
    State(desk): State<Desk>,
    Path(id): Path<i32>,
    Signed(seat, given): Signed<NewRole>,
) -> Result<Response, Refused> {
    let role = Role::from_word(&given.role).ok_or(Refused::NotHere)?;
    desk.colleague(&seat, id).await?;
    desk.app.store().change_role(id, role.word()).await?;
    desk.note(&seat, &format!("gave the role {}", role.word()), &id.to_string()).await?;
    Ok(Redirect::to("/desk/people?said=role").into_response())
}

pub(super) async fn end(
    State(desk): State<Desk>,
    Path(id): Path<i32>,
    Signed(seat, _): Signed<Nothing>,
) -> Result<Response, Refused> {
    desk.colleague(&seat, id).await?;
    desk.app.store().end_account(id, desk.app.now()).await?;
    desk.note(&seat, "ended the account", &id.to_string()).await?;
    Ok(Redirect::to("/desk/people?said=ended").into_response())
}

impl Desk {
    /// Somebody else's account that this person looks after. Nobody changes an account of their own here, so that the last administrator
    /// cannot lock everybody out.
    async fn colleague(&self, seat: &Seat, id: i32) -> Result<(Account, Role), Refused> {
        seat.needs(Right::ManagePeople)?;
        let account = self.app.store().account(id).await?.ok_or(Refused::NotHere)?;
        let within = seat.school().is_none_or(|school| account.school == school);
        if !within || account.id == seat.account.id {
            return Err(Refused::NotHere);
        }
        let role = Role::from_word(&account.role).ok_or(Refused::NotHere)?;
        Ok((account, role))
    }

    async fn people_page(
        &self,
        seat: &Seat,
        said: Option<&str>,
        link: Option<(String, String)>,
    ) -> Result<Response, Refused> {
        let frame = self.frame(seat, "/desk/people", "People").await?.saying(said);
        let all = self.app.store().accounts().await?;
        let within = |account: &Account| seat.school().is_none_or(|school| account.school == school);
        let named = |id: &str| {
            self.app.school(Some(id)).map_or_else(|_| "all schools".to_owned(), |school| school.name.clone())
        };
        let people = all.into_iter().filter(within).filter_map(|account| {
            let role = Role::from_word(&account.role)?;
            let school = if account.school.is_empty() { "all schools".to_owned() } else { named(&account.school) };
            Some(Person { is_me: account.id == seat.account.id, role, school, account })
        });
        let people = people.collect();
        let schools = match seat.school() {
            Some(_) => Vec::new(),
            None => self.app.schools().map(|school| (school.id.clone(), school.name.clone())).collect(),
        };
        let base = self.settings.address.trim_end_matches('/').to_owned();
        let link = link.map(|(path, whom)| (format!("{base}{path}"), whom));
        Ok(draw(&PeoplePage { frame, people, schools, roles: Role::ALL, link, days: DAYS }))
    }
}
