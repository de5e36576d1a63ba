//! A length before each message says where the next one begins.

use std::io::{self, ErrorKind, Read, Write};

/// Sends a message: its length as four bytes, the lowest first, then its bytes.
///
/// # Errors
/// When the connection is broken, or the message has 4 GiB or more.
pub fn send(connection: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).map_err(|_| ErrorKind::InvalidInput)?;
    connection.write_all(&length.to_le_bytes())?;
    connection.write_all(message)?;
    connection.flush()
}

/// Waits for one whole message.
///
/// # Errors
/// When the connection is broken, or ends before the message does.
pub fn receive(connection: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    connection.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    // Memory grows with what comes, not with what was announced: a stranger may announce anything.
    let mut message = Vec::new();
    connection.take(length.into()).read_to_end(&mut message)?;
    if message.len() < length as usize {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(message)
}
