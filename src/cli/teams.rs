use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::Place;
use super::open::Opened;
use crate::channels::teams::package::package;
use crate::phrases::Phrases;

/// Set the Teams door up.
#[derive(Debug, Args)]
pub(super) struct Teams {
    #[command(subcommand)]
    command: TeamsCommand,
}

#[derive(Debug, Subcommand)]
enum TeamsCommand {
    /// Write the app package that a Teams administrator uploads.
    Package {
        /// The zip file to write.
        #[arg(long)]
        out: PathBuf,
    },
}

impl Teams {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let TeamsCommand::Package { out } = &self.command;
        let opened = Opened::new(place)?;
        let settings = opened.settings.teams.as_ref().context(
            "cannot make the Teams package: there is no [teams] in the settings; docs/teams.md says what stands there",
        )?;
        let phrases = Phrases::load(&opened.config_file("phrases.toml"))?;
        let schools = opened.schools()?;
        let mut all = schools.iter();
        let house = match (all.next(), all.next()) {
            (Some(only), None) => only.name.clone(),
            _ => schools.iter().find_map(|school| school.trust.clone()).unwrap_or_else(|| settings.name.clone()),
        };
        let bytes = package(settings, &house, &phrases)?;
        std::fs::write(out, bytes).with_context(|| format!("cannot write `{}`", out.display()))?;
        println!("Wrote {} for {house}.", out.display());
        println!("Upload it in the Teams admin centre: Teams apps, Manage apps, Upload new app.");
        Ok(ExitCode::SUCCESS)
    }
}
