//! A thread for each job.

use std::thread;

/// What `job(0)`, `job(1)`, … `job(n - 1)` return.
pub fn run<T: Send>(n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let job = &job;
    thread::scope(|scope| {
        let start = |i| scope.spawn(move || job(i));
        let join = |handle: thread::ScopedJoinHandle<T>| handle.join().expect("no job panics");
        let handles: Vec<_> = (0..n).map(start).collect();
        handles.into_iter().map(join).collect()
    })
}
