//! Who sits at the desk: read from the cookie of every request, and from nothing else. A form is read only together with its seat, so
//! none can be sent without the token of an open page.

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Desk;
use super::refused::Refused;
use super::role::{Right, Role};
use super::secret::{Secret, same};
use crate::store::{Account, Deed, Used};

/// Somebody who is signed in.
pub(super) struct Seat {
    pub(super) account: Account,
    pub(super) role: Role,
    pub(super) secret: Secret,
}

impl Seat {
    /// Goes on only where the role has this right.
    pub(super) fn needs(&self, right: Right) -> Result<(), Refused> {
        if self.role.may(right) { Ok(()) } else { Err(Refused::NotYours) }
    }

    /// The school whose rows may be seen; none for all schools of the house.
    pub(super) fn school(&self) -> Option<&str> {
        (!self.account.school.is_empty()).then_some(self.account.school.as_str())
    }

    /// Name and role, as they stand in the trail and beside a change.
    pub(super) fn signature(&self) -> String {
        format!("{}, {}", self.account.name, self.role.title().to_lowercase())
    }
}

impl Desk {
    /// Writes down what somebody saw or did; what cannot be written down is not shown or done.
    pub(super) async fn note(&self, seat: &Seat, did: &str, of: &str) -> Result<(), Refused> {
        let who = seat.signature();
        let deed = Deed { school: &seat.account.school, account: seat.account.id, who: &who, did, of };
        Ok(self.app.store().note(deed, self.app.now()).await?)
    }

    /// The cookie's name: over https one that only this host can set.
    pub(super) fn cookie_name(&self) -> &'static str {
        if self.https { "__Host-desk" } else { "desk" }
    }

    /// The secret that the cookie holds, if it has the form of ours.
    pub(super) fn cookie_secret(&self, headers: &HeaderMap) -> Option<Secret> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.cookie_name())
            .find_map(|(_, value)| Secret::read(value))
    }
}

impl FromRequestParts<Desk> for Seat {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Refused> {
        let secret = desk.cookie_secret(&parts.headers).ok_or(Refused::NotSignedIn)?;
        let store = desk.app.store();
        let used = used(parts);
        let account = store.signed_in(&secret.hash(), desk.app.now(), desk.settings.lasting(), used).await?;
        let account = account.ok_or(Refused::NotSignedIn)?;
        let role = Role::from_word(&account.role).ok_or(Refused::NotYours)?;
        Ok(Self { account, role, secret })
    }
}

/// A page that renews itself keeps nobody signed in: whoever left the desk open is signed out all the same.
fn used(parts: &Parts) -> Used {
    let by_itself = matches!(parts.uri.path(), "/desk/pulse" | "/desk/live");
    if by_itself || parts.headers.contains_key("desk-by-itself") { Used::ByItself } else { Used::ByAPerson }
}

/// A form that was sent from an open page of the person's own sign-in.
pub(super) struct Signed<T>(pub(super) Seat, pub(super) T);

#[derive(Deserialize)]
struct Token {
    token: String,
}

impl<T: DeserializeOwned> FromRequest<Desk> for Signed<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Refused> {
        let (mut parts, body) = request.into_parts();
        let seat = Seat::from_request_parts(&mut parts, desk).await?;
        let again = |body| {
            let mut request = Request::new(body);
            request.headers_mut().clone_from(&parts.headers);
            *request.method_mut() = parts.method.clone();
            request
        };
        let mut whole = again(body);
        *whole.extensions_mut() = parts.extensions.clone();
        let bytes =
            Bytes::from_request(whole, desk).await.map_err(|refused| Refused::NotUnderstood(refused.status()))?;
        let token = Form::<Token>::from_request(again(Body::from(bytes.clone())), desk).await;
        let token = token.map_err(|_| Refused::NotFromHere)?.0.token;
        if !same(&token, &seat.secret.form_token()) {
            return Err(Refused::NotFromHere);
        }
        let form = Form::<T>::from_request(again(Body::from(bytes)), desk).await;
        let Form(form) = form.map_err(|_| Refused::NotUnderstood(StatusCode::UNPROCESSABLE_ENTITY))?;
        Ok(Self(seat, form))
    }
}

/// A form that says nothing but that it was sent.
#[derive(Deserialize)]
pub(super) struct Nothing {}
