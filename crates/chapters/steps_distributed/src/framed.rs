//! A question at a time, and its answer, each in a frame.

use crate::frame;
use std::{
    io::{self, ErrorKind},
    net::TcpStream,
};

/// Asks, and waits for the answer.
///
/// # Errors
/// When the connection is broken.
pub fn ask(mut connection: &TcpStream, question: &[u8]) -> io::Result<Vec<u8>> {
    // ANCHOR: culprit
    frame::send(&mut connection, question)?;
    // ANCHOR_END: culprit
    frame::receive(&mut connection)
}

/// Answers what `find` finds, until the other side hangs up.
///
/// # Errors
/// When the connection is broken.
pub fn answer(mut connection: &TcpStream, find: impl Fn(&[u8]) -> Vec<u8>) -> io::Result<()> {
    loop {
        match frame::receive(&mut connection) {
            Ok(question) => frame::send(&mut connection, &find(&question))?,
            Err(end) if end.kind() == ErrorKind::UnexpectedEof => return Ok(()),
            Err(broken) => return Err(broken),
        }
    }
}
