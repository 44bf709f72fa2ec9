//! What is written to whom because of what a turn promises.

use chrono::NaiveDateTime;

use super::{Alert, Effect};
use crate::letters::{Alarm, Concerns, Letter, Mailbox, Whereabouts, Writer};

/// The letters that go with what a turn promises. `known` is what the person told of themselves before, for an alert.
pub fn written(
    effects: &[Effect],
    writer: &Writer<'_>,
    now: NaiveDateTime,
    known: Option<&Whereabouts>,
) -> Vec<Letter> {
    let mut letters = Vec::new();
    for effect in effects {
        match effect {
            Effect::Keep(request) => {
                letters.extend(writer.team_requested(request));
                let to = Mailbox::in_words(&request.contact);
                let code = request.code.to_string();
                letters.extend(to.and_then(|to| writer.receipt(&to, &code, &request.about, &request.preferred)));
            }
            Effect::Cancel(request) => letters.extend(writer.team_request_cancelled(&request.code.to_string())),
            Effect::Raise(alert) => letters.extend(writer.alert(&alarm(alert, now, known))),
            Effect::Send(_) => {}
        }
    }
    letters
}

fn alarm(alert: &Alert, raised_at: NaiveDateTime, known: Option<&Whereabouts>) -> Alarm {
    Alarm {
        reference: alert.reference.to_string(),
        concerns: Concerns::of(alert.about_staff, alert.about_head),
        words: alert.words.clone(),
        raised_at,
        door: alert.door.clone(),
        whereabouts: known.cloned(),
    }
}
