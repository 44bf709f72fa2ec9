//! Joins the doors and keeps them open until somebody says stop.

use std::net::SocketAddr;
use std::sync::Arc;

use thiserror::Error;
use tokio::net::TcpListener;

use crate::channels::web::{self, Web};
use crate::desk::{self, Desk};

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

/// Serves the chat page and the desk until Ctrl-C or a request to end; what is under way is finished first, and what was noted is written down.
///
/// # Errors
/// If serving fails.
pub async fn serve(listener: TcpListener, web: Web, desk: Desk) -> Result<(), ServeError> {
    let app = Arc::clone(&web.app);
    let keeper = tokio::spawn(desk.clone().keep());
    let doors = web::router(web).merge(desk::router(desk)).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, doors).with_graceful_shutdown(asked_to_stop()).await;
    keeper.abort();
    if let Err(error) = app.write_notes().await {
        tracing::error!(%error, "the last counts could not be written down");
    }
    Ok(served?)
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
