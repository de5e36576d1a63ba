//! A thread for each peer writes, while this one reads.

use crate::frame::{receive, send};
use std::io;
use std::net::TcpStream;
use std::thread;

/// Sends `messages`, one for each process, and receives one from each, at its place. Our own comes back as it is.
///
/// # Errors
/// When a connection is broken.
pub fn exchange(peers: &[Option<TcpStream>], messages: Vec<Vec<u8>>) -> io::Result<Vec<Vec<u8>>> {
    thread::scope(|scope| {
        let mut writers = Vec::new();
        for (peer, message) in peers.iter().zip(&messages) {
            if let Some(mut peer) = peer.as_ref() {
                writers.push(scope.spawn(move || send(&mut peer, message)));
            }
        }
        let read = |(peer, own): (&Option<TcpStream>, &Vec<u8>)| match peer.as_ref() {
            Some(mut peer) => receive(&mut peer),
            None => Ok(own.clone()),
        };
        let received: io::Result<Vec<_>> = peers.iter().zip(&messages).map(read).collect();
        if received.is_err() {
            // Who reads no more would keep the others' writers waiting.
            peers.iter().flatten().try_for_each(|peer| peer.shutdown(std::net::Shutdown::Both)).ok();
        }
        for writer in writers {
            writer.join().expect("a writer doesn't panic")?;
        }
        received
    })
}
