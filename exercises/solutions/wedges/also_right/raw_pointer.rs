//! Each thread writes its answers straight into the room that the vector has reserved for them.

use std::mem::MaybeUninit;
use std::ops::Range;
use std::thread;

/// Right.
pub fn wedges(n: usize, workers: usize) -> Vec<Range<usize>> {
    let begin = |w: usize| (w as u128 * n as u128 / workers as u128) as usize;
    (0..workers).map(|w| begin(w)..begin(w + 1)).collect()
}

/// No move afterwards.
pub fn map_wedges<T: Sync, R: Send>(items: &[T], workers: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut answers: Vec<R> = Vec::with_capacity(items.len());
    let mut room: &mut [MaybeUninit<R>] = &mut answers.spare_capacity_mut()[..items.len()];
    let f = &f;
    thread::scope(|scope| {
        for wedge in wedges(items.len(), workers) {
            let (mine, rest) = room.split_at_mut(wedge.len());
            room = rest;
            if wedge.is_empty() {
                continue;
            }
            scope.spawn(move || {
                for (item, answer) in items[wedge].iter().zip(mine) {
                    answer.write(f(item));
                }
            });
        }
    });
    // SAFETY: the scope has returned, so no thread panicked and each has written all of its part.
    unsafe { answers.set_len(items.len()) };
    answers
}
