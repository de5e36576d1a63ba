//! Write a pool of threads that takes jobs, survives their panics, and knows when it has nothing left to do.
//!
//! You write [`Pool`]: its fields, and the bodies of four functions. The chapter's `queue.rs` is a good beginning, but
//! it has no `wait`, and a job that panics takes its worker with it. For example, with `pool` of two workers,
//!
//! ```text
//! pool.execute(|| println!("one"));
//! pool.execute(|| panic!("two"));
//! pool.execute(|| println!("three"));
//! assert_eq!(pool.wait(), 1);  // all are done, one has panicked
//! ```
//!
//! As many jobs as there are workers run at the same time, on `workers` threads, not a thread for each job. One worker
//! runs jobs in the order in which they were handed in. Jobs hand in jobs. Jobs panic, and as many as before run at the
//! same time afterwards. Workers without a job sleep, rather than look around now and then, and no wake-up is lost.
//! Take locks, condition variables, atomics, channels and threads from [`sync`]: loom plays your pool with them, in
//! every order of its steps with up to three interruptions.
//!
//! You will need: a `VecDeque` of `Box<dyn FnOnce() + Send>` and what else all threads share, in an `Arc`;
//! `Mutex::lock`; `Condvar::wait` in a loop or `wait_while`, `notify_one`, `notify_all`; `thread::spawn`, and `join` of
//! what it returns; `panic::catch_unwind` with `AssertUnwindSafe`.
//!
//! `cargo lab check thread_pool --speed` times your pool beside the reference: at most 1.2 times as long is fast. About
//! an hour.

/// What threads share and wait with. The check compiles this file twice: as it stands, and with loom's of the same
/// names.
pub mod sync {
    pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, atomic, mpsc};
    pub use std::thread;
}

// With `crate` in front: `use sync::…` is the standard library's in the check's second copy as well, and loom can't
// play it.
#[allow(unused_imports, reason = "take what you need, and then this line away")]
use crate::sync::{Arc, Condvar, Mutex, thread};

/// A fixed number of threads that run jobs until the pool is dropped.
pub struct Pool {}

impl Pool {
    /// A pool of `workers` threads (at least 1). They are started here, and sleep while there is no job.
    pub fn new(workers: usize) -> Self {
        todo!("start {workers} threads, each of which takes jobs from something that all of them share")
    }

    /// Hands in `job` and returns at once. A free worker runs it, on its own thread; jobs begin in the order in which
    /// they were handed in. A job may itself call this. If a job panics, nothing else changes: the worker, or another
    /// in its place, goes on.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        let _ = job;
        todo!("keep the job until a worker takes it, and wake one that sleeps")
    }

    /// Sleeps until no job is waiting and none is running: all that were handed in are done, and all that those handed
    /// in. Several threads may wait at the same time. (A job that waits would wait for itself: nobody does that.)
    ///
    /// Returns how many jobs have panicked since the pool was made.
    pub fn wait(&self) -> usize {
        todo!("sleep until the last job is done")
    }
}

impl Drop for Pool {
    /// Finishes all jobs that were handed in, with those that they hand in, then ends all threads and waits for their
    /// end.
    fn drop(&mut self) {
        // A `todo!` in here would panic while another one is on its way, and that ends the program.
    }
}
