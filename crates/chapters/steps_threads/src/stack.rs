//! A thread with more room for its calls than it would get by itself.

use std::{io, thread};

/// What `job` returns, called in a thread whose stack holds `bytes`.
///
/// # Errors
/// When the system has no such stack to give.
///
/// # Panics
/// When `job` does.
pub fn run<T: Send>(bytes: usize, job: impl FnOnce() -> T + Send) -> io::Result<T> {
    let deep = thread::Builder::new().name("deep".into()).stack_size(bytes);
    thread::scope(|scope| {
        let handle = deep.spawn_scoped(scope, job)?;
        Ok(handle.join().expect("the job does not panic"))
    })
}
