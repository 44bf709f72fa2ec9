use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::Place;
use super::open::{Opened, start_log};
use crate::booking::Code;
use crate::desk::{export_page, said};
use crate::staff::{self, EXEMPT, Export};

/// Show or erase what is kept of a person. The school makes sure first who is asking.
#[derive(Debug, Args)]
pub(super) struct People {
    #[command(subcommand)]
    command: PeopleCommand,
}

#[derive(Debug, Subcommand)]
enum PeopleCommand {
    /// Show everything that is kept under a code.
    Export {
        /// The code of the request or appointment.
        code: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Write it to this folder, as JSON and as a page to read.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Erase everything that is kept under a code, with a receipt.
    Erase {
        /// The code of the request or appointment.
        code: String,
        /// Only say what would go.
        #[arg(long)]
        dry_run: bool,
        /// The receipt as JSON.
        #[arg(long)]
        json: bool,
    },
}

impl People {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        match &self.command {
            PeopleCommand::Export { code, json, out } => export(&opened, place, code, *json, out.as_deref()).await,
            PeopleCommand::Erase { code, dry_run, json } => erase(&opened, place, code, *dry_run, *json).await,
        }
    }
}

async fn export(
    opened: &Opened,
    place: &Place,
    code: &str,
    json: bool,
    out: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let code = parse(code)?;
    let (store, kept) = (opened.store(place).await?, opened.settings.retention);
    let export = staff::export(&store, std::slice::from_ref(&code), kept, (opened.clock)()).await?;
    let export = export.with_context(|| format!("nothing is kept under the code {code}"))?;
    match out {
        Some(folder) => write(&export, folder)?,
        None if json => println!("{}", serde_json::to_string_pretty(&export)?),
        None => print(&export),
    }
    Ok(ExitCode::SUCCESS)
}

async fn erase(opened: &Opened, place: &Place, code: &str, dry_run: bool, json: bool) -> anyhow::Result<ExitCode> {
    let code = parse(code)?;
    let (store, kept, now) = (opened.store(place).await?, opened.settings.retention, (opened.clock)());
    let codes = std::slice::from_ref(&code);
    let receipt = match dry_run {
        true => staff::would_erase(&store, codes, kept, now).await?,
        false => staff::erase(&store, codes, now).await?,
    };
    let receipt = receipt.with_context(|| format!("nothing is kept under the code {code}"))?;
    if json {
        println!("{}", serde_json::to_string_pretty(&receipt)?);
        return Ok(ExitCode::SUCCESS);
    }
    let verb = if dry_run { "Would be erased" } else { "Erased" };
    println!("{verb} under the code {}, {}:", receipt.code, receipt.erased_at);
    for gone in &receipt.erased {
        println!("  {}: {}", gone.what, gone.rows);
    }
    println!("{EXEMPT}");
    Ok(ExitCode::SUCCESS)
}

fn parse(code: &str) -> anyhow::Result<Code> {
    Code::parse(code).with_context(|| format!("`{code}` is no code; write one like 7K2QX-M4TRA"))
}

fn write(export: &Export, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let pieces = [("json", serde_json::to_string_pretty(export)?), ("html", export_page(export)?)];
    for (ending, text) in pieces {
        let path = folder.join(format!("{}.{ending}", export.code));
        std::fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

fn print(export: &Export) {
    for held in &export.held {
        println!("{}: {} (until {})", held.what, held.purpose, held.until);
        for row in &held.rows {
            for (name, value) in row.as_object().into_iter().flatten() {
                println!("  {name}: {}", said(value));
            }
            println!();
        }
    }
    println!("{EXEMPT}");
}
