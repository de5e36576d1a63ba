//! Threads send their answers through a channel, and the calling thread stops receiving only when all senders are gone:
//! but it still holds one itself.

use std::ops::Range;
use std::sync::mpsc;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Never returns.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let f = &f;
    let (sender, receiver) = mpsc::channel();
    let mut answers: Vec<(usize, R)> = thread::scope(|scope| {
        for wedge in wedges(items.len(), workers) {
            let sender = sender.clone();
            scope.spawn(move || {
                for i in wedge {
                    sender.send((i, f(&items[i]))).unwrap();
                }
            });
        }
        receiver.iter().collect()
    });
    answers.sort_by_key(|&(i, _)| i);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
