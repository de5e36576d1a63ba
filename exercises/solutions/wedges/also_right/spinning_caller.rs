//! The calling thread doesn't sleep while the others work: it looks again and again whether they are done.

use std::ops::Range;
use std::thread;

/// The longer wedges come last here.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |w: usize| (w as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(w)..begin(w + 1)).collect()
}

/// One thread for each wedge, and one that spins.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    thread::scope(|scope| {
        let f = &f;
        let start = |wedge: Range<usize>| scope.spawn(move || items[wedge].iter().map(f).collect::<Vec<_>>());
        let threads: Vec<_> = wedges(items.len(), workers).into_iter().map(start).collect();
        while threads.iter().any(|thread| !thread.is_finished()) {
            std::hint::spin_loop();
        }
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}
