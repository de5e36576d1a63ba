//! The calling thread does the first wedge itself, the others write into their part of one vector.

use std::ops::Range;
use std::thread;

/// The longer wedges come last here.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |w: usize| (w as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(w)..begin(w + 1)).collect()
}

/// One thread fewer than workers.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut answers: Vec<Option<R>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let mut rest = &mut answers[..];
        // The first wedge is cut off last, so that the calling thread works on it while all others are at work.
        for wedge in wedges(items.len(), workers).into_iter().rev() {
            let (before, mine) = rest.split_at_mut(wedge.start);
            rest = before;
            let f = &f;
            let is_first = wedge.start == 0;
            let work = move || {
                for (item, answer) in items[wedge].iter().zip(mine) {
                    *answer = Some(f(item));
                }
            };
            if is_first {
                work();
            } else {
                scope.spawn(work);
            }
        }
    });
    answers.into_iter().flatten().collect()
}
