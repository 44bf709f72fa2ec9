use std::process::ExitCode;

use anyhow::{Context, anyhow};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::Place;
use super::open::{Opened, start_log};
use crate::app::{fresh_code, fresh_key};
use crate::booking::{AgreedAction, Appointment, AskedBy, Book, Code, Record, SlotKey, State, What};
use crate::phrases::DeclineReason;
use crate::staff::Referral;

/// See and change appointments and requests, as staff.
#[derive(Debug, Args)]
pub(super) struct Appointments {
    #[command(subcommand)]
    command: Command,
    /// As JSON, one object a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List all: requests without a time first, then by time.
    List,
    /// Show who waits, greatest need first, with the reasons.
    Waiting,
    /// List meetings that an adviser's hours or calendar no longer allow.
    Clashes,
    /// Offer a time to somebody who waits.
    Offer {
        /// The request's code.
        code: String,
        /// The time, as `slots list` shows it: 2026-11-24T10:05@adviser.
        slot: String,
    },
    /// Confirm a time that is kept or offered.
    Confirm {
        /// The request's code.
        code: String,
    },
    /// Note that the parent or colleague who asked is who they say they are.
    Check {
        /// The request's code.
        code: String,
    },
    /// Put a request on the waiting list; a confirmed meeting that cannot be kept goes to its head.
    Wait {
        /// The request's code.
        code: String,
    },
    /// Move a confirmed meeting to another time.
    Move {
        /// The request's code.
        code: String,
        /// The time, as `slots list` shows it.
        slot: String,
    },
    /// Decline a request.
    Decline {
        /// The request's code.
        code: String,
        /// The key of the reason that the person is told, from `letters.decline_reasons` in config/phrases.toml.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Call a meeting or request off.
    Cancel {
        /// The request's code.
        code: String,
    },
    /// Note that the person came.
    Attend {
        /// The request's code.
        code: String,
    },
    /// Note that the person did not come.
    Miss {
        /// The request's code.
        code: String,
    },
    /// Set the reasons that weigh on the waiting list, and no others.
    Weigh {
        /// The request's code.
        code: String,
        /// Keys of reasons, as the settings name them.
        reasons: Vec<String>,
    },
    /// Write down what was agreed in a meeting that took place.
    Record {
        /// The request's code.
        code: String,
        /// What was talked about.
        #[arg(long)]
        topics: String,
        /// Something that was agreed, with its day behind a bar where there is one: `Visit the college|2026-12-01`.
        #[arg(long = "action")]
        actions: Vec<String>,
        /// What comes next.
        #[arg(long, default_value = "")]
        next: String,
        /// For the careers team alone.
        #[arg(long, default_value = "")]
        note: String,
        /// Who writes it.
        #[arg(long)]
        by: String,
    },
    /// Refer a pupil.
    Refer {
        /// The school.
        #[arg(long)]
        school: String,
        /// Name or nickname.
        #[arg(long)]
        name: String,
        /// Year group, as `Year 11`.
        #[arg(long)]
        year: String,
        /// How to reach them.
        #[arg(long)]
        contact: String,
        /// What about.
        #[arg(long)]
        about: String,
        /// A time, as `slots list` shows it; without, they wait for an offer.
        #[arg(long)]
        slot: Option<String>,
    },
}

impl Appointments {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let staff = opened.staff(place).await?;
        let now = (opened.clock)();
        let (book, json) = (staff.book().await?, self.json);
        let act = async |text: &str, what: What| -> anyhow::Result<()> {
            let code = code(text)?;
            let state = staff.act(&code, what, fresh_key(), now).await?;
            say(&code, state, json);
            Ok(())
        };
        match &self.command {
            Command::List => show(&book, staff.appointments(&book).await?, json),
            Command::Clashes => {
                let clashing = book.diaries.clashes(&book.team, crate::booking::london::instant(now));
                let entries = clashing.into_iter().cloned().collect();
                show(&book, staff.store().appointments(entries).await?, json);
            }
            Command::Waiting => {
                for rank in book.diaries.waiting().order(&book.settings, crate::booking::london::instant(now)) {
                    if json {
                        println!(
                            "{}",
                            json!({"code": rank.entry.code.to_string(), "weight": rank.weight, "because": rank.because})
                        );
                    } else {
                        println!("{}  {}", rank.entry.code, rank.explain());
                    }
                }
            }
            Command::Offer { code, slot } => act(code, What::Offer(key(slot)?)).await?,
            Command::Confirm { code } => act(code, What::Confirm).await?,
            Command::Check { code } => act(code, What::Check).await?,
            Command::Wait { code } => act(code, What::Wait).await?,
            Command::Move { code, slot } => act(code, What::Move(key(slot)?)).await?,
            Command::Decline { code, reason: None } => act(code, What::Decline).await?,
            Command::Decline { code, reason: Some(reason) } => {
                let letters = opened.phrases()?.letters;
                is_among(&letters.decline_reasons, reason)?;
                act(code, What::DeclineBecause(reason.clone())).await?;
            }
            Command::Cancel { code } => act(code, What::Cancel).await?,
            Command::Attend { code } => act(code, What::Attend).await?,
            Command::Miss { code } => act(code, What::Miss).await?,
            Command::Weigh { code, reasons } => {
                are_known(reasons, &book)?;
                act(code, What::Weigh(reasons.clone())).await?;
            }
            Command::Record { code: text, topics, actions, next, note, by } => {
                let code = code(text)?;
                let met = book.entry(&code).and_then(|entry| entry.slot.as_ref()).map_or(now.date(), |slot| slot.day());
                let record = Record {
                    code,
                    met,
                    topics: topics.clone(),
                    actions: actions.iter().map(|action| agreed(action)).collect::<anyhow::Result<_>>()?,
                    next_step: next.clone(),
                    private_note: note.clone(),
                    written_by: by.clone(),
                    written_at: now,
                };
                staff.write_down(&record, fresh_key(), now).await?;
                say(&record.code, State::Recorded, json);
            }
            Command::Refer { school, name, year, contact, about, slot } => {
                anyhow::ensure!(
                    opened.schools()?.find(Some(school)).is_some(),
                    "there is no school `{school}` here; the files of config/schools name them"
                );
                let referral = Referral {
                    school: school.clone(),
                    name: name.clone(),
                    year: year.clone(),
                    contact: contact.clone(),
                    about: about.clone(),
                    slot: slot.as_deref().map(key).transpose()?,
                };
                for (what, told) in [("name", name), ("year", year), ("contact", contact), ("about", about)] {
                    anyhow::ensure!(!told.trim().is_empty(), "--{what} is empty; nobody could act on such a referral");
                }
                let code = fresh_code();
                staff.refer(&referral, code.clone(), fresh_key(), now).await?;
                if json {
                    say(&code, if slot.is_some() { State::Confirmed } else { State::Waiting }, json);
                } else {
                    println!("{code} is the pupil's code.");
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn say(code: &Code, state: State, json: bool) {
    if json {
        println!("{}", json!({"code": code.to_string(), "state": state.word()}));
    } else {
        println!("{code} is {}.", state.word());
    }
}

fn are_known(reasons: &[String], book: &Book) -> anyhow::Result<()> {
    let known: Vec<&str> = book.settings.reasons.iter().map(|reason| reason.key.as_str()).collect();
    let unknown = reasons.iter().find(|reason| !known.contains(&reason.as_str()));
    unknown.map_or(Ok(()), |reason| {
        Err(anyhow!("`{reason}` is no reason of the settings; booking.reasons has: {}", known.join(", ")))
    })
}

fn is_among(reasons: &[DeclineReason], reason: &str) -> anyhow::Result<()> {
    let known: Vec<&str> = reasons.iter().map(|known| known.key.as_str()).collect();
    anyhow::ensure!(
        known.contains(&reason),
        "`{reason}` is no reason that a person can be told; letters.decline_reasons has: {}",
        known.join(", ")
    );
    Ok(())
}

fn code(text: &str) -> anyhow::Result<Code> {
    Code::parse(text).ok_or_else(|| anyhow!("`{text}` is no code; one looks like 7K2QX-M4TRA"))
}

fn key(text: &str) -> anyhow::Result<SlotKey> {
    SlotKey::parse(text).ok_or_else(|| {
        anyhow!("`{text}` names no time; one looks like 2026-11-24T10:05@lane, as `fingerpost slots list` shows them")
    })
}

fn agreed(text: &str) -> anyhow::Result<AgreedAction> {
    let Some((what, day)) = text.rsplit_once('|') else { return Ok(AgreedAction { what: text.to_owned(), by: None }) };
    let by = day.trim().parse::<NaiveDate>().with_context(|| format!("`{day}` is no day; write it like 2026-12-01"))?;
    Ok(AgreedAction { what: what.trim().to_owned(), by: Some(by) })
}

fn show(book: &Book, all: Vec<Appointment>, json: bool) {
    if all.is_empty() && !json {
        println!("There are none.");
    }
    for own in &all {
        if json { println!("{}", object(own)) } else { println!("{}", line(book, own)) }
    }
}

/// An appointment as JSON: where it stands, and what was told.
pub(super) fn object(own: &Appointment) -> Value {
    let told = |of: fn(&crate::booking::Request) -> &String| own.request.as_ref().map(of);
    json!({
        "code": own.entry.code.to_string(),
        "state": own.entry.state.word(),
        "school": own.entry.school,
        "slot": own.entry.slot.as_ref().map(|slot| slot.key().to_string()),
        "asked_by": own.entry.asked_by,
        "until": own.entry.until,
        "reasons": own.entry.reasons,
        "name": told(|request| &request.name),
        "year": told(|request| &request.year),
        "contact": told(|request| &request.contact),
        "about": told(|request| &request.about),
        "preferred": told(|request| &request.preferred),
        "arranged": told(|request| &request.arranged),
        "for_child": own.request.as_ref().map(|request| request.for_child),
        "door": told(|request| &request.door),
        "made_at": own.request.as_ref().map(|request| request.made_at.format("%Y-%m-%dT%H:%M").to_string()),
    })
}

/// An appointment on two lines.
pub(super) fn line(book: &Book, own: &Appointment) -> String {
    let when = own.entry.slot.as_ref().map_or_else(|| "no time".to_owned(), |slot| book.slot_words(slot));
    let check = match own.entry.asked_by {
        AskedBy::Parent => ", asked by a parent: check first",
        AskedBy::Colleague => ", referred by somebody who says they are staff: check first",
        _ => "",
    };
    let told = own.request.as_ref().map_or_else(
        || "half-way through asking".to_owned(),
        |request| {
            let wish = if request.preferred.is_empty() { String::new() } else { format!("; {}", request.preferred) };
            let arranged = if request.arranged.is_empty() { String::new() } else { format!("; {}", request.arranged) };
            format!(
                "{}, {} ({}{check})\n             about {}{wish}{arranged}",
                request.name, request.year, request.contact, request.about
            )
        },
    );
    format!("{}  {:9}  {when}\n             {told}", own.entry.code, own.entry.state.word())
}
