use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::Place;
use super::open::{Opened, start_log};
use crate::booking::Code;
use crate::enquiry::{Decision, Enquiry, Outcome};

/// See messages for people at the school, and say what became of them.
#[derive(Debug, Args)]
pub(super) struct Enquiries {
    #[command(subcommand)]
    command: EnquiriesCommand,
}

#[derive(Debug, Subcommand)]
enum EnquiriesCommand {
    /// List messages of providers, employers, feedback and complaints, newest first.
    List {
        /// Only of this school.
        #[arg(long)]
        school: Option<String>,
        /// Only those that nothing has become of yet.
        #[arg(long)]
        open: bool,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
    /// Say what became of a message.
    Close {
        /// Its reference.
        code: String,
        /// What became of it.
        #[arg(long = "as", value_name = "OUTCOME")]
        outcome: Became,
        /// Why; the person who has the reference can read it.
        #[arg(long, default_value = "")]
        reason: String,
        /// Who says so.
        #[arg(long)]
        by: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Became {
    Accepted,
    Declined,
    Answered,
}

impl From<Became> for Outcome {
    fn from(became: Became) -> Self {
        match became {
            Became::Accepted => Self::Accepted,
            Became::Declined => Self::Declined,
            Became::Answered => Self::Answered,
        }
    }
}

impl Enquiries {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        match &self.command {
            EnquiriesCommand::List { school, open, json } => {
                list(&opened, place, school.as_deref(), *open, *json).await?
            }
            EnquiriesCommand::Close { code, outcome, reason, by, json } => {
                let (outcome, at) = (Outcome::from(*outcome), (opened.clock)());
                let decision = Decision { outcome, reason: reason.clone(), by: by.clone(), at };
                close(&opened, place, code, &decision, *json).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn list(opened: &Opened, place: &Place, school: Option<&str>, open: bool, json: bool) -> anyhow::Result<()> {
    let schools = opened.schools()?;
    if let Some(id) = school {
        let known = || format!("there is no school `{id}` here; the schools are {}", schools.ids().join(", "));
        schools.find(Some(id)).with_context(known)?;
    }
    let mut all = opened.store(place).await?.enquiries(school).await?;
    all.retain(|enquiry| !open || enquiry.decision.is_none());
    for enquiry in &all {
        if json { println!("{}", object(enquiry)) } else { print!("{}", text(enquiry)) }
    }
    if all.is_empty() && !json {
        println!("There are no messages.");
    }
    Ok(())
}

async fn close(opened: &Opened, place: &Place, code: &str, decision: &Decision, json: bool) -> anyhow::Result<()> {
    let unread = || format!("`{code}` is no reference; write one like 7K2QX-M4TRA");
    let code = Code::parse(code).with_context(unread)?;
    let closed = opened.store(place).await?.close_enquiry(&code, decision).await?;
    anyhow::ensure!(
        closed,
        "there is no open message with the reference {code}; `fingerpost enquiries list --open` shows them"
    );
    let outcome = decision.outcome.word();
    if json {
        println!("{}", json!({ "code": code.to_string(), "outcome": outcome, "by": decision.by }));
    } else {
        println!("{code}: {outcome}.");
    }
    Ok(())
}

fn object(enquiry: &Enquiry) -> Value {
    let decision = enquiry.decision.as_ref().map(|decision| {
        let at = decision.at.format("%Y-%m-%dT%H:%M").to_string();
        json!({ "outcome": decision.outcome, "reason": decision.reason, "by": decision.by, "at": at })
    });
    json!({
        "code": enquiry.code.to_string(), "school": enquiry.school, "matter": enquiry.matter, "to": enquiry.to, "told": enquiry.told,
        "door": enquiry.door, "made_at": enquiry.made_at.format("%Y-%m-%dT%H:%M").to_string(),
        "acknowledge_by": enquiry.acknowledge_by(), "decision": decision,
    })
}

fn text(enquiry: &Enquiry) -> String {
    let made = enquiry.made_at.format("%Y-%m-%d %H:%M");
    let mut out = format!("{}  {made}  {}, for the {}", enquiry.code, enquiry.matter.word(), enquiry.to.title());
    match &enquiry.decision {
        Some(decision) => out += &format!("; {} by {}", decision.outcome.word(), decision.by),
        None => out += &enquiry.acknowledge_by().map_or(String::new(), |day| format!("; acknowledge by {day}")),
    }
    out.push('\n');
    out + &enquiry.lines().iter().map(|(label, answer)| format!("    {label}: {answer}\n")).collect::<String>()
}
