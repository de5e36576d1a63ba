//! Collects the wedges' answers in the order in which the threads are done.

use std::ops::Range;
use std::sync::Mutex;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Right answers in a wrong order, unless by luck the first thread is done first.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for wedge in wedges(items.len(), workers) {
            let (answers, f) = (&answers, &f);
            scope.spawn(move || {
                let mine: Vec<R> = items[wedge].iter().map(f).collect();
                answers.lock().unwrap().extend(mine);
            });
        }
    });
    answers.into_inner().unwrap()
}
