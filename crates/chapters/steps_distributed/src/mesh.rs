//! Connects every process with every other.

use crate::frame::{receive, send};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// The connections of process `me`: to each of the others at its place, and none at its own. Everybody calls those
/// below and waits to be called by those above, so that of two processes exactly one calls.
///
/// # Errors
/// When somebody isn't there within `patience`, or says what no process of ours says.
pub fn connect(
    listener: &TcpListener,
    addresses: &[SocketAddr],
    me: usize,
    patience: Duration,
) -> io::Result<Vec<Option<TcpStream>>> {
    let begun = Instant::now();
    let mut peers: Vec<Option<TcpStream>> = addresses.iter().map(|_| None).collect();
    for (peer, address) in addresses[..me].iter().enumerate() {
        let mut connection = call(address, begun, patience)?;
        send(&mut connection, &(me as u32).to_le_bytes())?;
        peers[peer] = Some(connection);
    }
    // Only so can waiting for a call come to an end.
    listener.set_nonblocking(true)?;
    while peers[me + 1..].iter().any(Option::is_none) {
        let mut connection = match listener.accept() {
            Ok((connection, _)) => connection,
            Err(nobody) if nobody.kind() == ErrorKind::WouldBlock && begun.elapsed() < patience => {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            Err(error) => return Err(error),
        };
        connection.set_nonblocking(false)?;
        connection.set_read_timeout(Some(patience))?;
        let name: [u8; 4] = receive(&mut connection)?.try_into().map_err(|_| ErrorKind::InvalidData)?;
        connection.set_read_timeout(None)?;
        let peer = u32::from_le_bytes(name) as usize;
        match peers.get_mut(peer) {
            Some(place @ None) if peer > me => *place = Some(connection),
            // No process of ours, one that we call, or one that has called already.
            _ => return Err(ErrorKind::InvalidData.into()),
        }
    }
    for peer in peers.iter().flatten() {
        // What is sent is sent at once, however little it is.
        peer.set_nodelay(true)?;
    }
    Ok(peers)
}

/// Calls until somebody listens there: processes don't start at the same moment.
fn call(address: &SocketAddr, begun: Instant, patience: Duration) -> io::Result<TcpStream> {
    loop {
        let left = patience.saturating_sub(begun.elapsed()).max(Duration::from_millis(1));
        match TcpStream::connect_timeout(address, left) {
            Ok(connection) => return Ok(connection),
            Err(_) if begun.elapsed() < patience => thread::sleep(Duration::from_millis(5)),
            Err(error) => return Err(error),
        }
    }
}
