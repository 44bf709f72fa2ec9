use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use askama::Template;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;

use super::Place;
use super::open::{Opened, start_log};
use crate::booking::Code;
use crate::store::{Erased, Held};

/// What no code shows or erases, and why. It is said whether or not there is anything, because somebody whom a child is afraid of may
/// read it.
const EXEMPT: &str = "Safeguarding alerts, if there are any, are not shown or erased by code: they are kept to keep somebody safe, and that goes \
                      before. The safeguarding lead decides about them, and the school answers questions about them.";

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

/// Everything that is kept under a code.
#[derive(Serialize)]
struct Export {
    code: String,
    exported_at: String,
    held: Vec<Held>,
    not_here: &'static str,
}

/// What was erased, for whoever asked for it.
#[derive(Serialize)]
struct Receipt {
    code: String,
    erased_at: String,
    dry_run: bool,
    erased: Vec<Erased>,
    not_erased: &'static str,
}

#[derive(Template)]
#[template(path = "person.html")]
struct Page<'a> {
    export: &'a Export,
}

impl Page<'_> {
    /// Names and values of a row, as a person reads them.
    fn fields(&self, row: &Value) -> Vec<(String, String)> {
        let fields = row.as_object().into_iter().flatten();
        fields.map(|(name, value)| (name.clone(), said(value))).collect()
    }
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
    let held = opened.store(place).await?.held(&code, opened.settings.retention).await?;
    anyhow::ensure!(!held.is_empty(), "nothing is kept under the code {code}");
    let export = Export { code: code.to_string(), exported_at: now(opened), held, not_here: EXEMPT };
    match out {
        Some(folder) => write(&export, folder)?,
        None if json => println!("{}", serde_json::to_string_pretty(&export)?),
        None => print(&export),
    }
    Ok(ExitCode::SUCCESS)
}

async fn erase(opened: &Opened, place: &Place, code: &str, dry_run: bool, json: bool) -> anyhow::Result<ExitCode> {
    let code = parse(code)?;
    let store = opened.store(place).await?;
    let erased = match dry_run {
        true => {
            let held = store.held(&code, opened.settings.retention).await?;
            held.into_iter().map(|held| Erased { what: held.what, rows: held.rows.len() as u64 }).collect()
        }
        false => store.erase(&code).await?,
    };
    anyhow::ensure!(!erased.is_empty(), "nothing is kept under the code {code}");
    let receipt = Receipt { code: code.to_string(), erased_at: now(opened), dry_run, erased, not_erased: EXEMPT };
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

fn now(opened: &Opened) -> String {
    (opened.clock)().format("%Y-%m-%d %H:%M").to_string()
}

fn write(export: &Export, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let pieces = [("json", serde_json::to_string_pretty(export)?), ("html", Page { export }.render()?)];
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

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Null => "not yet".to_owned(),
        other => other.to_string(),
    }
}
