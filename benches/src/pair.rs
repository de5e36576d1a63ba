//! Two threads that run side by side.

use crate::experiment::Outcome;
use std::{
    hint, iter,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
    thread,
    time::{Duration, Instant},
};
use variant::Unavailable;

/// Runs to try until one is undisturbed.
const TRIES: usize = 10_000;

/// How long two threads take that both run `op` so many times, told which of the two (0 or 1) they are.
///
/// Only an undisturbed run counts: neither thread was taken off its core, and both were at work for most of the time.
/// On a busy machine they would otherwise run one after the other, and in nobody's way.
///
/// # Errors
/// When no run was.
pub fn two_threads(times: usize, op: impl Fn(usize) + Sync) -> Outcome<Duration> {
    let busy = || Unavailable::new("the machine is too busy for two threads to run side by side");
    iter::repeat_with(|| attempt(times, &op)).take(TRIES).find_map(|time| time).ok_or_else(busy)
}

/// One run; `None` if it was disturbed.
fn attempt(times: usize, op: &(impl Fn(usize) + Sync)) -> Option<Duration> {
    let arrived = AtomicUsize::new(0);
    // They spin: a thread that sleeps until it is told to start may be late by more than the whole run takes.
    let meet = |count| {
        arrived.fetch_add(1, SeqCst);
        while arrived.load(SeqCst) < count {
            hint::spin_loop();
        }
    };
    let run = |t| {
        // A first meeting, so that looking at the switches costs neither a head start.
        meet(2);
        let before = switches();
        meet(4);
        let start = Instant::now();
        (0..times).for_each(|_| op(t));
        (start, Instant::now(), switches() == before)
    };
    let [one, other] = thread::scope(|scope| {
        let handles = [0, 1].map(|t| scope.spawn(move || run(t)));
        handles.map(|handle| handle.join().expect("what is timed here does not panic"))
    });
    let whole = one.1.max(other.1) - one.0.min(other.0);
    let together = one.1.min(other.1).saturating_duration_since(one.0.max(other.0));
    (one.2 && other.2 && together > whole.mul_f64(0.8)).then_some(whole)
}

/// How often the system took this thread off its core though it had work to do; `None` where it doesn't say.
fn switches() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/thread-self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("nonvoluntary_ctxt_switches:"))?.trim().parse().ok()
}

/// Counters in a row, the first at the start of a cache line.
#[repr(align(256))]
pub struct Counters([AtomicU64; 64]);

impl Default for Counters {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; 64])
    }
}

impl Counters {
    /// Additions each thread makes in [`Counters::count_apart`].
    pub const EACH: usize = 100_000;

    /// How long two threads take to count, each in a counter of its own, when the counters lie this many bytes apart: a
    /// multiple of 8, at most 504.
    ///
    /// # Errors
    /// As for [`two_threads`].
    pub fn count_apart(&self, bytes: usize) -> Outcome<Duration> {
        let own = [&self.0[0], &self.0[bytes / size_of::<AtomicU64>()]];
        two_threads(Self::EACH, |t| {
            own[t].fetch_add(1, Relaxed);
        })
    }
}
