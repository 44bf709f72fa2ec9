use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use askama::Template;
use clap::Args;

use super::Place;
use super::open::Opened;
use crate::audit::{Audit as Measured, AuditPage, Figure, Prompts, audit};
use crate::evaluate::Asker;

/// Measure impartiality: exit code 1 if a figure is outside its limit.
#[derive(Debug, Args)]
pub(super) struct Audit {
    /// What is asked, if not `audit.toml` in the configuration folder.
    #[arg(long)]
    prompts: Option<PathBuf>,
    /// The school, where there are several.
    #[arg(long)]
    school: Option<String>,
    /// Write the figures with their plots as an HTML page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Audit {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        let path = self.prompts.clone().unwrap_or_else(|| opened.config_file("audit.toml"));
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!(
                "cannot read `{}`, which says what the audit asks; restore it, or name another with --prompts",
                path.display()
            )
        })?;
        let prompts = Prompts::parse(&text).with_context(|| format!("in `{}`", path.display()))?;
        let guide = opened.guide(false)?;
        let schools = opened.schools()?;
        let school = schools.find(self.school.as_deref()).with_context(|| {
            format!("there is no such school; name one of {} with --school", schools.ids().join(", "))
        })?;
        let measured = audit(&Asker { guide: &guide, school, now: (opened.clock)() }, &prompts);
        if let Some(path) = &self.html {
            let page = AuditPage { audit: &measured }.render()?;
            std::fs::write(path, page).with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&measured)?);
        } else {
            print(&measured);
        }
        Ok(if measured.is_kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print(measured: &Measured) {
    println!("Impartiality at {} on {}", measured.school, measured.day);
    for figure in &measured.figures {
        println!("{}", line(figure));
    }
    println!("\nThe ten least even open answers");
    for named in &measured.worst {
        println!("{:.4}  {}", named.value, named.name);
    }
    for named in &measured.apart {
        println!("different answers: {}", named.name);
    }
}

fn line(figure: &Figure) -> String {
    let kept = if figure.is_kept() { "kept   " } else { "OUTSIDE" };
    format!("{kept}  {:>9.4}  {:<14}  over {:>6}  {}", figure.value, figure.limit.says(), figure.over, figure.name)
}
