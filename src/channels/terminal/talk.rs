use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

use super::draw;
use crate::app::{App, Caller};
use crate::chat::Message;

/// Talks until the input ends or the person leaves. A request that was not finished is said to be unsent.
///
/// # Errors
/// Only if reading or writing fails.
pub async fn talk(
    app: &App,
    caller: &Caller,
    input: &mut (impl AsyncBufRead + Unpin),
    output: &mut (impl AsyncWrite + Unpin),
) -> std::io::Result<()> {
    let guide = app.guide();
    let house = app.house();
    let school = match &caller.school {
        Some(id) => app.school(Some(id)).map_err(std::io::Error::other)?,
        None => app.unnamed_school().unwrap_or(&house),
    };
    let names: Vec<&str> = app.schools().map(|school| school.name.as_str()).collect();
    let name = if school.name.is_empty() { names.join(", ") } else { school.name.clone() };
    let mut opening = guide.first_words(&name).join("\n");
    if school.demo {
        opening = format!("{}\n{opening}", guide.phrases().doors.demo);
    }
    opening.push_str(&format!("\n({}: type “help now”. To leave: Ctrl-D.)\n", guide.phrases().doors.get_help_now));
    say(output, &opening).await?;
    let mut unfinished = false;
    loop {
        say(output, "\n> ").await?;
        let mut bytes = Vec::new();
        let read = tokio::select! {
            read = input.read_until(b'\n', &mut bytes) => read?,
            _ = tokio::signal::ctrl_c() => 0,
        };
        if read == 0 {
            let phrases = guide.phrases();
            let farewell = if unfinished { &phrases.booking.stopped } else { &phrases.small_talk.bye };
            return say(output, &format!("\n{farewell}\n")).await;
        }
        let text = String::from_utf8_lossy(&bytes);
        match app.receive_from_anywhere(caller, &Message::new(text.trim())).await {
            Ok(turn) => {
                unfinished = turn.state.draft.is_some() || turn.state.enquiry.is_some();
                say(output, &format!("\n{}", draw(&turn.reply, &guide.phrases().doors))).await?;
            }
            Err(error) => {
                let reference = app.now().format("%m%d-%H%M%S").to_string();
                tracing::error!(door = caller.door, reference, %error, "a message could not be answered");
                say(output, &format!("\n{}", draw(&app.apology(&reference), &guide.phrases().doors))).await?;
            }
        }
    }
}

async fn say(output: &mut (impl AsyncWrite + Unpin), text: &str) -> std::io::Result<()> {
    output.write_all(text.as_bytes()).await?;
    output.flush().await
}
