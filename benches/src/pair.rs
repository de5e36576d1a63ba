//! Two threads that run side by side.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

/// How long two threads take that both run `op` so many times, told which of the two (0 or 1) they are. The clock
/// starts when both are ready.
pub fn two_threads(times: usize, op: impl Fn(usize) + Sync) -> Duration {
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        let [one, other] = [0, 1].map(|t| {
            let (op, barrier) = (&op, &barrier);
            scope.spawn(move || {
                barrier.wait();
                (0..times).for_each(|_| op(t));
            })
        });
        barrier.wait();
        let start = Instant::now();
        one.join().and(other.join()).expect("what is timed here does not panic");
        start.elapsed()
    })
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
    pub const EACH: usize = 200_000;

    /// How long two threads take to count, each in a counter of its own, when the counters lie this many bytes apart:
    /// a multiple of 8, at most 504.
    pub fn count_apart(&self, bytes: usize) -> Duration {
        let own = [&self.0[0], &self.0[bytes / size_of::<AtomicU64>()]];
        two_threads(Self::EACH, |t| {
            own[t].fetch_add(1, Relaxed);
        })
    }
}
