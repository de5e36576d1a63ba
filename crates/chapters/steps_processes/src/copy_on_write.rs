//! What a forked child has of its parent's memory, before it writes to it and after.

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork, pause};
use std::io::{Read, Write, pipe};
use std::{fs, io};

// ANCHOR: fork
/// Forks a child that writes to the first half of `bytes`; returns its memory before and after. The parent's `bytes`
/// stay as they are.
///
/// # Errors
/// When the system has no process left, or doesn't tell about memory.
pub fn of_a_child(bytes: &mut [u8]) -> io::Result<[Memory; 2]> {
    let ((mut wait, mut go), (mut hear, mut say)) = (pipe()?, pipe()?);
    // SAFETY: the child calls nothing but `read`, `write` and `pause`, which are async-signal-safe.
    match unsafe { fork()? } {
        ForkResult::Child => {
            let half = bytes.len() / 2;
            let _ = wait.read(&mut [0]);
            bytes[..half].fill(2);
            let _ = say.write(&[0]);
            loop {
                pause();
            }
        }
        ForkResult::Parent { child } => {
            let before = Memory::of(child);
            go.write_all(&[0])?;
            hear.read_exact(&mut [0])?;
            let after = Memory::of(child);
            kill(child, Signal::SIGKILL)?;
            waitpid(child, None)?;
            Ok([before?, after?])
        }
    }
}
// ANCHOR_END: fork

// ANCHOR: memory
/// A process's memory in bytes, as Linux counts it.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Every page that it sees (resident set size).
    pub rss: u64,
    /// The same, but a page that `n` processes see is counted as an `n`th (proportional set size).
    pub pss: u64,
    /// Pages that no other process sees and that have been written to.
    pub own: u64,
}

impl Memory {
    fn of(process: Pid) -> io::Result<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
        let field = |name: &str| {
            let kilobytes = text.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
            kilobytes.and_then(|number| number.parse::<u64>().ok()).map(|number| number * 1024)
        };
        let all = field("Rss:").zip(field("Pss:")).zip(field("Private_Dirty:"));
        all.map(|((rss, pss), own)| Self { rss, pss, own }).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}
// ANCHOR_END: memory
