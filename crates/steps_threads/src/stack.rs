//! A thread with more room for its calls than threads get by default.

use std::{io, thread};

/// What `job` returns, called in a thread whose stack has room for `bytes`.
///
/// # Errors
/// When the system has no such stack to give.
///
/// # Panics
/// When `job` does.
pub fn run<T: Send>(bytes: usize, job: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("deep".into()).stack_size(bytes);
        Ok(builder.spawn_scoped(scope, job)?.join().expect("the job does not panic"))
    })
}
