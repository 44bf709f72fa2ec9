use std::process::ExitCode;

use anyhow::ensure;
use clap::{Args, Subcommand};
use serde_json::json;

use super::Place;
use super::open::{Opened, start_log};

/// See which times are free.
#[derive(Debug, Args)]
pub(super) struct Slots {
    #[command(subcommand)]
    command: SlotsCommand,
}

#[derive(Debug, Subcommand)]
enum SlotsCommand {
    /// List the free times of every school, or of one.
    List {
        /// The school.
        #[arg(long)]
        school: Option<String>,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
}

impl Slots {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let staff = opened.staff(place).await?;
        let SlotsCommand::List { school, json } = &self.command;
        let schools = opened.schools()?;
        if let Some(school) = school {
            ensure!(
                schools.find(Some(school)).is_some(),
                "there is no school `{school}` here; there are: {}",
                schools.ids().join(", ")
            );
        }
        let book = staff.book().await?;
        let wanted = schools.ids().into_iter().filter(|id| school.as_deref().is_none_or(|school| school == *id));
        let mut none = true;
        for id in wanted {
            for slot in staff.slots(&book, id, (opened.clock)()) {
                none = false;
                if *json {
                    println!("{}", json!({"school": id, "key": slot.key().to_string(), "slot": slot}));
                } else {
                    println!("{}  {}  {id}", slot.key(), book.slot_words(&slot));
                }
            }
        }
        if none && !json {
            println!("No times are free. `fingerpost advisers add FILE` sets when advisers can be met.");
        }
        Ok(ExitCode::SUCCESS)
    }
}
