use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CACHE_CONTROL, HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use super::refused::Refused;
use super::{
    Desk, alerts, answers, assets, diary, enquiries, health, hours, impartiality, join, live, me, off, people,
    questions, record, refer_on, report, requests, sign_in, today, trail,
};

/// Longest form, in bytes.
const LONGEST_BODY: usize = 200_000;

/// How long a request may take, its body included.
const PATIENCE: Duration = Duration::from_secs(20);

/// What pages may load: from here alone, and nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// All pages of the desk.
pub fn router(desk: Desk) -> Router {
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::overriding(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let not_kept = SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Router::new()
        .merge(doors())
        .merge(rooms())
        .route("/desk/desk.css", get(assets::style))
        .route("/desk/desk.js", get(assets::script))
        .route("/desk/live.js", get(assets::live_script))
        .route("/desk/{*elsewhere}", get(async || Refused::NotHere).post(async || Refused::NotHere))
        .layer(from_fn(same_site))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(header("content-security-policy", POLICY))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("x-frame-options", "DENY"))
        .layer(header("cross-origin-opener-policy", "same-origin"))
        // Not `no-referrer`: with it browsers hide where a form comes from, and that is looked at below.
        .layer(header("referrer-policy", "same-origin"))
        .layer(not_kept)
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new())
        .with_state(desk)
}

/// Ways in and out, and what everybody has.
fn doors() -> Router<Desk> {
    Router::new()
        .route("/desk", get(today::page))
        .route("/desk/", get(today::page))
        .route("/desk/pulse", get(today::pulse))
        .route("/desk/live", get(live::stream))
        .route("/desk/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/desk/sign-out", post(sign_in::sign_out))
        .route("/desk/join/{secret}", get(join::page).post(join::join))
        .route("/desk/me", get(me::page).post(me::change_password))
        .route("/desk/people", get(people::page))
        .route("/desk/people/invite", post(people::invite))
        .route("/desk/people/{id}/role", post(people::change_role))
        .route("/desk/people/{id}/new-password", post(people::new_password))
        .route("/desk/people/{id}/end", post(people::end))
        .route("/desk/trail", get(trail::page))
}

fn rooms() -> Router<Desk> {
    Router::new()
        .route("/desk/requests", get(requests::page))
        .route("/desk/requests/{code}", get(requests::open))
        .route("/desk/requests/{code}/record", post(requests::write_down))
        .route("/desk/requests/{code}/refer-on", post(refer_on::refer_on))
        .route("/desk/requests/{code}/off", get(off::before_meeting).post(off::meeting))
        .route("/desk/requests/{code}/{what}", post(requests::act))
        .route("/desk/record", get(record::find))
        .route("/desk/record/{code}", get(record::page))
        .route("/desk/record/{code}/erase", get(record::before_erasing).post(record::erase))
        .route("/desk/record/{code}/{form}", get(record::export))
        .route("/desk/enquiries", get(enquiries::page))
        .route("/desk/enquiries/{code}/close", post(enquiries::close))
        .route("/desk/diary", get(diary::page))
        .route("/desk/hours/new", get(hours::new).post(hours::add))
        .route("/desk/hours/{adviser}", get(hours::page).post(hours::save))
        .route("/desk/hours/{adviser}/off", get(off::before_day).post(off::day))
        .route("/desk/alerts", get(alerts::page))
        .route("/desk/alerts/drill", post(alerts::drill))
        .route("/desk/alerts/{id}/{step}", post(alerts::step))
        .route("/desk/questions", get(questions::page))
        .route("/desk/questions/let-go", post(questions::let_go))
        .route("/desk/asked", get(questions::asked))
        .route("/desk/answers", get(answers::list).post(answers::save))
        .route("/desk/answers/new", get(answers::new))
        .route("/desk/answers/check", post(answers::check))
        .route("/desk/answers/off", post(answers::switch_off))
        .route("/desk/answers/on", post(answers::switch_on))
        .route("/desk/answers/{id}", get(answers::open))
        .route("/desk/answers/{id}/publish", post(answers::publish))
        .route("/desk/answers/{id}/withdraw", post(answers::withdraw))
        .route("/desk/knowledge", get(health::page))
        .route("/desk/knowledge/links", post(health::check_links))
        .route("/desk/impartiality", get(impartiality::page).post(impartiality::measure))
        .route("/desk/report", get(report::page))
        .route("/desk/evidence.csv", get(report::evidence))
}

/// Forms are taken from our own pages alone; the browser says where they come from.
async fn same_site(request: Request, next: Next) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD && !is_from_here(request.headers()) {
        return Refused::NotFromHere.into_response();
    }
    next.run(request).await
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let said = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (said(&HeaderName::from_static("sec-fetch-site")), said(&ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = said(&HOST).unwrap_or_default();
            !host.is_empty() && origin.split_once("://").is_some_and(|(_, from)| from == host)
        }
        (None, None) => true,
    }
}
