use std::process::ExitCode;

use clap::Args;

use super::Place;
use super::open::Opened;
use crate::knowledge::check::{check, report};

/// Check the knowledge folder.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Print counts by area, ages of facts, next reviews and reading ages as well.
    #[arg(long)]
    report: bool,
}

impl Check {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        let today = (opened.clock)().date();
        let loaded = opened.knowledge()?;
        let problems = check(&loaded, today);
        for problem in &problems {
            println!("{problem}");
        }
        if self.report {
            print!("{}", report(&loaded.library, today));
        }
        let library = &loaded.library;
        println!(
            "{} in {} pages, {} sections, {} facts, {} occupations on {today}",
            if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) },
            library.pages.len(),
            library.passages().count(),
            library.facts.len(),
            library.occupations.len(),
        );
        Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
