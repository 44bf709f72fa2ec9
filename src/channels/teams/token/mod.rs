//! Whether a call comes from the Bot Connector and is meant for us. There is no switch that turns a check off.

mod keys;

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;

pub(super) use keys::Keys;

use super::activity::Activity;
use super::hosts::Hosts;
use super::settings::Settings;

/// Who signs: the Bot Connector.
const ISSUER: &str = "https://api.botframework.com";

/// How far clocks may be apart, in seconds.
const SKEW: u64 = 300;

/// Why a call is refused. The words stand in the log and in the documents, so they stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 401: it cannot be shown that the Bot Connector sent it to us.
    Unproven(&'static str),
    /// 403: it comes from the Bot Connector, but not from one of our tenants, or not by Teams.
    NotOurs(&'static str),
    /// 503: the published keys cannot be fetched, so nothing can be checked.
    NoKeys,
}

/// What a checked token says.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    service_url: String,
    endorsements: Vec<String>,
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    serviceurl: String,
}

/// Checks the `Authorization` header by itself: signature, issuer, audience, times.
pub(super) async fn prove(authorization: Option<&str>, app_id: &str, keys: &Keys) -> Result<Proof, Refusal> {
    let token = authorization.and_then(bearer).ok_or(Refusal::Unproven("there is no bearer token"))?;
    let header = decode_header(token).map_err(|_| Refusal::Unproven("the token cannot be read"))?;
    if header.alg != Algorithm::RS256 {
        return Err(Refusal::Unproven("the token is not signed with RS256"));
    }
    let kid = header.kid.ok_or(Refusal::Unproven("the token names no key"))?;
    let key = keys.key(&kid).await?.ok_or(Refusal::Unproven("the token's key is not one of the Bot Connector's"))?;
    let claims = decode::<Claims>(token, &key.decoding, &validation(app_id)).map_err(|error| why(&error))?.claims;
    Ok(Proof { service_url: claims.serviceurl, endorsements: key.endorsements.clone() })
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()).then(|| token.trim())
}

fn validation(app_id: &str) -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.leeway = SKEW;
    validation.validate_nbf = true;
    validation.set_audience(&[app_id]);
    validation.set_issuer(&[ISSUER]);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation
}

fn why(error: &jsonwebtoken::errors::Error) -> Refusal {
    use jsonwebtoken::errors::ErrorKind;
    Refusal::Unproven(match error.kind() {
        ErrorKind::InvalidSignature => "the token's signature is wrong",
        ErrorKind::InvalidIssuer => "the token was not issued by the Bot Connector",
        ErrorKind::InvalidAudience => "the token is meant for another bot; compare `teams.app_id`",
        ErrorKind::ExpiredSignature => "the token is over; compare this machine's clock",
        ErrorKind::ImmatureSignature => "the token is not valid yet; compare this machine's clock",
        ErrorKind::MissingRequiredClaim(_) => "the token lacks a claim",
        _ => "the token cannot be read",
    })
}

impl Proof {
    /// Checks what the activity says against the token and the settings.
    pub(super) fn admits(&self, activity: &Activity, settings: &Settings, hosts: &Hosts) -> Result<(), Refusal> {
        if self.service_url.is_empty() || self.service_url != activity.service_url {
            return Err(Refusal::Unproven("the token is for another service address than the message"));
        }
        if activity.channel_id.is_empty() || !self.endorsements.contains(&activity.channel_id) {
            return Err(Refusal::Unproven("the token's key may not speak for this channel"));
        }
        if !hosts.are_ours(&activity.service_url) {
            return Err(Refusal::Unproven("the service address is not at one of Microsoft's hosts"));
        }
        if activity.channel_id != "msteams" {
            return Err(Refusal::NotOurs("the message does not come by Teams"));
        }
        let tenants = activity.tenants();
        if tenants.is_empty() || tenants.iter().any(|id| !id.eq_ignore_ascii_case(tenants[0])) {
            return Err(Refusal::NotOurs("the message names no tenant, or two"));
        }
        match settings.tenant_of(tenants[0]) {
            Some(_) => Ok(()),
            None => Err(Refusal::NotOurs("the tenant is not in `teams.tenants`")),
        }
    }
}
