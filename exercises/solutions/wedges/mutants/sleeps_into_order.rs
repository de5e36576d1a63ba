//! Order by sleeping.

use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    (0..workers).map(|w| w * n / workers..(w + 1) * n / workers).collect()
}

/// Sleeps.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let answers = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for (w, wedge) in wedges(items.len(), workers).into_iter().enumerate() {
            let (answers, f) = (&answers, &f);
            scope.spawn(move || {
                let mine: Vec<R> = items[wedge].iter().map(f).collect();
                thread::sleep(std::time::Duration::from_millis(20 * w as u64));
                answers.lock().unwrap().extend(mine);
            });
        }
    });
    answers.into_inner().unwrap()
}
