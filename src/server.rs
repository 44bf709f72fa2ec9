//! Joins the doors and keeps them open until somebody says stop.

use std::net::SocketAddr;

use thiserror::Error;
use tokio::net::TcpListener;

use crate::channels::teams::{self, Teams};
use crate::channels::web::{self, Web};

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

/// Serves until Ctrl-C or a request to end; what is under way is finished first.
///
/// # Errors
/// If serving fails.
pub async fn serve(listener: TcpListener, web: Web, teams: Option<Teams>) -> Result<(), ServeError> {
    let mut doors = web::router(web);
    if let Some(teams) = &teams {
        doors = doors.merge(teams::router(teams.clone()));
    }
    axum::serve(listener, doors).with_graceful_shutdown(asked_to_stop()).await?;
    if let Some(teams) = teams {
        teams.settle().await;
    }
    Ok(())
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
