use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::app::App;
use crate::audit::Prompts;
use crate::calendars;
use crate::channels::discord::{Board, Discord};
use crate::channels::teams::Teams;
use crate::channels::web::Web;
use crate::desk::{Desk, Role, one_time_link};
use crate::notify::Carrier;
use crate::server::{self, Doors};
use crate::store::RetentionSettings;

/// Serve the chat page.
#[derive(Debug, Default, Args)]
pub(super) struct Serve {
    /// The port, if not the one in the settings.
    #[arg(long, env = "FINGERPOST_PORT")]
    port: Option<u16>,
}

impl Serve {
    pub(super) async fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let began = Instant::now();
        let mut opened = Opened::new(place)?;
        opened.settings.web.port = self.port.unwrap_or(opened.settings.web.port);
        start_log(&opened.settings.log);
        let listener = server::listen(&opened.settings.web).await?;
        let address = opened.address(place, &Keep::AsSet);
        let app = Arc::new(opened.app_with_post(place).await?);
        let secret: Arc<[u8]> = opened.secret(&address)?.into();
        let teams = teams(&opened, &app, &secret).await?;
        let school = app.school(None)?;
        tell!("Fingerpost for {}{}", school.name, if school.demo { " (DEMO)" } else { "" });
        tell!("  chat      http://{}", listener.local_addr()?);
        if let Some(teams) = &opened.settings.teams {
            tell!("  teams     {} at /api/messages, tenants: {}", teams.name, teams.tenants.len());
        }
        tell!("  desk      {}", desk_address(&opened, &app, &listener.local_addr()?.to_string()).await?);
        tell!("  terminal  fingerpost chat");
        tell!("  requests  fingerpost requests list");
        tell!("  data      {address}");
        tell!("  letters   {}", letters(&opened));
        tell!("Ready after {} ms. Stop with Ctrl-C.", began.elapsed().as_millis());
        let discord = discord_door(&opened, &app, &secret)?;
        if let Some(discord) = &discord {
            tell!("  discord   servers: {}", discord.settings.servers.len());
        }
        let board = discord.as_ref().map(Discord::board);
        let settings = opened.settings.web.clone();
        // A pinned clock says nothing about what is over.
        if place.now.is_none() {
            tokio::spawn(let_go(app.clone(), opened.settings.retention, (board.clone(), teams.clone())));
        }
        let (folder, rules) = (opened.settings.knowledge.clone(), opened.settings.desk.clone());
        let desk = Desk::new(Arc::clone(&app), rules, settings.https, folder, prompts(&opened))
            .with_retention(opened.settings.retention);
        // Held until the end: a way is open as long as somebody holds its door.
        let cards = board.clone().map(|board| board as Arc<dyn Carrier>);
        let in_teams = teams.clone().map(|teams| Arc::new(teams) as Arc<dyn Carrier>);
        opened.open_ways(cards.as_ref(), in_teams.as_ref());
        tokio::task::spawn_blocking(move || opened.check_knowledge());
        tokio::spawn(keep_calendars(Arc::clone(&app)));
        tokio::spawn(remind_of_reviews(Arc::clone(&app)));
        let discord = discord.zip(board).map(|(discord, board)| server::open_beside(discord, board));
        server::serve(listener, Doors { web: Web { app, secret, settings }, desk: Some(desk), teams }).await?;
        if let Some(discord) = discord {
            discord.close().await;
        }
        tell!("Stopped. Everything that was acknowledged is kept.");
        Ok(ExitCode::SUCCESS)
    }
}

/// Where the desk is; while nobody has an account, the one-time link that makes the first.
async fn desk_address(opened: &Opened, app: &App, listening: &str) -> anyhow::Result<String> {
    let base = opened.desk_base(listening);
    if !app.store().has_no_account().await? {
        return Ok(format!("{base}/desk"));
    }
    let path = one_time_link(app.store(), "", Role::Administrator, "the program", app.now()).await?;
    Ok(format!("{base}{path}  (works once, for the first administrator)"))
}

/// What the audit asks; without it the desk measures nothing.
fn prompts(opened: &Opened) -> Option<Arc<Prompts>> {
    let text = std::fs::read_to_string(opened.config_file("audit.toml")).ok()?;
    match Prompts::parse(&text) {
        Ok(prompts) => Some(Arc::new(prompts)),
        Err(error) => {
            tracing::warn!(%error, "audit.toml cannot be read, so the desk measures nothing");
            None
        }
    }
}

/// Reads the advisers' calendars now and then, for as long as the house is open.
async fn keep_calendars(app: Arc<App>) {
    loop {
        if let Err(error) = calendars::read_all(app.store(), app.now()).await {
            tracing::warn!(%error, "the advisers' calendars could not be kept");
        }
        tokio::time::sleep(calendars::EVERY).await;
    }
}

/// Reminds careers leaders of reviews that come up, for as long as the house is open.
async fn remind_of_reviews(app: Arc<App>) {
    let Some(post) = app.post() else { return };
    loop {
        if let Err(error) = post.remind_of_reviews(app.staff().letters().review_notice_days).await {
            tracing::warn!(%error, "careers leaders could not be reminded of reviews; trying again in an hour");
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}

/// The Discord door, where its section stands in the settings.
fn discord_door(opened: &Opened, app: &Arc<App>, secret: &Arc<[u8]>) -> anyhow::Result<Option<Discord>> {
    let Some(settings) = opened.settings.discord.clone() else { return Ok(None) };
    let schools: Vec<&str> = app.schools().map(|school| school.id.as_str()).collect();
    let problems = settings.problems(&schools);
    anyhow::ensure!(problems.is_empty(), "cannot open the Discord door: {}", problems.join("; "));
    let token = opened.secrets.discord_token.clone().context(
        "cannot open the Discord door without FINGERPOST_DISCORD_TOKEN; set it to the bot's token (docs/discord.md), or remove [discord] \
         from the settings",
    )?;
    let desk = opened.settings.desk.address.clone();
    Ok(Some(Discord { app: Arc::clone(app), secret: Arc::clone(secret), settings, token, desk }))
}

/// Where letters go, in a line.
fn letters(opened: &Opened) -> String {
    let (mail, webhook) = (&opened.settings.mail, &opened.settings.webhook);
    if !opened.has_way_out() {
        return "off: nobody is told of requests and alerts; set [mail] in the settings".to_owned();
    }
    let mail = Some(format!("by mail ({})", mail.server)).filter(|_| !mail.server.is_empty());
    let webhook = Some("by webhook".to_owned()).filter(|_| !webhook.addresses.is_empty());
    mail.into_iter().chain(webhook).collect::<Vec<_>>().join(", ")
}

/// Lets go what is over, every hour.
async fn let_go(app: Arc<App>, settings: RetentionSettings, (board, teams): (Option<Arc<Board>>, Option<Teams>)) {
    loop {
        match app.store().let_go(settings, app.now()).await {
            Ok(gone) => {
                for gone in gone.into_iter().filter(|gone| gone.rows > 0) {
                    tracing::info!(what = gone.what, rows = gone.rows, "what was over went");
                }
            }
            Err(error) => tracing::error!(%error, "what is over could not go; trying again in an hour"),
        }
        if let Some(board) = &board {
            board.tidy().await;
        }
        if let Some(teams) = &teams {
            teams.tidy().await;
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}

/// The Teams door, where the settings have one.
async fn teams(opened: &Opened, app: &Arc<App>, secret: &Arc<[u8]>) -> anyhow::Result<Option<Teams>> {
    let Some(settings) = opened.settings.teams.clone() else { return Ok(None) };
    let own = opened.secrets.teams.as_deref();
    let teams = Teams::open(Arc::clone(app), Arc::clone(secret), settings, own).await?;
    Ok(Some(teams.with_desk(&opened.settings.desk.address)))
}
