use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::Place;
use super::open::{Opened, start_log};
use crate::store::{PostState, Posted};

/// See letters on their way, and send again what was given up.
#[derive(Debug, Args)]
pub(super) struct Outbox {
    #[command(subcommand)]
    command: OutboxCommand,
}

#[derive(Debug, Subcommand)]
enum OutboxCommand {
    /// List letters, newest first, without addresses and words.
    List {
        /// Only those that stand so.
        #[arg(long)]
        state: Option<State>,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
    /// Send letters that were given up once more. A running Fingerpost carries them within seconds.
    Resend {
        /// The letter's key.
        #[arg(required_unless_present = "all")]
        key: Option<String>,
        /// All of them.
        #[arg(long, conflicts_with = "key")]
        all: bool,
        /// As JSON, one object a letter.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum State {
    Waiting,
    Sent,
    GivenUp,
    Withdrawn,
}

impl From<State> for PostState {
    fn from(state: State) -> Self {
        match state {
            State::Waiting => Self::Waiting,
            State::Sent => Self::Sent,
            State::GivenUp => Self::GivenUp,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Outbox {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        match &self.command {
            OutboxCommand::List { state, json } => list(&opened, place, state.map(PostState::from), *json).await,
            OutboxCommand::Resend { key, json, .. } => resend(&opened, place, key.as_deref(), *json).await,
        }
    }
}

async fn list(opened: &Opened, place: &Place, state: Option<PostState>, json: bool) -> anyhow::Result<ExitCode> {
    let posted = opened.store(place).await?.posted(state, None).await?;
    for letter in &posted {
        println!("{}", if json { serde_json::to_string(letter)? } else { line(letter) });
    }
    if posted.is_empty() && !json {
        println!("There are no letters.");
    }
    Ok(ExitCode::SUCCESS)
}

async fn resend(opened: &Opened, place: &Place, key: Option<&str>, json: bool) -> anyhow::Result<ExitCode> {
    let store = opened.store(place).await?;
    let keys = match key {
        Some(key) => vec![key.to_owned()],
        None => store.posted(Some(PostState::GivenUp), None).await?.into_iter().map(|letter| letter.key).collect(),
    };
    let mut again = 0;
    for key in &keys {
        let resent = store.resend(key).await?;
        again += usize::from(resent);
        if json {
            println!("{}", json!({ "key": key, "resent": resent }));
        }
    }
    anyhow::ensure!(
        key.is_none() || again == 1,
        "there is no letter `{}` that was given up; `fingerpost outbox list --state given-up` shows them",
        key.unwrap_or_default()
    );
    if !json {
        println!("{again} letters are on their way again.");
    }
    Ok(ExitCode::SUCCESS)
}

fn line(letter: &Posted) -> String {
    let why = letter.refusal.as_ref().map(|why| format!("; {why}")).unwrap_or_default();
    let made = letter.made_at.format("%Y-%m-%d %H:%M UTC");
    format!("{:9}  {made}  {}  {} tries{why}", letter.state.word(), letter.key, letter.attempts)
}
