use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use super::{Settings, assets, at, calendar, chat, embed, helpful, linked, words};
use crate::app::App;

/// What the web door needs.
#[derive(Clone)]
pub struct Web {
    /// The house.
    pub app: Arc<App>,
    /// Key under which visitors are known inside.
    pub secret: Arc<[u8]>,
    /// Its settings.
    pub settings: Settings,
}

/// Longest body that is read, in bytes. A message past the house's own limit gets a kind answer; past this one, a plain refusal.
const LONGEST_BODY: usize = 1_000_000;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What pages may load: from here alone, and nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors ";

/// All pages of the door.
pub fn router(web: Web) -> Router {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let unnamed = web.app.unnamed_school().map(|school| school.id.as_str());
    let policies = Arc::new(Policies::of(&web.settings, unnamed));
    let policy = from_fn(move |request: Request, next: Next| under(Arc::clone(&policies), request, next));
    Router::new()
        .merge(pages())
        .nest("/s/{school}", pages().route("/a/{*ids}", get(linked::at_school)))
        .route("/s/{school}/", get(chat::page))
        .route("/schools", get(at::schools))
        .route("/a/{*ids}", get(linked::here))
        .route("/appointments/{file}", get(calendar::file))
        .route("/helpful", post(helpful::helpful))
        .route("/ready", get(async || "ready"))
        .route("/style.css", get(assets::style))
        .route("/chat.js", get(assets::script))
        .route("/embed.js", get(embed::script))
        .route("/fingerpost.svg", get(assets::icon))
        .fallback(words::not_found)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(policy)
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(REFERRER_POLICY, "no-referrer"))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new())
        .with_state(web)
}

/// The pages that every school has under its own address.
fn pages() -> Router<Web> {
    Router::new()
        .route("/", get(chat::page))
        .route("/ask", post(chat::ask).get(chat::page))
        .route("/start-again", post(chat::start_again))
        .route("/embed", get(chat::embedded))
        .route("/help-now", get(words::help_now))
        .route("/privacy", get(words::privacy))
        .route("/accessibility", get(words::accessibility))
}

/// The policy of every answer, and of those of a school that has sites of its own.
struct Policies {
    usual: HeaderValue,
    own: BTreeMap<String, HeaderValue>,
}

impl Policies {
    /// At the bare address stands the school that is meant where none is named.
    fn of(settings: &Settings, unnamed: Option<&str>) -> Self {
        let policy = |school: Option<&str>| {
            let policy = format!("{POLICY}{}", embed::frame_ancestors(settings, school));
            HeaderValue::from_str(&policy).expect("an origin holds nothing that a header may not")
        };
        let own = settings.embed_sites.keys().map(|id| (id.clone(), policy(Some(id))));
        Self { usual: policy(unnamed), own: own.collect() }
    }

    fn for_path(&self, path: &str) -> &HeaderValue {
        let school = path.strip_prefix("/s/").and_then(|rest| rest.split('/').next());
        school.and_then(|id| self.own.get(id)).unwrap_or(&self.usual)
    }
}

/// Answers under the policy of the address.
async fn under(policies: Arc<Policies>, request: Request, next: Next) -> Response {
    let policy = policies.for_path(request.uri().path()).clone();
    let mut response = next.run(request).await;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}
