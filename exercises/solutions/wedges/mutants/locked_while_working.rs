//! Starts all threads, but the one lock that they put their answers under is held while the answer is computed.

use std::ops::Range;
use std::sync::Mutex;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Right answers, one at a time.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let answers: Mutex<Vec<Option<R>>> = Mutex::new(items.iter().map(|_| None).collect());
    thread::scope(|scope| {
        for wedge in wedges(items.len(), workers) {
            let (answers, f) = (&answers, &f);
            scope.spawn(move || {
                for i in wedge {
                    let mut answers = answers.lock().unwrap();
                    answers[i] = Some(f(&items[i]));
                }
            });
        }
    });
    answers.into_inner().unwrap().into_iter().flatten().collect()
}
