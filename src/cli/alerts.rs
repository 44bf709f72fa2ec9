use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::json;

use super::Place;
use super::open::{Opened, start_log};
use crate::store::{DRILL, Mark, PostState, Raised};

/// See alerts, mark them, try the routes.
#[derive(Debug, Args)]
pub(super) struct Alerts {
    #[command(subcommand)]
    command: AlertsCommand,
}

#[derive(Debug, Subcommand)]
enum AlertsCommand {
    /// List alerts, newest first, without anybody's words.
    List {
        /// Only those that nobody has seen.
        #[arg(long)]
        unseen: bool,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
    },
    /// Show one alert with its words.
    Show {
        /// Its reference.
        reference: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Mark an alert as seen: letters about it stop.
    Seen(Marked),
    /// Mark an alert as being in the school's own system: our copy of its words goes after some days.
    Recorded(Marked),
    /// Try the routes: everybody who could be told of an alert gets a letter that says it is a drill.
    Drill {
        /// The school, where there are several.
        #[arg(long)]
        school: Option<String>,
        /// As JSON, one object a letter.
        #[arg(long)]
        json: bool,
    },
    /// Count alerts by month, and how long they waited to be seen.
    Count {
        /// As JSON, one object a month.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct Marked {
    /// Its reference.
    reference: String,
    /// Who says so.
    #[arg(long)]
    by: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    reference: &'a str,
    school: &'a str,
    kind: &'a str,
    door: &'a str,
    about_staff: bool,
    about_head: bool,
    raised_at: String,
    rounds: u32,
    seen_at: Option<String>,
    seen_by: Option<&'a str>,
    recorded_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(raised: &'a Raised, with_words: bool) -> Self {
        let time = |at: chrono::NaiveDateTime| at.format("%Y-%m-%dT%H:%M:%S").to_string();
        Self {
            reference: &raised.reference,
            school: &raised.school,
            kind: &raised.kind,
            door: &raised.door,
            about_staff: raised.about_staff,
            about_head: raised.about_head,
            raised_at: time(raised.raised_at),
            rounds: raised.rounds,
            seen_at: raised.seen_at.map(time),
            seen_by: raised.seen_by.as_deref(),
            recorded_at: raised.recorded_at.map(time),
            words: with_words.then_some(raised.words.as_str()),
        }
    }

    fn line(&self) -> String {
        let seen = match (&self.seen_at, self.seen_by) {
            (Some(at), Some(by)) => format!("seen {at} by {by}"),
            (Some(at), None) => format!("seen {at}"),
            _ => format!("NOT SEEN, {} rounds of letters", self.rounds),
        };
        let who = if self.about_head { ", about the headteacher" } else { "" };
        let who = if self.about_staff { ", about staff" } else { who };
        format!("{}  {}  {}  {}{who}  {seen}", self.reference, self.raised_at, self.school, self.kind)
    }
}

/// Alerts of a month.
#[derive(Debug, Default, Serialize)]
struct Month {
    month: String,
    alerts: usize,
    drills: usize,
    seen: usize,
    middle_minutes_until_seen: Option<i64>,
}

impl Alerts {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        start_log("warn");
        match &self.command {
            AlertsCommand::List { unseen, json } => list(&opened, place, *unseen, *json).await,
            AlertsCommand::Show { reference, json } => show(&opened, place, reference, *json).await,
            AlertsCommand::Seen(marked) => mark(&opened, place, marked, Mark::Seen).await,
            AlertsCommand::Recorded(marked) => mark(&opened, place, marked, Mark::Recorded).await,
            AlertsCommand::Drill { school, json } => drill(&opened, place, school.as_deref(), *json).await,
            AlertsCommand::Count { json } => count(&opened, place, *json).await,
        }
    }
}

async fn list(opened: &Opened, place: &Place, unseen: bool, json: bool) -> anyhow::Result<ExitCode> {
    let alerts = opened.store(place).await?.alerts(unseen).await?;
    for raised in &alerts {
        let row = Row::of(raised, false);
        println!("{}", if json { serde_json::to_string(&row)? } else { row.line() });
    }
    if alerts.is_empty() && !json {
        println!("There are no alerts{}.", if unseen { " that nobody has seen" } else { "" });
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(opened: &Opened, place: &Place, reference: &str, json: bool) -> anyhow::Result<ExitCode> {
    let alerts = opened.store(place).await?.alerts(false).await?;
    let wanted = |raised: &&Raised| {
        let plain = |text: &str| text.replace('-', "").to_ascii_uppercase();
        plain(&raised.reference) == plain(reference)
    };
    let Some(raised) = alerts.iter().find(wanted) else { return none(reference) };
    let row = Row::of(raised, true);
    if json {
        println!("{}", serde_json::to_string(&row)?);
    } else {
        println!("{}\n\n{}", row.line(), if raised.words.is_empty() { "(the words are gone)" } else { &raised.words });
    }
    Ok(ExitCode::SUCCESS)
}

async fn mark(opened: &Opened, place: &Place, marked: &Marked, mark: Mark) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(!marked.by.trim().is_empty(), "cannot mark an alert without a name; say who with --by");
    let now = (opened.clock)();
    let store = opened.store(place).await?;
    if !store.mark_alert(&marked.reference, mark, marked.by.trim(), now).await? {
        return none(&marked.reference);
    }
    let word = if mark == Mark::Seen { "seen" } else { "recorded" };
    if marked.json {
        println!(
            "{}",
            json!({ "reference": marked.reference, "marked": word, "by": marked.by.trim(), "at": now.format("%Y-%m-%dT%H:%M:%S").to_string() })
        );
    } else {
        println!("Alert {} is marked as {word} by {}.", marked.reference, marked.by.trim());
    }
    Ok(ExitCode::SUCCESS)
}

fn none(reference: &str) -> anyhow::Result<ExitCode> {
    anyhow::bail!("there is no alert `{reference}` to do that with; `fingerpost alerts list` shows them")
}

async fn drill(opened: &Opened, place: &Place, school: Option<&str>, json: bool) -> anyhow::Result<ExitCode> {
    let schools = opened.schools()?;
    let Some(school) = schools.find(school) else {
        anyhow::bail!(
            "there is no school `{}` here; the schools are {}",
            school.unwrap_or_default(),
            schools.ids().join(", ")
        )
    };
    anyhow::ensure!(opened.has_way_out(), "cannot try the routes: none is set; set [mail] in the settings");
    let post = opened.post(place, opened.store(place).await?).await?;
    let (reference, posted) = post.drill(school).await?;
    for letter in &posted {
        let who = letter.key.rsplit('/').next().unwrap_or_default().replace('_', " ");
        if json {
            println!(
                "{}",
                json!({ "reference": reference, "to": who, "by": letter.route, "state": letter.state, "refusal": letter.refusal })
            );
        } else {
            let why = letter.refusal.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
            println!("{who:28} {:8} {}{why}", letter.route, letter.state.word());
        }
    }
    let arrived = posted.iter().filter(|letter| letter.state == PostState::Sent).count();
    if !json {
        println!(
            "{arrived} of {} letters were taken. Mark the drill as seen: fingerpost alerts seen {reference} --by NAME",
            posted.len()
        );
    }
    let whole = !posted.is_empty() && arrived == posted.len();
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn count(opened: &Opened, place: &Place, json: bool) -> anyhow::Result<ExitCode> {
    let months = months(&opened.store(place).await?.alerts(false).await?);
    for month in &months {
        if json {
            println!("{}", serde_json::to_string(month)?);
        } else {
            let middle = month
                .middle_minutes_until_seen
                .map_or("none seen".to_owned(), |minutes| format!("{minutes} minutes in the middle"));
            println!(
                "{}  {} alerts, {} drills, {} seen ({middle})",
                month.month, month.alerts, month.drills, month.seen
            );
        }
    }
    if months.is_empty() && !json {
        println!("There are no alerts.");
    }
    Ok(ExitCode::SUCCESS)
}

fn months(alerts: &[Raised]) -> Vec<Month> {
    let mut by_month: BTreeMap<String, Vec<&Raised>> = BTreeMap::new();
    for raised in alerts {
        by_month.entry(raised.raised_at.format("%Y-%m").to_string()).or_default().push(raised);
    }
    let counted = by_month.into_iter().rev().map(|(month, alerts)| {
        let mut waits: Vec<i64> =
            alerts.iter().filter_map(|raised| Some((raised.seen_at? - raised.raised_at).num_minutes())).collect();
        waits.sort_unstable();
        let drills = alerts.iter().filter(|raised| raised.kind == DRILL).count();
        let middle = waits.get(waits.len() / 2).copied();
        Month { month, alerts: alerts.len() - drills, drills, seen: waits.len(), middle_minutes_until_seen: middle }
    });
    counted.collect()
}
