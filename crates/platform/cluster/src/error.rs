//! Why there is no cluster.

use crate::MOST;
use variant::Unavailable;

/// Why a cluster can't be made, asked or removed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// This system, or this user, can't have one.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// No number of hosts.
    #[error("a cluster has 1 to {MOST} hosts, not {0}")]
    Hosts(usize),
    /// It is in use.
    #[error("{0} processes run on the cluster that is up: end them, or take it down first, which ends them")]
    Busy(usize),
    /// Processes stay, whatever is done.
    #[error("processes on the cluster don't end, though they were killed; `ip netns pids NAME` shows which")]
    Immortal,
    /// Neither the kernel nor a process of ours can delay packets.
    #[error(
        "this kernel can't delay packets, for it lacks the queueing discipline `netem`; and no process can do it in its \
         place: {0}. Try `sudo modprobe sch_netem`, or `sudo modprobe tun`; for a container, the option --device \
         /dev/net/tun. A cluster without a delay works here"
    )]
    NoDelay(String),
    /// `ip` or `tc` said no.
    #[error("`{command}` failed: {said}")]
    Refused {
        /// What was asked for.
        command: String,
        /// What it said.
        said: String,
    },
}
