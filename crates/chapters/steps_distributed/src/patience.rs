//! Waits for a silent peer for a while, not for ever.

use std::io::{self, ErrorKind};
use std::net::TcpStream;
use std::time::Duration;

/// From now on, whoever waits for one of these peers gives up after `patience` without a byte. A machine that has lost
/// its power says no goodbye.
///
/// # Errors
/// When `patience` is zero.
pub fn limit(peers: &[Option<TcpStream>], patience: Duration) -> io::Result<()> {
    for peer in peers.iter().flatten() {
        peer.set_read_timeout(Some(patience))?;
        peer.set_write_timeout(Some(patience))?;
    }
    Ok(())
}

/// What an error of a connection says of the peer.
pub fn meaning(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "its process has ended",
        // Unix calls it the one, Windows the other.
        ErrorKind::WouldBlock | ErrorKind::TimedOut => "it is silent: dead, cut off, or slow",
        _ => "something else is wrong",
    }
}
