//! A thread for each job.

use std::thread;

/// What `job(0)`, `job(1)`, … `job(n - 1)` return.
pub fn run<T: Send>(n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let job = &job;
    thread::scope(|scope| {
        let handles = (0..n).map(|i| scope.spawn(move || job(i)));
        handles.map(|handle| handle.join().expect("no job panics")).collect()
    })
}
