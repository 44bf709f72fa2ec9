//! A letter as mail: text, page, and where there is a meeting, the calendar's entry both inside (which Outlook and Google act on) and
//! attached (which Apple and others open).

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::Refusal;
use crate::letters::Letter;

/// The mail of a letter. The same letter has the same Message-ID, however often it is written.
///
/// # Errors
/// If its recipient has no address that mail can go to.
pub fn message(letter: &Letter, from: &Mailbox, reply_to: Option<&Mailbox>) -> Result<Message, Refusal> {
    let address: Address = letter.to.address.parse().map_err(|_| Refusal::for_good("the address is none"))?;
    let name = Some(letter.to.name.clone()).filter(|name| !name.is_empty());
    let mut builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(&letter.subject)
        .message_id(Some(letter.message_id(from.email.domain())))
        .date_now()
        .header(AutoSubmitted)
        .header(NoAnswer);
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(reply_to.clone());
    }
    builder.multipart(parts(letter)).map_err(|_| Refusal::for_good("the letter cannot be written as mail"))
}

fn parts(letter: &Letter) -> MultiPart {
    let words = MultiPart::alternative()
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    let Some(calendar) = &letter.calendar else { return words };
    let method = calendar.lines().find_map(|line| line.strip_prefix("METHOD:")).unwrap_or("PUBLISH").trim();
    let inside = format!("text/calendar; charset=utf-8; method={method}");
    let inside = ContentType::parse(&inside).expect("a fixed type with a method of ours is one");
    let attached = ContentType::parse("application/ics; name=\"interview.ics\"").expect("a fixed type is one");
    let words = words.singlepart(SinglePart::builder().header(inside).body(calendar.clone()));
    let file = Attachment::new("interview.ics".to_owned()).body(calendar.clone(), attached);
    MultiPart::mixed().multipart(words).singlepart(file)
}

/// Says that a program wrote it, so that other programs do not answer (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

/// Says the same to Exchange.
#[derive(Debug, Clone)]
struct NoAnswer;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for NoAnswer {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "OOF, AutoReply".to_owned())
    }
}
