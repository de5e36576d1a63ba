//! A process that has ended stays in the system's table until its parent has asked what became of it.

use std::process::Command;
use std::{fs, io, thread};

/// The state of a process in one letter, as Linux tells it, or `None` if there is no such process.
pub fn state(process: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the program's name in parentheses, and may hold anything.
    stat.rsplit_once(") ")?.1.chars().next()
}

// ANCHOR: zombie
/// Starts a program that ends at once; returns its state when it has ended, and when it has been waited for.
///
/// # Errors
/// When there is no program `true`.
pub fn before_and_after_wait() -> io::Result<(Option<char>, Option<char>)> {
    let mut child = Command::new("true").spawn()?;
    let ended = loop {
        match state(child.id()) {
            // R: it runs; S and D: it waits.
            Some('R' | 'S' | 'D') => thread::yield_now(),
            ended => break ended,
        }
    };
    child.wait()?;
    Ok((ended, state(child.id())))
}
// ANCHOR_END: zombie
