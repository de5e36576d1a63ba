//! Workers send what they have computed; one thread receives it.

use std::{sync::mpsc, thread};
use variant::Workers;

/// What `job(0)`, `job(1)`, … `job(n - 1)` return, in that order.
pub fn run<T, F>(workers: Workers, n: usize, job: F) -> Vec<T>
where
    T: Send,
    F: Fn(usize) -> T + Sync,
{
    // Room for a few. Who is far ahead of the receiver has to wait.
    let (sender, receiver) = mpsc::sync_channel(2 * workers.get());
    let job = &job;
    thread::scope(|scope| {
        for worker in 0..workers.get() {
            let sender = sender.clone();
            scope.spawn(move || {
                for i in (worker..n).step_by(workers.get()) {
                    sender.send((i, job(i))).expect("it listens");
                }
            });
        }
        // The receiver hears on until the last sender is gone.
        drop(sender);
        let mut answers: Vec<_> = receiver.into_iter().collect();
        answers.sort_by_key(|(i, _)| *i);
        answers.into_iter().map(|(_, answer)| answer).collect()
    })
}
