use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::Place;
use super::open::{Opened, start_log};

/// Say what is kept, what for and until when, and let go what is over. A running Fingerpost does it by itself.
#[derive(Debug, Args)]
pub(super) struct Retention {
    /// Only say what is over.
    #[arg(long)]
    dry_run: bool,
    /// As JSON, one object a line.
    #[arg(long)]
    json: bool,
}

impl Retention {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let (store, settings, now) = (opened.store(place).await?, opened.settings.retention, (opened.clock)());
        let all = store.keeping(settings, now).await?;
        let gone = if self.dry_run { Vec::new() } else { store.let_go(settings, now).await? };
        for kept in &all {
            let gone = gone.iter().find(|gone| gone.what == kept.what).map_or(0, |gone| gone.rows);
            if self.json {
                let (what, purpose, until, over) = (kept.what, kept.purpose, &kept.until, kept.over);
                println!("{}", json!({ "what": what, "purpose": purpose, "until": until, "over": over, "gone": gone }));
            } else {
                println!(
                    "{}: {}\n  until {}\n  {} over, {gone} let go",
                    kept.what, kept.purpose, kept.until, kept.over
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
