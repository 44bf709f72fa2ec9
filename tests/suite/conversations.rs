//! Plays the transcripts of `tests/conversations`. A new case is a new file there, and no Rust.
//!
//! A file begins with `title:` and `date:`, and where they matter `audience:`, `year:` and `school:`. Then:
//!
//! ```text
//! > what somebody says
//! words that must stand in the reply
//! ! words that must not
//! = kind booking          also: choice, source, route, passage, state, draft, requests, stands, alerts
//! ~ somebody else         from here on another person talks
//! @ decline {code}        staff do something: offer CODE TIME, decline CODE, check CODE, confirm CODE, off ADVISER DAY
//! # a remark
//! ```
//!
//! `{code}` is the code that was given last, `{500 words}` a text of that length.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use fingerpost::app::{App, Caller};
use fingerpost::booking::{ActionKey, AdviserId, Code, SlotKey, State, What};
use fingerpost::chat::{Audience, Message, Person};
use fingerpost::conversation::Turn;

use crate::house::{house_at, project};

/// A transcript, read.
#[derive(Default)]
pub struct Transcript {
    file: PathBuf,
    title: String,
    pub date: Option<NaiveDateTime>,
    pub audience: Option<Audience>,
    pub year: Option<u8>,
    pub school: Option<String>,
    pub lines: Vec<(usize, Line)>,
}

/// A line of a transcript.
pub enum Line {
    Says(String),
    Reads(String),
    ReadsNot(String),
    Shows(String, String),
    Person(String),
    Staff(String),
}

/// The files of all transcripts, by name.
fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(project("tests/conversations"))
        .expect("there are transcripts")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    files
}

/// All transcripts, for those who play them in another way.
pub fn all() -> Vec<Transcript> {
    files().iter().map(|file| Transcript::read(file).expect("a transcript can be read")).collect()
}

#[tokio::test]
async fn every_transcript_goes_as_it_is_written() {
    let files = files();
    assert!(files.len() >= 12, "only {} transcripts were found", files.len());
    let mut failures = Vec::new();
    for file in files {
        match Transcript::read(&file) {
            Ok(transcript) => transcript.play(&mut failures).await,
            Err(says) => failures.push(says),
        }
    }
    assert!(failures.is_empty(), "{} lines do not go as written\n\n{}", failures.len(), failures.join("\n\n"));
}

impl Transcript {
    fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|cause| format!("{}: {cause}", file.display()))?;
        let mut transcript =
            Self { file: file.strip_prefix(project("")).unwrap_or(file).to_owned(), ..Self::default() };
        for (line, text) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end())) {
            if text.is_empty() || text.starts_with("# ") {
                continue;
            }
            let read = match text.split_at_checked(1) {
                Some((">", said)) => Line::Says(said.trim().to_owned()),
                Some(("!", not)) => Line::ReadsNot(not.trim().to_owned()),
                Some(("~", person)) => Line::Person(person.trim().to_owned()),
                Some(("@", deed)) => Line::Staff(deed.trim().to_owned()),
                Some(("=", shown)) => {
                    let (what, value) = shown.trim().split_once(' ').unwrap_or((shown.trim(), ""));
                    Line::Shows(what.to_owned(), value.to_owned())
                }
                _ if transcript.lines.is_empty() => {
                    transcript.head(text).map_err(|says| transcript.at(line, &says))?;
                    continue;
                }
                _ => Line::Reads(text.to_owned()),
            };
            transcript.lines.push((line, read));
        }
        if transcript.title.is_empty() || transcript.date.is_none() {
            return Err(transcript.at(1, "a transcript begins with title: and date:"));
        }
        Ok(transcript)
    }

    fn head(&mut self, text: &str) -> Result<(), String> {
        let (name, value) = text.split_once(':').ok_or("a head line is `name: value`")?;
        let value = value.trim();
        match name {
            "title" => self.title = value.to_owned(),
            "date" => {
                let moment = if value.contains('T') { value.to_owned() } else { format!("{value}T12:00") };
                let read = NaiveDateTime::parse_from_str(&moment, "%Y-%m-%dT%H:%M");
                self.date = Some(read.map_err(|cause| format!("`{value}` is not a day: {cause}"))?);
            }
            "audience" => self.audience = Some(Audience::from_word(value).ok_or("no such audience")?),
            "year" => self.year = Some(value.parse().map_err(|_| "a year is a number")?),
            "school" => self.school = Some(value.to_owned()),
            other => return Err(format!("there is no head line `{other}`")),
        }
        Ok(())
    }

    async fn play(&self, failures: &mut Vec<String>) {
        let app = house_at(self.date.expect("read with a date")).await;
        let mut person = "the first".to_owned();
        let mut code = "no code yet".to_owned();
        let mut last: Option<(String, Turn)> = None;
        for (line, written) in &self.lines {
            let fill = |text: &str| fill(text, &code);
            let reply = last.as_ref().map(|(_, turn)| turn.reply.text()).unwrap_or_default();
            let wrong = match written {
                Line::Person(name) => {
                    person.clone_from(name);
                    None
                }
                Line::Says(text) => {
                    let said = fill(text);
                    match app.receive(&self.caller(&person), &self.message(&said)).await {
                        Ok(turn) => {
                            if let Some(given) = turn.booking.as_ref().and_then(|note| note.code.clone()) {
                                code = given;
                            }
                            last = Some((said, turn));
                            None
                        }
                        Err(error) => Some(format!("there is no reply: {error}")),
                    }
                }
                Line::Staff(deed) => staff_do(&app, &fill(deed)).await.err(),
                Line::Reads(text) => {
                    (!reply.contains(&fill(text))).then(|| format!("the reply does not say “{}”", fill(text)))
                }
                Line::ReadsNot(text) => reply.contains(&fill(text)).then(|| format!("the reply says “{}”", fill(text))),
                Line::Shows(what, value) => match &last {
                    Some((_, turn)) => shown(&app, turn, what, &fill(value)).await,
                    None => Some("nothing was said yet".to_owned()),
                },
            };
            if let Some(says) = wrong {
                let mut failure = self.at(*line, &says);
                if let Some((said, turn)) = &last {
                    let said: String = said.chars().take(80).collect();
                    write!(failure, "\n  > {said}\n  {}", turn.reply.text().replace('\n', "\n  "))
                        .expect("writing to a string");
                }
                failures.push(failure);
            }
        }
    }

    /// The name of its file.
    pub fn name(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Somebody who talks in it.
    pub fn caller(&self, person: &str) -> Caller {
        Caller {
            person: Person::new(format!("{}: {person}", self.file.display())),
            conversation: Some(person.to_owned()),
            school: self.school.clone(),
            door: "transcript",
        }
    }

    /// What they say, with what the transcript begins with.
    pub fn message(&self, text: &str) -> Message {
        Message { text: text.to_owned(), audience: self.audience, year: self.year, ..Message::default() }
    }

    fn at(&self, line: usize, says: &str) -> String {
        format!("{}:{line}: {says}", self.file.display())
    }
}

/// What a line that begins with `=` looks at; the complaint if it is not so.
async fn shown(app: &App, turn: &Turn, what: &str, wanted: &str) -> Option<String> {
    let reply = &turn.reply;
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    let found: Vec<String> = match what {
        "kind" => vec![word(&reply.kind)],
        "choice" => reply.choices(),
        "source" => {
            reply.sources().into_iter().flat_map(|source| [source.url, source.publisher, source.title]).collect()
        }
        "route" => reply.routes(),
        "passage" => turn.shown.clone(),
        "state" => vec![turn.booking.as_ref().map_or_else(|| "none".to_owned(), |note| word(&note.state))],
        "draft" => vec![if turn.state.draft.is_some() { "open" } else { "none" }.to_owned()],
        "requests" => {
            let book = app.staff().book().await.expect("the diaries can be read");
            let open = book.diaries.entries().filter(|entry| entry.is_open(app.now()) && entry.state != State::Held);
            vec![open.count().to_string()]
        }
        "stands" => {
            let book = app.staff().book().await.expect("the diaries can be read");
            book.diaries.entries().map(|entry| entry.state.word().to_owned()).collect()
        }
        "alerts" => vec![app.store().alerts_waiting().await.expect("alerts can be counted").to_string()],
        other => return Some(format!("there is nothing called `{other}` to look at")),
    };
    (!found.iter().any(|value| value == wanted)).then(|| format!("{what} is {found:?} and not “{wanted}”"))
}

/// What staff do in the middle of a transcript; the complaint if it cannot be done.
async fn staff_do(app: &App, deed: &str) -> Result<(), String> {
    let (staff, now) = (app.staff(), app.now());
    let key = || ActionKey::from(format!("staff/{deed}"));
    let words: Vec<&str> = deed.split_whitespace().collect();
    let act = async |code: &str, what: What| {
        let code = Code::parse(code).ok_or(format!("`{code}` is no code"))?;
        staff.act(&code, what, key(), now).await.map(drop).map_err(|error| error.to_string())
    };
    match words.as_slice() {
        ["offer", code, slot] => act(code, What::Offer(SlotKey::parse(slot).ok_or("no time")?)).await,
        ["decline", code] => act(code, What::Decline).await,
        ["decline", code, "for", reason] => act(code, What::DeclineBecause((*reason).to_owned())).await,
        ["check", code] => act(code, What::Check).await,
        ["confirm", code] => act(code, What::Confirm).await,
        ["off", adviser, day] => {
            let day = day.parse().map_err(|_| "no day".to_owned())?;
            staff
                .take_off(&AdviserId::from(*adviser), day..=day, now)
                .await
                .map(drop)
                .map_err(|error| error.to_string())
        }
        _ => Err(format!("staff do not `{deed}`")),
    }
}

/// A line with its braces filled in.
pub fn fill(text: &str, code: &str) -> String {
    let text = text.replace("{code}", code);
    let Some((before, rest)) = text.split_once('{') else { return text };
    let Some((count, after)) = rest.split_once(" words}") else { return text };
    let count = count.parse().expect("a number of words");
    format!("{before}{}{after}", vec!["word"; count].join(" "))
}
