use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::Value;

use super::Place;
use super::open::Opened;
use crate::knowledge::check::{asks_that_are_measured, check, report};

/// Check the knowledge folder.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Print counts by area, ages of facts, next reviews and reading ages as well.
    #[arg(long)]
    report: bool,
    /// Folders of questions by which answers are measured (`*.jsonl` with `text`, or `turns` of them): none may stand among the asks.
    #[arg(long, default_value = "tests/gold")]
    questions: Vec<PathBuf>,
}

impl Check {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        let today = (opened.clock)().date();
        let loaded = opened.knowledge()?;
        let mut problems = check(&loaded, today);
        let measured = self.questions.iter().map(|folder| texts(folder)).collect::<anyhow::Result<Vec<_>>>()?;
        problems.extend(asks_that_are_measured(&loaded.library, &measured.concat()));
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

/// Every question of a folder; none where there is no such folder, as beside an installed program.
fn texts(folder: &Path) -> anyhow::Result<Vec<String>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut texts = Vec::new();
    for file in files.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")) {
        let read = std::fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        for line in read.lines().filter(|line| !line.trim().is_empty()) {
            let question: Value = serde_json::from_str(line).with_context(|| format!("in `{}`", file.display()))?;
            let turns = question["turns"].as_array().cloned().unwrap_or_default();
            let said = std::iter::once(&question).chain(&turns).filter_map(|said| said["text"].as_str());
            texts.extend(said.map(str::to_owned));
        }
    }
    Ok(texts)
}
