//! Alerts come again until somebody has seen them (D11), and drills try the routes (D27).

use std::time::Duration;

use chrono::NaiveDateTime;
use tokio::time::{Instant, sleep, timeout_at};

use super::Post;
use crate::booking::Book;
use crate::booking::Code;
use crate::chat::Person;
use crate::conversation::{Alert, Effect};
use crate::letters::{Alarm, Concerns, Letter, minutes_read, reads_alerts};
use crate::school::School;
use crate::store::{DRILL, PostState, Posted, Raised, StoreError};

/// How long a drill waits for its letters.
const DRILL_WAITS: Duration = Duration::from_secs(10);

impl Post {
    /// Puts another round of letters on its way for each alert that waits to be seen and whose time has come.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn repeat_alerts(&self) -> Result<(), StoreError> {
        let now = (self.clock)();
        for raised in self.store.alerts(true).await? {
            let Some(school) = self.schools.find(Some(&raised.school)) else { continue };
            let posted = self.store.posted(None, Some(&raised.reference)).await?;
            if !self.is_due(school, &raised, &posted, now) {
                continue;
            }
            let letters = self.round(school, &raised, &posted, now);
            if letters.is_empty() {
                continue;
            }
            if self.store.repeat_alert(&raised, &letters, now).await? {
                tracing::warn!(
                    school = school.id,
                    reference = raised.reference,
                    round = raised.rounds + 1,
                    "an alert waits to be seen"
                );
            }
        }
        Ok(())
    }

    /// Whether the next round has to go out.
    fn is_due(&self, school: &School, raised: &Raised, posted: &[Posted], now: NaiveDateTime) -> bool {
        let Some(last) = raised.repeated_at else { return true };
        let of_this_round = format!("alert/{}/{}/", raised.reference, raised.rounds);
        let under_way = |posted: &Posted| posted.key.starts_with(&of_this_round) && posted.state == PostState::Waiting;
        let wait = match reads_alerts(school, now) {
            true => self.alerts.repeat_minutes,
            false => self.alerts.repeat_minutes_out_of_hours,
        };
        let over = now - last >= chrono::TimeDelta::minutes(wait.max(1).into());
        let all_under_way = posted.iter().filter(|posted| posted.key.starts_with(&of_this_round)).all(under_way);
        // What has not got through is tried by itself; a second letter beside it would help nobody.
        let waits_already = all_under_way && posted.iter().any(under_way);
        (over && !waits_already) || (raised.rounds == 1 && was_refused(posted))
    }

    fn round(&self, school: &School, raised: &Raised, posted: &[Posted], now: NaiveDateTime) -> Vec<Letter> {
        let routes = self.routes(&school.id);
        let writer = self.writer(school, &routes);
        let alarm = alarm(raised);
        if raised.rounds == 0 {
            return writer.alert(&alarm);
        }
        let unseen = minutes_read(school, raised.raised_at, now);
        let next_too = unseen >= self.alerts.next_person_minutes.into() || was_refused(posted);
        writer.alert_unseen(&alarm, raised.rounds + 1, next_too)
    }

    /// Tries the routes of a school: letters that say they are a drill go to everybody an alert could go to. Returns what became of
    /// each within ten seconds; the drill waits to be marked as seen like an alert.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn drill(&self, school: &School) -> Result<(String, Vec<Posted>), StoreError> {
        let (now, alert) = ((self.clock)(), drill());
        let reference = alert.reference.to_string();
        let mut effects = vec![Effect::Raise(alert)];
        let routes = self.routes(&school.id);
        let writer = self.writer(school, &routes);
        let alarm = Alarm {
            reference: reference.clone(),
            concerns: Concerns::Drill,
            words: String::new(),
            raised_at: now,
            door: "command line".to_owned(),
            whereabouts: None,
        };
        effects.extend(writer.alert(&alarm).into_iter().map(Effect::Send));
        self.store.record(&effects, &Person::new(DRILL), &school.id, &Book::default(), now).await?;
        let until = Instant::now() + DRILL_WAITS;
        loop {
            // What takes longer is carried again later, by whoever runs then.
            if let Ok(carried) = timeout_at(until, self.carry()).await {
                carried?;
            }
            let posted = self.store.posted(None, Some(&reference)).await?;
            if posted.iter().all(|posted| posted.state != PostState::Waiting) || Instant::now() >= until {
                return Ok((reference, posted));
            }
            sleep(Duration::from_millis(250)).await;
        }
    }
}

/// Whether somebody's letter was refused for good: then the next person is told at once.
fn was_refused(posted: &[Posted]) -> bool {
    posted.iter().any(|posted| posted.state == PostState::GivenUp)
}

fn alarm(raised: &Raised) -> Alarm {
    let concerns = match raised.kind.as_str() {
        DRILL => Concerns::Drill,
        _ => Concerns::of(raised.about_staff, raised.about_head),
    };
    Alarm {
        reference: raised.reference.clone(),
        concerns,
        words: raised.words.clone(),
        raised_at: raised.raised_at,
        door: raised.door.clone(),
        whereabouts: None,
    }
}

fn drill() -> Alert {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    Alert {
        kind: DRILL.to_owned(),
        words: String::new(),
        about_staff: false,
        about_head: false,
        reference: Code::from_bits(u64::from_le_bytes(bytes)),
        door: "command line".to_owned(),
    }
}
