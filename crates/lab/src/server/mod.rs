//! Serves the book to this machine's browser, and to nothing else: it listens on the loopback address, answers only to
//! its own name, and only reads. No request changes anything.

mod guard;
mod live;
pub mod policy;
mod routes;

pub use live::Live;
pub use routes::RELOAD_SCRIPT;

use crate::outcome::WrongUsage;
use anyhow::{Context, Result};
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
};
use tokio::sync::oneshot;

/// How many ports are tried after the first.
const TRIES: u16 = 100;

/// Takes the first free port from `first` on; 0 takes any.
///
/// # Errors
/// When a hundred in a row are in use, or the system refuses for another reason.
pub fn bind(first: u16) -> Result<TcpListener> {
    for port in first..=first.saturating_add(TRIES) {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("can't listen on port {port}")),
        }
    }
    let last = first.saturating_add(TRIES);
    Err(WrongUsage(format!("ports {first} to {last} are all in use: give another with --port")).into())
}

/// Serves `live` on `listener` until `end` is told, or the sender of it is gone.
///
/// # Errors
/// When the listener breaks.
pub fn serve(listener: TcpListener, live: Live, end: oneshot::Receiver<()>) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("can't start the server")?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let server = axum::serve(listener, routes::routes(live, address));
        // Readers' pages hold a connection open for news of the book: it isn't waited for.
        tokio::select! {
            ended = server => ended.context("the server broke"),
            _ = end => Ok(()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_gives_the_next() {
        let taken = bind(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        // The highest port has no next one; no system hands that one out.
        let next = bind(port).unwrap().local_addr().unwrap();
        assert!(next.port() > port, "{next}");
        assert!(next.ip().is_loopback());
    }

    #[test]
    fn the_last_port_in_use_is_an_error_and_not_an_overflow() {
        let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, u16::MAX));
        let error = bind(u16::MAX).unwrap_err().to_string();
        assert!(error.contains("65535"), "{error}");
    }
}
