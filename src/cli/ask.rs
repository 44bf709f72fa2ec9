use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use tokio::io::{BufReader, stdin, stdout};

use super::Place;
use super::open::{Keep, Opened, start_log};
use super::out::while_read;
use crate::app::Caller;
use crate::channels::{lines, terminal};
use crate::chat::{Audience, Message, Person};

/// Ask one question, or answer JSON lines.
#[derive(Debug, Args)]
pub(super) struct Ask {
    /// The question, in your own words.
    text: Vec<String>,
    /// Read JSON objects from the standard input, one a line, and answer each: `--json -`.
    #[arg(long, value_name = "-", conflicts_with = "text")]
    json: Option<String>,
    /// Show how the question was read and why the passage won.
    #[arg(long)]
    explain: bool,
    /// Who asks: pupil, parent, staff or provider.
    #[arg(long, value_parser = ["pupil", "parent", "staff", "provider"])]
    audience: Option<String>,
    /// Year group, 1 to 13.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=13))]
    year: Option<u8>,
    /// The school, where there are several.
    #[arg(long)]
    school: Option<String>,
}

impl Ask {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        let app = opened.app(place, &Keep::InMemory, false).await?;
        match self.json.as_deref() {
            Some("-") => {
                while_read(lines::run(&app, &mut BufReader::new(stdin()), &mut stdout()).await)?;
                return Ok(ExitCode::SUCCESS);
            }
            Some(other) => bail!("--json reads the standard input only; write `--json -`, not `--json {other}`"),
            None => {}
        }
        if self.text.is_empty() {
            bail!("there is no question; write it behind `ask`, or `--json -` to read JSON lines");
        }
        let caller = Caller {
            person: Person::new("terminal"),
            conversation: None,
            school: self.school.clone(),
            door: "terminal",
        };
        let message = Message {
            text: self.text.join(" "),
            audience: self.audience.as_deref().and_then(Audience::from_word),
            year: self.year,
            ..Message::default()
        };
        let turn = app.receive_from_anywhere(&caller, &message).await?;
        print!("{}", terminal::draw(&turn.reply, &app.guide().phrases().doors));
        if self.school.is_none() && app.unnamed_school().is_none() {
            let ids: Vec<&str> = app.schools().map(|school| school.id.as_str()).collect();
            eprintln!("There are several schools; name one of {} with --school.", ids.join(", "));
        }
        if self.explain {
            println!("{}", turn.explanation);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Talk in this terminal, on the same store as the web page.
pub(super) async fn chat(place: &Place, school: Option<String>) -> anyhow::Result<ExitCode> {
    let opened = Opened::new(place)?;
    start_log("warn");
    let app = opened.app(place, &Keep::AsSet, false).await?;
    app.school(school.as_deref())?;
    let caller =
        Caller { person: Person::new("terminal"), conversation: Some("terminal".to_owned()), school, door: "terminal" };
    while_read(terminal::talk(&app, &caller, &mut BufReader::new(stdin()), &mut stdout()).await)?;
    // The reader of the standard input waits for a line on its own thread; there is nothing left to wait for.
    std::process::exit(0);
}
