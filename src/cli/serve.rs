use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::app::App;
use crate::audit::Prompts;
use crate::calendars;
use crate::channels::web::Web;
use crate::desk::{Desk, Role, one_time_link};
use crate::server;

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
        let app = Arc::new(opened.app(place, &Keep::AsSet, true).await?);
        let secret: Arc<[u8]> = opened.secret(&address)?.into();
        let school = app.school(None)?;
        println!("Fingerpost for {}{}", school.name, if school.demo { " (DEMO)" } else { "" });
        println!("  chat      http://{}", listener.local_addr()?);
        println!("  desk      {}", desk_address(&opened, &app, &listener.local_addr()?.to_string()).await?);
        println!("  terminal  fingerpost chat");
        println!("  requests  fingerpost requests list");
        println!("  data      {address}");
        println!("Ready after {} ms. Stop with Ctrl-C.", began.elapsed().as_millis());
        let settings = opened.settings.web.clone();
        let (folder, rules) = (opened.settings.knowledge.clone(), opened.settings.desk.clone());
        let desk = Desk::new(Arc::clone(&app), rules, settings.https, folder, prompts(&opened));
        tokio::task::spawn_blocking(move || opened.check_knowledge());
        tokio::spawn(keep_calendars(Arc::clone(&app)));
        server::serve(listener, Web { app, secret, settings }, desk).await?;
        println!("Stopped. Everything that was acknowledged is kept.");
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
