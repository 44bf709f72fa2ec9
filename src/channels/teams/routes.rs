use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tower_http::catch_panic::CatchPanicLayer;

use super::activity::Activity;
use super::read::tap;
use super::staff::StaffTap;
use super::talk::only_said;
use super::token::{Refusal, prove};
use super::{Door, Teams};

/// Longest delivery that is read, in bytes; Teams itself takes 100 KB a message.
const LONGEST_BODY: usize = 512 * 1024;

/// The one address of the door: what is entered as messaging endpoint.
pub fn router(teams: Teams) -> Router {
    Router::new()
        .route("/api/messages", post(messages))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(CatchPanicLayer::new())
        .with_state(teams)
}

/// Takes a delivery. It is answered at once; what follows is sent by calling back. Only an invoke waits for its answer.
async fn messages(State(teams): State<Teams>, headers: HeaderMap, body: Bytes) -> Response {
    let activity = match teams.door.admitted(&headers, &body).await {
        Ok(activity) => activity,
        Err(refused) => return refused.into_response(),
    };
    if activity.kind == "invoke" {
        return teams.invoked(&activity).await;
    }
    if teams.door.is_new(&activity) {
        let later = teams.clone();
        teams.afterwards(async move { later.take(&activity).await });
    }
    StatusCode::OK.into_response()
}

impl Door {
    /// The activity of a delivery that is proven to come from the Bot Connector, from one of our tenants.
    async fn admitted(&self, headers: &HeaderMap, body: &[u8]) -> Result<Activity, StatusCode> {
        let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let proof = prove(authorization, &self.settings.app_id, &self.keys).await.map_err(refused)?;
        let activity: Activity = serde_json::from_slice(body).map_err(|_| StatusCode::BAD_REQUEST)?;
        if activity.kind.is_empty() || activity.conversation.id.is_empty() {
            return Err(StatusCode::BAD_REQUEST);
        }
        proof.admits(&activity, &self.settings, &self.hosts).map_err(refused)?;
        Ok(activity)
    }

    /// Whether this delivery did not come before. A message that was changed keeps its id, so the time counts too.
    fn is_new(&self, activity: &Activity) -> bool {
        let Activity { kind, id, timestamp, conversation, .. } = activity;
        let time = if kind == "messageUpdate" { timestamp.as_str() } else { "" };
        id.is_empty() || self.once.is_first(format!("{kind}:{}:{id}:{time}", conversation.id))
    }
}

fn refused(refusal: Refusal) -> StatusCode {
    let (status, reason) = match refusal {
        Refusal::Unproven(reason) => (StatusCode::UNAUTHORIZED, reason),
        Refusal::NotOurs(reason) => (StatusCode::FORBIDDEN, reason),
        Refusal::NoKeys => (StatusCode::SERVICE_UNAVAILABLE, "the Bot Connector's keys are not known yet"),
    };
    tracing::warn!(door = "teams", status = status.as_u16(), "a delivery was refused: {reason}");
    status
}

impl Teams {
    /// What follows a delivery that needs no answer of its own.
    async fn take(&self, activity: &Activity) {
        if matches!(activity.kind.as_str(), "message" | "installationUpdate") {
            self.door.resume(activity).await;
        }
        match (activity.kind.as_str(), activity.action.as_str()) {
            ("message", _) if activity.is_personal() => self.talk(activity).await,
            ("message", _) => match staff_tapped(activity) {
                Some(tap) => self.staff_submit(activity, tap).await,
                None => self.keep_neutral(activity).await,
            },
            ("messageUpdate", _) if activity.is_personal() => self.changed(activity).await,
            ("messageUpdate", _) => self.changed_in_group(activity).await,
            ("installationUpdate", "add") => self.welcome(activity).await,
            ("installationUpdate", "remove") => self.farewell(activity).await,
            ("conversationUpdate", _) if activity.adds_the_bot() => self.welcome(activity).await,
            _ => {}
        }
    }

    /// An invoke is answered in the response; one that we do not know, with 501.
    async fn invoked(&self, activity: &Activity) -> Response {
        if activity.name != "adaptiveCard/action" {
            return StatusCode::NOT_IMPLEMENTED.into_response();
        }
        let Some(data) = activity.value.pointer("/action/data").filter(|data| data.is_object()) else {
            return Json(fault("BadRequest", "the card's action has no data")).into_response();
        };
        self.door.resume(activity).await;
        if activity.is_personal() {
            return Json(self.tap(activity, tap(data)).await).into_response();
        }
        if let Some(tap) = StaffTap::read(data) {
            return Json(self.staff_tap(activity, tap).await).into_response();
        }
        let guide = self.door.app.guide();
        Json(only_said(&guide.phrases().teams.neutral)).into_response()
    }
}

/// A tap on a request's card, from a client that sends it as a message without words.
fn staff_tapped(activity: &Activity) -> Option<StaffTap> {
    activity.text.trim().is_empty().then(|| StaffTap::read(&activity.value)).flatten()
}

fn fault(code: &str, message: &str) -> Value {
    json!({"statusCode": 400, "type": "application/vnd.microsoft.error", "value": {"code": code, "message": message}})
}
