//! Your pool beside the reference: many short jobs at once, then jobs one at a time.

use std::{hint::black_box, process::ExitCode, thread};

/// What the reference is made of, as in its own crate.
mod sync {
    pub use std::sync::{Arc, Condvar, Mutex, MutexGuard};
    pub use std::thread;
}

#[allow(unused_imports, reason = "its own `sync` stands unused in it: there is one at the root, as in its crate")]
#[path = "../../solutions/thread_pool/src/lib.rs"]
mod reference;

/// Some microseconds of arithmetic.
fn job() {
    black_box((0..2000_u32).fold(0, |sum, i| black_box(sum ^ i)));
}

/// 2000 jobs handed in at once, and 200 that are waited for one by one.
fn run(execute: impl Fn(fn()), wait: impl Fn() -> usize) {
    (0..2000).for_each(|_| execute(job));
    wait();
    for _ in 0..200 {
        execute(job);
        wait();
    }
}

fn main() -> ExitCode {
    // `cargo test` starts this too; an unsolved exercise must not fail there.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let (yours, reference) = (thread_pool::Pool::new(workers), reference::Pool::new(workers));
    paired_timing::judge(
        &format!("2000 short jobs at once and 200 one by one, {workers} workers"),
        || run(|job| yours.execute(job), || yours.wait()),
        || run(|job| reference.execute(job), || reference.wait()),
    )
}
