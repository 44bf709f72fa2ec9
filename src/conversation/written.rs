//! What is written to whom because of what a turn promises. Letters about requests are written where the diaries are changed, because only
//! there it is known what happened.

use chrono::NaiveDateTime;

use super::{Alert, Effect};
use crate::letters::{Alarm, Concerns, Letter, Whereabouts, Writer};

/// The letters that go with the alerts and messages of a turn. `known` is what the person told of themselves before.
pub fn written(
    effects: &[Effect],
    writer: &Writer<'_>,
    now: NaiveDateTime,
    known: Option<&Whereabouts>,
) -> Vec<Letter> {
    let raised = effects.iter().filter_map(|effect| match effect {
        Effect::Raise(alert) => Some(alert),
        _ => None,
    });
    let alerts = raised.flat_map(|alert| writer.alert(&alarm(alert, now, known)));
    let logged = effects.iter().filter_map(|effect| match effect {
        Effect::Log(enquiry) => Some(enquiry),
        _ => None,
    });
    alerts.chain(logged.flat_map(|enquiry| writer.enquiry(enquiry))).collect()
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
