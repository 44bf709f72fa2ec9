use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::booking::Request;
use crate::store::Store;

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

#[derive(Serialize)]
struct Row<'a> {
    code: String,
    state: &'a str,
    school: &'a str,
    name: &'a str,
    year: &'a str,
    contact: &'a str,
    about: &'a str,
    preferred: &'a str,
    for_child: bool,
    door: &'a str,
    made_at: String,
}

impl<'a> From<&'a Request> for Row<'a> {
    fn from(request: &'a Request) -> Self {
        Self {
            code: request.code.to_string(),
            state: request.state.word(),
            school: &request.school,
            name: &request.name,
            year: &request.year,
            contact: &request.contact,
            about: &request.about,
            preferred: &request.preferred,
            for_child: request.for_child,
            door: &request.door,
            made_at: request.made_at.format("%Y-%m-%dT%H:%M").to_string(),
        }
    }
}

impl Requests {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let store = Store::open(&opened.address(place, &Keep::AsSet)).await?;
        let RequestsCommand::List { json } = &self.command;
        let requests = store.requests().await?;
        for request in &requests {
            if *json {
                println!("{}", serde_json::to_string(&Row::from(request))?);
            } else {
                println!("{}", line(request));
            }
        }
        if requests.is_empty() && !json {
            println!("There are no requests.");
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(request: &Request) -> String {
    let child = if request.for_child { ", asked by a parent: check first" } else { "" };
    format!(
        "{}  {}  {:9}  {}, {} ({}{child})\n             about {}; {}",
        request.code,
        request.made_at.format("%d %b %Y %H:%M"),
        request.state.word(),
        request.name,
        request.year,
        request.contact,
        request.about,
        request.preferred,
    )
}
