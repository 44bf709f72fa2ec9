use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::app::App;
use crate::channels::teams::Teams;
use crate::channels::web::Web;
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
        let teams = teams(&opened, &app, &secret).await?;
        let school = app.school(None)?;
        println!("Fingerpost for {}{}", school.name, if school.demo { " (DEMO)" } else { "" });
        println!("  chat      http://{}", listener.local_addr()?);
        if let Some(teams) = &opened.settings.teams {
            println!("  teams     {} at /api/messages, tenants: {}", teams.name, teams.tenants.len());
        }
        println!("  terminal  fingerpost chat");
        println!("  requests  fingerpost requests list");
        println!("  data      {address}");
        println!("Ready after {} ms. Stop with Ctrl-C.", began.elapsed().as_millis());
        let settings = opened.settings.web.clone();
        tokio::task::spawn_blocking(move || opened.check_knowledge());
        server::serve(listener, Web { app, secret, settings }, teams).await?;
        println!("Stopped. Everything that was acknowledged is kept.");
        Ok(ExitCode::SUCCESS)
    }
}

/// The Teams door, where the settings have one.
async fn teams(opened: &Opened, app: &Arc<App>, secret: &Arc<[u8]>) -> anyhow::Result<Option<Teams>> {
    let Some(settings) = opened.settings.teams.clone() else { return Ok(None) };
    let own = opened.secrets.teams.as_deref();
    Ok(Some(Teams::open(Arc::clone(app), Arc::clone(secret), settings, own).await?))
}
