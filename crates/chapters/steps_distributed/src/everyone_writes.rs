//! Writes to all, then reads from all. It works until the messages grow.

use crate::frame::{receive, send};
use std::io;
use std::net::TcpStream;

/// Sends `messages`, one for each process, and receives one from each. When the messages are larger than what the
/// system buffers, everybody writes and nobody reads.
///
/// # Errors
/// When a connection is broken.
pub fn exchange(peers: &mut [Option<TcpStream>], mut messages: Vec<Vec<u8>>) -> io::Result<Vec<Vec<u8>>> {
    for (peer, message) in peers.iter_mut().zip(&messages) {
        if let Some(peer) = peer {
            send(peer, message)?;
        }
    }
    for (peer, message) in peers.iter_mut().zip(&mut messages) {
        if let Some(peer) = peer {
            *message = receive(peer)?;
        }
    }
    Ok(messages)
}
