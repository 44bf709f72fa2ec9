use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::desk::{Role, one_time_link};
use crate::store::Store;

/// Links and accounts of the careers desk.
#[derive(Debug, Args)]
pub(super) struct Desk {
    #[command(subcommand)]
    command: DeskCommand,
}

#[derive(Debug, Subcommand)]
enum DeskCommand {
    /// Print a one-time link that makes an account.
    Link {
        /// administrator, careers-leader, adviser, tutor, safeguarding-lead or governor.
        #[arg(long, default_value = "administrator")]
        role: String,
        /// The school; without one, all schools.
        #[arg(long, default_value = "")]
        school: String,
    },
    /// List the accounts.
    Accounts,
}

impl Desk {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let store = Store::open(&opened.address(place, &Keep::AsSet)).await?;
        match &self.command {
            DeskCommand::Link { role, school } => link(&opened, &store, role, school).await?,
            DeskCommand::Accounts => accounts(&store).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn link(opened: &Opened, store: &Store, role: &str, school: &str) -> anyhow::Result<()> {
    let known = Role::ALL.map(Role::word).join(", ");
    let role = Role::from_word(role).with_context(|| format!("there is no role `{role}`; name one of {known}"))?;
    let schools = opened.schools()?;
    anyhow::ensure!(
        school.is_empty() || schools.find(Some(school)).is_some(),
        "there is no school `{school}`; name one of {}",
        schools.ids().join(", ")
    );
    let path = one_time_link(store, school, role, "the command line", (opened.clock)()).await?;
    let web = &opened.settings.web;
    println!("{}{path}", opened.desk_base(&std::net::SocketAddr::new(web.listen, web.port).to_string()));
    Ok(())
}

async fn accounts(store: &Store) -> anyhow::Result<()> {
    let accounts = store.accounts().await?;
    for account in &accounts {
        let school = if account.school.is_empty() { "all schools" } else { &account.school };
        let ended = if account.ended_at.is_some() { "  ended" } else { "" };
        println!("{:17}  {:12}  {} <{}>{ended}", account.role, school, account.name, account.email);
    }
    if accounts.is_empty() {
        println!("There are no accounts. `fingerpost desk link` prints a link that makes one.");
    }
    Ok(())
}
