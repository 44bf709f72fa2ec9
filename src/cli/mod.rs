//! The command line: `serve` (the default), `chat`, `ask`, `check`, `evaluate`, `audit`, `school`, `requests`, `enquiries`,
//! `appointments`, `advisers`, `slots`, `alerts`, `outbox`, `people`, `retention`, `teams`, `desk`, `knowledge`,
//! `backup`, `restore`, `doctor`. Reads the settings once and
//! passes down what each
//! room needs.

// First, because its macros are those of every command.
#[macro_use]
mod out;

mod advisers;
mod alerts;
mod appointments;
mod ask;
mod audit;
mod backup;
mod check;
mod clock;
mod desk;
mod doctor;
mod enquiries;
mod evaluate;
mod knowledge;
mod open;
mod outbox;
mod people;
mod requests;
mod retention;
mod school;
mod serve;
mod slots;
mod teams;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// An impartial careers-guidance chat bot that a school or trust runs itself.
#[derive(Debug, Parser)]
#[command(name = "fingerpost", version, about)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where things stand, and what time it is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// The configuration folder.
    #[arg(long, global = true, env = "FINGERPOST_CONFIG", default_value = "config")]
    config: PathBuf,
    /// The knowledge folder, if not the one in the settings.
    #[arg(long, global = true, env = "FINGERPOST_KNOWLEDGE")]
    knowledge: Option<PathBuf>,
    /// The data folder, if not the one in the settings; or a postgres:// address.
    #[arg(long, global = true, env = "FINGERPOST_DATA", hide_env_values = true)]
    data: Option<String>,
    /// Pins the clock: a day (then it is noon) or a day and time in London, such as 2026-11-21T22:00.
    #[arg(long, global = true, env = "FINGERPOST_NOW", value_name = "DAY")]
    now: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the chat page (the default).
    Serve(serve::Serve),
    /// Talk in this terminal.
    Chat {
        /// The school, where there are several.
        #[arg(long)]
        school: Option<String>,
    },
    /// Ask one question, or answer JSON lines.
    Ask(ask::Ask),
    /// Links and accounts of the careers desk.
    Desk(desk::Desk),
    /// The school's own answers, as files.
    Knowledge(knowledge::Knowledge),
    /// Check the knowledge folder and name every problem.
    Check(check::Check),
    /// Measure answers on gold questions.
    Evaluate(evaluate::Evaluate),
    /// Measure impartiality.
    Audit(audit::Audit),
    /// Set a school or trust up from its careers policy.
    School(school::School),
    /// See requests for guidance interviews.
    Requests(requests::Requests),
    /// See messages for people at the school, and say what became of them.
    Enquiries(enquiries::Enquiries),
    /// See and change appointments and requests, as staff.
    Appointments(appointments::Appointments),
    /// See and set who can be met, and when.
    Advisers(advisers::Advisers),
    /// See which times are free.
    Slots(slots::Slots),
    /// See alerts, mark them, try the routes.
    Alerts(alerts::Alerts),
    /// See letters on their way, and send again what was given up.
    Outbox(outbox::Outbox),
    /// Show or erase what is kept of a person.
    People(people::People),
    /// Say what is kept and until when, and let go what is over.
    Retention(retention::Retention),
    /// Make the app package for Microsoft Teams.
    Teams(teams::Teams),
    /// Write store, key and configuration into one file, while the house is open.
    Backup(backup::Backup),
    /// Put a backup in place.
    Restore(backup::Restore),
    /// Say what is configured, reachable, missing or insecure.
    Doctor(doctor::Doctor),
}

/// Runs the command that the arguments name.
pub async fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let place = &arguments.place;
    let outcome = match arguments.command.unwrap_or_else(|| Command::Serve(serve::Serve::default())) {
        Command::Serve(command) => command.run(place).await,
        Command::Chat { school } => ask::chat(place, school).await,
        Command::Ask(command) => command.run(place).await,
        Command::Desk(command) => command.run(place).await,
        Command::Knowledge(command) => command.run(place).await,
        Command::Check(command) => command.run(place),
        Command::Evaluate(command) => command.run(place),
        Command::Audit(command) => command.run(place),
        Command::School(command) => command.run(place),
        Command::Requests(command) => command.run(place).await,
        Command::Enquiries(command) => command.run(place).await,
        Command::Appointments(command) => command.run(place).await,
        Command::Advisers(command) => command.run(place).await,
        Command::Slots(command) => command.run(place).await,
        Command::Alerts(command) => command.run(place).await,
        Command::Outbox(command) => command.run(place).await,
        Command::People(command) => command.run(place).await,
        Command::Retention(command) => command.run(place).await,
        Command::Teams(command) => command.run(place),
        Command::Backup(command) => command.run(place).await,
        Command::Restore(command) => command.run(place).await,
        Command::Doctor(command) => command.run(place).await,
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("fingerpost: {error:#}");
        ExitCode::FAILURE
    })
}
