//! What does a message cost? Two ranks find out, and two numbers say it: *α*, the latency, and *β*, the bandwidth.
//!
//! You write two functions:
//!
//! 1. [`measure`] sends a message of some bytes from rank 0 to rank 1 and back, many times, and says how long it takes
//!    *one way*. The first message of each size may take much longer, for room has to be made for it: send one there
//!    and back that isn't timed. The other rank may also come late, and that isn't the message's fault.
//! 2. [`fit`] finds the line *α* + *n*/*β* that lies nearest to what was measured, by the *relative* error: a
//!    microsecond too much matters for a message of 8 bytes, and not for one of 4 megabytes.
//!
//! The check plays a network in a time of its own, of which it knows α and β: ask `mpi::time()` for the time, in
//! seconds, and not the standard library. It proves that you find them, to a millionth; that no more messages are sent
//! than were asked for; and that α and β are still right within 15 % when every time is up to 10 % off, or when a few
//! are twice as long. About 30 minutes.
//!
//! You will need `world.rank()`, `world.process_at_rank(…)`, `send(&message[..])` and `receive_into(&mut message[..])`.

use mpi::topology::SimpleCommunicator;
use mpi::traits::*;

/// What a message of *n* bytes costs: `latency` + *n* / `bandwidth`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// α: what even an empty message takes, seconds.
    pub latency: f64,
    /// β: bytes a second.
    pub bandwidth: f64,
}

/// How long a message of `bytes` bytes takes one way, seconds: the mean of `times` times there and back (`times` at
/// least 1). Before them, at least one and at most `times` are not timed. Called by two ranks; what rank 1 returns
/// doesn't matter.
pub fn measure(world: &SimpleCommunicator, bytes: usize, times: usize) -> f64 {
    todo!("rank {}: send {bytes} bytes there and back, {times} times", world.rank())
}

/// The line that lies nearest to `points` (bytes, seconds), by least squares of the relative error. There are two
/// different sizes at least, in any order, and all times are above 0.
pub fn fit(points: &[(usize, f64)]) -> Line {
    todo!("find α and β of {} points", points.len())
}
