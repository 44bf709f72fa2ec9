use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::desk::laid_over;
use crate::store::Store;

/// The school's own answers, as files.
#[derive(Debug, Args)]
pub(super) struct Knowledge {
    #[command(subcommand)]
    command: KnowledgeCommand,
}

#[derive(Debug, Subcommand)]
enum KnowledgeCommand {
    /// Write what is laid over the shipped knowledge: the pages as they would stand in its folder, and what is switched off.
    Export {
        /// The folder; files of the same name are written over.
        #[arg(long)]
        out: PathBuf,
    },
}

impl Knowledge {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let store = Store::open(&opened.address(place, &Keep::AsSet)).await?;
        let KnowledgeCommand::Export { out } = &self.command;
        let over = laid_over(&store).await?;
        let mut written = 0;
        for (file, text) in over.pages.iter().flat_map(|own| own.files()) {
            write(&out.join(file), text)?;
            written += 1;
        }
        let off = store.switched_off().await?.into_iter().filter(|off| off.lifted_at.is_none());
        let off: String =
            off.map(|off| format!("{}  {}  {}: {}\n", off.target, off.at.date(), off.by, off.reason)).collect();
        if !off.is_empty() {
            write(&out.join("switched-off.txt"), &off)?;
            written += 1;
        }
        println!("{written} files in {}", out.display());
        Ok(ExitCode::SUCCESS)
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    std::fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
