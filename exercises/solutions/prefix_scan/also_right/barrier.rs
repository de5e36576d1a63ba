//! The threads are started once. Between the passes they meet at a barrier, and the last to come adds up the totals
//! before the others may go on.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Barrier, Mutex},
    thread,
};

/// As many threads as bands, for both passes.
pub fn prefix_scan<T: Clone + Send + Sync>(
    items: &[T],
    workers: usize,
    combine: impl Fn(&T, &T) -> T + Sync,
) -> Vec<T> {
    let band = items.len().div_ceil(workers).max(1);
    let bands = items.len().div_ceil(band);
    let (totals, barrier) = (Mutex::new(vec![None; bands]), Barrier::new(bands));
    let mut answers = items.to_vec();
    thread::scope(|scope| {
        for (w, answers) in answers.chunks_mut(band).enumerate() {
            let (totals, barrier, combine) = (&totals, &barrier, &combine);
            scope.spawn(move || {
                // Whoever panics comes to the barriers as well, or the others would wait for ever.
                let total = catch_unwind(AssertUnwindSafe(|| {
                    answers[1..].iter().fold(answers[0].clone(), |total, item| combine(&total, item))
                }));
                totals.lock().unwrap()[w] = total.as_ref().ok().cloned();
                let between = catch_unwind(AssertUnwindSafe(|| {
                    if barrier.wait().is_leader() {
                        let mut so_far: Option<T> = None;
                        let mut totals = totals.lock().unwrap().clone();
                        for total in &mut totals {
                            let next = match (&so_far, total.as_ref()) {
                                (Some(before), Some(total)) => Some(combine(before, total)),
                                (_, total) => total.cloned(),
                            };
                            *total = std::mem::replace(&mut so_far, next);
                        }
                        return Some(totals);
                    }
                    None
                }));
                if let Ok(Some(before)) = &between {
                    *totals.lock().unwrap() = before.clone();
                }
                barrier.wait();
                if let Err(panic) = total.map(drop).and(between.map(drop)) {
                    resume_unwind(panic);
                }
                let mut before = totals.lock().unwrap()[w].clone();
                for answer in answers {
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
