//! A program with a limit that the system keeps.

use rustix::process::{Resource, Rlimit, setrlimit};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// `command`, which may use at most `most` of `resource` when it runs, and so may each of its children.
pub fn limited(mut command: Command, resource: Resource, most: u64) -> Command {
    let limit = Rlimit { current: Some(most), maximum: Some(most) };
    // SAFETY: this runs between `fork` and `exec`, and is one system call, which asks for no memory and no lock.
    unsafe { command.pre_exec(move || setrlimit(resource, limit).map_err(io::Error::from)) };
    command
}
