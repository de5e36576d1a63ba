//! The switch as a process of ours, for kernels that can't delay packets.
//!
//! It holds the other end of every host's cable, a *TUN device*: what a host sends can be read there, and what is
//! written there has arrived. In between lies the delay. When the process ends, however it ends, its cables are gone
//! from the hosts, who then have no network, and hear so from their kernel at once.

#[cfg(target_os = "linux")]
mod cable;
#[cfg(target_os = "linux")]
mod forward;
#[cfg(target_os = "linux")]
mod under_way;

use crate::Delay;
use std::io;

/// What the process prints when the cables are there. Anything else that it prints is why they aren't.
pub(crate) const READY: &str = "ready";

/// What the kernel calls the cable to a host, before that host has it.
pub(crate) fn port(host: usize) -> String {
    format!("port{host}")
}

/// Turns this process into the switch of `hosts` hosts, until the last of them is gone. Says on standard output when
/// their cables are there, or why not.
///
/// # Errors
/// When no cable can be made, or nobody can be told of it.
#[cfg(target_os = "linux")]
pub fn play_switch(hosts: usize, delay: Delay) -> io::Result<()> {
    use std::io::Write;
    let cables = (0..hosts).map(|host| cable::open(&port(host))).collect::<io::Result<Vec<_>>>();
    writeln!(io::stdout(), "{}", cables.as_ref().err().map_or(READY.into(), ToString::to_string))?;
    let cables = cables?;
    // Who closes the terminal, or presses Ctrl-C in it, doesn't mean the network. It fails where that is so already.
    let _ = rustix::process::setsid();
    // A kernel would delay packets before it lets a program compute, and wouldn't wake up late to save power. Where we
    // may not, packets come later at times.
    let _ = rustix::process::setpriority_process(None, -20);
    let _ = rustix::thread::set_current_timer_slack(std::num::NonZeroU64::new(1));
    forward::forward(&cables, delay)
}

/// There are no hosts to join.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn play_switch(_: usize, _: Delay) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
