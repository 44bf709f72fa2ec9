//! What a colleague does appears at once: a stream that says that something has changed, and never what. The page then asks for itself
//! anew, by its own address and rights.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::Desk;
use super::refused::Refused;
use super::role::Right;
use super::seat::Seat;
use crate::booking::Code;

/// After this the browser comes again, and it is looked at anew who it is.
const LONGEST: Duration = Duration::from_secs(120);

/// How long the browser waits before it comes again.
const AGAIN: Duration = Duration::from_secs(2);

/// How often the line is shown to be alive.
const ALIVE: Duration = Duration::from_secs(15);

struct Listening {
    desk: Desk,
    school: Option<String>,
    changed: Receiver<Code>,
    closing: watch::Receiver<bool>,
    ends: Instant,
    /// Nothing was said yet.
    new: bool,
}

pub(super) async fn stream(State(desk): State<Desk>, seat: Seat) -> Result<Response, Refused> {
    seat.needs(Right::SeeRequests)?;
    let listening = Listening {
        school: seat.school().map(str::to_owned),
        changed: desk.app.staff().listen(),
        closing: desk.live.closing.subscribe(),
        ends: Instant::now() + LONGEST,
        new: true,
        desk,
    };
    let events = unfold(listening, async |mut listening| {
        let event = listening.next().await?;
        Some((Ok::<_, Infallible>(event), listening))
    });
    let sent = Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE));
    // A proxy that gathers what it passes on would keep everything back.
    Ok(([("x-accel-buffering", "no")], sent).into_response())
}

/// Browsers drop an event without data, so it says a word.
fn changed() -> Event {
    Event::default().event("changed").data("look")
}

impl Listening {
    /// The next thing to say; nothing where it is time to end.
    async fn next(&mut self) -> Option<Event> {
        if std::mem::take(&mut self.new) {
            return Some(Event::default().retry(AGAIN).comment("listening"));
        }
        loop {
            let happened = tokio::select! {
                happened = self.changed.recv() => happened,
                () = sleep_until(self.ends) => return None,
                _ = self.closing.wait_for(|closing| *closing) => return None,
            };
            match happened {
                Ok(code) if !self.concerns(&code).await => {}
                // Whoever was told too little looks as well.
                Ok(_) | Err(RecvError::Lagged(_)) => return Some(changed()),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Whether it is of this person's school; what is gone, or cannot be read, may be.
    async fn concerns(&self, code: &Code) -> bool {
        let Some(school) = &self.school else { return true };
        let Ok(book) = self.desk.app.staff().book().await else { return true };
        book.entry(code).is_none_or(|entry| entry.school.as_str() == school)
    }
}

impl Desk {
    /// Ends what is listened to, so that the house can close.
    pub fn close(&self) {
        self.live.closing.send_replace(true);
    }
}
