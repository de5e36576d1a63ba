//! Threads take the next item from a shared counter and send the answer through a channel.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |w: usize| (w as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(w)..begin(w + 1)).collect()
}

/// A queue instead of wedges: whoever is free takes the next item.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut answers: Vec<Option<R>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, f, sender) = (&next, &f, sender.clone());
            scope.spawn(move || {
                while let Some((i, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, items.get(i)?)))
                {
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
