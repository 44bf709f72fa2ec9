//! Says how the house stands: what is configured, reachable, missing or insecure, a line each and never a secret. It changes nothing: the store
//! is opened to read alone, no letter is sent, and a server is called only to see whether it takes calls.

mod finding;
mod kept;
mod routes;
mod settings;

use std::process::ExitCode;

use clap::Args;

use super::Place;
use super::clock::clock;
use super::open::{Opened, start_log};
use crate::config::{Settings, find_folder};
use finding::{Finding, wrong};

/// Say what is configured, reachable, missing or insecure.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// As JSON, one object a line.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        start_log("error");
        let findings = all(place).await;
        for finding in &findings {
            println!("{}", if self.json { serde_json::to_string(finding)? } else { finding.line() });
        }
        let (wrong, warnings) = finding::counts(&findings);
        if !self.json {
            println!("{wrong} wrong, {warnings} to look at, {} well.", findings.len() - wrong - warnings);
        }
        Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

async fn all(place: &Place) -> Vec<Finding> {
    let mut out = vec![settings::time(place.now.is_some())];
    if let Err(error) = Settings::load(&find_folder(&place.config)) {
        out.push(wrong("settings", settings::without_values(&error.to_string())));
        return out;
    }
    if let Err(error) = clock(place.now.as_deref()) {
        out.push(wrong("clock", error.to_string()));
        return out;
    }
    let opened = match Opened::new(place) {
        Ok(opened) => opened,
        Err(error) => return vec![wrong("settings", format!("{error:#}"))],
    };
    out.extend(settings::all(&opened));
    out.extend(kept::all(&opened, place).await);
    out.extend(routes::all(&opened).await);
    out
}
