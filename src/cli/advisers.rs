use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use chrono::{NaiveDate, NaiveDateTime};
use clap::{Args, Subcommand};
use serde_json::json;

use super::Place;
use super::appointments::{line, object};
use super::open::{Opened, read_advisers, start_log};
use crate::booking::{Adviser, AdviserId, Slot};
use crate::calendars;
use crate::staff::Staff;

/// See and set who can be met, and when.
#[derive(Debug, Args)]
pub(super) struct Advisers {
    #[command(subcommand)]
    command: AdvisersCommand,
    /// As JSON, one object a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum AdvisersCommand {
    /// List all advisers.
    List,
    /// Keep the advisers of a file, new or changed; config/demo-advisers.toml shows how it is written.
    Add {
        /// The file.
        file: PathBuf,
    },
    /// Take an adviser out; meetings that are booked stay, and are named by `appointments clashes`.
    Remove {
        /// The adviser's id.
        id: String,
    },
    /// Take an adviser off for days, as when they are ill: meetings go back, and whoever had one is told and first on the waiting list.
    Off {
        /// The adviser's id.
        id: String,
        /// The first day, such as 2026-11-24.
        from: NaiveDate,
        /// The last day; without, the first alone.
        to: Option<NaiveDate>,
    },
    /// Read the calendars that advisers publish, now.
    ReadCalendars,
}

impl Advisers {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let staff = opened.staff(place).await?;
        let (now, json) = ((opened.clock)(), self.json);
        match &self.command {
            AdvisersCommand::List => {
                for kept in staff.store().advisers().await? {
                    if json {
                        println!(
                            "{}",
                            json!({"adviser": kept.adviser, "calendar_read_at": kept.read_at, "trouble": kept.trouble})
                        );
                    } else {
                        let hours = kept.adviser.hours.weekly.len();
                        println!("{}  {}  {hours} windows a week", kept.adviser.id, kept.adviser.name);
                        if let Some(trouble) = &kept.trouble {
                            println!("    calendar: {trouble}");
                        }
                    }
                }
            }
            AdvisersCommand::Add { file } => {
                let advisers = read_advisers(file)?;
                let schools = staff.book().await?.team.schools;
                let wrong: Vec<String> = advisers.iter().flat_map(|adviser| adviser.problems(&schools)).collect();
                ensure!(wrong.is_empty(), "nobody of `{}` was kept:\n  {}", file.display(), wrong.join("\n  "));
                for adviser in advisers {
                    keep(&staff, adviser, json, now).await?;
                }
            }
            AdvisersCommand::Remove { id } => {
                let removed = staff.store().remove_adviser(&AdviserId::from(id.as_str())).await?;
                ensure!(removed, "there is no adviser `{id}`; `fingerpost advisers list` shows them");
                said(&AdviserId::from(id.as_str()), "removed", &format!("Removed {id}."), json);
            }
            AdvisersCommand::Off { id, from, to } => {
                take_off(&staff, id, *from..=to.unwrap_or(*from), json, now).await?;
            }
            AdvisersCommand::ReadCalendars => {
                for (id, outcome) in calendars::read_all(staff.store(), now).await? {
                    match outcome {
                        Ok(times) if json => println!("{}", json!({"adviser": id, "busy_times": times})),
                        Err(trouble) if json => println!("{}", json!({"adviser": id, "trouble": trouble.to_string()})),
                        Ok(times) => println!("{id}: busy at {times} times"),
                        Err(trouble) => println!("{id}: {trouble}"),
                    }
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Keeps an adviser as the file has them. Whoever falls out of the hours keeps their time, and is named: staff settle it with them.
async fn keep(staff: &Staff, mut adviser: Adviser, json: bool, now: NaiveDateTime) -> anyhow::Result<()> {
    // A file tells when somebody can be met, and seldom which account of the desk is theirs.
    let before = staff.book().await?.team.adviser(&adviser.id).and_then(|before| before.account);
    adviser.account = adviser.account.or(before);
    let outside = staff.outside(&adviser, now).await?;
    staff.store().keep_adviser(&adviser, now).await?;
    said(&adviser.id, "kept", &format!("Kept {}.", adviser.id), json);
    for own in outside {
        if json {
            println!("{}", object(&own));
            continue;
        }
        let time = own.entry.slot.as_ref().map(Slot::words).unwrap_or_default();
        println!(
            "    {} falls out of these hours: {time}. Give another time, or put it on the waiting list.",
            own.entry.code
        );
    }
    Ok(())
}

fn said(id: &AdviserId, done: &str, words: &str, json: bool) {
    if json { println!("{}", json!({"adviser": id, "done": done})) } else { println!("{words}") }
}

async fn take_off(
    staff: &Staff,
    id: &str,
    days: RangeInclusive<NaiveDate>,
    json: bool,
    now: NaiveDateTime,
) -> anyhow::Result<()> {
    ensure!(!days.is_empty(), "the last day {} lies before the first {}", days.end(), days.start());
    let put_back = staff.take_off(&AdviserId::from(id), days, now).await?;
    let book = staff.book().await?;
    let entries = put_back.iter().filter_map(|code| book.entry(code)).cloned().collect();
    for own in staff.store().appointments(entries).await? {
        if json { println!("{}", object(&own)) } else { println!("{}", line(&book, &own)) }
    }
    if !json {
        println!(
            "Took {id} off. {} meetings went back; `fingerpost appointments clashes` shows what is left.",
            put_back.len()
        );
    }
    Ok(())
}
