//! Joins the doors and keeps them open until somebody says stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::channels::discord::{self, Board, Discord};
use crate::channels::teams::{self, Teams};
use crate::channels::web::{self, Web};
use crate::desk::{self, Desk};

/// How long the end waits for letters that are under way.
const LAST_LETTERS: Duration = Duration::from_secs(10);

/// The server cannot listen.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Another program has the port.
    #[error("port {port} is taken by another program; stop that one, or choose another with --port")]
    PortTaken {
        /// The port.
        port: u16,
    },
    /// The system refused.
    #[error("cannot listen on {address}: {cause}")]
    CannotListen {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// Serving failed.
    #[error("the server stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

/// Takes the address; until then nothing is promised to anybody.
///
/// # Errors
/// If the port is taken or the system refuses.
pub async fn listen(settings: &web::Settings) -> Result<TcpListener, ServeError> {
    let address = SocketAddr::new(settings.listen, settings.port);
    TcpListener::bind(address).await.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::PortTaken { port: settings.port },
        _ => ServeError::CannotListen { address, cause },
    })
}

/// Everything that is served at one address.
pub struct Doors {
    /// The chat page.
    pub web: Web,
    /// The careers desk.
    pub desk: Option<Desk>,
    /// Microsoft Teams.
    pub teams: Option<Teams>,
}

/// Serves until Ctrl-C or a request to end; what is under way is finished first, and what was noted is written down.
///
/// # Errors
/// If serving fails.
pub async fn serve(listener: TcpListener, doors: Doors) -> Result<(), ServeError> {
    let Doors { web, desk, teams } = doors;
    let app = Arc::clone(&web.app);
    let (stop, stopping) = watch::channel(false);
    let carrying = app.post().cloned().map(|post| tokio::spawn(async move { post.run(stopping).await }));
    let closing = desk.clone();
    let keeper = desk.clone().map(|desk| tokio::spawn(desk.keep()));
    let mut routes = web::router(web);
    if let Some(desk) = desk {
        routes = routes.merge(desk::router(desk));
    }
    if let Some(teams) = &teams {
        routes = routes.merge(teams::router(teams.clone()));
    }
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, routes).with_graceful_shutdown(async move {
        asked_to_stop().await;
        // Pages that listen would keep the house open.
        if let Some(desk) = closing {
            desk.close();
        }
    });
    let served = served.await;
    if let Some(teams) = teams {
        teams.settle().await;
    }
    if let Some(keeper) = keeper {
        keeper.abort();
    }
    if let Err(error) = app.write_notes().await {
        tracing::error!(%error, "the last counts could not be written down");
    }
    // Letters last: what the doors promised a moment ago is carried, or stays in the outbox.
    stop.send_replace(true);
    if let Some(carrying) = carrying
        && timeout(LAST_LETTERS, carrying).await.is_err()
    {
        tracing::warn!("a letter is still under way; it is carried again after the next start");
    }
    Ok(served?)
}

/// A door that is open beside the web page.
pub struct Beside {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Opens the Discord door beside the others; what becomes of it does not touch them.
pub fn open_beside(discord: Discord, board: Arc<Board>) -> Beside {
    let (stop, stopped) = watch::channel(false);
    Beside { stop, task: tokio::spawn(discord::run(discord, board, stopped)) }
}

impl Beside {
    /// Closes the door and waits until it is closed.
    pub async fn close(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "a door ended by itself");
        }
    }
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
            .expect("a process may listen for its own end");
        tokio::select! {
            _ = interrupted => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await.ok();
}
