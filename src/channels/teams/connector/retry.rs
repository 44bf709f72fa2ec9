use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The first wait; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(250);

/// Longest wait, whoever asks for it: after that the message has lost its sense.
const LONGEST: Duration = Duration::from_secs(60);

/// How long to wait before trying again; none if another try is of no use. `tried` counts from 1.
pub(super) fn wait(status: StatusCode, headers: &HeaderMap, tried: u32) -> Option<Duration> {
    if !matches!(status.as_u16(), 412 | 429 | 502 | 503 | 504) {
        return None;
    }
    let asked = headers.get(RETRY_AFTER).and_then(|value| asked_for(value.to_str().ok()?.trim()));
    let backoff = FIRST * 2_u32.pow(tried.saturating_sub(1).min(6));
    let wait = asked.unwrap_or(backoff);
    (wait <= LONGEST).then(|| wait + jitter(backoff))
}

/// Retry-After is a number of seconds or a date.
fn asked_for(value: &str) -> Option<Duration> {
    let date = || DateTime::parse_from_rfc2822(value).ok().map(|date| date.with_timezone(&Utc) - Utc::now());
    let seconds = value.parse().map(Duration::from_secs).ok();
    seconds.or_else(|| date().map(|wait| wait.to_std().unwrap_or_default()))
}

/// Up to half a wait more, so that many that were refused at once do not come back at once.
fn jitter(wait: Duration) -> Duration {
    let mut byte = [0_u8];
    getrandom::fill(&mut byte).expect("the operating system gives random bytes");
    wait / 2 * u32::from(byte[0]) / 255
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_is_tried_again_and_never_before_it_was_asked_for() {
        let mut headers = HeaderMap::new();
        for (status, again) in [
            (412, true),
            (429, true),
            (502, true),
            (503, true),
            (504, true),
            (400, false),
            (403, false),
            (413, false),
            (500, false),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(wait(status, &headers, 1).is_some(), again, "{status}");
        }
        headers.insert(RETRY_AFTER, "7".parse().expect("a value"));
        let asked = wait(StatusCode::TOO_MANY_REQUESTS, &headers, 1).expect("it is tried again");
        assert!(asked >= Duration::from_secs(7) && asked < Duration::from_secs(8));
        let date = (Utc::now() + chrono::TimeDelta::seconds(30)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        headers.insert(RETRY_AFTER, date.parse().expect("a value"));
        let asked = wait(StatusCode::SERVICE_UNAVAILABLE, &headers, 1).expect("it is tried again");
        assert!(asked > Duration::from_secs(25) && asked < Duration::from_secs(32), "{asked:?}");
        headers.insert(RETRY_AFTER, "3600".parse().expect("a value"));
        assert_eq!(wait(StatusCode::TOO_MANY_REQUESTS, &headers, 1), None);
    }

    #[test]
    fn waits_grow() {
        let headers = HeaderMap::new();
        let waits: Vec<_> = (1..5).filter_map(|tried| wait(StatusCode::BAD_GATEWAY, &headers, tried)).collect();
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
    }
}
