//! The door for scripts: one JSON object a line in, one out, in order. A line that cannot be read gets an error and the run goes on.

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

use crate::app::{App, Caller};
use crate::chat::{Audience, Kind, Message, Person, SourceLine};
use crate::conversation::{BookingNote, Turn};

/// Longest line that is read, in bytes.
const LONGEST: usize = 1_000_000;

#[derive(Debug, Deserialize)]
struct Asked {
    text: String,
    audience: Option<String>,
    year: Option<i64>,
    school: Option<String>,
    session: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answered<'a> {
    kind: Kind,
    text: String,
    passages: &'a [String],
    sources: Vec<SourceLine>,
    routes: Vec<String>,
    choices: Vec<String>,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    booking: Option<&'a BookingNote>,
    session: Option<String>,
}

#[derive(Debug, Serialize)]
struct Refused {
    error: String,
}

/// Answers every line of `input` until it ends.
///
/// # Errors
/// Only if reading or writing fails.
pub async fn run(
    app: &App,
    input: &mut (impl AsyncBufRead + Unpin),
    output: &mut (impl AsyncWrite + Unpin),
) -> std::io::Result<()> {
    let mut number = 0_u64;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        number += 1;
        let mut answer = answer_line(app, &line, number).await;
        answer.push('\n');
        output.write_all(answer.as_bytes()).await?;
        output.flush().await?;
    }
}

async fn answer_line(app: &App, line: &[u8], number: u64) -> String {
    let answered = match read(line) {
        Ok((caller_key, asked)) => answer(app, caller_key.unwrap_or_else(|| format!("line:{number}")), asked).await,
        Err(says) => Err(says),
    };
    answered.unwrap_or_else(|error| write(&Refused { error }))
}

/// The line as a question, with the key of its conversation where it names one.
fn read(line: &[u8]) -> Result<(Option<String>, Asked), String> {
    if line.len() > LONGEST {
        return Err(format!("the line has {} bytes; send at most {LONGEST}", line.len()));
    }
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8; send JSON as UTF-8".to_owned())?;
    let asked: Asked = serde_json::from_str(text)
        .map_err(|cause| format!("the line is not a question: {cause}; send {{\"text\": \"…\"}}"))?;
    Ok((asked.session.as_ref().map(|session| format!("session:{session}")), asked))
}

async fn answer(app: &App, key: String, asked: Asked) -> Result<String, String> {
    let caller =
        Caller { person: Person::new(key), conversation: asked.session.clone(), school: asked.school, door: "lines" };
    let message = Message {
        text: asked.text,
        audience: asked.audience.as_deref().and_then(Audience::from_word),
        year: asked.year.and_then(|year| u8::try_from(year).ok()).filter(|year| (1..=13).contains(year)),
        ..Message::default()
    };
    let turn = app.receive_from_anywhere(&caller, &message).await.map_err(|error| error.to_string())?;
    if asked.session.is_none() {
        app.forget(&caller);
    }
    Ok(draw(&turn, asked.session))
}

/// A turn as a line of JSON.
pub fn draw(turn: &Turn, session: Option<String>) -> String {
    write(&Answered {
        kind: turn.reply.kind,
        text: turn.reply.text(),
        passages: &turn.shown,
        sources: turn.reply.sources(),
        routes: turn.reply.routes(),
        choices: turn.reply.choices(),
        confidence: (f64::from(turn.confidence.clamp(0.0, 1.0)) * 1000.0).round() / 1000.0,
        booking: turn.booking.as_ref(),
        session,
    })
}

fn write(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).expect("strings, numbers and lists always become JSON")
}
