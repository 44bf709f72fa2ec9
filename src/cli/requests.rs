use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Place;
use super::appointments::{line, object};
use super::open::{Opened, start_log};

/// See requests for guidance interviews.
#[derive(Debug, Args)]
pub(super) struct Requests {
    #[command(subcommand)]
    command: RequestsCommand,
}

#[derive(Debug, Subcommand)]
enum RequestsCommand {
    /// List all requests, newest first.
    List {
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
}

impl Requests {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let staff = opened.staff(place).await?;
        let RequestsCommand::List { json } = &self.command;
        let book = staff.book().await?;
        let mut all = staff.appointments(&book).await?;
        all.retain(|own| own.request.is_some());
        all.sort_by_key(|own| std::cmp::Reverse(own.request.as_ref().map(|request| request.made_at)));
        for own in &all {
            if *json { println!("{}", object(own)) } else { println!("{}", line(&book, own)) }
        }
        if all.is_empty() && !json {
            println!("There are no requests.");
        }
        Ok(ExitCode::SUCCESS)
    }
}
