use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use chrono::NaiveDateTime;
use clap::{Args, Subcommand};
use serde_json::json;

use super::Place;
use super::open::{Opened, read_advisers, start_log};
use crate::booking::{Adviser, AdviserId, Slot};
use crate::calendars;
use crate::staff::Staff;

/// See and set who can be met, and when.
#[derive(Debug, Args)]
pub(super) struct Advisers {
    #[command(subcommand)]
    command: AdvisersCommand,
}

#[derive(Debug, Subcommand)]
enum AdvisersCommand {
    /// List all advisers.
    List {
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
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
    /// Read the calendars that advisers publish, now.
    ReadCalendars,
}

impl Advisers {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let staff = opened.staff(place).await?;
        let now = (opened.clock)();
        match &self.command {
            AdvisersCommand::List { json } => {
                for kept in staff.store().advisers().await? {
                    if *json {
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
                for adviser in read_advisers(file)? {
                    keep(&staff, adviser, now).await?;
                }
            }
            AdvisersCommand::Remove { id } => {
                let removed = staff.store().remove_adviser(&AdviserId::from(id.as_str())).await?;
                ensure!(removed, "there is no adviser `{id}`; `fingerpost advisers list` shows them");
                println!("Removed {id}.");
            }
            AdvisersCommand::ReadCalendars => {
                for (id, outcome) in calendars::read_all(staff.store(), now).await? {
                    match outcome {
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
async fn keep(staff: &Staff, mut adviser: Adviser, now: NaiveDateTime) -> anyhow::Result<()> {
    // A file tells when somebody can be met, and seldom which account of the desk is theirs.
    let before = staff.book().await?.team.adviser(&adviser.id).and_then(|before| before.account);
    adviser.account = adviser.account.or(before);
    let outside = staff.outside(&adviser, now).await?;
    staff.store().keep_adviser(&adviser, now).await?;
    println!("Kept {}.", adviser.id);
    for own in outside {
        let time = own.entry.slot.as_ref().map(Slot::words).unwrap_or_default();
        println!(
            "    {} falls out of these hours: {time}. Give another time, or put it on the waiting list.",
            own.entry.code
        );
    }
    Ok(())
}
