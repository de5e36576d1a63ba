//! How many bytes a pipe takes while nobody reads.

use std::io::{self, ErrorKind, Write};

/// Fills a new pipe, byte by byte, until a writer would have to wait.
///
/// # Errors
/// When the system has no pipe left.
pub fn capacity() -> io::Result<usize> {
    let (_reader, mut writer) = io::pipe()?;
    // Whoever would have to wait gets an error instead.
    rustix::io::ioctl_fionbio(&writer, true)?;
    for bytes in 0.. {
        match writer.write(b"x") {
            Ok(_) => {}
            Err(full) if full.kind() == ErrorKind::WouldBlock => return Ok(bytes),
            Err(error) => return Err(error),
        }
    }
    unreachable!("no pipe is endless")
}
