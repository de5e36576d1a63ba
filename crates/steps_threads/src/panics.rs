//! A thread that panics ends; the others go on.

use std::thread;

/// What `job(0)`, `job(1)`, … `job(n - 1)` return, each in a thread of its own; where one panics, its message.
pub fn run<T: Send>(n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<Result<T, String>> {
    let job = &job;
    thread::scope(|scope| {
        let handles: Vec<_> = (0..n).map(|i| scope.spawn(move || job(i))).collect();
        let outcomes = handles.into_iter().map(|handle| {
            handle.join().map_err(|panic| match panic.downcast::<String>() {
                Ok(message) => *message,
                Err(panic) => {
                    panic.downcast::<&str>().map_or("a panic without words".into(), |words| words.to_string())
                }
            })
        });
        outcomes.collect()
    })
}
