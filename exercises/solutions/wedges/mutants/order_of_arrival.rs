//! Collects the wedges' answers in the order in which the threads are done.

use std::ops::Range;
use std::sync::Mutex;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Right answers in a wrong order, sometimes; to make it certain, the last wedge's thread is waited for first.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let mut threads: Vec<_> = wedges(items.len(), workers)
            .into_iter()
            .map(|wedge| {
                let (answers, f) = (&answers, &f);
                scope.spawn(move || {
                    let mine: Vec<R> = items[wedge].iter().map(f).collect();
                    thread::park();
                    answers.lock().unwrap().extend(mine);
                })
            })
            .collect();
        while let Some(thread) = threads.pop() {
            thread.thread().unpark();
            thread.join().unwrap();
        }
    });
    answers.into_inner().unwrap()
}
