use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::store::Address;
use crate::store::backup::{What, make, restore};

/// Write store, key and configuration into one file.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The zip file to write; it holds personal data and the key.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave the store out: for PostgreSQL, which pg_dump backs up.
    #[arg(long)]
    without_store: bool,
}

/// Put a backup in place.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The zip file that `fingerpost backup` wrote.
    file: PathBuf,
    /// A new folder for the configuration in it; without one the configuration stays as it is.
    #[arg(long, value_name = "FOLDER")]
    config_to: Option<PathBuf>,
    /// Take the place of a store that is there; that one is moved aside.
    #[arg(long)]
    replace: bool,
}

impl Backup {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let data = match opened.address(place, &Keep::AsSet) {
            Address::Folder(folder) => Some(folder),
            _ if self.without_store => None,
            _ => anyhow::bail!(
                "cannot back the store up: it is in PostgreSQL; use pg_dump for it, and add --without-store here for the configuration"
            ),
        };
        let what = What { data, store: !self.without_store, config: opened.config_file("") };
        let list = make(&what, &self.out).await?;
        println!("Wrote {} with {} files, and read it back.", self.out.display(), list.files.len());
        if !list.holds_store() {
            println!("The store is not in it.");
        }
        if !list.holds_key() {
            println!(
                "The key is not in it: keep FINGERPOST_SECRET somewhere safe too, or the letters that wait cannot be opened."
            );
        }
        println!(
            "Tokens and passwords from the environment are not in it. It holds personal data: keep it where only you can read it."
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        // Settings that cannot be read must not keep anybody from a folder that was named.
        let address = match &place.data {
            Some(data) => Address::parse(data),
            None => Opened::new(place)?.address(place, &Keep::AsSet),
        };
        start_log("warn");
        let Address::Folder(data) = address else {
            anyhow::bail!(
                "cannot restore into PostgreSQL; use pg_restore for what pg_dump wrote, or name a data folder with --data"
            )
        };
        let kept = restore(&self.file, &data, self.config_to.as_deref(), self.replace).await?;
        println!("Restored from {}, made {}.", self.file.display(), kept.list.made_at.format("%Y-%m-%d %H:%M UTC"));
        if kept.list.holds_store() {
            println!("  store     {}", data.display());
        }
        if kept.list.holds_store() && !kept.list.holds_key() {
            println!("  key       not in the backup: set FINGERPOST_SECRET as it was then");
        }
        if let Some(config) = &self.config_to {
            println!("  config    {}", config.display());
        }
        if let Some(aside) = &kept.aside {
            println!("  before    {}  (what was there; delete it when all is well)", aside.display());
        }
        println!("`fingerpost doctor` says how it stands now.");
        Ok(ExitCode::SUCCESS)
    }
}
