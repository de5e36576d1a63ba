//! Looks under a lock which item is next, and counts on under the lock once more: two workers may see the same one.
//! caught by: whoever_is_stopped_and_where

use std::ops::Range;
use std::sync::{Mutex, mpsc};
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// A queue instead of wedges: whoever is free takes the next item.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = Mutex::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut answers: Vec<Option<R>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, f, sender) = (&next, &f, sender.clone());
            scope.spawn(move || {
                loop {
                    let i = *next.lock().unwrap();
                    *next.lock().unwrap() = i + 1;
                    let Some(item) = items.get(i) else { break };
                    sender.send((i, f(item))).unwrap();
                }
            });
        }
        drop(sender);
        for (i, answer) in receiver {
            answers[i] = Some(answer);
        }
    });
    answers.into_iter().flatten().collect()
}
