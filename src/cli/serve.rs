use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::Place;
use super::open::{Keep, Opened, start_log};
use crate::app::App;
use crate::channels::web::Web;
use crate::server;
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
        let school = app.school(None)?;
        println!("Fingerpost for {}{}", school.name, if school.demo { " (DEMO)" } else { "" });
        println!("  chat      http://{}", listener.local_addr()?);
        println!("  terminal  fingerpost chat");
        println!("  requests  fingerpost requests list");
        println!("  data      {address}");
        println!("  letters   {}", letters(&opened));
        println!("Ready after {} ms. Stop with Ctrl-C.", began.elapsed().as_millis());
        let settings = opened.settings.web.clone();
        // A pinned clock says nothing about what is over.
        if place.now.is_none() {
            tokio::spawn(let_go(app.clone(), opened.settings.retention));
        }
        tokio::task::spawn_blocking(move || opened.check_knowledge());
        server::serve(listener, Web { app, secret, settings }).await?;
        println!("Stopped. Everything that was acknowledged is kept.");
        Ok(ExitCode::SUCCESS)
    }
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
async fn let_go(app: Arc<App>, settings: RetentionSettings) {
    loop {
        match app.store().let_go(settings, app.now()).await {
            Ok(gone) => {
                for gone in gone.into_iter().filter(|gone| gone.rows > 0) {
                    tracing::info!(what = gone.what, rows = gone.rows, "what was over went");
                }
            }
            Err(error) => tracing::error!(%error, "what is over could not go; trying again in an hour"),
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}
