use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::Place;
use super::open::Opened;
use crate::school::import::{self, Document, Import};
use crate::school::status;

/// Set a school or trust up, and see where it stands.
#[derive(Debug, Args)]
pub(super) struct School {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a published careers policy and draft the school file; nothing is served before a person confirms it.
    Import(ImportPolicy),
    /// Say per school what is published, overdue, contradictory or missing.
    Status {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct ImportPolicy {
    /// The policy and what belongs to it: txt, md, html, docx or pdf.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print what was found as one JSON object.
    #[arg(long)]
    json: bool,
    /// Write what was found as an HTML page for people to read.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the drafted school files into this folder; a file that is there already is left alone.
    #[arg(long, value_name = "FOLDER")]
    draft: Option<PathBuf>,
}

impl School {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        match &self.command {
            Command::Import(policy) => policy.run(place),
            Command::Status { json } => {
                let opened = Opened::new(place)?;
                let schools = opened.schools()?;
                let all =
                    status::status(schools.iter(), (opened.clock)().date(), opened.settings.letters.review_notice_days);
                println!("{}", if *json { serde_json::to_string_pretty(&all)? } else { status::text(&all) });
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

impl ImportPolicy {
    fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let today = super::clock::clock(place.now.as_deref())?().date();
        let documents = self.files.iter().map(|path| document(path)).collect::<anyhow::Result<Vec<_>>>()?;
        let found = import::import(&documents, today);
        if let Some(path) = &self.html {
            std::fs::write(path, import::html(&found)?)
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        if let Some(folder) = &self.draft {
            write_drafts(&found, folder)?;
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&import::json(&found))?);
        } else {
            print!("{}", import::text(&found));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn document(path: &Path) -> anyhow::Result<Document> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let bytes = std::fs::read(path)
        .with_context(|| format!("cannot read `{}`; give the path of the policy", path.display()))?;
    Ok(import::read(&name, &bytes)?)
}

/// Drafts are written beside what a person may have confirmed already, never over it.
fn write_drafts(found: &Import, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    for draft in import::drafts(found) {
        let path = folder.join(&draft.file);
        if path.exists() {
            eprintln!("left alone: `{}` is there already; move it away to draft it anew", path.display());
            continue;
        }
        std::fs::write(&path, &draft.toml).with_context(|| format!("cannot write `{}`", path.display()))?;
        eprintln!("drafted: {}", path.display());
    }
    Ok(())
}
