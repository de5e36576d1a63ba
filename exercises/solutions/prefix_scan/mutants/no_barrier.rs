//! Starts the threads once, for both passes, and forgets that between them everybody has to be done with the first.
//! caught by: whoever_is_done_first

use std::{sync::Mutex, thread};

/// Right when all bands take equally long, and all threads start at once.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let (n, combine) = (items.len(), &combine);
    let totals = Mutex::new(vec![None; workers]);
    let mut answers = items.to_vec();
    let mut rest = &mut answers[..];
    thread::scope(|scope| {
        for w in 0..workers {
            let (band, behind) = rest.split_at_mut(n * (w + 1) / workers - n * w / workers);
            rest = behind;
            let totals = &totals;
            scope.spawn(move || {
                totals.lock().unwrap()[w] = band.iter().cloned().reduce(|total, item| combine(&total, &item));
                let before = totals.lock().unwrap()[..w].to_vec();
                let mut before = before.into_iter().flatten().reduce(|a, b| combine(&a, &b));
                for answer in band {
                    if let Some(before) = &before {
                        *answer = combine(before, answer);
                    }
                    before = Some(answer.clone());
                }
            });
        }
    });
    answers
}
