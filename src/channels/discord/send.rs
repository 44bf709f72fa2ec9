//! Sending what was drawn, and what becomes of it: Discord may be slow, may be asked too often, or may have forgotten the question.

use std::time::Duration;

use serenity::Error;
use serenity::builder::{CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage};
use serenity::http::{Http, HttpError};
use serenity::model::id::{ChannelId, InteractionId};

use super::render::Sheet;

/// How often a message is tried. Discord's own library waits where Discord says for how long; this is for what is left.
const TRIES: u32 = 3;

/// The wait before the second try, doubled before each further one.
const WAIT: Duration = Duration::from_millis(250);

/// Discord's own numbers for what this door meets.
mod number {
    pub(super) const UNKNOWN_WEBHOOK: isize = 10015;
    pub(super) const UNKNOWN_INTERACTION: isize = 10062;
    pub(super) const ANSWERED_ALREADY: isize = 40060;
}

/// Where a command or a button is answered: its id, its token, and whether only the person may see the answer.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) id: InteractionId,
    pub(super) token: String,
    pub(super) private: bool,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// It was taken.
    Yes,
    /// Too late: Discord does not know the question any more.
    Expired,
    /// It was refused, or Discord cannot be reached.
    No,
}

impl Question {
    /// Answers with the sheets, in their order.
    pub(super) async fn answer(&self, http: &Http, sheets: &[Sheet]) -> Sent {
        let Some((first, others)) = sheets.split_first() else { return Sent::Yes };
        let sent = self.respond(http, &CreateInteractionResponse::Message(first.response(self.private))).await;
        if sent == Sent::Yes { self.go_on(http, others).await } else { sent }
    }

    /// Tells Discord that the answer comes later.
    pub(super) async fn put_off(&self, http: &Http) -> Sent {
        let later = CreateInteractionResponseMessage::new().ephemeral(self.private);
        self.respond(http, &CreateInteractionResponse::Defer(later)).await
    }

    /// Gives the answer that was put off.
    pub(super) async fn answer_late(&self, http: &Http, sheets: &[Sheet]) -> Sent {
        let Some((first, others)) = sheets.split_first() else { return Sent::Yes };
        let late = first.late();
        let sent = patient(|| http.edit_original_interaction_response(&self.token, &late, Vec::new())).await;
        if sent == Sent::Yes { self.go_on(http, others).await } else { sent }
    }

    /// Draws the message that the button stands on anew.
    pub(super) async fn redraw(&self, http: &Http, sheet: &Sheet) -> Sent {
        self.respond(http, &CreateInteractionResponse::UpdateMessage(sheet.response(false))).await
    }

    /// Any answer.
    pub(super) async fn respond(&self, http: &Http, response: &CreateInteractionResponse) -> Sent {
        patient(|| http.create_interaction_response(self.id, &self.token, response, Vec::new())).await
    }

    async fn go_on(&self, http: &Http, sheets: &[Sheet]) -> Sent {
        for sheet in sheets {
            let followup = sheet.followup(self.private);
            let sent = patient(|| http.create_followup_message(&self.token, &followup, Vec::new())).await;
            if sent != Sent::Yes {
                return sent;
            }
        }
        Sent::Yes
    }
}

/// Writes the sheets in a channel, in their order.
pub(super) async fn write(http: &Http, channel: ChannelId, sheets: &[Sheet]) -> Sent {
    for sheet in sheets {
        let message: CreateMessage = sheet.message();
        let sent = patient(|| http.send_message(channel, Vec::new(), &message)).await;
        if sent != Sent::Yes {
            return sent;
        }
    }
    Sent::Yes
}

/// Tries again where Discord was asked too often or has trouble of its own; anything else is final.
async fn patient<T, F: Future<Output = serenity::Result<T>>>(send: impl Fn() -> F) -> Sent {
    let mut wait = WAIT;
    for tried in 1.. {
        match send().await {
            Ok(_) => return Sent::Yes,
            Err(error) if tried < TRIES && passing(&error) => tokio::time::sleep(wait).await,
            Err(error) => return outcome(&error),
        }
        wait *= 2;
    }
    Sent::No
}

fn passing(error: &Error) -> bool {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(refused)) => {
            refused.status_code.as_u16() == 429 || refused.status_code.is_server_error()
        }
        Error::Http(HttpError::Request(request)) => request.is_connect(),
        _ => false,
    }
}

/// What an error means. Only its numbers are logged: the text could quote what was sent.
fn outcome(error: &Error) -> Sent {
    let Error::Http(HttpError::UnsuccessfulRequest(refused)) = error else {
        // A reply that was taken but cannot be read back was taken all the same.
        if matches!(error, Error::Json(_)) {
            return Sent::Yes;
        }
        tracing::warn!(door = "discord", "a message could not be sent: Discord cannot be reached");
        return Sent::No;
    };
    let (status, code) = (refused.status_code.as_u16(), refused.error.code);
    match code {
        number::ANSWERED_ALREADY => Sent::Yes,
        number::UNKNOWN_INTERACTION | number::UNKNOWN_WEBHOOK => {
            tracing::warn!(door = "discord", status, code, "an answer came too late: Discord had closed the question");
            Sent::Expired
        }
        _ => {
            tracing::warn!(door = "discord", status, code, "a message could not be sent: Discord refused it");
            Sent::No
        }
    }
}
